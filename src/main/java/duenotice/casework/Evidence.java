package duenotice.casework;

import duenotice.report.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One report on an incident, as people look at it. The reporter is for staff only (R69).
 *
 * @param observedAt event time; where {@code zoneKnown} is false, uncertain by up to 14 hours
 * @param owned the resource was this customer's at event time
 * @param ports of the server's own side, as far as the report names any
 * @param further where else the same finding is
 * @param excerpt from outside and hostile: to be shown as inert text only
 */
public record Evidence(
        MessageId message,
        Type type,
        Optional<String> address,
        Optional<String> url,
        Optional<Instant> observedAt,
        boolean zoneKnown,
        Instant receivedAt,
        String weight,
        String reporter,
        String sourceType,
        boolean owned,
        List<Integer> ports,
        Further further,
        String excerpt,
        boolean duplicate) {}
