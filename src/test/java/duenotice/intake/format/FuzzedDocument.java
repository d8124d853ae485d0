package duenotice.intake.format;

import duenotice.report.Prefix;
import java.util.List;

/** Whatever arrives as a file or the body of a call; the target of {@code ./duenotice test fuzz document}. */
public final class FuzzedDocument {
    private static final Formats ANY = new Formats(Networks.UNKNOWN);
    private static final Formats OURS =
            new Formats(Networks.of(List.of(Prefix.of("192.0.2.0/24"), Prefix.of("2001:db8::/32"))));

    private FuzzedDocument() {}

    /** Called by the fuzzer; anything thrown is a find. */
    public static void fuzzerTestOneInput(byte[] content) {
        check(Submission.ofFile(content, "2026-03-01-scan_ntp-provider.csv"));
        check(new Submission.Document(content, "application/json", ""));
    }

    /** A reader that stumbles is caught by {@link Formats} and told as unreadable; here that is a find. */
    static void check(Submission submission) {
        for (var formats : List.of(ANY, OURS)) {
            switch (formats.read(submission)) {
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
    }

    private static void noStumble(String told) {
        if (told.contains(" reader failed: ")) {
            throw new IllegalStateException(told);
        }
    }
}
