package duenotice.intake;

import duenotice.casework.WaitingJob;
import java.time.Duration;

/** What could not be looked up when a report was read, and is looked up later, apart from the reading. */
interface LateLook extends WaitingJob {
    @Override
    default Duration every() {
        return Duration.ofMinutes(1);
    }
}
