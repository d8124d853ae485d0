package duenotice.casework;

import java.time.Duration;
import java.time.Instant;

/** Work that comes back at intervals of the desk's time; one node of many does it. */
public interface RecurringJob {
    String name();

    Duration every();

    /** False where a run would change nothing: a moved clock need not stop for it. */
    default boolean hasWork() {
        return true;
    }

    /** An exception is logged; the job comes again at its next time. */
    void run(Instant now);
}
