package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** Where an incident stands, as pages and the API show it; the first that holds. */
public enum State {
    CLOSED("closed"),
    RESTORING("restoring"),
    CUTTING("cutting"),
    CUT("cut"),
    PROTECTED("protected"),
    HELD("held"),
    DISPUTED("disputed"),
    WATCHING("watching"),
    ANSWERED("answered"),
    CALLED("called"),
    CALLING("calling"),
    WARNED("warned"),
    NEW("new");

    private final String word;

    State(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<State> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
