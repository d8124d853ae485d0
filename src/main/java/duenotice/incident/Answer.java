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
 * @param why it is read as that kind: the words that decided, or who said so and for what reason
 * @param message number of the mail in the inbox; empty where it came in another way
 */
public record Answer(
        int number,
        int entry,
        int readEntry,
        String from,
        AnswerKind kind,
        Standing standing,
        Instant receivedAt,
        boolean accepted,
        String why,
        String message) {
    /** True where it counts as a response (R41, R42). */
    public boolean counts() {
        return standing == Standing.AUTHORIZED || accepted;
    }

    Answer acceptedBy(int acceptance) {
        return new Answer(number, acceptance, acceptance, from, kind, standing, receivedAt, true, why, message);
    }

    Answer readAs(AnswerKind other, String reason, int reading) {
        return new Answer(
                number,
                entry,
                kind == other ? readEntry : reading,
                from,
                other,
                standing,
                receivedAt,
                accepted,
                reason,
                message);
    }
}
