package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Complaints of Microsoft's feedback loop (JMRP). They carry the mail and no feedback part; the address stands in the
 * subject only.
 */
final class MicrosoftComplaint implements ReportFormat {
    private static final String ANNOUNCEMENT = "complaint about message from";

    @Override
    public String name() {
        return "arf";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        return switch (content.submission()) {
            case Submission.ByMail(Mail mail) -> read(mail).map(Understanding.Report::new);
            case Submission.Document _ -> Optional.empty();
        };
    }

    private Optional<Reading> read(Mail mail) {
        var original = mail.part("message/rfc822");
        var subject = mail.subject().orElse("");
        var start = subject.toLowerCase(Locale.ROOT).indexOf(ANNOUNCEMENT);
        if (original.isEmpty() || start < 0) {
            return Optional.empty();
        }
        var head = Arf.head(original.get());
        if (!head.toLowerCase(Locale.ROOT).contains("x-hmxmroriginalrecipient:")) {
            return Optional.empty();
        }
        var ip = Place.in(subject.substring(start + ANNOUNCEMENT.length())).stream()
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .map(place -> Prefix.of(place.text()))
                .findFirst();
        if (ip.isEmpty()) {
            return Optional.empty();
        }
        var at = SendingAddress.in(head, Set.of())
                .flatMap(SendingAddress::at)
                .or(() -> mail.date().map(date -> new EventTime(date, false)));
        var finding = new Finding(
                Category.EMAIL_COMPROMISE, Optional.of(Type.of("messaging/spam")), Subject.ofIp(ip.get()), at);
        var excerpt = new Excerpt();
        excerpt.addHeaders(head);
        return Optional.of(
                new Reading(name(), Optional.empty(), Optional.empty(), List.of(finding), excerpt.text(), List.of()));
    }
}
