package duenotice.api;

import duenotice.casework.Casework;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes in what detectors and other programs post: kept as it came, and read by its mapping afterwards, so that a mended
 * mapping can read it again.
 */
@RestController
final class WebhookCalls {
    /** Bytes of one posting. */
    static final int LONGEST = 5 * 1024 * 1024;

    private static final String SCHEME = "Bearer ";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(60)
                            .maxTokenCount(500_000)
                            .build())
                    .build())
            .build();

    private final Casework casework;
    private final Webhooks webhooks;

    WebhookCalls(Casework casework, Webhooks webhooks) {
        this.casework = casework;
        this.webhooks = webhooks;
    }

    /** 202 once it is on disk. */
    @PostMapping("/webhooks/{name}")
    ResponseEntity<JsonNode> post(@PathVariable("name") String name, HttpServletRequest request) {
        var door = webhooks.door(name).orElseThrow(() -> CallRefused.unknown("there is no webhook of that name"));
        if (door.signature().isEmpty()) {
            requireToken(door, request);
        }
        var body = Body.bytes(request, LONGEST);
        door.signature().ifPresent(header -> requireSignature(door, request.getHeader(header), body));
        requireJson(body);
        var id = casework.inbox().acceptWebhook(name, "application/json", body);
        casework.arrived();
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(Json.id(id));
    }

    private static void requireToken(Webhooks.Door door, HttpServletRequest request) {
        var sent = (door.header().isPresent()
                        ? Optional.ofNullable(request.getHeader(door.header().get()))
                        : bearer(request))
                .orElse("");
        if (door.secrets().stream().noneMatch(secret -> same(secret, sent))) {
            throw CallRefused.unauthorized(door.header()
                    .map(header -> "send the webhook's token in the header " + header)
                    .orElse("send the webhook's token: Authorization: Bearer <token>"));
        }
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }

    private static void requireSignature(
            Webhooks.Door door, @org.jspecify.annotations.Nullable String header, byte[] body) {
        var sent = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        var hex = sent.startsWith("sha256=") ? sent.substring("sha256=".length()) : sent;
        if (door.secrets().stream().noneMatch(secret -> same(signature(secret, body), hex))) {
            throw CallRefused.unauthorized("send the HMAC-SHA256 of the body, in hexadecimal, in the header "
                    + door.signature().orElseThrow());
        }
    }

    private static String signature(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireJson(byte[] body) {
        try {
            if (JSON.readTree(body).isContainer()) {
                return;
            }
        } catch (JacksonException broken) {
            var place = broken.getLocation();
            throw CallRefused.unreadable(
                    "the body is no JSON" + (place == null ? "" : ", see line " + place.getLineNr()));
        }
        throw CallRefused.invalid("send a JSON object or an array of objects");
    }
}
