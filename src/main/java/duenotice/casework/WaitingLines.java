package duenotice.casework;

import duenotice.incident.IncidentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Who waits for room in a lane, first come, first served. It only saves time: whoever is forgotten here, or waits at
 * another node too, is found by when it wants to be looked at.
 */
final class WaitingLines {
    private final Map<Lane, LinkedHashSet<IncidentId>> lines = new LinkedHashMap<>();

    /** Who waits already keeps the place in line. */
    synchronized void add(Lane lane, IncidentId incident) {
        lines.computeIfAbsent(lane, unseen -> new LinkedHashSet<>()).add(incident);
    }

    synchronized boolean isEmpty() {
        return lines.values().stream().allMatch(LinkedHashSet::isEmpty);
    }

    /** As many as there is room for now; they leave the line. */
    synchronized List<IncidentId> next(Lanes lanes) {
        var next = new ArrayList<IncidentId>();
        lines.forEach((lane, line) -> {
            for (var room = lanes.free(lane); room > 0 && !line.isEmpty(); room--) {
                next.add(line.removeFirst());
            }
        });
        return next;
    }
}
