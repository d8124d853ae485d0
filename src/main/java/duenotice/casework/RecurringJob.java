package duenotice.casework;

import java.time.Duration;
import java.time.Instant;

/** Work that comes back at intervals of the desk's time; one node of many does it. */
public interface RecurringJob {
    String name();

    Duration every();

    /** An exception is logged; the job comes again at its next time. */
    void run(Instant now);
}
