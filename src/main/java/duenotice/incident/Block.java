package duenotice.incident;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Why a step that is due does not go by itself; in the order in which they are shown. */
public enum Block {
    EVIDENCE("evidence"),
    CALL_ROUND("call-round"),
    NO_NUMBERS("no-numbers"),
    FRESH_EVIDENCE("fresh-evidence"),
    PERSISTENCE_UNKNOWN("persistence-unknown"),
    APPROVAL("approval"),
    ANSWERED("answered"),
    UNVERIFIED_ANSWER("unverified-answer"),
    STATEMENT("statement"),
    STATEMENT_REVIEW("statement-review"),
    VERIFICATION("verification"),
    AUTOMATION_STOPPED("automation-stopped"),
    CAP("cap"),
    BACKLOG("backlog"),
    REASSIGNED("reassigned"),
    SHARED("shared"),
    NEVER_CUT("never-cut"),
    HOLD("hold"),
    DISPUTE("dispute"),
    OUTAGE("outage"),
    CLOCK("clock"),
    DRIVER("driver"),
    INVENTORY_STALE("inventory-stale"),
    FIXED_AGAIN("fixed-again"),
    RELAY("relay"),
    WARNING_FLOOD("warning-flood"),
    NO_CONTACT("no-contact");

    /** Blocks that a person may override for one cut; the others are facts that nobody can approve away. */
    private static final Set<Block> OVERRIDABLE = EnumSet.of(
            NO_NUMBERS, FRESH_EVIDENCE, PERSISTENCE_UNKNOWN, APPROVAL, UNVERIFIED_ANSWER, FIXED_AGAIN, CAP, SHARED);

    /** Blocks that end by something outside, of which the incident's own timeline tells nothing. */
    private static final Set<Block> UNSEEN = EnumSet.of(
            AUTOMATION_STOPPED,
            CAP,
            BACKLOG,
            REASSIGNED,
            SHARED,
            NEVER_CUT,
            OUTAGE,
            CLOCK,
            INVENTORY_STALE,
            RELAY,
            NO_CONTACT);

    private final String word;

    Block(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public boolean isOverridable() {
        return OVERRIDABLE.contains(this);
    }

    boolean endsUnseen() {
        return UNSEEN.contains(this);
    }

    public static Optional<Block> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
