package duenotice.verification;

import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.incident.IncidentEvent;
import duenotice.incident.Step;

/** Makes the retest that a judgement waits for, and writes down what it found. */
public final class RetestRunner implements StepRunner {
    private final Probe probe;

    public RetestRunner(Probe probe) {
        this.probe = probe;
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.Retest;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        if (!run.begin()) {
            return;
        }
        var incident = run.incident();
        var found = probe.ask(incident.server(), incident.types());
        run.record(new IncidentEvent.RetestFound(step.key(), found.value(), found.detail()));
    }
}
