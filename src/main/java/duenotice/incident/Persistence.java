package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** Does the abuse persist (R45)? */
public enum Persistence {
    YES("yes"),
    NO("no"),
    UNKNOWN("unknown");

    private final String word;

    Persistence(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<Persistence> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
