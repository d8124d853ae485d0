package duenotice.report;

import java.util.Arrays;
import java.util.Optional;

/** The desk's own four-way reading of a complaint (R4, R5, R6); what a policy and a letter are chosen by. */
public enum Category {
    EMAIL_COMPROMISE("email-compromise"),
    SYSTEM_COMPROMISE("system-compromise"),
    /** The customer is the victim (R6): no fault wording, no strike, no confession. */
    SERVER_UNDER_ATTACK("server-under-attack"),
    OTHER("other");

    private final String word;

    Category(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<Category> ofWord(String word) {
        return Arrays.stream(values())
                .filter(category -> category.word.equals(word))
                .findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
