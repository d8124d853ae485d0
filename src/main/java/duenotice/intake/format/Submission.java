package duenotice.intake.format;

import duenotice.mail.Mail;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** What somebody handed in, before anybody knows what it says. */
public sealed interface Submission {
    /** A complaint that came by mail, or by the API as {@code message/rfc822}. */
    record ByMail(Mail mail) implements Submission {}

    /**
     * A complaint that came as a document: the body of an API call, or a file.
     *
     * @param contentType as declared, may be empty; the content decides
     * @param name of the file, without folders; empty where it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Document(byte[] content, String contentType, String name) implements Submission {}

    /** Header fields that begin mails and hardly ever anything else. */
    Set<String> MAIL_HEADERS = Set.of(
            "from",
            "to",
            "subject",
            "date",
            "received",
            "return-path",
            "delivered-to",
            "message-id",
            "mime-version",
            "content-type",
            "reply-to",
            "cc",
            "sender",
            "x-original-to",
            "envelope-to",
            "x-apparently-to",
            "authentication-results",
            "dkim-signature",
            "x-mailer",
            "arc-seal",
            "in-reply-to",
            "content-transfer-encoding",
            "resent-from",
            "received-spf");

    /**
     * Takes a file for what it is: a mail where it begins with header fields (an mbox {@code From } line before them
     * is allowed), else a document, whose type its first characters tell.
     */
    static Submission ofFile(byte[] content, String name) {
        if (beginsLikeMail(content)) {
            return new ByMail(Mail.parse(content));
        }
        return new Document(
                content, JsonDocument.looksLikeJson(content) ? "application/json" : plainOrBinary(content), name);
    }

    private static String plainOrBinary(byte[] content) {
        for (var i = 0; i < Math.min(content.length, 4096); i++) {
            if (content[i] == 0) {
                return "application/octet-stream";
            }
        }
        var start = 0;
        while (start < content.length && content[start] <= ' ' && content[start] >= 0) {
            start++;
        }
        return start < content.length && content[start] == '<' && !isPriority(content, start)
                ? "application/xml"
                : "text/plain";
    }

    /** {@code <34>}, as syslog begins a line (RFC 5424 §6.2.1), or a severity in one letter before a time. */
    private static boolean isPriority(byte[] content, int start) {
        return start + 3 < content.length
                && (Character.isDigit(content[start + 1])
                        || content[start + 2] == '>' && Character.isDigit(content[start + 3]));
    }

    private static boolean beginsLikeMail(byte[] content) {
        var beginning = new String(content, 0, Math.min(content.length, 16 * 1024), StandardCharsets.ISO_8859_1)
                .replace("ï»¿", "");
        var first = true;
        var known = false;
        for (var line : (Iterable<String>) beginning.lines()::iterator) {
            if (first && line.isBlank()) {
                continue;
            }
            if (first && (line.startsWith("From ") || line.startsWith(">From "))) {
                first = false;
                continue;
            }
            if (line.isBlank()) {
                return known;
            }
            var folded = !first && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (!folded) {
                var colon = line.indexOf(':');
                var name = colon <= 0
                        ? ""
                        : line.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT);
                if (first && (name.isEmpty() || name.indexOf(' ') >= 0)) {
                    return false;
                }
                known |= MAIL_HEADERS.contains(name);
            }
            first = false;
        }
        return known;
    }
}
