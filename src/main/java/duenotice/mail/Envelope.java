package duenotice.mail;

import java.util.ArrayList;
import java.util.List;

/**
 * Who handed a mail over and to whom, as SMTP said it (RFC 5321 §2.3.1); not what the headers claim.
 *
 * @param sender the return path, bare; empty for the null path {@code <>}
 * @param recipients bare addresses that were accepted, in order
 * @param clientAddress IP address of the machine that handed it over; empty when it did not come by SMTP
 */
public record Envelope(String sender, List<String> recipients, String clientAddress) {
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
        List<String> recipients = new ArrayList<>();
        for (String header : List.of("delivered-to", "x-original-to", "envelope-to", "to", "cc")) {
            mail.addresses(header).forEach(address -> recipients.add(address.bare()));
        }
        String sender = mail.headers("return-path").stream()
                .findFirst()
                .map(path -> path.replaceAll("[<>\\s]", ""))
                .or(() -> mail.from().map(Address::bare))
                .orElse("");
        return new Envelope(sender, recipients.stream().distinct().toList(), "");
    }
}
