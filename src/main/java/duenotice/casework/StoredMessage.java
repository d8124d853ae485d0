package duenotice.casework;

import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message as it was accepted, byte for byte.
 *
 * @param sender envelope sender, empty for the null path; of a form the e-mail address typed, which may be none
 * @param submittedBy name of the API key, of the webhook or of the spool folder; empty for mail and forms
 * @param source what the place that it was fetched from is for, such as a mailbox subscribed to mailing lists (R2)
 * @param contentType {@code message/rfc822} for mails
 * @param hint what staff said when they assigned it from the human queue
 * @param peer address of the machine that handed it over; empty where it did not come by SMTP
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are read once and never compared
public record StoredMessage(
        MessageId id,
        Instant receivedAt,
        Channel channel,
        String sender,
        List<String> recipients,
        Optional<String> submittedBy,
        Optional<SourceType> source,
        String contentType,
        byte[] body,
        Optional<Hint> hint,
        Optional<String> peer) {
    public StoredMessage {
        recipients = List.copyOf(recipients);
    }

    public StoredMessage(
            MessageId id,
            Instant receivedAt,
            Channel channel,
            String sender,
            List<String> recipients,
            Optional<String> submittedBy,
            Optional<SourceType> source,
            String contentType,
            byte[] body,
            Optional<Hint> hint) {
        this(
                id,
                receivedAt,
                channel,
                sender,
                recipients,
                submittedBy,
                source,
                contentType,
                body,
                hint,
                Optional.empty());
    }

    /** How a message came in. */
    public enum Channel {
        /** A mail server handed it over, by SMTP or LMTP. */
        SMTP,
        /** Fetched from an IMAP mailbox. */
        MAILBOX,
        /** A file that lay in the spool folder: a mail or a document. */
        SPOOL,
        API,
        /** The public form, which anybody may fill in. */
        FORM,
        WEBHOOK,
        /** Found on somebody's list by ourselves. */
        FEED,
        HAND
    }

    /** Whether it went the way of mail, so that it may be a reply or a bounce. */
    public boolean cameAsMail() {
        return switch (channel) {
            case SMTP, MAILBOX -> true;
            case SPOOL -> contentType.startsWith("message/rfc822");
            case API, FORM, WEBHOOK, FEED, HAND -> false;
        };
    }

    /** @param agent who assigned it; counts as staff verification (R40) */
    public record Hint(
            ServerId server, Category category, Type type, Optional<Instant> observedAt, String reason, String agent) {}
}
