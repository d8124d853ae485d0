package duenotice.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a mail service says of a delivery in JSON instead of words, by itself or in the envelope of its notification
 * service (Amazon SES, "notification contents").
 */
final class ServiceNotice {
    private static final int LONGEST = 256 * 1024;
    private static final int MOST = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(30)
                            .maxTokenCount(50_000)
                            .build())
                    .build())
            // the service writes a footer behind it
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ServiceNotice() {}

    /** Empty where the text is no such notice. */
    static Optional<List<BouncedRecipient>> recipients(String text) {
        var start = 0;
        while (start < text.length() && text.charAt(start) <= ' ') {
            start++;
        }
        if (!text.startsWith("{", start) || text.length() > LONGEST || !text.contains("Type")) {
            return Optional.empty();
        }
        // mail software breaks long lines within strings
        return read(text.substring(start))
                .or(() -> read(text.replace("\r", "").replace("\n ", "").replace("\n", "")));
    }

    private static Optional<List<BouncedRecipient>> read(String text) {
        try {
            var outer = JSON.readTree(text);
            var inner = outer.path("Message").asString("");
            return notice(inner.isEmpty() ? outer : JSON.readTree(inner));
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    private static Optional<List<BouncedRecipient>> notice(JsonNode notice) {
        var kind = notice.path("notificationType")
                .asString(notice.path("eventType").asString(""));
        return switch (kind) {
            case "Bounce" -> {
                var bounce = notice.path("bounce");
                var lasting = !bounce.path("bounceType").asString("").equals("Transient");
                yield Optional.of(recipients(bounce.path("bouncedRecipients"), "failed", lasting ? "" : "4.0.0"));
            }
            case "DeliveryDelay" ->
                Optional.of(recipients(notice.path("deliveryDelay").path("delayedRecipients"), "delayed", ""));
            case "Delivery" -> {
                List<BouncedRecipient> delivered = new ArrayList<>();
                for (var address : notice.path("delivery").path("recipients")) {
                    delivered.add(new BouncedRecipient(address.asString(""), Optional.empty(), "delivered", ""));
                }
                for (var address : notice.path("mail").path("destination")) {
                    if (delivered.isEmpty()) {
                        delivered.add(new BouncedRecipient(address.asString(""), Optional.empty(), "delivered", ""));
                    }
                }
                yield Optional.of(delivered);
            }
            default -> Optional.empty();
        };
    }

    private static List<BouncedRecipient> recipients(JsonNode named, String action, String status) {
        List<BouncedRecipient> recipients = new ArrayList<>();
        for (var recipient : named) {
            var address = recipient.path("emailAddress").asString("");
            if (!address.isEmpty() && recipients.size() < MOST) {
                recipients.add(new BouncedRecipient(
                        address,
                        Optional.empty(),
                        recipient.path("action").asString(action),
                        status.isEmpty() ? recipient.path("status").asString("") : status));
            }
        }
        return recipients;
    }
}
