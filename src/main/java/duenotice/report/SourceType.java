package duenotice.report;

import java.util.Arrays;
import java.util.Optional;

/** What kind of source a report came from (R2). */
public enum SourceType {
    FEEDBACK_LOOP("feedback-loop"),
    BLOCKLIST("blocklist"),
    INDUSTRY_CONTACT("industry-contact"),
    MAILING_LIST("mailing-list"),
    CLIENT("client"),
    OWN_DETECTION("own-detection"),
    PUBLIC("public");

    private final String word;

    SourceType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<SourceType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
