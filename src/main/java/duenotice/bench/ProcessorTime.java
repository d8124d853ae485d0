package duenotice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What processes have used, as Linux counts it in `/proc` (proc_pid_stat(5)): user and system time in ticks of 10 ms.
final class ProcessorTime {
    private static final Duration TICK = Duration.ofMillis(10);

    private final long program;
    private final long postmaster;

    private ProcessorTime(long program, long postmaster) {
        this.program = program;
        this.postmaster = postmaster;
    }

    /// Of this program and of the server behind the connection.
    static ProcessorTime ofUsAnd(JdbcClient jdbc) {
        return of(ProcessHandle.current().pid(), jdbc);
    }

    /// Of another program and of the server behind the connection.
    static ProcessorTime of(long program, JdbcClient jdbc) {
        var backend = jdbc.sql("select pg_backend_pid()").query(Long.class).single();
        var parent = stat(backend)
                .orElseThrow(() -> new IllegalStateException("the database server does not run on this machine"))
                .parent();
        return new ProcessorTime(program, parent);
    }

    /// User and system time of all of them so far, in seconds; those of ended server processes included.
    double seconds() {
        return stat(program).map(Stat::own).orElse(0L) * TICK.toMillis() / 1000.0 + serverSeconds();
    }

    /// Of the database server alone.
    double serverSeconds() {
        var ticks =
                stat(postmaster).map(server -> server.own() + server.ended()).orElse(0L);
        for (var child : children(postmaster)) {
            ticks += stat(child).map(Stat::own).orElse(0L);
        }
        return ticks * TICK.toMillis() / 1000.0;
    }

    /// What the program's compiler threads have used: much at first, next to nothing once it is warm.
    double compilerSeconds() {
        try (var threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(program), "task"))) {
            var ticks = 0L;
            for (var thread : threads) {
                var line = Files.readString(thread.resolve("stat"));
                if (line.contains("CompilerThre")) {
                    ticks += stat(line).own();
                }
            }
            return ticks * TICK.toMillis() / 1000.0;
        } catch (IOException gone) {
            return 0;
        }
    }

    /// What they keep in memory, in bytes: their own pages, and once what the server's processes share.
    long residentBytes() {
        var kilobytes = memory(program, "RssAnon") + memory(program, "RssFile") + memory(program, "RssShmem");
        var server = new ArrayList<>(children(postmaster));
        server.add(postmaster);
        long files = 0;
        long shared = 0;
        for (var process : server) {
            kilobytes += memory(process, "RssAnon");
            files = Math.max(files, memory(process, "RssFile"));
            shared = Math.max(shared, memory(process, "RssShmem"));
        }
        return (kilobytes + files + shared) * 1024;
    }

    /// @param own ticks of the process itself
    /// @param ended ticks of its children that have ended
    private record Stat(long parent, long own, long ended) {}

    private static Optional<Stat> stat(long process) {
        try {
            return Optional.of(stat(Files.readString(Path.of("/proc", Long.toString(process), "stat"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Stat stat(String line) {
        // The name in parentheses may hold anything; the fields after it are numbers.
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return new Stat(
                Long.parseLong(fields[1]),
                Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
    }

    private static List<Long> children(long parent) {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            var children = new ArrayList<Long>();
            for (var process : processes) {
                var number = Long.parseLong(process.getFileName().toString());
                if (stat(number).filter(stat -> stat.parent() == parent).isPresent()) {
                    children.add(number);
                }
            }
            return children;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long memory(long process, String field) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .orElse(0L);
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }
}
