package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** What an authorized contact's answer says (R42). */
public enum AnswerKind {
    ACK("ack"),
    CORRECTIVE("corrective"),
    EXTENSION("extension"),
    DISPUTE("dispute"),
    OTHER("other");

    private final String word;

    AnswerKind(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    /** True where the customer says that something was done: a claimed fix (R45). */
    public boolean claimsFix() {
        return this == CORRECTIVE || this == OTHER;
    }

    public static Optional<AnswerKind> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
