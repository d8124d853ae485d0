package duenotice.enforcement;

import duenotice.casework.MeasureRows.Standing;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.incident.AlarmKind;
import duenotice.incident.IncidentEvent.MeasureConfirmed;
import duenotice.incident.IncidentEvent.MeasureRequested;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Step;
import java.time.Duration;

/**
 * Puts a measure on for the first time: look, save what is seen together with the intent, ask, look again (R64).
 */
final class CutRunner implements StepRunner {
    private static final Duration BLIND = Duration.ofMinutes(1);

    /** After so many looks in vain, a minute apart, people hear of it. */
    private static final int MOST_LOOKS = 5;

    private final Cutoff cutoff;
    private final Sharing sharing;
    private final Changes changes;
    private final AlarmBell bell;

    /** Tells people that a driver fails before there is a measure that could. */
    @FunctionalInterface
    interface AlarmBell {
        void ring(AlarmKind kind, IncidentId incident, String text);
    }

    CutRunner(Cutoff cutoff, Sharing sharing, AlarmBell bell) {
        this.cutoff = cutoff;
        this.sharing = sharing;
        this.changes = new Changes(cutoff, sharing);
        this.bell = bell;
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.Cut;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        var cut = (Step.Cut) step;
        var target = Changes.target(run.incident(), cut.kind(), cut.target());
        var seen = cutoff.inspect(target);
        if (cutoff.canSee() && seen.shows(cut.kind(), target) == Seen.UNKNOWN) {
            blind(cut, run);
            return;
        }
        var prior =
                sharing.priorOfFirst(cut.measure(), cut.kind(), cut.target()).orElseGet(seen::text);
        if (!run.begin(new MeasureRequested(
                cut.measure(),
                cut.kind(),
                cut.target(),
                cut.key(),
                prior,
                cut.automatic(),
                cut.expiresAt(),
                cut.emergency(),
                cut.reason(),
                "policy " + run.policy().name() + "; seen before: " + seen.sentence()))) {
            return;
        }
        var other = sharing.inForce(cut.measure(), cut.kind(), cut.target()).filter(row -> holds(row, target, seen));
        if (other.isPresent()) {
            run.record(new MeasureConfirmed(
                    cut.measure(), "in force already by " + other.get().id() + "; " + seen.sentence()));
            return;
        }
        changes.putOn(run.incident().measure(cut.measure()).orElseThrow(), run);
    }

    /** Seen in effect; or only a person can see it and has said so; or interrupted by a repair. */
    private boolean holds(Standing other, Target target, ObservedState seen) {
        return !cutoff.canSee()
                || seen.shows(other.kind(), target) == Seen.ON
                || other.kind() == MeasureKind.POWER_OFF && sharing.isInRepair(other.server());
    }

    /** Nothing is cut whose state before could not be saved. */
    private void blind(Step.Cut cut, StepRun run) {
        if (run.postponements() == MOST_LOOKS) {
            bell.ring(
                    AlarmKind.DRIVER_FAILING,
                    run.incident().id(),
                    "%s of %s waits: its state cannot be seen".formatted(cut.kind(), cut.target()));
        }
        run.postpone(BLIND, "the state of the server cannot be seen");
    }
}
