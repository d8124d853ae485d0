package duenotice.intake.format;

import duenotice.report.Reading;
import java.util.Optional;

/** Reads one report format. A new format is one class of this kind and one line in {@link Formats}. */
interface ReportFormat {
    /** Short name as it stands in a {@link Reading}: {@code arf}, {@code xarf-v4}, {@code plain-text} … */
    String name();

    /**
     * Reads the report; empty where the submission is of another format. A report of this format that names no
     * subject is read all the same, without findings and with a warning that says why.
     */
    Optional<Reading> read(Submission submission);
}
