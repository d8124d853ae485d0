package duenotice.access;

import duenotice.mail.Mail;
import java.util.List;

/** What people may read of a customer's mail in which a password stands (R25): who wrote when to whom, and the rest of the text. */
public final class MaskedMail {
    private static final List<String> HEADERS =
            List.of("From", "To", "Cc", "Date", "Message-ID", "In-Reply-To", "Auto-Submitted");

    /** Characters in which passwords are looked for. */
    private static final int LOOKED_AT = 20_000;

    private static final int MOST_ATTACHMENTS = 5;
    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_HEADER = 2_000;

    private MaskedMail() {}

    /** In its text with what it quotes, in its subject, or in a text beside it. */
    public static boolean holdsPassword(Mail mail) {
        return holds(mail.text())
                || mail.subject().filter(MaskedMail::holds).isPresent()
                || mail.attachments().stream()
                        .filter(part -> part.contentType().startsWith("text/"))
                        .limit(MOST_ATTACHMENTS)
                        .anyMatch(part -> holds(part.text()));
    }

    private static boolean holds(String text) {
        return Passwords.mask(beginning(text, LOOKED_AT)).any();
    }

    /**
     * A mail of its own, without attachments.
     *
     * @param where a sentence on where the mail as it came is
     */
    public static String shown(Mail mail, String where) {
        var text = new StringBuilder();
        for (var name : HEADERS) {
            mail.header(name).ifPresent(value -> header(text, name, value));
        }
        mail.subject().ifPresent(subject -> header(text, "Subject", subject));
        header(text, "MIME-Version", "1.0");
        header(text, "Content-Type", "text/plain; charset=utf-8");
        return text.append("\r\n(A password stood in this mail. It is masked here, and attachments are left out. ")
                .append(where)
                .append(")\r\n\r\n")
                .append(Passwords.mask(beginning(mail.text(), LONGEST)).text())
                .toString();
    }

    private static void header(StringBuilder text, String name, String value) {
        text.append(name)
                .append(": ")
                .append(beginning(
                        Passwords.mask(value.replaceAll("\\p{Cntrl}", " ")).text(), LONGEST_HEADER))
                .append("\r\n");
    }

    private static String beginning(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
