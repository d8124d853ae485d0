package duenotice.enforcement;

/** What came of a request, as the outside says; only an inspection proves it. */
public sealed interface Outcome {
    /** Said to be done. */
    record Done() implements Outcome {}

    /** @param task what a person has to do */
    record Pending(String task) implements Outcome {}

    /** Not done; the same request may go through later. No personal data in {@code why}, here and below. */
    record Later(String why) implements Outcome {}

    /** Not done, and asking again does not help until somebody changes something. */
    record Never(String why) implements Outcome {}

    /** No answer in time: it may be done, or still come. */
    record InDoubt(String why) implements Outcome {}
}
