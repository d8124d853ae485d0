package duenotice.enforcement;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The provider's own program. It is called as {@code argv... inspect|cut|restore} without a shell, gets a JSON object on its
 * standard input and, to inspect, prints {@code {"network":"on|off","power":"on|off","nullRouted":[],"raw":""}}; what it
 * leaves out is unknown. Exit codes of sysexits.h: 0 done; 65 (data) or 77 (permission) never; all others later.
 *
 * <p>It gets no environment but the one given here. Past its time limit it is killed with everything it started.
 */
public final class CommandCutoff implements Cutoff {
    private static final int MOST_OUTPUT = 64 * 1024;
    private static final int MOST_REASON = 300;
    private static final int EX_DATAERR = 65;
    private static final int EX_NOPERM = 77;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration AFTER_KILL = Duration.ofSeconds(1);

    private final List<String> argv;
    private final Map<String, String> environment;
    private final Duration limit;

    /**
     * @param argv the program's absolute path and its first arguments
     * @param environment all that it sees, besides a plain PATH
     * @param limit in real time, for one call
     */
    public CommandCutoff(List<String> argv, Map<String, String> environment, Duration limit) {
        if (argv.isEmpty() || !Path.of(argv.getFirst()).isAbsolute()) {
            throw new IllegalArgumentException("the command needs the absolute path of a program: " + argv);
        }
        this.argv = List.copyOf(argv);
        this.environment = Map.copyOf(environment);
        this.limit = limit;
    }

    @Override
    public ObservedState inspect(Target target) {
        return switch (call("inspect", DriverMessage.inspect(target).toString())) {
            case Ended ended ->
                ended.code() == 0
                        ? DriverMessage.state(ended.out()).orElseGet(ObservedState::unknown)
                        : ObservedState.unknown();
            case NotStarted ignored -> ObservedState.unknown();
            case TooLate ignored -> ObservedState.unknown();
        };
    }

    @Override
    public Outcome cut(Order order) {
        return outcome(call("cut", DriverMessage.cut(order).toString()));
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        return outcome(call("restore", DriverMessage.restore(order, back).toString()));
    }

    private Outcome outcome(Called called) {
        return switch (called) {
            case NotStarted notStarted -> new Outcome.Later("the command does not start: " + notStarted.why());
            case TooLate ignored -> new Outcome.InDoubt("the command did not end within " + limit.toMillis() + " ms");
            case Ended ended -> {
                var why = "the command ended with " + ended.code()
                        + (ended.complaint().isBlank() ? "" : ": " + ended.complaint());
                yield switch (ended.code()) {
                    case 0 -> new Outcome.Done();
                    case EX_DATAERR, EX_NOPERM -> new Outcome.Never(why);
                    default -> new Outcome.Later(why);
                };
            }
        };
    }

    private sealed interface Called {}

    private record NotStarted(String why) implements Called {}

    private record TooLate() implements Called {}

    /** @param complaint the beginning of what it wrote to its standard error */
    private record Ended(int code, String out, String complaint) implements Called {}

    private Called call(String verb, String message) {
        Process process;
        try {
            process = start(verb);
        } catch (IOException failure) {
            return new NotStarted(String.valueOf(failure.getMessage()));
        }
        // Output is taken by threads of their own: a full pipe must not hold the command up, nor a child that keeps one
        // open us.
        var out = taken(process.getInputStream(), MOST_OUTPUT);
        var complaint = taken(process.getErrorStream(), MOST_REASON);
        Thread.ofVirtual().start(() -> give(process.getOutputStream(), message));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new TooLate();
            }
            return new Ended(
                    process.exitValue(),
                    out.completeOnTimeout("", AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS)
                            .join(),
                    complaint
                            .completeOnTimeout("", AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS)
                            .join()
                            .strip());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new TooLate();
        } finally {
            kill(process);
        }
    }

    private Process start(String verb) throws IOException {
        var line = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            line.add(SETSID.toString());
        }
        line.addAll(argv);
        line.add(verb);
        var builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static CompletableFuture<String> taken(InputStream stream, int most) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readNBytes(most), StandardCharsets.UTF_8));
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException ended) {
                text.complete("");
            }
        });
        return text;
    }

    private static void give(OutputStream stream, String message) {
        try (stream) {
            stream.write(message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ignored) {
            // It did not want to read all of it; its exit code tells.
        }
    }

    /** The group first, which also holds those whose parents are gone; then what is still known as its children. */
    private static void kill(Process process) {
        var children = process.descendants().toList();
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -KILL -- -\"$0\"", String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException noShell) {
            // Its children are killed below.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
