package duenotice.intake.format;

import duenotice.mail.MailKind;
import duenotice.report.Finding;
import duenotice.report.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reports that somebody hands on as attached mails. Only those in a format made for reports count: any other mail that
 * lies in a mail is what is complained of, and a bounce brings back our own.
 */
final class HandedOn {
    private HandedOn() {}

    static Optional<Understanding> read(Content content, Function<Content, Understanding> reader) {
        if (!content.holdsMails()) {
            return Optional.empty();
        }
        var ownMailComesBack = content.mail()
                .map(MailKind::asWritten)
                .filter(kind -> kind == MailKind.BOUNCE || kind == MailKind.AUTOMATIC)
                .isPresent();
        if (ownMailComesBack) {
            return Optional.empty();
        }
        List<Reading> readings = new ArrayList<>();
        Optional<Understanding> filedAway = Optional.empty();
        for (var mail : content.mails()) {
            var understanding = reader.apply(mail);
            if (understanding instanceof Understanding.Report(Reading reading)
                    && !reading.format().equals("plain-text")) {
                readings.add(within(reading, mail));
            } else if (understanding instanceof Understanding.FiledAway && filedAway.isEmpty()) {
                filedAway = Optional.of(understanding);
            }
        }
        return readings.isEmpty() ? filedAway : Optional.of(new Understanding.Report(together(readings)));
    }

    private static Reading within(Reading reading, Content mail) {
        var warnings = new ArrayList<>(reading.warnings());
        warnings.addAll(mail.warnings());
        warnings.addAll(mail.unopened());
        var unopened = new ArrayList<>(reading.unopened());
        unopened.addAll(mail.unopened());
        return new Reading(
                reading.format(),
                reading.reporter(),
                reading.reportId(),
                reading.findings(),
                reading.excerpt(),
                warnings,
                unopened);
    }

    private static Reading together(List<Reading> readings) {
        var first = readings.getFirst();
        if (readings.size() == 1) {
            return first;
        }
        // each finding keeps the evidence of its own report
        List<Finding> findings = new ArrayList<>();
        for (var reading : readings) {
            for (var finding : reading.findings()) {
                findings.add(
                        finding.excerpt().isPresent() || reading.excerpt().isEmpty()
                                ? finding
                                : finding.withExcerpt(reading.excerpt()));
            }
        }
        return new Reading(
                first.format(),
                first.reporter(),
                Optional.empty(),
                findings,
                "",
                readings.stream()
                        .flatMap(reading -> reading.warnings().stream())
                        .distinct()
                        .toList(),
                readings.stream()
                        .flatMap(reading -> reading.unopened().stream())
                        .distinct()
                        .toList());
    }
}
