package duenotice.incident;

import java.time.Instant;
import java.util.EnumSet;

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
    EnumSet<Block> against(Measure measure) {
        var blocks = EnumSet.noneOf(Block.class);
        if (!measure.isComing() || !measure.kind().isCut()) {
            return blocks;
        }
        if (!circumstances.ownerUnchanged()) {
            blocks.add(Block.REASSIGNED);
        }
        if (circumstances.neverCut()) {
            blocks.add(Block.NEVER_CUT);
        }
        if (measure.vanished() > 0) {
            if (circumstances.automationStopped()) {
                blocks.add(Block.AUTOMATION_STOPPED);
            }
        } else if (measure.isOfStandardLadder() && measure.state() == MeasureState.FAILED) {
            blocks.addAll(againstAnotherTry());
        }
        return blocks;
    }

    /** The network refused: it is not there, and what would have kept us from asking keeps us from asking again. */
    private EnumSet<Block> againstAnotherTry() {
        var blocks = EnumSet.noneOf(Block.class);
        if (circumstances.automationStopped()) {
            blocks.add(Block.AUTOMATION_STOPPED);
        }
        if (incident.holdAt(now).isPresent()) {
            blocks.add(Block.HOLD);
        }
        if (incident.openDispute().isPresent()) {
            blocks.add(Block.DISPUTE);
        }
        if (circumstances.clockJump().isPresent()) {
            blocks.add(Block.CLOCK);
        }
        return blocks;
    }
}
