package duenotice.casework;

import java.util.Optional;

/** Number of an accepted message; the API calls it the id of a report. */
public record MessageId(long number) {
    public static Optional<MessageId> parse(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(new MessageId(Long.parseLong(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
