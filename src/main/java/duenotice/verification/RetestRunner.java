package duenotice.verification;

import duenotice.casework.Casework;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.incident.AlarmKind;
import duenotice.incident.IncidentEvent.RetestFound;
import duenotice.incident.Persistence;
import duenotice.incident.Step;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the retest that a judgement waits for or a person asked for, and writes down what it found. */
public final class RetestRunner implements StepRunner {
    private static final int REPORTS = 500;

    /** A look that has failed so often is given up: else a defect of ours would hold up the call and the cut for ever. */
    private static final int MOST_FAILURES = 4;

    private static final Logger log = LoggerFactory.getLogger(RetestRunner.class);

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
        var reports = casework.differentReports(incident.id(), REPORTS + 1);
        var question = new Probe.Question(
                incident, step.key(), reports.subList(0, Math.min(REPORTS, reports.size())), reports.size() <= REPORTS);
        // Another incident's cut makes a server as silent as a cut of this one would: that is no mending (R45).
        var found = question.isFlowCheck() || !isCutOff(question)
                ? ask(question, run)
                : new Probe.Found(Persistence.UNKNOWN, "the server is cut off by another incident");
        run.record(new RetestFound(step.key(), found.value(), found.detail()));
    }

    private Probe.Found ask(Probe.Question question, StepRun run) {
        try {
            return probe.ask(question);
        } catch (RuntimeException defect) {
            if (run.postponements() < MOST_FAILURES - 1) {
                throw defect;
            }
            log.error(
                    "retest {} of incident {} is given up",
                    question.judgement(),
                    question.incident().id(),
                    defect);
            casework.raise(
                    AlarmKind.RETEST_FAILING,
                    Optional.of(question.incident().id()),
                    "the retest %s failed %d times and found nothing out"
                            .formatted(question.judgement(), MOST_FAILURES));
            return new Probe.Found(Persistence.UNKNOWN, "the look itself failed %d times".formatted(MOST_FAILURES));
        }
    }

    private boolean isCutOff(Probe.Question question) {
        return !casework.measures()
                .standingOn(question.incident().server().text())
                .isEmpty();
    }
}
