package duenotice.intake;

import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import duenotice.intake.format.Formats;
import duenotice.intake.format.Submission;
import duenotice.intake.format.Understanding;
import duenotice.mail.Address;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.report.Reading;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One message as far as its own bytes tell.
 *
 * @param mail empty for a document that came through the API
 */
record Complaint(StoredMessage message, Optional<Mail> mail, Understanding understanding) {

    static Complaint of(StoredMessage message, Formats formats) {
        if (!message.contentType().toLowerCase(Locale.ROOT).startsWith("message/rfc822")) {
            var document = new Submission.Document(message.body(), message.contentType(), "");
            return new Complaint(message, Optional.empty(), formats.read(document));
        }
        var mail = Mail.parse(message.body());
        return new Complaint(message, Optional.of(mail), formats.read(new Submission.ByMail(mail)));
    }

    /** By an API key, or a document from the spool folder, which counts as one of that name. */
    boolean isByKey() {
        return message.submittedBy().isPresent()
                && (message.channel() == Channel.API || (message.channel() == Channel.SPOOL && mail.isEmpty()));
    }

    Optional<Address> from() {
        return mail.flatMap(Mail::from);
    }

    Optional<Reading> reading() {
        return understanding instanceof Understanding.Report(Reading reading) ? Optional.of(reading) : Optional.empty();
    }

    /** A report in a format made for reports is one, whatever its headers say of robots (R43). */
    MailKind kind() {
        var structured = understanding instanceof Understanding.FiledAway
                || reading()
                        .filter(reading -> !reading.format().equals("plain-text"))
                        .isPresent();
        return structured || isByKey() || mail.isEmpty()
                ? MailKind.REPORT
                : MailKind.of(mail.get(), new Envelope(message.sender(), message.recipients(), ""), Destination.INTAKE);
    }

    /** What the message says, apart from how it was sent: the same for a copy with other headers and boundaries. */
    String contentDigest() {
        var digest = sha256();
        if (mail.isEmpty()) {
            return HexFormat.of().formatHex(digest.digest(message.body()));
        }
        for (var part : mail.get().parts()) {
            digest.update(ByteBuffer.allocate(4).putInt(part.content().length).array());
            digest.update(part.content());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The reader's warnings; empty where nothing was understood. */
    List<String> warnings() {
        return reading().map(Reading::warnings).orElse(List.of());
    }
}
