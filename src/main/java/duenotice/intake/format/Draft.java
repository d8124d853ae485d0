package duenotice.intake.format;

import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A reading in the making. The same finding twice counts once; what a stranger can repeat without end is bounded. */
final class Draft {
    private static final int MOST_WARNINGS = 20;
    private static final int LONGEST = 200;

    private final String format;
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> unopened = new LinkedHashSet<>();
    private final Excerpt excerpt = new Excerpt();
    private Optional<String> reporter = Optional.empty();
    private Optional<String> id = Optional.empty();
    private int reports;

    Draft(String format) {
        this.format = format;
    }

    /** One more report was recognised, whether or not it names a subject. */
    void begin() {
        reports++;
    }

    /** The first one counts. */
    void reporter(Optional<String> name) {
        reporter = reporter.or(() -> name.map(Draft::shortened));
    }

    /** The first one counts. */
    void id(Optional<String> text) {
        id = id.or(() -> text.map(known -> known.substring(0, Math.min(LONGEST, known.length()))));
    }

    void found(Finding finding) {
        if (findings.size() < BulkFindings.MOST) {
            findings.add(finding);
        } else {
            unopened("more than " + BulkFindings.MOST + " findings, the rest was left out");
        }
    }

    void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS && !warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    /** What of it nobody has read, a sentence: it waits for people, whatever joined (R70). */
    void unopened(String what) {
        if (unopened.size() < MOST_WARNINGS) {
            unopened.add(what);
        }
    }

    /** The first so many, which is all of them in what anybody means; else the rest waits for people. */
    <T> List<T> first(int most, List<T> all, String what) {
        if (all.size() > most) {
            unopened("more than %d %s, the rest was left out".formatted(most, what));
        }
        return all.subList(0, Math.min(most, all.size()));
    }

    /** The lines of a list; of one that is longer than any service sends the rest waits for people. */
    Stream<String> lines(String text, int most) {
        if (text.lines().skip(most).findFirst().isPresent()) {
            unopened("the list has more than " + most + " lines, the rest was left out");
        }
        return text.lines().limit(most);
    }

    /** The date of the mail where a report names no time: it happened before, so the zone counts as unknown. */
    Optional<EventTime> standIn(Optional<Instant> written) {
        written.ifPresent(ignored -> warn("no event time, the date of the mail stands in for it"));
        return written.map(date -> new EventTime(date, false));
    }

    Excerpt excerpt() {
        return excerpt;
    }

    boolean isRecognised() {
        return reports > 0;
    }

    boolean namesNothing() {
        return findings.isEmpty();
    }

    /** For a document that a person must read: why. */
    String doubts() {
        var doubts = doubted();
        return doubts.isEmpty() ? "it names nothing" : String.join("; ", doubts);
    }

    private List<String> doubted() {
        return Stream.concat(warnings.stream(), unopened.stream()).distinct().toList();
    }

    Optional<Understanding.Report> report() {
        return reports == 0 && findings.isEmpty() ? Optional.empty() : Optional.of(understood());
    }

    Understanding.Report understood() {
        return new Understanding.Report(
                new Reading(format, reporter, id, List.copyOf(findings), evidence(), doubted(), List.copyOf(unopened)));
    }

    /** None where it would show one customer what another is accused of, and none of what nobody may see (R59, R69). */
    private String evidence() {
        var machines = findings.stream()
                .map(finding -> machine(finding.subject()))
                .distinct()
                .limit(2)
                .count();
        return machines > 1
                        || findings.stream()
                                .flatMap(finding -> finding.type().stream())
                                .anyMatch(Type::isChildAbuse)
                ? ""
                : excerpt.text();
    }

    private static String machine(Subject subject) {
        return subject.ip()
                .map(Object::toString)
                .or(() -> subject.url().flatMap(Hosts::ofUrl))
                .orElseGet(subject::named);
    }

    static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
