package duenotice.incident;

import java.util.List;
import java.util.Locale;

/** What a closed incident says of those who had reported it (R55). */
public enum Held {
    /** Something was there: the customer said so, a measure was needed, or a person closed it as resolved. */
    CONFIRMED,
    /** Nothing was there, or nothing of ours. */
    FALSE,
    /** Nobody ever said: it went quiet, or was closed for another reason. */
    UNDECIDED;

    /** The word used in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param timeline of that incident */
    public static Held of(Incident incident, List<Entry> timeline) {
        var closedAs = incident.closedAs();
        if (closedAs.isEmpty()) {
            return UNDECIDED;
        }
        return switch (closedAs.get()) {
            case FALSE_POSITIVE, NOT_OURS -> FALSE;
            case DUPLICATE, OTHER -> UNDECIDED;
            case RESOLVED -> wasThere(incident, timeline) ? CONFIRMED : UNDECIDED;
        };
    }

    private static boolean wasThere(Incident incident, List<Entry> timeline) {
        return incident.claimedFix().isPresent()
                || incident.restoredAt().isPresent()
                || incident.looks().stream().anyMatch(look -> look.value() == Persistence.YES)
                || timeline.stream()
                        .anyMatch(entry -> entry.event() instanceof IncidentEvent.Closed
                                && !entry.actor().equals(Actor.AUTOMATION));
    }
}
