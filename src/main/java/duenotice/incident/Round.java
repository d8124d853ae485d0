package duenotice.incident;

import duenotice.incident.IncidentEvent.CallReason;
import duenotice.incident.IncidentEvent.Callee;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One round of calls to every given number (R47).
 *
 * @param number counts from 1
 * @param entry seq of the entry that began it
 * @param tries in the order of entry
 * @param endedAt from when the next clock counts; present once the round is complete
 * @param withoutNumber complete without anybody having been called
 */
public record Round(
        int number,
        int entry,
        CallReason reason,
        Instant dueAt,
        List<Callee> numbers,
        List<Try> tries,
        Optional<Instant> endedAt,
        boolean withoutNumber) {
    public Round {
        numbers = List.copyOf(numbers);
        tries = List.copyOf(tries);
    }

    /** One try to reach one number. */
    public record Try(String number, CallOutcome outcome, Instant startedAt, Instant endedAt) {}

    public boolean isComplete() {
        return endedAt.isPresent();
    }

    /** Last outcome of a number in this round. */
    public Optional<CallOutcome> outcomeOf(String number) {
        return tries.reversed().stream()
                .filter(one -> one.number().equals(number))
                .map(Try::outcome)
                .findFirst();
    }

    /** How often a number was really tried. */
    long triesOf(String number) {
        return tries.stream()
                .filter(one -> one.number().equals(number) && one.outcome().isTry())
                .count();
    }

    boolean isTakenOut(String number) {
        return tries.stream().anyMatch(one -> one.number().equals(number) && one.outcome() == CallOutcome.WRONG_NUMBER);
    }

    /** Numbers that still have to be called, in order. */
    public List<Callee> left(int passes) {
        return numbers.stream()
                .filter(number -> !isTakenOut(number.number()) && triesOf(number.number()) < passes)
                .toList();
    }

    /**
     * What the program itself does next in an open round: the numbers in order, and one that a failure of ours left due
     * again after the others. Nobody but people speaks of child-abuse material (R59).
     */
    Optional<Step> ring(Incident incident, Policy policy, Circumstances circumstances) {
        return circumstances.phones() && !incident.isChildAbuse() && !isComplete()
                ? left(policy.call().map(Policy.Call::passes).orElse(1)).stream()
                        .min(Comparator.comparingLong(callee -> tries.stream()
                                .filter(one -> one.number().equals(callee.number()))
                                .count()))
                        .map(callee -> Step.Ring.of(incident.epoch(), this, callee))
                : Optional.empty();
    }

    boolean anyTry() {
        return tries.stream().anyMatch(one -> one.outcome().isTry());
    }
}
