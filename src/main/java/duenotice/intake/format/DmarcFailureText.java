package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DMARC failure reports (RFC 7489 §7.3) as mail servers write them without the feedback part: a text with labels. */
final class DmarcFailureText implements ReportFormat {
    private static final int BEGINNING = 4000;

    @Override
    public String name() {
        return "arf";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        return switch (content.submission()) {
            case Submission.ByMail(Mail mail)
            when mail.contentType().equals("multipart/report") -> read(mail).map(Understanding.Report::new);
            case Submission.ByMail _, Submission.Document _ -> Optional.empty();
        };
    }

    private Optional<Reading> read(Mail mail) {
        var text = mail.text();
        var beginning = text.substring(0, Math.min(text.length(), BEGINNING));
        if (!beginning.contains("DMARC policy")) {
            return Optional.empty();
        }
        var ip = labelled(beginning, "sender ip address")
                .flatMap(value -> Place.in(value).stream()
                        .filter(place -> place.kind() == Place.Kind.ADDRESS)
                        .findFirst());
        if (ip.isEmpty()) {
            return Optional.empty();
        }
        var at = labelled(beginning, "received date")
                .flatMap(EventTimes::parse)
                .or(() -> mail.date().map(date -> new EventTime(date, false)));
        List<String> warnings = new ArrayList<>();
        warnings.add("DMARC failure: says who used a domain's name, which is a hint and no abuse by itself");
        var finding = new Finding(
                Category.OTHER,
                Optional.empty(),
                Subject.ofIp(Prefix.of(ip.get().text())),
                at);
        return Optional.of(new Reading(name(), Optional.empty(), Optional.empty(), List.of(finding), "", warnings));
    }

    private static Optional<String> labelled(String text, String label) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.regionMatches(true, 0, label, 0, label.length()) && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1))
                .findFirst();
    }
}
