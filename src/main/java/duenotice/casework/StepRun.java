package duenotice.casework;

import duenotice.incident.Circumstances;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One outer step on its way through a {@link StepRunner}. */
public interface StepRun {
    /** The incident as it stood when the step was decided, or at the last {@link #begin} or {@link #record}. */
    Incident incident();

    Circumstances circumstances();

    /** All of it as of that moment, timeline included. */
    Snapshot snapshot();

    Policy policy();

    /** The desk's present instant. */
    Instant now();

    /**
     * Takes the decision anew, with all mail up to now read. Where the step is still the next one,
     * the events (its intent) are written and committed.
     *
     * @return false where it is not: the step is dropped and nothing may be done
     */
    boolean begin(IncidentEvent... intent);

    /** Writes what came of it, whatever else happened meanwhile. */
    default void record(IncidentEvent... events) {
        record(List.of(events));
    }

    void record(List<IncidentEvent> events);

    /**
     * The outside could not do it now: the same step, with the same key, is tried again then.
     *
     * @param why for people; no personal data
     */
    default void postpone(Duration wait, String why) {
        postpone(wait, why, RelayAtLastTry.NOT_TO_BLAME);
    }

    /** @param relay whether it was our own mail relay, and in which way */
    void postpone(Duration wait, String why, RelayAtLastTry relay);

    /** How often this step was postponed already. */
    int postponements();
}
