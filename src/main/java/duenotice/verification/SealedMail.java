package duenotice.verification;

import duenotice.access.Passwords;
import duenotice.mail.Mail;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is left to be read of a mail whose original is kept sealed (R25): who wrote when to whom, and the masked text. */
final class SealedMail {
    private static final List<String> HEADERS =
            List.of("From", "To", "Cc", "Date", "Message-ID", "In-Reply-To", "Auto-Submitted");

    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_HEADER = 2_000;

    private SealedMail() {}

    static byte[] shown(Mail mail) {
        var text = new StringBuilder();
        for (var name : HEADERS) {
            mail.header(name).ifPresent(value -> header(text, name, value));
        }
        mail.subject().ifPresent(subject -> header(text, "Subject", subject));
        header(text, "MIME-Version", "1.0");
        header(text, "Content-Type", "text/plain; charset=utf-8");
        text.append(
                "\r\n(A password stood in this mail. It is masked here, attachments are left out, and the original is sealed.)\r\n\r\n");
        var body = mail.text();
        text.append(Passwords.mask(body.length() > LONGEST ? body.substring(0, LONGEST) : body)
                .text());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void header(StringBuilder text, String name, String value) {
        var line = Passwords.mask(value.replaceAll("\\p{Cntrl}", " ")).text();
        text.append(name)
                .append(": ")
                .append(line.length() > LONGEST_HEADER ? line.substring(0, LONGEST_HEADER) : line)
                .append("\r\n");
    }
}
