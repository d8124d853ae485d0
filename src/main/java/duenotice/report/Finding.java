package duenotice.report;

import java.util.Optional;

/**
 * One thing a report says about one subject: who does harm, or who suffers it where a server is attacked; what
 * belongs to the reporter is none.
 *
 * @param type empty where the report does not tell
 * @param subject what is complained about
 * @param observedAt event time as reported; empty where the report names none
 * @param line in a file of lines or rows, counted from 1 with comments and headings; empty elsewhere
 * @param excerpt the piece of evidence about this subject alone, bounded, where a report is about many customers'
 *     servers; empty where the report's own serves
 */
public record Finding(
        Category category,
        Optional<Type> type,
        Subject subject,
        Optional<EventTime> observedAt,
        Optional<Integer> line,
        Optional<String> excerpt) {
    public Finding(Category category, Optional<Type> type, Subject subject, Optional<EventTime> observedAt) {
        this(category, type, subject, observedAt, Optional.empty());
    }

    public Finding(
            Category category,
            Optional<Type> type,
            Subject subject,
            Optional<EventTime> observedAt,
            Optional<Integer> line) {
        this(category, type, subject, observedAt, line, Optional.empty());
    }

    public Finding withExcerpt(String own) {
        return new Finding(category, type, subject, observedAt, line, Optional.of(own));
    }

    public Type typeOrUnknown() {
        return type.orElse(Type.UNKNOWN);
    }
}
