package duenotice.intake;

import duenotice.casework.RecurringJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What could not be looked up when a report was read, and is looked up later, apart from the reading. */
interface LateLook extends RecurringJob {
    /** When the next one is to be looked at; empty where none waits. */
    Optional<Instant> nextDue();

    @Override
    default Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    default boolean hasWork() {
        return nextDue().isPresent();
    }

    @Override
    default Optional<Instant> notBefore() {
        return nextDue();
    }
}
