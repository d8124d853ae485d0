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

    /**
     * When a run would first change something: a moved clock need not stop for it before.
     *
     * @param due when it is to run next
     * @return not before that; empty where a run would change nothing
     */
    default Optional<Instant> worthwhile(Instant due) {
        return hasWork() ? Optional.of(due) : Optional.empty();
    }

    /** An exception is logged; the job comes again at its next time. */
    void run(Instant now);
}
