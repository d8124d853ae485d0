package duenotice.incident;

import java.util.Optional;

/** Number of an incident, as written in mails and addresses of pages. */
public record IncidentId(long number) implements Comparable<IncidentId> {
    public static Optional<IncidentId> parse(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(new IncidentId(Long.parseLong(text))) : Optional.empty();
    }

    @Override
    public int compareTo(IncidentId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
