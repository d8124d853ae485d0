package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The resolver of the system's package, with data of our own and no way to anybody else. */
public final class Unbound implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/unbound");

    public final InetSocketAddress address;
    private final Process process;

    private Unbound(InetSocketAddress address, Process process) {
        this.address = address;
        this.process = process;
    }

    /**
     * Names below {@code refused.example} are refused, and those below {@code silent.example} get no answer at all.
     *
     * @param texts by name, of one zone {@code example}
     */
    static Unbound with(Path folder, Map<String, String> texts) throws IOException, InterruptedException {
        return with(folder, texts, List.of());
    }

    /** @param more records of the zone {@code example} as zone files have them, such as {@code a.example. 60 IN A 192.0.2.1} */
    public static Unbound with(Path folder, Map<String, String> texts, List<String> more)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "unbound is not installed");
        var unbound = started(folder, texts, more);
        unbound.awaitAnswer(texts);
        return unbound;
    }

    private static Unbound started(Path folder, Map<String, String> texts, List<String> more) throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePort.any());
        var data = Stream.concat(
                        texts.entrySet().stream()
                                .map(one -> "%s. 600 IN TXT %s".formatted(one.getKey(), quoted(one.getValue()))),
                        more.stream())
                .map("  local-data: '%s'"::formatted)
                .collect(Collectors.joining("\n"));
        var file = Files.writeString(folder.resolve("unbound.conf"), """
                server:
                  interface: 127.0.0.1@%d
                  port: %d
                  do-daemonize: no
                  do-ip6: no
                  username: ""
                  chroot: ""
                  directory: "%s"
                  pidfile: "%s/unbound.pid"
                  use-syslog: no
                  logfile: ""
                  num-threads: 1
                  module-config: "iterator"
                  access-control: 127.0.0.0/8 allow
                  local-zone: "example." static
                  local-zone: "refused.example." always_refuse
                  local-zone: "silent.example." always_deny
                %s
                remote-control:
                  control-enable: no
                """.formatted(
                        address.getPort(), address.getPort(), folder, folder, data));
        var process = new ProcessBuilder(PROGRAM.toString(), "-d", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("unbound.log").toFile())
                .start();
        return new Unbound(address, process);
    }

    private static String quoted(String text) {
        return text.replaceAll("(.{1,200})", "\"$1\" ").strip();
    }

    private void awaitAnswer(Map<String, String> texts) {
        var question = new DomainNames.Question(texts.keySet().iterator().next(), DomainNames.Sort.TEXT);
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < until && process.isAlive()) {
            var names = new DnsResolver(address, java.time.Duration.ofMillis(500), System::nanoTime);
            if (names.of(List.of(question), ignored -> true).containsKey(question)) {
                return;
            }
        }
        assertThat(process.isAlive()).as("unbound answers").isTrue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
