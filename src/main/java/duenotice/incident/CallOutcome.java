package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** How one try to reach one number ended (R18, R47). */
public enum CallOutcome {
    REACHED_AUTHORIZED("reached-authorized"),
    REACHED_OTHER("reached-other"),
    VOICEMAIL("voicemail"),
    NO_ANSWER("no-answer"),
    BUSY("busy"),
    REFUSED("refused"),
    WRONG_NUMBER("wrong-number"),
    NOT_PLACED("not-placed");

    private final String word;

    CallOutcome(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    /** True where the number was really tried; a wrong number and our own failure are no tries (R47, R75). */
    public boolean isTry() {
        return this != WRONG_NUMBER && this != NOT_PLACED;
    }

    public static Optional<CallOutcome> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
