package duenotice.incident;

import duenotice.incident.Pauses.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The customer's three clocks: response, call answer, resolution; pauses, extensions and disputes counted in (R1, R44, R56, R57). */
final class Clocks {
    /** R56: after a rejected dispute there are at least so many hours. */
    private static final Duration AFTER_REJECTION = Duration.ofHours(4);

    /** R56: staff decide a dispute within this time. */
    static final Duration DISPUTE_LIMIT = Duration.ofHours(2);

    /** R30: a complete statement is decided within this time. */
    static final Duration STATEMENT_LIMIT = Duration.ofMinutes(30);

    private final Incident incident;
    private final Policy policy;
    private final Pauses pauses;
    private final Pauses untilTheWarningIsRead;

    Clocks(Incident incident, Circumstances circumstances, Policy policy) {
        this.incident = incident;
        this.policy = policy;
        var spans = new ArrayList<Span>();
        incident.pauses().forEach(pause -> spans.add(new Span(pause.from(), pause.to())));
        incident.disputes()
                .forEach(dispute -> spans.add(new Span(
                        dispute.at(), dispute.decidedAt().orElse(dispute.at().plus(DISPUTE_LIMIT)))));
        pauses = new Pauses(spans);
        spans.addAll(relayHolds());
        untilTheWarningIsRead = new Pauses(spans);
    }

    private List<Span> relayHolds() {
        return incident.warning()
                .filter(Incident.Warning::accepted)
                .map(warning -> new RelayHolds(warning).spans())
                .orElse(List.of());
    }

    /** R48: nobody can have the warning yet. */
    boolean relayHolds(Instant now) {
        return relayHolds().stream()
                .anyMatch(span -> !span.from().isAfter(now) && span.to().isAfter(now));
    }

    /** End of the response clock of the first warning; empty where no answer is asked for (R16, R48). */
    Optional<Instant> answerDue() {
        var warning = incident.warning();
        return warning.flatMap(Incident.Warning::answerWithin).map(within -> {
            var due = warning.get().toldAt().plus(within);
            var printed = warning.get().printedDeadline().orElse(due);
            return counted(warning.get().toldAt(), later(printed, due), untilTheWarningIsRead);
        });
    }

    /** End of the answer time after the completed call round (R19). */
    Optional<Instant> callAnswerDue() {
        var within = Waits.of(incident, policy).call();
        return incident.round()
                .flatMap(Round::endedAt)
                .flatMap(ended -> within.map(time -> counted(ended, ended.plus(time))));
    }

    /** End of the resolution clock that the first answer of this stage started (R44). */
    Optional<Instant> fixDue() {
        return incident.firstAnswer().map(first -> {
            var due = fixTime(first);
            if (first.kind().claimsFix()) {
                return due;
            }
            return incident.answers().stream()
                    .filter(later -> later.counts()
                            && later.kind().claimsFix()
                            && !incident.isDispute(later)
                            && later.receivedAt().isAfter(first.receivedAt())
                            && later.receivedAt().isBefore(due))
                    .min(Comparator.comparing(Answer::receivedAt))
                    .map(this::fixTime)
                    .orElse(due);
        });
    }

    private Instant fixTime(Answer answer) {
        var time = policy.fixWithin().of(answer.kind());
        var start = answer.receivedAt();
        var due = policy.calendar().map(calendar -> calendar.after(start, time)).orElse(start.plus(time));
        return counted(start, due);
    }

    private Instant counted(Instant start, Instant unpaused) {
        return counted(start, unpaused, pauses);
    }

    /** Moved by pauses, granted extensions and rejected disputes in the order in which they came. */
    private Instant counted(Instant start, Instant unpaused, Pauses pauses) {
        var changes = new ArrayList<Change>();
        pauses.spans().forEach(span -> changes.add(new Change(span.from(), false, due -> longer(start, due, span))));
        incident.extensions().stream()
                .filter(granted -> !granted.at().isBefore(start))
                .forEach(granted -> changes.add(new Change(granted.at(), false, due -> later(due, granted.until()))));
        incident.disputes().stream()
                .flatMap(dispute -> dispute.decidedAt().stream())
                .filter(decided -> !decided.isBefore(start))
                .forEach(decided -> changes.add(new Change(
                        decided,
                        true,
                        due -> later(due, pauses.endOfPauseAt(decided).plus(AFTER_REJECTION)))));
        changes.sort(Comparator.comparing(Change::at));
        var due = unpaused;
        for (var change : changes) {
            if (change.always() || change.at().isBefore(due)) {
                due = change.moved().apply(due);
            }
        }
        return due;
    }

    /**
     * Something that moves a due instant.
     *
     * @param always also one that has come already: a cut that waited for people and was disputed then (R56)
     */
    private record Change(Instant at, boolean always, UnaryOperator<Instant> moved) {}

    private static Instant longer(Instant start, Instant due, Span pause) {
        var from = pause.from().isBefore(start) ? start : pause.from();
        return from.isBefore(pause.to()) ? due.plus(Duration.between(from, pause.to())) : due;
    }

    private static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }

    /** True where the first answer of this stage came after that round began and no later round resumed the ladder. */
    static boolean answeredAfter(Incident incident, Round round) {
        return incident.firstAnswer()
                        .filter(answer -> !answer.receivedAt().isBefore(round.dueAt()))
                        .isPresent()
                && incident.resumption().isEmpty();
    }
}
