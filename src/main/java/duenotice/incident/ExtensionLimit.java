package duenotice.incident;

import java.time.Duration;

/** How far ahead a deadline may be moved, by what it is about and by what was granted before (R61). Pure. */
final class ExtensionLimit {
    /** What harms others meanwhile. */
    private static final Duration WHILE_OTHERS_ARE_HARMED = Duration.ofDays(7);

    private static final Duration ELSE = Duration.ofDays(14);

    private ExtensionLimit() {}

    /** From now on. Each extension before, and an earlier incident of the same kind, leave half of it. */
    static Duration of(Incident incident) {
        var whole = switch (incident.category()) {
            case EMAIL_COMPROMISE, SYSTEM_COMPROMISE -> WHILE_OTHERS_ARE_HARMED;
            case SERVER_UNDER_ATTACK, OTHER -> ELSE;
        };
        var halvings = incident.extensions().size() + (incident.repeatWithin().isPresent() ? 1 : 0);
        return whole.dividedBy(1L << Math.min(halvings, 10));
    }
}
