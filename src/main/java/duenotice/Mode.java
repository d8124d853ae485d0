package duenotice;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// How the program runs: for real, or as a rehearsal.
sealed interface Mode {
    int httpPort();

    /// The same at another port.
    Mode at(int port);

    /// For real: the wall clock, a real relay, measures by the driver that is set.
    record Up(int httpPort, String httpHost, boolean alone) implements Mode {
        @Override
        public Mode at(int port) {
            return new Up(port, httpHost, alone);
        }
    }

    /// Everything real but the outside world.
    ///
    /// @param clock empty means where the data left off, else now
    /// @param phones an exchange stands in and the program rings it; otherwise people call
    record Rehearsal(
            int httpPort,
            int smtpPort,
            Optional<Integer> lmtpPort,
            Optional<Path> inventory,
            Optional<Path> policies,
            Optional<Instant> clock,
            boolean phones)
            implements Mode {
        /// Without LMTP, and people call.
        Rehearsal(
                int httpPort,
                int smtpPort,
                Optional<Path> inventory,
                Optional<Path> policies,
                Optional<Instant> clock) {
            this(httpPort, smtpPort, Optional.empty(), inventory, policies, clock, false);
        }

        @Override
        public Mode at(int port) {
            return new Rehearsal(port, smtpPort, lmtpPort, inventory, policies, clock, phones);
        }
    }
}
