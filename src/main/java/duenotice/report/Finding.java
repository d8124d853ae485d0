package duenotice.report;

import java.util.Optional;

/**
 * One thing a report says about one subject: the source at fault, or the victim where the server is under attack; never
 * the reporter's own machines.
 *
 * @param type empty where the report does not tell
 * @param subject what is complained about
 * @param observedAt event time as reported; empty where the report names none
 */
public record Finding(Category category, Optional<Type> type, Subject subject, Optional<EventTime> observedAt) {
    public Type typeOrUnknown() {
        return type.orElse(Type.UNKNOWN);
    }
}
