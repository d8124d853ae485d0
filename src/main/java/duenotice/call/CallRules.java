package duenotice.call;

import java.time.Duration;

/**
 * How fast the program phones.
 *
 * @param spacing least time between the end of one call of a round and the next
 * @param mostInASecond calls begun, of all incidents
 * @param mostInAnHour likewise; what is beyond waits, and people hear of calls that are overdue
 */
public record CallRules(Duration spacing, int mostInASecond, int mostInAnHour) {
    public static final Duration USUAL_SPACING = Duration.ofSeconds(30);

    public CallRules {
        if (spacing.isNegative() || mostInASecond < 1 || mostInAnHour < 1) {
            throw new IllegalArgumentException(
                    "phone: spacing must not be negative, and at least one call must be allowed");
        }
    }

    /** Nothing costs anything there. */
    public static final CallRules REHEARSAL = new CallRules(USUAL_SPACING, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
