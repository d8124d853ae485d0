package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** How a customer's password came to be kept, sealed; it says who may look at it (R25). */
public enum SecretKind {
    /** Left on the customer's page, for the agent to whom the incident is assigned. */
    DROP("drop"),
    /** It stood in a mail: the whole mail is sealed, for leads. */
    MAIL("mail");

    private final String word;

    SecretKind(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<SecretKind> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
