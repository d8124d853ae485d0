package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** How far a measure has come; it is in force only when confirmed (R64). */
public enum MeasureState {
    PROPOSED("proposed"),
    REQUESTED("requested"),
    CONFIRMED("confirmed"),
    FAILED("failed"),
    UNKNOWN("unknown"),
    LIFTING("lifting"),
    LIFTED("lifted");

    private final String word;

    MeasureState(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<MeasureState> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
