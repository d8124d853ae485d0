package duenotice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;

/// P10: the program is started as a process of its own, a rehearsal, on data that are already there.
final class ColdStart {
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final Duration STOPPING = Duration.ofSeconds(15);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Mails.MailSource source;
    private final Sizes sizes;
    private final Figures figures;

    ColdStart(Mails.MailSource source, Sizes sizes, Figures figures) {
        this.source = source;
        this.sizes = sizes;
        this.figures = figures;
    }

    void run() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("duenotice-bench-");
        // The database server's own user has to pass through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        try {
            var provider = new Provider(sizes.servers(), false);
            var inventory = folder.resolve("inventory.yaml");
            Files.write(inventory, provider.inventoryText());
            var data = folder.resolve("data");
            try (var first = new Rehearsal(data, inventory)) {
                first.awaitMail();
            }
            try (var again = new Rehearsal(data, inventory)) {
                measure(again, source.of(provider));
            }
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void measure(Rehearsal program, MailSet mails) throws IOException {
        var first = new Talk(program.awaitMail());
        first.send(mails.sender(0), mails.mail(0));
        figures.add(Figure.of("P10.first-report", program.seconds(), "s").wanted(new Mark.Told(3)));
        var jdbc = program.database();
        Mails.await(() -> read(jdbc) == 1);
        figures.add(Figure.of("P10.first-incident", program.seconds(), "s"));
        var processors = ProcessorTime.of(program.number(), jdbc);
        LockSupport.parkNanos(SETTLING.toNanos());
        figures.add(Figure.of("P10.memory-idle", processors.residentBytes() / 1048576.0, "MB"));
        var cold = Measured.of(processors, () -> portion(first, mails, jdbc, 1, sizes.first()));
        portion(first, mails, jdbc, 1 + sizes.first(), sizes.first());
        var warm = Measured.of(processors, () -> portion(first, mails, jdbc, 1 + 2 * sizes.first(), sizes.first()));
        figures.add(Figure.of("P10.cold-cpu", cold.processorMilliseconds(), "ms/report")
                .beside(warm.processorMilliseconds())
                .wanted(new Mark.TimesLimit(3)));
        figures.add(Figure.of("P10.memory-after", processors.residentBytes() / 1048576.0, "MB"));
        figures.remark("P10: by SMTP into a rehearsal with one working thread");
        figures.remark("P10: cold are the first %d: %s".formatted(cold.count(), cold.parts()));
        figures.remark("P10: the limit is the third %d: %s".formatted(warm.count(), warm.parts()));
        first.close();
    }

    private static int portion(Talk talk, MailSet mails, JdbcClient jdbc, int from, int count) {
        try {
            for (var number = from; number < from + count; number++) {
                talk.send(mails.sender(number), mails.mail(number));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Mails.await(() -> read(jdbc) >= from + count);
        return count;
    }

    private static long read(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from message where state <> 'accepted'")
                .query(Long.class)
                .single();
    }

    /// The running program.
    private static final class Rehearsal implements AutoCloseable {
        private final Path data;
        private final int smtpPort;
        private final long started;
        private final Process process;

        Rehearsal(Path data, Path inventory) throws IOException {
            this.data = data;
            smtpPort = freePort();
            var command = new ArrayList<>(launcher());
            command.addAll(List.of(
                    "rehearse",
                    "--data",
                    data.toString(),
                    "--inventory",
                    inventory.toString(),
                    "--http-port",
                    Integer.toString(freePort()),
                    "--smtp-port",
                    Integer.toString(smtpPort)));
            started = System.nanoTime();
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolveSibling("output.log").toFile())
                    .start();
        }

        /// As the user starts it, else as this program was started.
        private static List<String> launcher() {
            var root = System.getProperty("duenotice.root");
            if (root != null && Files.isExecutable(Path.of(root, "duenotice"))) {
                return List.of(Path.of(root, "duenotice").toString());
            }
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "duenotice.Duenotice"));
            return command;
        }

        private static int freePort() throws IOException {
            try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
                return socket.getLocalPort();
            }
        }

        long number() {
            return process.pid();
        }

        double seconds() {
            return (System.nanoTime() - started) / 1e9;
        }

        Socket awaitMail() throws IOException {
            while (seconds() < STARTING.toSeconds()) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the program ended: "
                            + Files.readString(data.resolveSibling("output.log"))
                                    .strip());
                }
                var socket = new Socket();
                try {
                    socket.connect(new InetSocketAddress(LOOPBACK, smtpPort), 1000);
                    return socket;
                } catch (IOException notYet) {
                    socket.close();
                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
            }
            throw new IllegalStateException("the program did not take mail within " + STARTING.toSeconds() + " s");
        }

        /// Its own database, entered with the password in its data folder.
        JdbcClient database() throws IOException {
            var port = Files.readAllLines(data.resolve("postgres").resolve("postgresql.conf")).stream()
                    .filter(line -> line.startsWith("port = "))
                    .findFirst()
                    .orElseThrow()
                    .substring("port = ".length())
                    .strip();
            return JdbcClient.create(new org.springframework.jdbc.datasource.SingleConnectionDataSource(
                    "jdbc:postgresql://127.0.0.1:" + port + "/duenotice",
                    "duenotice",
                    Files.readString(data.resolve("postgres-password")).strip(),
                    true));
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A mail server's side of an SMTP session.
    private static final class Talk implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader answers;
        private final OutputStream out;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            out = socket.getOutputStream();
            expect("220");
            say("EHLO bench.example", "250");
        }

        void send(String sender, byte[] mail) throws IOException {
            say("MAIL FROM:<" + sender + ">", "250");
            say("RCPT TO:<abuse@provider.example>", "250");
            say("DATA", "354");
            var text = new String(mail, StandardCharsets.ISO_8859_1)
                    .replace("\r\n", "\n")
                    .replace("\n.", "\n..")
                    .replace("\n", "\r\n");
            say(text + (text.endsWith("\r\n") ? "" : "\r\n") + ".", "250");
        }

        private void say(String line, String expected) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            expect(expected);
        }

        private void expect(String code) throws IOException {
            var line = answers.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = answers.readLine();
            }
            if (line == null || !line.startsWith(code)) {
                throw new IOException("expected " + code + ", was answered " + line);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
