package duenotice.incident;

import duenotice.incident.Round.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/** Whether a call can be entered, and whether the round is complete with it (R18, R20, R47). */
final class CallJudge {
    /** A round never ends more than this before its last try was entered, so that nobody shortens the answer time. */
    private static final Duration ENTERED_WITHIN = Duration.ofMinutes(15);

    private final Incident incident;
    private final Policy policy;
    private final Instant now;

    CallJudge(Incident incident, Policy policy, Instant now) {
        this.incident = incident;
        this.policy = policy;
        this.now = now;
    }

    Verdict judge(Act.RecordCall call) {
        if (incident.isClosed()) {
            return Verdict.conflict("the incident is closed");
        }
        if (incident.round().isEmpty()) {
            return Verdict.invalid("no call is due yet");
        }
        var round = incident.round().get();
        if (round.isComplete()) {
            return Verdict.conflict("call round " + round.number() + " is complete");
        }
        if (call.startedAt().isBefore(round.dueAt())) {
            return Verdict.invalid("the call was due only at " + round.dueAt());
        }
        if (call.endedAt().isAfter(now) || call.startedAt().isAfter(now)) {
            return Verdict.invalid("the call lies in the future");
        }
        if (call.endedAt().isBefore(call.startedAt())) {
            return Verdict.invalid("the call ended before it began");
        }
        return judge(call, round);
    }

    private Verdict judge(Act.RecordCall call, Round round) {
        var number = call.number();
        if (round.numbers().stream().noneMatch(callee -> callee.number().equals(number))) {
            return Verdict.invalid(number + " is not a number of this round");
        }
        if (round.isTakenOut(number)) {
            return Verdict.conflict(number + " was found to be wrong");
        }
        var passes = policy.call().map(Policy.Call::passes).orElse(1);
        if (round.triesOf(number) >= passes) {
            return Verdict.conflict(number + " was tried already in this round");
        }
        var gap = policy.call().map(Policy.Call::passGap).orElse(Duration.ZERO);
        var tooSoon = round.tries().stream()
                .filter(one -> one.number().equals(number) && one.outcome().isTry())
                .anyMatch(one -> call.startedAt().isBefore(one.endedAt().plus(gap)));
        if (tooSoon) {
            return Verdict.invalid(number + " is tried again only " + gap + " after the last try");
        }
        var tried = new IncidentEvent.CallTried(
                round.number(), number, call.outcome(), call.startedAt(), call.endedAt(), TextDigest.of(call.note()));
        var after = with(round, new Try(number, call.outcome(), call.startedAt(), call.endedAt()));
        var complete = call.outcome() == CallOutcome.REACHED_AUTHORIZED
                || after.left(passes).isEmpty();
        if (!complete) {
            return Verdict.doneWith(call.note(), tried);
        }
        var earliest = now.minus(ENTERED_WITHIN);
        var ended = after.tries().stream()
                .map(Try::endedAt)
                .filter(earliest::isBefore)
                .max(Instant::compareTo)
                .orElse(earliest);
        return Verdict.doneWith(
                call.note(), tried, new IncidentEvent.CallRoundCompleted(round.number(), ended, !after.anyTry()));
    }

    private static Round with(Round round, Try one) {
        var tries = new ArrayList<>(round.tries());
        tries.add(one);
        return new Round(
                round.number(),
                round.entry(),
                round.reason(),
                round.dueAt(),
                round.numbers(),
                tries,
                round.endedAt(),
                round.withoutNumber());
    }
}
