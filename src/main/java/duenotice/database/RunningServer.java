package duenotice.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A PostgreSQL process that serves a given cluster, found by the `postmaster.pid` it keeps there.
record RunningServer(ProcessHandle process) {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Empty when none runs there, also when the file is left over and its number now belongs to another program.
    static Optional<RunningServer> in(Path cluster) {
        return named(cluster).filter(process -> serves(process, cluster)).map(RunningServer::new);
    }

    /// Whether the number in the file belongs to some living process, a server or not.
    static boolean numberIsTaken(Path cluster) {
        return named(cluster).isPresent();
    }

    private static Optional<ProcessHandle> named(Path cluster) {
        Path file = cluster.resolve("postmaster.pid");
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            // First line: the process id, "PostgreSQL: Database File Layout". Negative for a single-user server.
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            long id = lines.isEmpty()
                    ? 0
                    : Math.abs(Long.parseLong(lines.getFirst().strip()));
            return ProcessHandle.of(id).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /// By the command line, since everybody may read that, while root in a container may not see another's folder.
    private static boolean serves(ProcessHandle process, Path cluster) {
        try {
            String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return List.of(command.split("\0", -1)).contains(cluster.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    /// Asks the server to go without waiting for its clients, then insists.
    void end() {
        process.destroy();
        awaitEnd();
    }

    /// Gives a server that was asked to go a few seconds, then kills it.
    void awaitEnd() {
        if (!gone()) {
            process.destroyForcibly();
            gone();
        }
    }

    private boolean gone() {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
