package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** What comes next if nothing changes. */
public enum NextStep {
    ASCERTAIN("ascertain"),
    WARN("warn"),
    CALL("call"),
    CUT("cut"),
    CONFIRM("confirm"),
    RESTORE("restore"),
    WATCH("watch"),
    CLOSE("close"),
    STAFF("staff");

    private final String word;

    NextStep(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<NextStep> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
