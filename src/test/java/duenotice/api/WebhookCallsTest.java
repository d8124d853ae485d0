package duenotice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.casework.MessageId;
import duenotice.casework.StoredMessage.Channel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class WebhookCallsTest {
    private static final String ALERT = "{\"ip\": \"198.51.100.7\",   \"kind\": \"flood\"}";
    private static final String TOKEN = "a token of some length";

    private static ApiUnderTest api;

    @BeforeAll
    static void start() {
        api = new ApiUnderTest();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static ApiUnderTest.Answer post(String name, String body, Map<String, String> headers) {
        return api.anywhere(HttpMethod.POST, "/webhooks/" + name, "application/json", body, headers);
    }

    private static Map<String, String> bearing(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    @Test
    void what_is_posted_is_on_disk_byte_for_byte_when_202_is_answered() {
        var id = post("flow-watch", ALERT, bearing(TOKEN))
                .is(202)
                .json()
                .get("id")
                .stringValue();

        var message =
                api.casework.inbox().message(MessageId.parse(id).orElseThrow()).orElseThrow();
        assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo(ALERT);
        assertThat(message.channel()).isEqualTo(Channel.WEBHOOK);
        assertThat(message.submittedBy()).contains("flow-watch");
        post("flow-watch", "[" + ALERT + "]", bearing("the next token of some")).is(202);
    }

    @Test
    void nobody_comes_in_without_the_webhooks_own_token() {
        post("flow-watch", ALERT, Map.of()).refused(401, "Authorization: Bearer");
        post("flow-watch", ALERT, bearing("a token of some lengtH")).refused(401, "token");
        post("flow-watch", ALERT, bearing("rehearsal-lead")).refused(401, "token");
        post("flow-watch", ALERT, Map.of("X-Api-Key", TOKEN)).refused(401, "token");
        post("keyed", ALERT, bearing(TOKEN)).refused(401, "X-Api-Key");
        post("keyed", ALERT, Map.of("X-Api-Key", TOKEN)).is(202);
        post("other", ALERT, bearing(TOKEN)).refused(404, "no webhook");
        assertThat(api.anywhere(HttpMethod.GET, "/webhooks/flow-watch", null, null, bearing(TOKEN))
                        .status())
                .isIn(401, 403, 405);
    }

    @Test
    void a_signature_covers_the_body() throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a key of some length".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = HexFormat.of().formatHex(mac.doFinal(ALERT.getBytes(StandardCharsets.UTF_8)));

        post("signed", ALERT, Map.of("X-Signature", signature)).is(202);
        post("signed", ALERT, Map.of("X-Signature", "sha256=" + signature.toUpperCase(java.util.Locale.ROOT)))
                .is(202);
        post("signed", ALERT.replace("7", "8"), Map.of("X-Signature", signature))
                .refused(401, "HMAC-SHA256");
        post("signed", ALERT, bearing("a key of some length")).refused(401, "X-Signature");
    }

    @Test
    void what_is_no_json_or_too_long_is_refused() {
        post("flow-watch", "{\"ip\":", bearing(TOKEN)).refused(400, "JSON");
        post("flow-watch", "", bearing(TOKEN)).is(422);
        post("flow-watch", "7", bearing(TOKEN)).refused(422, "object");
        post("flow-watch", "[".repeat(100) + "]".repeat(100), bearing(TOKEN)).refused(400, "JSON");
        post("flow-watch", "[\"" + "x".repeat(WebhookCalls.LONGEST) + "\"]", bearing(TOKEN))
                .refused(413, "longer than");
    }

    @Test
    void a_detectors_words_are_taken_as_plain_text() {
        api.call(HttpMethod.POST, "reporter", "/reports", "text/plain; charset=utf-8", "IP: 198.51.100.7", Map.of())
                .is(202);
        api.call(HttpMethod.POST, "agent", "/reports", "text/plain", "IP: 198.51.100.7", Map.of())
                .is(403);
    }

    @Test
    void a_weak_token_or_a_name_that_stands_twice_stops_the_start() {
        var none = Optional.<String>empty();
        assertThatThrownBy(() -> new Webhooks.Door("one", List.of("short"), none, none))
                .hasMessageContaining("16 characters");
        assertThatThrownBy(() -> new Webhooks.Door("a/b", List.of(TOKEN), none, none))
                .hasMessageContaining("a/b");
        var door = new Webhooks.Door("one", List.of(TOKEN), none, none);
        assertThatThrownBy(() -> new Webhooks(List.of(door, door))).hasMessageContaining("same name");
    }
}
