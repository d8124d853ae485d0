package duenotice.verification;

import duenotice.casework.Casework;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.incident.IncidentEvent.RetestFound;
import duenotice.incident.Persistence;
import duenotice.incident.Step;

/** Makes the retest that a judgement waits for or a person asked for, and writes down what it found. */
public final class RetestRunner implements StepRunner {
    private static final int REPORTS = 50;

    private final Probe probe;
    private final Casework casework;

    public RetestRunner(Probe probe, Casework casework) {
        this.probe = probe;
        this.casework = casework;
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
        var question = new Probe.Question(incident, step.key(), casework.evidence(incident.id(), REPORTS));
        // Another incident's cut makes a server as silent as a cut of this one would: that is no mending (R45).
        var found = question.isFlowCheck() || !isCutOff(question)
                ? probe.ask(question)
                : new Probe.Found(Persistence.UNKNOWN, "the server is cut off by another incident");
        run.record(new RetestFound(step.key(), found.value(), found.detail()));
    }

    private boolean isCutOff(Probe.Question question) {
        return !casework.measures()
                .standingOn(question.incident().server().text())
                .isEmpty();
    }
}
