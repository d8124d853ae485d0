package duenotice.casework;

import duenotice.incident.IncidentId;
import duenotice.report.EventTime;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One finding of one message that joins an incident.
 *
 * @param incident which it joins
 * @param receivedAt receipt time of the message
 * @param reporter who complains, for counting; a sender address or the name of an API key
 * @param domain authenticated organisational domain of the reporter; empty where nothing is proven or it is free mail
 * @param owned the resource was this customer's at event time
 * @param resolved where a reported name points, by our own look-up, is all that led to the resource
 * @param excerpt a short piece of evidence for people, bounded and masked; may be empty
 * @param ports of the server's own side, as far as it names any
 * @param further where else the same finding is
 * @param contentKey same reporter, server, type, UTC day and content (R71)
 * @param duplicate raises only what was last seen
 */
public record Sighted(
        IncidentId incident,
        MessageId message,
        Type type,
        Optional<String> address,
        Optional<String> url,
        Optional<EventTime> observedAt,
        Instant receivedAt,
        Weight weight,
        String reporter,
        Optional<String> domain,
        SourceType sourceType,
        boolean owned,
        boolean resolved,
        List<Integer> ports,
        Further further,
        String excerpt,
        String contentKey,
        boolean duplicate) {
    public Sighted {
        ports = List.copyOf(ports);
    }

    /** What a report counts for by itself (R40). */
    public enum Weight {
        /** A trusted reporter, authenticated. */
        TRUSTED,
        /** Our own detection. */
        TELEMETRY,
        /** The sender's domain is proven, no more. */
        AUTHENTICATED,
        NONE
    }
}
