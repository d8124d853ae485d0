package duenotice.casework;

import java.time.Instant;
import java.util.Optional;

/** A job whose work waits for instants of its own. */
public interface WaitingJob extends RecurringJob {
    /** When the first of it is to be done; empty where none waits. */
    Optional<Instant> nextDue();

    @Override
    default boolean hasWork() {
        return nextDue().isPresent();
    }

    @Override
    default Optional<Instant> worthwhile(Instant due) {
        return nextDue().map(next -> next.isAfter(due) ? next : due);
    }
}
