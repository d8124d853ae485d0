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

    /**
     * A paper of a known kind that complains of nobody: statistics, a receipt, an all-clear. Kept and closed.
     *
     * @param format its short name: {@code dmarc-aggregate}, {@code tlsrpt} …
     * @param reason a sentence on why nothing is to be done
     */
    record FiledAway(String format, String reason) implements Understanding {}

    /**
     * A letter of a known kind that complains of nobody and yet is for a person to answer or to throw away.
     *
     * @param format its short name: {@code mailbox-validation}, {@code newsletter} …
     * @param reason a sentence on what it wants
     */
    record ForPerson(String format, String reason) implements Understanding {}

    /** Nothing in it complains of anything. */
    record NoReport() implements Understanding {}
}
