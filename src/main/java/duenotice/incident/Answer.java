package duenotice.incident;

import duenotice.incident.IncidentEvent.Standing;
import java.time.Instant;

/**
 * What a person wrote or said to a warning.
 *
 * @param number counts from 1 within the incident
 * @param entry seq of the timeline entry in which it became known
 * @param readEntry seq of the entry by which it is read as the kind it has now; staff may read it anew
 * @param receivedAt our receipt time, which decides (R50)
 * @param accepted staff took an answer from an unverified sender
 */
public record Answer(
        int number,
        int entry,
        int readEntry,
        String from,
        AnswerKind kind,
        Standing standing,
        Instant receivedAt,
        boolean accepted) {
    /** True where it counts as a response (R41, R42). */
    public boolean counts() {
        return standing == Standing.AUTHORIZED || accepted;
    }
}
