package duenotice.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who handed a mail over and to whom, as SMTP said it (RFC 5321 §2.3.1); not what the headers claim.
 *
 * @param sender the return path, bare; empty for the null path {@code <>}
 * @param recipients bare addresses that were accepted, in order
 * @param clientAddress IP address of the machine that handed it over; empty when it did not come by SMTP
 */
public record Envelope(String sender, List<String> recipients, String clientAddress) {
    /** Of the recipients that a mail names. */
    private static final int MOST_ASKED = 50;

    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /** Whether an answer would go nowhere: bounces and automatic mails have it. */
    public boolean hasNullPath() {
        return sender.isBlank();
    }

    /**
     * The envelope of a mail that lies there as a file, as far as the last server wrote it down: {@code Return-Path},
     * {@code Delivered-To}, else {@code To}.
     */
    public static Envelope asWritten(Mail mail) {
        return new Envelope(writtenSender(mail), writtenRecipients(mail), "");
    }

    /**
     * The envelope of a mail that was fetched from a mailbox.
     *
     * @param mailbox whose address counts as the one it was sent to
     * @param also addresses that count too where the mail names them: such as hold a secret of ours, so that nobody else
     *     can have written them
     */
    public static Envelope fetched(Mail mail, String mailbox, Predicate<String> also) {
        List<String> recipients = new ArrayList<>(List.of(mailbox));
        writtenRecipients(mail).stream()
                .limit(MOST_ASKED)
                .filter(also)
                .filter(address -> !address.equalsIgnoreCase(mailbox))
                .forEach(recipients::add);
        return new Envelope(writtenSender(mail), recipients, "");
    }

    private static List<String> writtenRecipients(Mail mail) {
        List<String> recipients = new ArrayList<>();
        for (String header : List.of("delivered-to", "x-original-to", "envelope-to", "to", "cc")) {
            mail.addresses(header).forEach(address -> recipients.add(address.bare()));
        }
        return recipients.stream().distinct().toList();
    }

    private static String writtenSender(Mail mail) {
        return mail.headers("return-path").stream()
                .findFirst()
                .map(path -> path.replaceAll("[<>\\s]", ""))
                .or(() -> mail.from().map(Address::bare))
                .orElse("");
    }
}
