package duenotice.intake.feed;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import duenotice.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Real name servers on ports of their own: rbldnsd for lists, unbound as a resolver before it. */
final class NameServers implements AutoCloseable {
    private final Path folder;
    private final List<Process> running = new ArrayList<>();

    NameServers(Path folder) {
        this.folder = folder;
    }

    /** @param zones as rbldnsd's command line has them: {@code name:type:file} */
    int rbldnsd(String... zones) throws IOException {
        var program = program("rbldnsd");
        var port = FreePort.any();
        var command = new ArrayList<>(List.of(program, "-n", "-w", folder.toString(), "-b", "127.0.0.1/" + port));
        if (System.getProperty("user.name").equals("root")) {
            // it will not serve as root
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of(zones));
        start(command);
        return port;
    }

    /** Asks the server at that port for the zone. */
    int unbound(String zone, int port) throws IOException {
        var program = program("unbound");
        var own = FreePort.any();
        var file = folder.resolve("unbound.conf");
        Files.writeString(file, """
                server:
                  interface: 127.0.0.1
                  port: %d
                  do-daemonize: no
                  do-not-query-localhost: no
                  use-syslog: no
                  chroot: ""
                  username: ""
                  pidfile: ""
                  module-config: "iterator"
                  num-threads: 1
                remote-control:
                  control-enable: no
                stub-zone:
                  name: "%s"
                  stub-addr: 127.0.0.1@%d
                """.formatted(own, zone, port));
        start(List.of(program, "-d", "-c", file.toString()));
        return own;
    }

    private static String program(String name) {
        var found = Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/")
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not installed, so nothing is tried against it");
        return found.orElseThrow();
    }

    void write(String file, String content) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(file), content), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void start(List<String> command) throws IOException {
        running.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolve("server-" + running.size() + ".log").toFile())
                .start());
    }

    static DnsblQuestions questions(String zone, int port) {
        return DnsblQuestions.to(zone, Optional.of("127.0.0.1:" + port));
    }

    /** Until it answers; what the servers said tells why one does not. */
    void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("no answer; " + said());
            }
            Thread.onSpinWait();
        }
    }

    private String said() {
        var all = new StringBuilder();
        for (var i = 0; i < running.size(); i++) {
            try {
                all.append(running.get(i).info().commandLine().orElse("ended"))
                        .append(": ")
                        .append(Files.readString(folder.resolve("server-" + i + ".log")));
            } catch (IOException nothing) {
                all.append("nothing");
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        for (var process : running) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
