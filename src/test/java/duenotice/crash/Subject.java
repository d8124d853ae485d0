package duenotice.crash;

import duenotice.database.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A running {@link CrashSubject}, seen from the process that kills it.
final class Subject {
    private static final String LOG = "target/crash-subject.log";

    private final Process process;
    private final BufferedReader said;
    private final String password;
    private int port;

    private Subject(Process process, String password) {
        this.process = process;
        this.password = password;
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Starts a process, which stays outside the database until {@link #start}.
    static Subject prepare(DatabaseAddress database) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx300m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashSubject.class.getName(),
                        database.url(),
                        database.user())
                .redirectError(ProcessBuilder.Redirect.appendTo(Path.of(LOG).toFile()))
                .start();
        return new Subject(process, database.password());
    }

    /// Returns when it takes mail.
    Subject start() throws IOException {
        try {
            order(password);
            port = Integer.parseInt(waitFor(CrashSubject.READY).substring(CrashSubject.READY.length()));
            return this;
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private void order(String line) throws IOException {
        var orders = process.outputWriter(StandardCharsets.UTF_8);
        orders.write(line + "\n");
        orders.flush();
    }

    int port() {
        return port;
    }

    /// `kill -9`: no shutdown hook, no last words.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// Lets it do everything that is left, and end.
    void finish() throws IOException, InterruptedException {
        order(CrashSubject.FINISH);
        waitFor(CrashSubject.FINISHED);
        process.waitFor();
    }

    private String waitFor(String start) throws IOException {
        String line;
        do {
            line = said.readLine();
            if (line == null) {
                throw new IOException("the subject died by itself; it said why in " + LOG);
            }
        } while (!line.startsWith(start));
        return line;
    }
}
