package duenotice.warning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import duenotice.casework.Alarms.Alarm;
import duenotice.incident.AlarmKind;
import duenotice.incident.IncidentId;
import duenotice.mail.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AlarmWebhookTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
    private static final Alarm ALARM = new Alarm(
            7,
            NOW,
            AlarmKind.DRIVER_FAILING,
            Optional.of(new IncidentId(1001)),
            "the panel \"refuses\"",
            Optional.empty(),
            0);

    private record Asked(String path, String timestamp, String signature, String body) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;
    private HttpServer server;
    private AlarmWebhook webhook;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(new Asked(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Duenotice-Timestamp"),
                    exchange.getRequestHeaders().getFirst("Duenotice-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        webhook = new AlarmWebhook(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/pager"),
                List.of("a shared secret", "the next one"),
                Duration.ofSeconds(5),
                () -> NOW);
    }

    @AfterEach
    void stop() {
        webhook.close();
        server.stop(0);
    }

    @Test
    void an_alarm_arrives_as_signed_json() throws Exception {
        webhook.carry(ALARM, 1);

        var request = asked.getFirst();
        var json = JsonMapper.builder().build().readTree(request.body());
        assertThat(json.get("kind").asString()).isEqualTo("driver-failing");
        assertThat(json.get("incident").asLong()).isEqualTo(1001);
        assertThat(json.get("level").asInt()).isEqualTo(1);
        assertThat(json.get("text").asString()).isEqualTo("the panel \"refuses\"");
        assertThat(request.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(request.signature())
                .as("both count while the secret is changed")
                .isEqualTo("v1=" + signature("a shared secret", request) + ",v1=" + signature("the next one", request));
    }

    private static String signature(String secret, Asked request) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of()
                .formatHex(mac.doFinal((request.timestamp() + "." + request.body()).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void what_is_not_taken_fails_and_redirects_lead_nowhere() {
        answer = 503;
        assertThatThrownBy(() -> webhook.carry(ALARM, 0)).hasMessageContaining("503");
        answer = 302;
        assertThatThrownBy(() -> webhook.carry(ALARM, 0)).hasMessageContaining("302");
        assertThat(asked).extracting(Asked::path).containsOnly("/pager");
    }

    @Test
    void a_pager_that_is_gone_fails() {
        server.stop(0);
        assertThatThrownBy(() -> webhook.carry(ALARM, 0)).hasMessageContaining("cannot be reached");
    }

    @Test
    void a_mail_alarm_that_the_relay_does_not_take_fails() {
        var mail = new AlarmMail(
                outgoing -> new Delivery.Deferred("451 later"),
                List.of("first@provider.example"),
                WarningDesk.PROVIDER);
        assertThatThrownBy(() -> mail.carry(ALARM, 0)).hasMessageContaining("451 later");
    }
}
