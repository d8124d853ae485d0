package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** What a notice to the customer is about; each has its own letter. */
public enum NoticeKind {
    WARNING("warning"),
    NEW_TYPE("new-type"),
    VICTIM("victim"),
    INFORMATION("information"),
    REMINDER("reminder"),
    HALF_TIME("half-time"),
    CUT("cut"),
    RESTORED("restored"),
    REPAIR("repair"),
    REPAIR_OVER("repair-over"),
    PROTECTED("protected"),
    PROTECTION_EXTENDED("protection-extended"),
    PROTECTION_LIFTED("protection-lifted"),
    FIX_DOUBTED("fix-doubted"),
    STATEMENT_REFUSED("statement-refused"),
    PASSWORD_MAILED("password-mailed"),
    EXTENDED("extended"),
    DISPUTE_REJECTED("dispute-rejected"),
    RECURRED("recurred"),
    WATCH("watch"),
    WITHDRAWN("withdrawn"),
    FALSE_POSITIVE("false-positive"),
    CLOSED("closed");

    private final String word;

    NoticeKind(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<NoticeKind> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
