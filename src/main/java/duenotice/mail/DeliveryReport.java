package duenotice.mail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a mail server's notice, or a reader's complaint, says besides of whom: which mail it means, and how long it goes
 * on trying. All of it may be made up; whoever reads it knows by the address it came to whose mail it can be.
 *
 * @param mail the {@link OutgoingMail#MAIL_HEADER} of the mail that it returns
 * @param messageId of the mail that it returns, with angle brackets
 * @param until {@code Will-Retry-Until} (RFC 3464 §2.3.9)
 */
public record DeliveryReport(Optional<String> mail, Optional<String> messageId, Optional<Instant> until) {
    private static final int LOOKED_AT = 64 * 1024;

    public static DeliveryReport of(Mail report) {
        var returned = returned(report);
        return new DeliveryReport(
                returned.flatMap(mail -> mail.header(OutgoingMail.MAIL_HEADER))
                        .map(String::strip)
                        .filter(key -> key.matches("[!-~]{1,80}")),
                returned.flatMap(Mail::messageId),
                until(report));
    }

    /** The mail itself, or its header alone (RFC 6522 §4). */
    private static Optional<Mail> returned(Mail report) {
        return report.parts().stream()
                .flatMap(part -> switch (part.contentType()) {
                    case "text/rfc822-headers", "message/rfc822-headers", "message/global-headers" ->
                        Stream.of(Mail.parse(bounded(part.text()).getBytes(StandardCharsets.UTF_8)));
                    default -> part.embedded().stream();
                })
                .findFirst();
    }

    private static Optional<Instant> until(Mail report) {
        return report.parts().stream()
                .filter(part -> part.contentType().endsWith("delivery-status"))
                .flatMap(part -> bounded(part.text()).lines())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("will-retry-until:"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .flatMap(date -> MailDate.parse(date).stream())
                .findFirst();
    }

    private static String bounded(String text) {
        return text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    }
}
