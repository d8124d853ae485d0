package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A program of the system's packages, as a server on loopback. */
final class Peer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;

    private Peer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Peer start(Path folder, List<String> command) throws IOException {
        var log = Files.createTempFile(folder, "peer", ".log");
        return new Peer(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** Where it is installed; else the test is skipped, and says so. */
    static String program(String name) {
        var found = Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/")
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not installed, so nothing is tried against it");
        return found.orElseThrow();
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(loopback(), port);
    }

    Peer awaitTcp(int port) {
        return await(() -> {
            try (var socket = new Socket()) {
                socket.connect(at(port), 500);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    Peer await(BooleanSupplier ready) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                var said = said();
                close();
                fail("the server does not answer: " + said);
            }
            Thread.onSpinWait();
        }
        return this;
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException nothing) {
            return "nothing";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
