package duenotice.call.sip;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program of this machine at the other end of the line. */
public final class Peer implements AutoCloseable {
    private final Process process;
    private final Path output;

    private Peer(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static String program(String name) {
        var found = Stream.of("/usr/bin/", "/usr/sbin/")
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not installed, so nothing is tried against it");
        return found.orElseThrow();
    }

    static Peer start(Path folder, List<String> command) {
        try {
            var output = Files.createTempFile(folder, "peer", ".log");
            return new Peer(
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A sipp that takes one call and does what the scenario says; it ends well where the call went like that. */
    public static Peer sipp(Path folder, int port, String scenario, Map<String, String> told, String... more) {
        var program = program("sipp");
        try {
            var file = Files.createTempFile(folder, scenario, ".xml");
            var text = new String(
                    Peer.class.getResourceAsStream("/sip/" + scenario + ".xml").readAllBytes(), StandardCharsets.UTF_8);
            for (var word : told.entrySet()) {
                text = text.replace("@" + word.getKey() + "@", word.getValue());
            }
            Files.writeString(file, text);
            var command = new ArrayList<>(List.of(
                    program, "-sf", file.toString(), "-i", "127.0.0.1", "-p", Integer.toString(port), "-m", "1"));
            command.addAll(List.of(
                    "-nostdin",
                    "-nd",
                    "-trace_msg",
                    "-message_file",
                    folder + "/messages-" + port,
                    "-message_overwrite",
                    "false"));
            command.addAll(List.of(more));
            return start(folder, command);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** So that the whole scenario was followed. */
    public void endsWell() {
        await("the other end to be done", () -> !process.isAlive());
        if (process.exitValue() != 0) {
            fail("the other end is not content: " + output());
        }
    }

    /** By TCP. */
    static boolean listens(int port) {
        try (var probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** How many orders to ring have come to sipp on that port, each counted once however often it was repeated. */
    public static int invitations(Path folder, int port) {
        return (int) Pattern.compile("\\nINVITE sip:[^\\n]*\\r?\\nCall-ID: ([^\\r\\n]+)")
                .matcher(messages(folder, port))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .count();
    }

    static boolean rings(Path folder, int port) {
        return said(folder, port, "180 Ringing");
    }

    /** The word with which sipp on that port said that it rings, as it went over the line. */
    static String ringing(Path folder, int port) {
        var all = messages(folder, port);
        var from = all.indexOf("SIP/2.0 180 Ringing");
        var to = all.indexOf("\n-----", from);
        return all.substring(from, to < 0 ? all.length() : to).strip().replaceAll("\r?\n", "\r\n") + "\r\n\r\n";
    }

    /** True once sipp on that port has sent or got that. */
    static boolean said(Path folder, int port, String words) {
        return messages(folder, port).contains(words);
    }

    /** Where our speech comes from in the first call of sipp on that port. */
    static int mediaPort(Path folder, int port) {
        var found = Pattern.compile("m=audio ([0-9]+) ").matcher(messages(folder, port));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static String messages(Path folder, int port) {
        try {
            return Files.readString(folder.resolve("messages-" + port), StandardCharsets.ISO_8859_1);
        } catch (IOException nothingYet) {
            return "";
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static void await(String what, BooleanSupplier condition) {
        await(Duration.ofSeconds(30), what, condition);
    }

    static void await(Duration limit, String what, BooleanSupplier condition) {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("waited in vain for " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        var all = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        all.forEach(one -> {
            one.destroyForcibly();
            one.onExit().join();
        });
    }
}
