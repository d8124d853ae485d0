package duenotice.casework;

import duenotice.incident.Circumstances;
import duenotice.incident.Entry;
import duenotice.incident.Incident;
import duenotice.incident.Outlook;
import duenotice.incident.Policy;
import java.time.Instant;
import java.util.List;

/** An incident with everything that is judged from, as of one instant. */
public record Snapshot(
        Incident incident, List<Entry> timeline, Circumstances circumstances, Policy policy, Instant now) {
    public Snapshot {
        timeline = List.copyOf(timeline);
    }

    /** How it stands, for people. */
    public Outlook outlook() {
        return Outlook.of(incident, circumstances, policy, now);
    }
}
