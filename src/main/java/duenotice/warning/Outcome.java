package duenotice.warning;

import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import java.util.List;

/** What the relay said to all mails of one step, one entry for each address. */
record Outcome(List<Told> told) {
    Outcome {
        told = List.copyOf(told);
    }

    boolean anyAccepted() {
        return told.stream().anyMatch(one -> one.handed() == Handed.ACCEPTED);
    }

    boolean anyDeferred() {
        return told.stream().anyMatch(one -> one.handed() == Handed.DEFERRED);
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
