package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** What somebody on the rota must hear of. */
public enum AlarmKind {
    CALL_OVERDUE("call-overdue"),
    STATEMENT_OVERDUE("statement-overdue"),
    DRIVER_FAILING("driver-failing"),
    CLOCK_JUMP("clock-jump"),
    CAP_REACHED("cap-reached"),
    WARNING_FLOOD("warning-flood"),
    RELAY_DOWN("relay-down"),
    NO_CONTACT("no-contact"),
    REASSIGNED("reassigned"),
    FIXED_AGAIN("fixed-again"),
    DISPUTE_OVERDUE("dispute-overdue"),
    MEASURE_VANISHED("measure-vanished"),
    INVENTORY_STALE("inventory-stale"),
    CHANNEL_FAILING("channel-failing"),
    RETEST_FAILING("retest-failing");

    private final String word;

    AlarmKind(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    public static Optional<AlarmKind> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
