package duenotice.warning;

import duenotice.casework.Alarms.Alarm;
import duenotice.casework.Alarms.AlarmCarrier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts an alarm as JSON to the provider's own pager. Headers: {@code Duenotice-Timestamp} (seconds since 1970, real time)
 * and {@code Duenotice-Signature} ({@code v1=} HMAC-SHA-256 over {@code timestamp.body} in hex, one per secret). Redirects
 * are not followed.
 */
public final class AlarmWebhook implements AlarmCarrier, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final URI url;
    private final List<SecretKeySpec> secrets;
    private final Duration limit;
    private final InstantSource wallClock;

    /**
     * @param url http or https
     * @param secrets one, or two while the receiver changes over
     * @param limit for the whole exchange, in real time
     * @param wallClock real time, also where the desk's clock stands still: receivers look at it
     */
    public AlarmWebhook(URI url, List<String> secrets, Duration limit, InstantSource wallClock) {
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            throw new IllegalArgumentException("the alarm webhook needs an http or https URL: " + url);
        }
        if (secrets.isEmpty() || secrets.size() > 2 || secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("the alarm webhook needs one or two secrets to sign with");
        }
        this.url = url;
        this.secrets = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
                .toList();
        this.limit = limit;
        this.wallClock = wallClock;
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .build();
    }

    @Override
    public String recipient(int level) {
        return url.toString();
    }

    @Override
    public void carry(Alarm alarm, int level) {
        var body = body(alarm, level);
        var timestamp = Long.toString(wallClock.instant().getEpochSecond());
        var request = HttpRequest.newBuilder(url)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "alarm-" + alarm.id() + "-" + level)
                .header("Duenotice-Timestamp", timestamp)
                .header("Duenotice-Signature", signatures(timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 200 || status > 299) {
                throw new IllegalStateException("the alarm webhook answered " + status);
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the alarm webhook cannot be reached: " + failure.getMessage(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the alarm webhook was called", stopped);
        }
    }

    private static String body(Alarm alarm, int level) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", alarm.id());
        fields.put("at", alarm.at().toString());
        fields.put("kind", alarm.kind().word());
        alarm.incident().ifPresent(incident -> fields.put("incident", incident.number()));
        fields.put("text", alarm.text());
        fields.put("level", level);
        return JSON.writeValueAsString(fields);
    }

    private String signatures(String text) {
        return secrets.stream().map(secret -> "v1=" + signature(text, secret)).collect(Collectors.joining(","));
    }

    private static String signature(String text, SecretKeySpec secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
