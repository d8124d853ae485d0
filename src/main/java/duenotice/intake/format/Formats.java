package duenotice.intake.format;

import duenotice.mail.Address;
import duenotice.mail.Mail;
import duenotice.report.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** All report formats in the order they are tried: clear structure first, the sender second, words last. */
public final class Formats {
    private final List<ReportFormat> formats;

    /** @param networks our own addresses, to tell a culprit at our place from a victim */
    public Formats(Networks networks) {
        var words = new PlainText(networks);
        formats = List.of(
                new WebForm(),
                new XarfV4(networks),
                new XarfV3(networks),
                new XArf(networks),
                new FastNetMon(),
                new Arf(),
                new AbuseHub(networks),
                new Shadowserver(networks),
                new DmarcFailureText(),
                new MicrosoftComplaint(),
                new SafeBrowsing(),
                new DmarcAggregate(),
                new TlsReport(),
                new Acns(words),
                new SpamCop(),
                new SpamhausListing(),
                new HoneyPotDigest(),
                new CleanMx(),
                new CleanMxFeed(networks),
                new CloudflareForward(),
                new WebIron(),
                new TakedownNotice(),
                new BreachNotice(),
                new MailboxValidation(),
                new Unsubscribing(),
                new TableReport(networks),
                new AbuseIpdb(networks),
                new Snds(networks),
                new ListTable(networks),
                new ListedInJson(networks),
                new AddressList(networks),
                new LogLines(),
                words,
                new Newsletter());
    }

    /** The types a finding can have, as {@code category/type}: the 32 of XARF 4.2. */
    public static Set<String> types() {
        return XarfTypes.all();
    }

    /** Reads whatever was handed in. Never throws; what no format understands is {@link Understanding.NoReport}. */
    public Understanding read(Submission submission) {
        var content = new Content(submission);
        return switch (read(content)) {
            case Understanding.Report(Reading reading) -> new Understanding.Report(completed(reading, content));
            case Understanding.NoReport()
            when !content.unopened().isEmpty() -> new Understanding.Unreadable(String.join("; ", content.unopened()));
            case Understanding.NoReport() when submission instanceof Submission.Document -> unreadable(content);
            case Understanding other -> other;
        };
    }

    private Understanding read(Content content) {
        List<String> troubles = new ArrayList<>();
        Understanding understanding = new Understanding.NoReport();
        for (var format : formats) {
            Optional<? extends Understanding> understood;
            try {
                understood = format.read(content);
            } catch (RuntimeException trouble) {
                // a format that stumbles over strange input must not keep the others from reading it
                troubles.add("the " + format.name() + " reader failed: " + trouble);
                continue;
            }
            if (understood.isPresent()) {
                understanding = understood.get() instanceof Understanding.Report(Reading reading)
                        ? new Understanding.Report(with(reading, troubles))
                        : understood.get();
                break;
            }
        }
        if (namesNothing(understanding)) {
            var handedOn = HandedOn.read(content, this::read);
            if (handedOn.isPresent()) {
                return handedOn.get();
            }
        }
        return understanding instanceof Understanding.NoReport() && !troubles.isEmpty()
                ? new Understanding.Unreadable(String.join("; ", troubles))
                : understanding;
    }

    /** Words alone, and they name nobody: perhaps somebody hands on what others wrote. */
    private static boolean namesNothing(Understanding understanding) {
        return understanding instanceof Understanding.NoReport()
                || understanding instanceof Understanding.Report(Reading reading)
                        && reading.format().equals("plain-text")
                        && reading.findings().isEmpty();
    }

    private static Reading with(Reading reading, List<String> troubles) {
        if (troubles.isEmpty()) {
            return reading;
        }
        List<String> warnings = new ArrayList<>(troubles);
        warnings.addAll(reading.warnings());
        return new Reading(
                reading.format(),
                reading.reporter(),
                reading.reportId(),
                reading.findings(),
                reading.excerpt(),
                warnings,
                reading.unopened());
    }

    /** Whoever sent the mail complains; only a document has nobody but the one it names. */
    private static Reading completed(Reading reading, Content content) {
        // a letter that names nobody says it in its attachment
        var unread =
                reading.findings().isEmpty() && content.unopened().isEmpty() ? content.unread() : List.<String>of();
        var unopened = Stream.of(reading.unopened(), content.unopened(), unread)
                .flatMap(List::stream)
                .distinct()
                .toList();
        return new Reading(
                reading.format(),
                content.mail().flatMap(Mail::from).map(Address::bare).or(reading::reporter),
                reading.reportId(),
                reading.findings(),
                reading.excerpt(),
                Stream.of(reading.warnings(), content.warnings(), unopened)
                        .flatMap(List::stream)
                        .distinct()
                        .toList(),
                unopened);
    }

    private static Understanding unreadable(Content content) {
        for (var json : content.json()) {
            try {
                json.objects(1);
                return new Understanding.Unreadable("JSON of no report format we know");
            } catch (JacksonException broken) {
                return new Understanding.Unreadable("not valid JSON: " + JsonDocument.reason(broken));
            }
        }
        return new Understanding.NoReport();
    }
}
