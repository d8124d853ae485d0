package duenotice.verification;

import duenotice.casework.Evidence;
import duenotice.incident.Incident;
import duenotice.incident.Persistence;
import java.util.List;

/** A safe retest or flow check of one server (R45): looks from outside, changes nothing. */
@FunctionalInterface
public interface Probe {
    /** Asks now; may take seconds. An exception means that the probe itself is broken, and the retest is tried again. */
    Found ask(Question question);

    /**
     * Does it persist?
     *
     * @param judgement what it is for; begins with {@code flow:} for a flow check of a server under attack, with
     *     {@code asked-} where a person wants it
     * @param reports what was reported, each thing once, what somebody vouches for first; hostile
     * @param all more than that was not reported: only then can a look find that all of it is gone
     */
    record Question(Incident incident, String judgement, List<Evidence> reports, boolean all) {
        public Question {
            reports = List.copyOf(reports);
        }

        public boolean isFlowCheck() {
            return judgement.startsWith("flow:");
        }

        /** A person pressed a button for it. */
        public boolean isAsked() {
            return judgement.startsWith("asked-");
        }

        /** {@code automation}, {@code customer}, or the member of staff. */
        public String askedBy() {
            return isAsked()
                    ? incident.retestAsked().map(Incident.RetestAsk::by).orElse("automation")
                    : "automation";
        }
    }

    /**
     * @param value {@link Persistence#UNKNOWN} where it found nothing out
     * @param detail what was seen, in words
     */
    record Found(Persistence value, String detail) {}
}
