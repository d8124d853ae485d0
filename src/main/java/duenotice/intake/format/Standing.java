package duenotice.intake.format;

/** How a text speaks of a place. The first four accuse it, and earlier ones are believed before later ones. */
enum Standing {
    /** Behind a label that names the culprit: {@code Source IP: …}, {@code Attacker: …}. */
    LABELLED_SOURCE,
    /** Behind a label that names a place: {@code IP: …}, {@code URL: …}. */
    LABELLED,
    /** In a sentence: {@code attacks from …}, {@code your server …}. */
    STATED,
    /** On the source's side of a log line. */
    LOGGED,
    /** Mentioned, and nothing says as what. */
    LOOSE,
    /** What something lies on or happens on: the culprit of an open service, the victim of an attack. */
    UPON,
    /** Said in words to be attacked: {@code … is under attack}, {@code attack against …}. No plain label outweighs it. */
    ATTACKED,
    /** The attacked side of something: of a log line, of a complaint. */
    VICTIM,
    /** An end of a range of addresses that is no prefix: neither end is meant alone. */
    SPAN,
    /** Something else altogether: the reporter's relay, a hop, a page with explanations. */
    BESIDE
}
