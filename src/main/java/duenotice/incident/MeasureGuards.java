package duenotice.incident;

import java.time.Instant;
import java.util.Optional;

/** What keeps a measure that was asked for from being asked again, or at all (R54, R57, R64): the world changes meanwhile. */
final class MeasureGuards {
    private final Incident incident;
    private final Circumstances circumstances;
    private final Instant now;

    MeasureGuards(Incident incident, Circumstances circumstances, Instant now) {
        this.now = now;
        this.incident = incident;
        this.circumstances = circumstances;
    }

    /** Empty where the measure may go on. A measure in doubt is looked at in any case, unless the server is another's. */
    Optional<Block> against(Measure measure) {
        if (!measure.isComing() || !measure.kind().isCut()) {
            return Optional.empty();
        }
        if (!circumstances.ownerUnchanged()) {
            return Optional.of(Block.REASSIGNED);
        }
        if (circumstances.neverCut()) {
            return Optional.of(Block.NEVER_CUT);
        }
        if (measure.vanished() > 0) {
            return circumstances.automationStopped() ? Optional.of(Block.AUTOMATION_STOPPED) : Optional.empty();
        }
        return measure.isOfStandardLadder() && measure.state() == MeasureState.FAILED
                ? againstAnotherTry()
                : Optional.empty();
    }

    /** The network refused: it is not there, and what would have kept us from asking keeps us from asking again. */
    private Optional<Block> againstAnotherTry() {
        if (circumstances.automationStopped()) {
            return Optional.of(Block.AUTOMATION_STOPPED);
        }
        if (incident.holdAt(now).isPresent()) {
            return Optional.of(Block.HOLD);
        }
        if (incident.openDispute().isPresent()) {
            return Optional.of(Block.DISPUTE);
        }
        return circumstances.clockJump().isPresent() ? Optional.of(Block.CLOCK) : Optional.empty();
    }
}
