package duenotice.casework;

import duenotice.incident.Step;

/** Touches the world for one kind of step: sends, asks, cuts. */
public interface StepRunner {
    boolean runs(Step.Outer step);

    /**
     * Does the step. Before anything outside is touched, {@link StepRun#begin} must have said yes; afterwards what came
     * of it is recorded, or the step is postponed. An exception leaves the step to be tried again later.
     */
    void run(Step.Outer step, StepRun run);
}
