package duenotice.intake.format;

import duenotice.mail.Address;
import duenotice.mail.Mail;
import duenotice.report.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                new CloudflareForward(),
                new WebIron(),
                new TakedownNotice(),
                new BreachNotice(),
                new LogLines(),
                words);
    }

    /** The types a finding can have, as {@code category/type}: the 32 of XARF 4.2. */
    public static Set<String> types() {
        return XarfTypes.all();
    }

    /** Reads whatever was handed in. Never throws; what no format understands is {@link Understanding.NoReport}. */
    public Understanding read(Submission submission) {
        List<String> troubles = new ArrayList<>();
        var content = new Content(submission);
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
                return understood.get() instanceof Understanding.Report(Reading reading)
                        ? new Understanding.Report(completed(reading, submission, troubles))
                        : understood.get();
            }
        }
        if (!troubles.isEmpty()) {
            return new Understanding.Unreadable(String.join("; ", troubles));
        }
        return submission instanceof Submission.Document ? unreadable(content) : new Understanding.NoReport();
    }

    /** Whoever sent the mail complains; only a document has nobody but the one it names. */
    private static Reading completed(Reading reading, Submission submission, List<String> troubles) {
        var reporter = submission instanceof Submission.ByMail(Mail mail)
                ? mail.from().map(Address::bare).or(reading::reporter)
                : reading.reporter();
        List<String> warnings = new ArrayList<>(troubles);
        warnings.addAll(reading.warnings());
        return new Reading(
                reading.format(), reporter, reading.reportId(), reading.findings(), reading.excerpt(), warnings);
    }

    private static Understanding unreadable(Content content) {
        for (var json : JsonDocument.in(content)) {
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
