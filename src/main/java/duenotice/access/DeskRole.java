package duenotice.access;

import java.util.Arrays;
import java.util.Optional;

/** What an account or an API key is for (R67); what each may do is in {@link Rights}. */
public enum DeskRole {
    AGENT("agent"),
    LEAD("lead"),
    ENGINEER("engineer"),
    AUDITOR("auditor"),
    REPORTER("reporter");

    private final String word;

    DeskRole(String word) {
        this.word = word;
    }

    /** The word used in the database, on the command line and on pages. */
    public String word() {
        return word;
    }

    public static Optional<DeskRole> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
