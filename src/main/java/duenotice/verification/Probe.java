package duenotice.verification;

import duenotice.incident.Persistence;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.util.List;

/** A safe retest or flow check of one server (R45): looks from outside, changes nothing. */
@FunctionalInterface
public interface Probe {
    /**
     * Asks now; may take seconds. An exception means that the probe itself is broken, and the retest is tried again.
     *
     * @param types what the incident is about
     */
    Found ask(ServerId server, List<Type> types);

    /**
     * @param value {@link Persistence#UNKNOWN} where it found nothing out
     * @param detail what was seen, in words
     */
    record Found(Persistence value, String detail) {}
}
