package duenotice.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * One mail of ours to one recipient. Line ends and control characters in names, subject and header values become blanks,
 * so that nothing that came from outside can add a header or a recipient.
 *
 * @param envelopeFrom bare return path; empty for the null path, for what must never bounce
 * @param to bare address; also the envelope's only recipient
 * @param toName may be empty
 * @param from bare address
 * @param fromName may be empty
 * @param replyTo bare address
 * @param text plain text, any line ends
 * @param html the same again, for those who want it
 * @param messageId with angle brackets; the same on every retry
 * @param headers further ones, in order, such as {@code Auto-Submitted}
 * @param inReplyTo a message id with angle brackets
 */
public record OutgoingMail(
        String envelopeFrom,
        String to,
        String toName,
        String from,
        String fromName,
        Optional<String> replyTo,
        String subject,
        String text,
        Optional<String> html,
        String messageId,
        Map<String, String> headers,
        Optional<String> inReplyTo) {
    /** Names the incident a mail is about. */
    public static final String INCIDENT_HEADER = "X-Duenotice-Incident";

    /** Names the mail among those of its incident: a bounce that returns the header says so which one it means. */
    public static final String MAIL_HEADER = "X-Duenotice-Mail";

    private static final Pattern BARE =
            Pattern.compile("[^\\s\\p{Cntrl}<>()\\[\\],;:\"\\\\@]{1,64}@[^\\s\\p{Cntrl}<>(),;:\"\\\\@]{1,255}");
    private static final Pattern ID = Pattern.compile("<[^\\s\\p{Cntrl}<>]{1,248}>");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,75}");
    private static final Session NO_SESSION = Session.getInstance(new Properties());

    /** @throws IllegalArgumentException for an address, a message id or a header name that is none */
    public OutgoingMail {
        check(
                "return path",
                envelopeFrom,
                envelopeFrom.isEmpty() || BARE.matcher(envelopeFrom).matches());
        check("recipient", to, BARE.matcher(to).matches());
        check("sender", from, BARE.matcher(from).matches());
        replyTo.ifPresent(
                address -> check("reply address", address, BARE.matcher(address).matches()));
        check("message id", messageId, ID.matcher(messageId).matches());
        inReplyTo.ifPresent(id -> check("message id", id, ID.matcher(id).matches()));
        toName = oneLine(toName);
        fromName = oneLine(fromName);
        subject = oneLine(subject);
        Map<String, String> clean = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            check("header name", name, HEADER.matcher(name).matches());
            clean.put(name, oneLine(value));
        });
        headers = Collections.unmodifiableMap(clean);
    }

    /** The same mail with these headers instead. */
    public OutgoingMail with(Map<String, String> other) {
        return new OutgoingMail(
                envelopeFrom, to, toName, from, fromName, replyTo, subject, text, html, messageId, other, inReplyTo);
    }

    /** The mail as it goes over the line: RFC 5322, UTF-8, lines end with CR LF. */
    byte[] toBytes(Instant date) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
            message(NO_SESSION, date).writeTo(bytes);
            return bytes.toByteArray();
        } catch (MessagingException | IOException impossible) {
            throw new IllegalStateException("could not write mail " + messageId, impossible);
        }
    }

    SMTPMessage message(Session session, Instant date) throws MessagingException {
        SMTPMessage message = new SMTPMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId);
            }
        };
        message.setEnvelopeFrom(envelopeFrom.isEmpty() ? "<>" : envelopeFrom); // empty would mean the From
        message.setFrom(mailbox(from, fromName));
        message.setRecipient(Message.RecipientType.TO, mailbox(to, toName));
        if (replyTo.isPresent()) {
            message.setReplyTo(new InternetAddress[] {mailbox(replyTo.get(), "")});
        }
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(date));
        message.setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
        if (inReplyTo.isPresent()) {
            message.setHeader("In-Reply-To", inReplyTo.get());
            message.setHeader("References", inReplyTo.get());
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            message.setHeader(header.getKey(), folded(header.getKey(), header.getValue()));
        }
        if (html.isPresent()) {
            MimeMultipart alternatives = new MimeMultipart("alternative");
            alternatives.addBodyPart(body(text, "plain"));
            alternatives.addBodyPart(body(html.get(), "html"));
            message.setContent(alternatives);
        } else {
            message.setText(lines(text), StandardCharsets.UTF_8.name(), "plain");
        }
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart body(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(lines(text), StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    private static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    private static InternetAddress mailbox(String bare, String name) throws MessagingException {
        try {
            InternetAddress mailbox = new InternetAddress();
            mailbox.setAddress(bare);
            if (!name.isEmpty()) {
                mailbox.setPersonal(name, StandardCharsets.UTF_8.name());
            }
            return mailbox;
        } catch (UnsupportedEncodingException impossible) {
            throw new MessagingException("UTF-8 is missing", impossible);
        }
    }

    private static String folded(String name, String value) throws MessagingException {
        try {
            return MimeUtility.fold(
                    name.length() + 2, MimeUtility.encodeText(value, StandardCharsets.UTF_8.name(), null));
        } catch (UnsupportedEncodingException impossible) {
            throw new MessagingException("UTF-8 is missing", impossible);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    }

    private static void check(String what, String value, boolean fine) {
        if (!fine) {
            throw new IllegalArgumentException("not a " + what + ": " + oneLine(value));
        }
    }
}
