package duenotice.casework;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Work that comes back at intervals of the desk's time; one node of many does it. */
public interface RecurringJob {
    String name();

    Duration every();

    /** False where a run would change nothing: a moved clock need not stop for it. */
    default boolean hasWork() {
        return true;
    }

    /** Where all its work waits for a later instant, that instant: a moved clock need not stop for it before. */
    default Optional<Instant> notBefore() {
        return Optional.empty();
    }

    /** An exception is logged; the job comes again at its next time. */
    void run(Instant now);
}
