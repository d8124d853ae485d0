package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** Why an incident was closed. */
public enum CloseAs {
    RESOLVED("resolved"),
    FALSE_POSITIVE("false-positive"),
    NOT_OURS("not-ours"),
    DUPLICATE("duplicate"),
    OTHER("other");

    private final String word;

    CloseAs(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<CloseAs> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
