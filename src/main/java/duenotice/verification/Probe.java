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
     * @param reports what was reported, newest first; hostile
     */
    record Question(Incident incident, String judgement, List<Evidence> reports) {
        public Question {
            reports = List.copyOf(reports);
        }

        public boolean isFlowCheck() {
            return judgement.startsWith("flow:");
        }

        /** {@code automation}, {@code customer}, or the member of staff. */
        public String askedBy() {
            return judgement.startsWith("asked-")
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
