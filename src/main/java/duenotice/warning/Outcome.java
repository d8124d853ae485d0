package duenotice.warning;

import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import java.time.Duration;
import java.util.List;

/**
 * What the relay said to all mails of one step.
 *
 * @param told one entry for each address
 * @param otherwise what the relay made of those that it did not take, where there are any
 */
record Outcome(List<Told> told, RelayAtLastTry otherwise) {
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

    /** How long to wait before the next try: those that only wait for their turn get it soon. */
    Duration pause(int tries) {
        return otherwise == RelayAtLastTry.PACED ? Duration.ofMinutes(1) : Post.backOff(tries);
    }

    /** What kept a mail from being taken, where one was not. */
    RelayAtLastTry relay() {
        return anyDeferred() ? otherwise : RelayAtLastTry.NOT_TO_BLAME;
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
