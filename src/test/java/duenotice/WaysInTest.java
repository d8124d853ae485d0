package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.database.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the settings say of ways in, in the running program.
class WaysInTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    @TempDir
    private Path folder;

    @Test
    void listeners_mailboxes_and_the_spool_folder_are_opened_and_told_of() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var program = start(settings(silent.getLocalPort()))) {
            var spool = folder.resolve("spool");
            Files.writeString(spool.resolve("note.txt"), "192.0.2.7 scanned us on 2026-03-01 at 03:00 UTC\n");
            await(() -> Files.exists(spool.resolve("done/note.txt")));
            var lmtp = program.part(WaysIn.class).lmtp().orElseThrow();
            try (var talk = new Socket(InetAddress.getLoopbackAddress(), lmtp.port())) {
                assertThat(said(talk, "LHLO mx.provider.example\r\n", "250 SIZE"))
                        .isEqualTo("250 SIZE 1048576");
                said(talk, "MAIL FROM:<ada@reporter.example>\r\n", "250");
                said(talk, "RCPT TO:<abuse@provider.example>\r\nDATA\r\n", "354");
                said(talk, "Subject: x\r\n\r\nx\r\n.\r\n", "250 2.0.0 kept");
            }

            var health = health(program);
            assertThat(health.path("status").asString()).isEqualTo("UP");
            var channels = health.path("channels");
            assertThat(channels.propertyNames()).containsExactly("smtp", "lmtp", "mailbox lists", "spool");
            assertThat(channels.path("smtp").has("lastSuccess")).isFalse();
            assertThat(channels.path("lmtp").path("lastSuccess").asString()).isNotEmpty();
            assertThat(channels.path("spool").path("status").asString()).isEqualTo("UP");
            assertThat(metrics(program))
                    .contains("duenotice_channel_failing{channel=\"spool\"} 0.0")
                    .contains("duenotice_channel_last_success{channel=\"lmtp\"}");
            assertThat(program.part(WaysIn.class).mailboxes()).hasSize(1);
        }
    }

    private Path settings(int imapPort) throws IOException {
        var password = Files.writeString(folder.resolve("password"), "open sesame\n");
        return Files.writeString(
                folder.resolve("settings.yaml"), """
                duenotice:
                  smtp:
                    port: 0
                    lmtp-port: 0
                    longest-mail: 1MB
                  mailboxes:
                    - name: lists
                      host: 127.0.0.1
                      port: %d
                      tls: none
                      user: lists
                      password-file: %s
                      source: mailing-list
                      move-to: Done
                  spool: %s
                """.formatted(imapPort, password, folder.resolve("spool")));
    }

    private static Start start(Path settings) {
        return Start.program(
                DataFolder.temporary(),
                () -> Database.external(database.address()),
                new Mode.Up(0, "127.0.0.1", false),
                Optional.of(settings));
    }

    /// The last line of what is answered.
    private static String said(Socket talk, String command, String beginning) throws IOException {
        talk.setSoTimeout(10_000);
        talk.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
        var in = new BufferedReader(new InputStreamReader(talk.getInputStream(), StandardCharsets.US_ASCII), 1);
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new IOException("no answer that begins with " + beginning);
    }

    private static void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static JsonNode health(Start program) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(get(program, "/health"));
    }

    private static String metrics(Start program) throws IOException, InterruptedException {
        return get(program, "/actuator/prometheus");
    }

    private static String get(Start program, String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + program.httpPort() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void what_is_wrong_with_a_mailbox_in_the_settings_is_said_at_the_start() throws IOException {
        var right = Files.readString(settings(1));
        assertThat(refused(right.replace("mailing-list", "newsletter")))
                .isEqualTo("duenotice.mailboxes, lists: there is no source newsletter");
        assertThat(refused(right.replace("tls: none", "tls: some")))
                .isEqualTo("duenotice.mailboxes, lists: tls is none, starttls or implicit, not some");
        assertThat(refused(right.replace("lmtp-port: 0", "lmtp-port: 25"))).contains("port 25");
        assertThat(refused(right.replace("longest-mail: 1MB", "longest-mail: 1GB")))
                .contains("less than 1GB");
    }

    private String refused(String settings) throws IOException {
        var file = Files.writeString(folder.resolve("wrong.yaml"), settings);
        try (var program = start(file)) {
            return "started on " + program.httpPort();
        } catch (RuntimeException refusal) {
            Throwable cause = refusal;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return String.valueOf(cause.getMessage());
        }
    }
}
