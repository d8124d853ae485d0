package duenotice.incident;

import duenotice.incident.Pauses.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

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

    Clocks(Incident incident, Circumstances circumstances, Policy policy) {
        this.incident = incident;
        this.policy = policy;
        var spans = new ArrayList<Span>();
        incident.pauses().forEach(pause -> spans.add(new Span(pause.from(), pause.to())));
        incident.disputes()
                .forEach(dispute -> spans.add(new Span(
                        dispute.at(), dispute.decidedAt().orElse(dispute.at().plus(DISPUTE_LIMIT)))));
        pauses = new Pauses(spans);
    }

    /** End of the response clock of the first warning; empty where no answer is asked for (R16, R48). */
    Optional<Instant> answerDue() {
        var warning = incident.warning();
        return warning.flatMap(Incident.Warning::answerWithin).map(within -> {
            var due = warning.get().toldAt().plus(within);
            var printed = warning.get().printedDeadline().orElse(due);
            return counted(warning.get().toldAt(), printed.isAfter(due) ? printed : due);
        });
    }

    /** End of the answer time after the completed call round (R19). */
    Optional<Instant> callAnswerDue() {
        var within = policy.call().map(Policy.Call::answerWithin);
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
                    .min(java.util.Comparator.comparing(Answer::receivedAt))
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
        var due = pauses.move(start, unpaused);
        for (var dispute : incident.disputes()) {
            if (dispute.decidedAt().isPresent()
                    && !dispute.at().isBefore(start)
                    && dispute.at().isBefore(due)) {
                var atLeast = dispute.decidedAt().get().plus(AFTER_REJECTION);
                due = atLeast.isAfter(due) ? atLeast : due;
            }
        }
        var granted = incident.extension();
        if (granted.isPresent()
                && !granted.get().at().isBefore(start)
                && granted.get().at().isBefore(due)
                && granted.get().until().isAfter(due)) {
            due = granted.get().until();
        }
        return due;
    }

    /** True where the first answer of this stage came after that round began and no later round resumed the ladder. */
    static boolean answeredAfter(Incident incident, Round round) {
        return incident.firstAnswer()
                        .filter(answer -> !answer.receivedAt().isBefore(round.dueAt()))
                        .isPresent()
                && incident.resumption().isEmpty();
    }
}
