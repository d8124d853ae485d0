package duenotice.verification.probe;

/** What an answer of a service means. */
enum Meaning {
    /** It serves anybody who asks. */
    OPEN,
    /** It is there and serves strangers no more. */
    CLOSED,
    /** Something answers, and nobody can say what that means. */
    UNCLEAR
}
