package duenotice.access;

import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.incident.IncidentEvent;
import duenotice.incident.Step;

/** Takes away what was kept sealed, once it is over (R25). */
public final class SecretWiper implements StepRunner {
    private final Secrets secrets;

    public SecretWiper(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.WipeSecret;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        if (!(step instanceof Step.WipeSecret wipe)) {
            throw new IllegalArgumentException("nothing to wipe: " + step);
        }
        if (run.begin()) {
            secrets.wipe(run.incident().id(), wipe.secret());
            run.record(new IncidentEvent.SecretWiped(wipe.secret(), wipe.why()));
        }
    }
}
