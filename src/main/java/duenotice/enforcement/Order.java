package duenotice.enforcement;

import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import java.time.Instant;

/**
 * One request to change something.
 *
 * @param key the same on every retry (R64)
 * @param issuedAt the desk's time
 */
public record Order(IncidentId incident, MeasureKind kind, Target target, String key, Instant issuedAt) {}
