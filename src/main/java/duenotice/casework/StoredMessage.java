package duenotice.casework;

import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message as it was accepted, byte for byte.
 *
 * @param sender envelope sender; empty for the null path
 * @param submittedBy name of the API key; empty for mail
 * @param contentType {@code message/rfc822} for mails
 * @param hint what staff said when they assigned it from the human queue
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read once and never compared
public record StoredMessage(
        MessageId id,
        Instant receivedAt,
        Channel channel,
        String sender,
        List<String> recipients,
        Optional<String> submittedBy,
        String contentType,
        byte[] body,
        Optional<Hint> hint) {
    public StoredMessage {
        recipients = List.copyOf(recipients);
    }

    /** How a message came in. */
    public enum Channel {
        SMTP,
        API,
        HAND
    }

    /** @param agent who assigned it; counts as staff verification (R40) */
    public record Hint(
            ServerId server, Category category, Type type, Optional<Instant> observedAt, String reason, String agent) {}
}
