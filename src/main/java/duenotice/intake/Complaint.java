package duenotice.intake;

import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import duenotice.intake.format.FieldMapping;
import duenotice.intake.format.Formats;
import duenotice.intake.format.Submission;
import duenotice.intake.format.Understanding;
import duenotice.mail.Address;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Reading;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One message as far as its own bytes tell.
 *
 * @param mail empty for a document that came through the API
 */
record Complaint(StoredMessage message, Optional<Mail> mail, Understanding understanding) {
    private static final Set<String> LIVE = Set.of("fastnetmon");

    static Complaint of(StoredMessage message, Formats formats) {
        return of(message, formats, Map.of());
    }

    /** @param mappings of webhooks, by their names */
    static Complaint of(StoredMessage message, Formats formats, Map<String, FieldMapping> mappings) {
        if (!message.contentType().toLowerCase(Locale.ROOT).startsWith("message/rfc822")) {
            var document = new Submission.Document(
                    message.body(), message.contentType(), NamedType.nameIn(message.contentType()));
            var mapping = Optional.of(message)
                    .filter(posted -> posted.channel() == Channel.WEBHOOK)
                    .flatMap(StoredMessage::submittedBy)
                    .flatMap(name -> Optional.ofNullable(mappings.get(name)));
            var understood = mapping.map(known -> known.read(document)).orElseGet(() -> formats.read(document));
            return new Complaint(
                    message,
                    Optional.empty(),
                    atReceipt(
                            message,
                            understood,
                            mapping.filter(FieldMapping::isLive).isPresent()));
        }
        var mail = Mail.parse(message.body());
        return new Complaint(message, Optional.of(mail), formats.read(new Submission.ByMail(mail)));
    }

    /**
     * A detector speaks of what goes on as it speaks: where it names no time, and its callback never does, our receipt
     * counts.
     */
    private static Understanding atReceipt(StoredMessage message, Understanding understood, boolean live) {
        var posted = message.channel() == Channel.API || message.channel() == Channel.WEBHOOK;
        if (!(understood instanceof Understanding.Report(Reading reading))
                || !(live || posted && LIVE.contains(reading.format()))) {
            return understood;
        }
        var receipt = Optional.of(new EventTime(message.receivedAt(), true));
        var findings = reading.findings().stream()
                .map(finding -> finding.observedAt().isPresent()
                        ? finding
                        : new Finding(finding.category(), finding.type(), finding.subject(), receipt, finding.line()))
                .toList();
        return new Understanding.Report(new Reading(
                reading.format(),
                reading.reporter(),
                reading.reportId(),
                findings,
                reading.excerpt(),
                reading.warnings(),
                reading.unopened()));
    }

    /** By an API key, a webhook, a feed, or a document from the spool folder, which count as keys of that name. */
    boolean isByKey() {
        return message.submittedBy().isPresent()
                && switch (message.channel()) {
                    case API, WEBHOOK, FEED -> true;
                    case SPOOL -> mail.isEmpty();
                    case SMTP, MAILBOX, FORM, HAND -> false;
                };
    }

    /** Who says he complains; proven by nothing. */
    Optional<Address> from() {
        return message.channel() == Channel.FORM
                ? Address.list(message.sender()).stream().findFirst()
                : mail.flatMap(Mail::from);
    }

    Optional<Reading> reading() {
        return understanding instanceof Understanding.Report(Reading reading) ? Optional.of(reading) : Optional.empty();
    }

    /** A report in a format made for reports is one, whatever its headers say of robots (R43). */
    MailKind kind() {
        var structured = understanding instanceof Understanding.FiledAway
                || understanding instanceof Understanding.ForPerson
                || reading()
                        .filter(reading -> !reading.format().equals("plain-text"))
                        .isPresent();
        if (structured || isByKey() || mail.isEmpty()) {
            return MailKind.REPORT;
        }
        var kind =
                MailKind.of(mail.get(), new Envelope(message.sender(), message.recipients(), ""), Destination.INTAKE);
        var accuses = reading().filter(reading -> !reading.findings().isEmpty()).isPresent();
        // a robot that complains without having been asked is no answering machine
        return kind == MailKind.AUTOMATIC && accuses && MailKind.isUnasked(mail.get()) ? MailKind.REPORT : kind;
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
