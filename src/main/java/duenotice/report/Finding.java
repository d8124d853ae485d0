package duenotice.report;

import java.util.Optional;

/**
 * One thing a report says about one subject: the source at fault, or the victim where the server is under attack; never
 * the reporter's own machines.
 *
 * @param type empty where the report does not tell
 * @param subject what is complained about
 * @param observedAt event time as reported; empty where the report names none
 * @param line in a file of lines or rows, counted from 1 with comments and headings; empty elsewhere
 */
public record Finding(
        Category category,
        Optional<Type> type,
        Subject subject,
        Optional<EventTime> observedAt,
        Optional<Integer> line) {
    public Finding(Category category, Optional<Type> type, Subject subject, Optional<EventTime> observedAt) {
        this(category, type, subject, observedAt, Optional.empty());
    }

    public Type typeOrUnknown() {
        return type.orElse(Type.UNKNOWN);
    }
}
