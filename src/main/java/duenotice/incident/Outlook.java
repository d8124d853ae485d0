package duenotice.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * How an incident stands, for people: the same judgement as {@link Decision}, without its step.
 *
 * @param deadline until when the customer may answer or mend, whichever clock runs; empty where none does
 */
public record Outlook(State state, Optional<Next> next, Optional<Instant> deadline, Persisting persisting) {
    public static Outlook of(Incident incident, Circumstances circumstances, Policy policy, Instant now) {
        var clocks = new Clocks(incident, circumstances, policy);
        var state = incident.state(now);
        return new Outlook(
                state,
                Decision.decide(incident, circumstances, policy, now).next(),
                deadline(incident, clocks, state),
                Persisting.at(incident, circumstances, policy, now));
    }

    private static Optional<Instant> deadline(Incident incident, Clocks clocks, State state) {
        return switch (state) {
            case HELD, DISPUTED, WARNED, ANSWERED, CALLED -> running(incident, clocks);
            case CLOSED, RESTORING, CUTTING, CUT, PROTECTED, WATCHING, CALLING, NEW -> Optional.empty();
        };
    }

    private static Optional<Instant> running(Incident incident, Clocks clocks) {
        if (incident.watch().filter(Incident.Watch::open).isPresent()) {
            return Optional.empty();
        }
        if (incident.isAnswered()) {
            return clocks.fixDue();
        }
        return incident.round()
                .map(round -> round.isComplete() ? clocks.callAnswerDue() : Optional.<Instant>empty())
                .orElseGet(clocks::answerDue);
    }
}
