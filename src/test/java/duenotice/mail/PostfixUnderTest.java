package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Postfix with its own folders and a free port of this machine, which hands all mail on to where it is told. Runs
 * where Postfix is installed and the test may start it, which needs root.
 */
final class PostfixUnderTest implements AutoCloseable {
    private final Path folder;
    final int port;
    private boolean running = true;

    private PostfixUnderTest(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static void assumeInstalled() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/postfix")), "Postfix is not installed: apt install postfix");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root may start Postfix");
    }

    /** @param settings further lines of {@code main.cf} */
    static PostfixUnderTest start(Path folder, String... settings) {
        assumeInstalled();
        try {
            var postfix = new PostfixUnderTest(folder, DovecotUnderTest.freePort());
            postfix.configure(settings);
            postfix.control("start");
            return postfix;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void configure(String... settings) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setOwner(
                data, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Files.createDirectory(folder.resolve("queue"));
        Files.writeString(folder.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %1$s/log
                maillog_file_prefixes = %1$s
                myhostname = relay.provider.example
                mydestination =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                alias_maps =
                local_recipient_maps =
                smtp_host_lookup = native
                lmtp_host_lookup = native
                %2$s
                """.formatted(folder, String.join("\n", settings)));
        Files.writeString(folder.resolve("master.cf"), """
                127.0.0.1:%d inet n - n - - smtpd
                pickup unix n - n 1 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                lmtp unix - - n - - lmtp
                relay unix - - n - - smtp
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port));
    }

    private void control(String command) {
        run("", "/usr/sbin/postfix", "-c", folder.toString(), command);
    }

    private String run(String input, String... line) {
        try {
            Path output = folder.resolve("output");
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.ISO_8859_1));
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            return Files.readString(output);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Hands a mail in as a program on the same machine does. */
    void sendmail(String sender, String mail, String... recipients) {
        List<String> line =
                new ArrayList<>(List.of("/usr/sbin/sendmail", "-C", folder.toString(), "-i", "-f", sender, "--"));
        line.addAll(List.of(recipients));
        run(mail, line.toArray(String[]::new));
    }

    /** What waits in its queue, in its own words. */
    String queue() {
        return run("", "/usr/sbin/postqueue", "-c", folder.toString(), "-p");
    }

    /** Tries again at once what it has put off. */
    void flush() {
        control("flush");
    }

    @Override
    public void close() {
        if (running) {
            control("stop");
            running = false;
        }
    }
}
