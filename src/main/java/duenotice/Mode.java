package duenotice;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// How the program runs: for real, or as a rehearsal.
sealed interface Mode {
    int httpPort();

    /// For real: the wall clock, a real relay, measures by the driver that is set.
    record Up(int httpPort, String httpHost, boolean alone) implements Mode {}

    /// Everything real but the outside world.
    ///
    /// @param clock empty means where the data left off, else now
    record Rehearsal(
            int httpPort, int smtpPort, Optional<Path> inventory, Optional<Path> policies, Optional<Instant> clock)
            implements Mode {}
}
