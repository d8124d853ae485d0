package duenotice;

import com.github.luben.zstd.Zstd;
import duenotice.database.DataFolder;
import duenotice.database.Transactions;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole program in rehearsal mode with the sample provider, inside this process, and a trainer's hands on it.
public final class RunningRehearsal implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Start program;
    private Instant now;

    private RunningRehearsal(Start program, Instant now) {
        this.program = program;
        this.now = now;
    }

    /// On free ports, with data that are gone afterwards.
    public static RunningRehearsal start(Instant clock) {
        var mode = new Mode.Rehearsal(0, 0, Optional.empty(), Optional.empty(), Optional.of(clock));
        return new RunningRehearsal(RehearseCommand.start(DataFolder.temporary(), mode), clock);
    }

    /// The same, and the program rings the numbers itself.
    public static RunningRehearsal startPhoning(Instant clock) {
        var mode = new Mode.Rehearsal(
                0, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(clock), true);
        return new RunningRehearsal(RehearseCommand.start(DataFolder.temporary(), mode), clock);
    }

    /// The same with further policies.
    public static RunningRehearsal startPhoning(Instant clock, Path policies) {
        var mode = new Mode.Rehearsal(
                0, 0, Optional.empty(), Optional.empty(), Optional.of(policies), Optional.of(clock), true);
        return new RunningRehearsal(RehearseCommand.start(DataFolder.temporary(), mode), clock);
    }

    /// Without a slash at its end.
    public String address() {
        return "http://127.0.0.1:" + program.httpPort();
    }

    public Instant now() {
        return now;
    }

    /// Returns when nothing that is due by then can run any more.
    public void pass(Duration time) {
        now = now.plus(time);
        ask("PUT", "/rehearsal/clock", JSON.writeValueAsString(Map.of("now", now.toString())));
    }

    /// What the rehearsal's own calls show, such as `/rehearsal/mail`.
    public JsonNode shown(String path) {
        return JSON.readTree(ask("GET", path, ""));
    }

    /// Asks the API as one of the rehearsal's people; answers with its status and what it says.
    ///
    /// @param body empty for none
    public HttpResponse<String> api(String person, String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path))
                .header("Authorization", "Bearer rehearsal-" + person)
                .header("Content-Type", body.startsWith("customers:") ? "application/yaml" : "application/json")
                .timeout(Duration.ofMinutes(1))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /// The same, for what must succeed: what it says.
    public JsonNode told(String person, String method, String path, String body) {
        var answer = api(person, method, path, body);
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /// Sets one of the rehearsal's own things, such as how a number answers.
    public void set(String path, Object setting) {
        ask("PUT", path, JSON.writeValueAsString(setting));
    }

    private String ask(String method, String path, String body) {
        var answer = send(HttpRequest.newBuilder(URI.create(address() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(1))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /// Brings a mail by SMTP to the mailbox for complaints; returns when it was acknowledged.
    public void complain(String mail) {
        send("loop@feedback.mailbox-provider.example", "abuse@provider.example", mail);
    }

    /// Brings any mail by SMTP.
    ///
    /// @param sender empty for the null path
    public void send(String sender, String recipient, String mail) {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(program.smtpPort()));
        var session = Session.getInstance(properties);
        try {
            var message = new SMTPMessage(session, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
            message.setEnvelopeFrom(sender.isEmpty() ? "<>" : sender);
            Transport.send(message, InternetAddress.parse(recipient));
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Asks for a page as a browser without cookies does, or posts a form to it; redirects are not followed.
    ///
    /// @param form urlencoded; empty to get the page
    public HttpResponse<String> page(String path, String form) {
        var request = HttpRequest.newBuilder(URI.create(address() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofMinutes(1));
        return send(
                form.isEmpty()
                        ? request.GET().build()
                        : request.POST(HttpRequest.BodyPublishers.ofString(form))
                                .build());
    }

    /// Everything that the database holds, compressed messages unpacked.
    public String dump() {
        var jdbc = program.part(Transactions.class).jdbc();
        var dump = new StringBuilder();
        for (var table : jdbc.sql("select tablename from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list()) {
            jdbc.sql("select row::text from \"" + table + "\" row")
                    .query(String.class)
                    .list()
                    .forEach(row -> dump.append(row).append('\n'));
        }
        for (var column : List.of("message.body", "sealed_item.sealed")) {
            var parts = column.split("\\.", -1);
            jdbc.sql("select " + parts[1] + " from " + parts[0])
                    .query((row, ignored) -> row.getBytes(1))
                    .list()
                    .forEach(bytes -> dump.append(new String(bytes, StandardCharsets.ISO_8859_1))
                            .append(unpacked(bytes))
                            .append('\n'));
        }
        return dump.toString();
    }

    private static String unpacked(byte[] bytes) {
        var size = Zstd.getFrameContentSize(bytes);
        return size > 0 && size < 10_000_000
                ? new String(Zstd.decompress(bytes, (int) size), StandardCharsets.ISO_8859_1)
                : "";
    }

    @Override
    public void close() {
        http.close();
        program.close();
    }
}
