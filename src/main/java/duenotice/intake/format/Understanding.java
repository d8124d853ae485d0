package duenotice.intake.format;

import duenotice.report.Reading;

/** What came of reading a submission. */
public sealed interface Understanding {
    /** A report; it may lack findings, then its warnings say why. */
    record Report(Reading reading) implements Understanding {}

    /**
     * Looks like a report, but cannot be read; waits for a person with the raw message.
     *
     * @param reason a sentence, with where
     */
    record Unreadable(String reason) implements Understanding {}

    /** Nothing in it complains of anything. */
    record NoReport() implements Understanding {}
}
