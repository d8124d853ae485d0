package duenotice.intake.format;

import duenotice.report.Prefix;
import java.util.List;
import java.util.regex.Pattern;

/** Whatever arrives as a file or the body of a call; the target of {@code ./duenotice test fuzz document}. */
public final class FuzzedDocument {
    /** Not known to be anybody's, and some of them ours. */
    static final List<Networks> NETWORKS =
            List.of(Networks.UNKNOWN, Networks.of(List.of(Prefix.of("192.0.2.0/24"), Prefix.of("2001:db8::/32"))));

    private static final List<Formats> FORMATS =
            NETWORKS.stream().map(Formats::new).toList();

    /** As {@link Formats} tells it; the fuzzer soon gives files names that nearly say it. */
    private static final Pattern STUMBLED =
            Pattern.compile("(?m)^the [a-z0-9-]+ reader failed: [a-zA-Z.]+(?:Exception|Error)");

    private FuzzedDocument() {}

    /** Called by the fuzzer; anything thrown is a find. */
    public static void fuzzerTestOneInput(byte[] content) {
        FuzzCost.within(content.length, () -> {
            check(Submission.ofFile(content, "2026-03-01-scan_ntp-provider.csv"));
            check(new Submission.Document(content, "application/json", ""));
        });
    }

    /** A reader that stumbles is caught by {@link Formats} and told as unreadable; here that is a find. */
    static void check(Submission submission) {
        FORMATS.forEach(formats -> check(formats.read(submission)));
    }

    static void check(Understanding understanding) {
        switch (understanding) {
            case Understanding.Report(var reading) -> {
                noStumble(String.join("\n", reading.warnings()));
                for (var finding : reading.findings()) {
                    if (finding.subject().named().equals("nothing")) {
                        throw new IllegalStateException("a finding about nothing, by " + reading.format());
                    }
                }
                if (reading.excerpt().length() > Excerpt.LONGEST) {
                    throw new IllegalStateException("an excerpt without bound, by " + reading.format());
                }
            }
            case Understanding.Unreadable(var reason) -> noStumble(reason);
            case Understanding.FiledAway(var _, var reason) -> noStumble(reason);
            case Understanding.ForPerson(var _, var reason) -> noStumble(reason);
            case Understanding.NoReport() -> {}
        }
    }

    private static void noStumble(String told) {
        if (STUMBLED.matcher(told).find()) {
            throw new IllegalStateException(told);
        }
    }
}
