package duenotice.intake.format;

import duenotice.mail.Mail;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Daily statistics of mail receivers on who used a domain as sender (RFC 7489 §7.2): they complain of nobody, and the
 * addresses in them are whoever sent.
 */
final class DmarcAggregate implements ReportFormat {
    private static final int LOOKED_AT = 8 * 1024;

    /** {@code receiver!domain!begin!end[!id]} (RFC 7489 §7.2.1.1), told apart though its archive cannot be opened. */
    private static final Pattern FILE_NAME = Pattern.compile(
            "[^!/]{1,255}+![^!/]{1,255}+!\\d{9,11}!\\d{9,11}(?:![^!]{1,64}+)?\\.(?:xml|zip|gz|xml\\.gz)(?:\\.gz)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SUBJECT = Pattern.compile(
            "(?:^|\\s)report domain:\\s?\\S{1,255}+\\s{1,3}+submitter:\\s?\\S{1,255}+", Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "dmarc-aggregate";
    }

    @Override
    public Optional<Understanding.FiledAway> read(Content content) {
        var statistics = content.documents().stream().anyMatch(DmarcAggregate::isStatistics);
        var announced = content.mail().filter(DmarcAggregate::isAnnounced).isPresent();
        return statistics || announced
                ? Optional.of(new Understanding.FiledAway(
                        name(), "statistics on the use of a sender domain, which complain of nobody"))
                : Optional.empty();
    }

    private static boolean isStatistics(Document document) {
        var head = document.head(LOOKED_AT);
        return head.contains("<feedback") && head.contains("report_metadata");
    }

    private static boolean isAnnounced(Mail mail) {
        return mail.subject().filter(subject -> SUBJECT.matcher(subject).find()).isPresent()
                && mail.parts().stream()
                        .flatMap(part -> part.fileName().stream())
                        .anyMatch(name -> FILE_NAME.matcher(name).matches());
    }
}
