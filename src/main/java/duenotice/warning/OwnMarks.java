package duenotice.warning;

import duenotice.mail.Mail;
import duenotice.mail.Part;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What mails of our own are known by when they come back inside others, or as they are. */
final class OwnMarks {
    /** On every mail of ours: a seal over its Message-ID that only we can make. */
    static final String LOOP_HEADER = "X-Duenotice-Loop";

    private static final byte[] MARK = "X-Duenotice-".getBytes(StandardCharsets.US_ASCII);
    private static final int LOOKED_AT = 1024 * 1024;

    /** What readers say of mail they did not want (RFC 5965 §7.3); nothing else is a complaint about us. */
    private static final Set<String> UNWANTED = Set.of("abuse", "fraud", "virus", "other", "opt-out");

    private OwnMarks() {}

    /** Cheap: most mails hold none, and need not be read for it. */
    static boolean mayHold(byte[] mail) {
        var end = Math.min(mail.length, LOOKED_AT) - MARK.length;
        for (var at = 0; at <= end; at++) {
            if ((mail[at] | 32) == 'x' && isMark(mail, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMark(byte[] mail, int at) {
        for (var index = 1; index < MARK.length; index++) {
            if (Character.toLowerCase(mail[at + index]) != Character.toLowerCase(MARK[index])) {
                return false;
            }
        }
        return true;
    }

    /** The mail that a feedback report (RFC 5965) calls unwanted. */
    static Optional<Mail> complainedOf(Mail report) {
        return report.part("message/feedback-report")
                .filter(part -> UNWANTED.contains(feedbackType(part)))
                .flatMap(ignored -> report.parts().stream()
                        .flatMap(part -> embedded(part).stream())
                        .findFirst());
    }

    private static Optional<Mail> embedded(Part part) {
        return part.contentType().equals("text/rfc822-headers")
                ? Optional.of(Mail.parse(part.text().getBytes(StandardCharsets.UTF_8)))
                : part.embedded();
    }

    private static String feedbackType(Part part) {
        return part.text()
                .lines()
                .limit(50)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("feedback-type:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }
}
