package duenotice.enforcement;

import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.incident.IncidentEvent.LiftRequested;
import duenotice.incident.Step;

/** Undoes exactly what a measure changed, and looks whether it is undone (R30). */
final class RestoreRunner implements StepRunner {
    private final Changes changes;

    RestoreRunner(Cutoff cutoff, Sharing sharing) {
        this.changes = new Changes(cutoff, sharing);
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.Restore;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        var restore = (Step.Restore) step;
        if (run.begin(new LiftRequested(restore.measure(), restore.why(), restore.key(), restore.reason()))) {
            changes.undo(run.incident().measure(restore.measure()).orElseThrow(), run);
        }
    }
}
