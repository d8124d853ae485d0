package duenotice.enforcement;

import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.incident.IncidentEvent.MeasureConfirmed;
import duenotice.incident.IncidentEvent.MeasureInDoubt;
import duenotice.incident.IncidentEvent.MeasureRequested;
import duenotice.incident.Measure;
import duenotice.incident.Step;

/** Ends doubt about a measure: looks, and asks again only for what is not seen (R64). */
final class SettleRunner implements StepRunner {
    private final Cutoff cutoff;
    private final Sharing sharing;
    private final Changes changes;

    SettleRunner(Cutoff cutoff, Sharing sharing) {
        this.cutoff = cutoff;
        this.sharing = sharing;
        this.changes = new Changes(cutoff, sharing);
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.Settle;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        var settle = (Step.Settle) step;
        var measure = run.incident().measure(settle.measure()).orElseThrow();
        if (measure.isGoing()) {
            changes.settleUndoing(measure, run);
        } else {
            settleComing(measure, run);
        }
    }

    private void settleComing(Measure measure, StepRun run) {
        var target = Changes.target(run.incident(), measure);
        var seen = cutoff.inspect(target);
        switch (seen.shows(measure.kind(), target)) {
            case ON -> run.record(new MeasureConfirmed(measure.id(), seen.sentence()));
            case OFF -> again(measure, run);
            case UNKNOWN -> {
                if (cutoff.canSee()) {
                    run.record(new MeasureInDoubt(measure.id(), "its state cannot be seen"));
                } else {
                    byPeople(measure, run);
                }
            }
        }
    }

    private void byPeople(Measure measure, StepRun run) {
        var other = sharing.inForce(measure.id(), measure.kind(), measure.target());
        if (other.isPresent()) {
            run.record(new MeasureConfirmed(
                    measure.id(), "in force already by " + other.get().id()));
        } else {
            again(measure, run);
        }
    }

    private void again(Measure measure, StepRun run) {
        if (begin(measure, run)) {
            changes.putOn(run.incident().measure(measure.id()).orElseThrow(), run);
        }
    }

    /** Whoever remembers keys would not do again what was done and then undone by somebody: that is a new request. */
    private static boolean begin(Measure measure, StepRun run) {
        var key = "cut-" + measure.id() + (measure.vanished() == 0 ? "" : "-" + (measure.vanished() + 1));
        return measure.key().equals(key)
                ? run.begin()
                : run.begin(new MeasureRequested(
                        measure.id(),
                        measure.kind(),
                        measure.target(),
                        key,
                        measure.prior(),
                        measure.automatic(),
                        measure.expiresAt(),
                        measure.emergency(),
                        measure.reason(),
                        "somebody undid it"));
    }
}
