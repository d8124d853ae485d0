package duenotice.warning;

import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import java.util.List;

/**
 * What the relay said to all mails of one step.
 *
 * @param told one entry for each address
 * @param relayIsAway the relay itself took nothing, whoever it was for
 */
record Outcome(List<Told> told, boolean relayIsAway) {
    /** Where some addresses are deferred, the others are told meanwhile, and all is recorded after so many tries. */
    private static final int TRIES_FOR_THE_REST = 8;

    Outcome {
        told = List.copyOf(told);
    }

    boolean anyAccepted() {
        return told.stream().anyMatch(one -> one.handed() == Handed.ACCEPTED);
    }

    boolean anyDeferred() {
        return told.stream().anyMatch(one -> one.handed() == Handed.DEFERRED);
    }

    /** @param tries how often it was put off before */
    boolean wantsAnotherTry(int tries) {
        return anyDeferred() && (!anyAccepted() || tries < TRIES_FOR_THE_REST);
    }

    /** What kept a mail from being taken, where one was not. */
    RelayAtLastTry relay() {
        return relayIsAway ? RelayAtLastTry.AWAY : anyDeferred() ? RelayAtLastTry.PUT_OFF : RelayAtLastTry.NOT_TO_BLAME;
    }

    /** Why nothing can be said yet, for people; no personal data. */
    String why() {
        return told.stream()
                .filter(one -> one.handed() == Handed.DEFERRED)
                .map(one -> "the relay did not take it: " + one.reply().replaceAll("[^\\s<>]+@[^\\s<>]+", "..."))
                .findFirst()
                .orElse("");
    }
}
