package duenotice.access;

/** What one may come for: each call of the API and each button of the console is one of these. */
public enum Task {
    /** Everything but what {@link #SEE_SEALED} shows. */
    SEE,
    /** Sealed originals, and child-abuse material (R59). */
    SEE_SEALED,
    /** Reports through the API, and one's own of them afterwards. */
    REPORT,
    /** The human queue, and incidents opened by hand. */
    OPEN,
    /** What moves an incident: answers, calls, statements, findings, notes. */
    WORK,
    HOLD,
    DECIDE_DISPUTE,
    REPAIR,
    MEASURE,
    ALARM,
    OUTAGE,
    STOP_AUTOMATION,
    START_AUTOMATION,
    START_AFTER_JUMP,
    /** Another policy, another server, or taking it all back. */
    REDIRECT,
    /** Warnings held back by a flood (R64). */
    RELEASE_WARNINGS,
    INVENTORY,
    /** Stored reports, with today's readers. */
    REREAD,
    /** Accounts and keys. */
    ACCESS
}
