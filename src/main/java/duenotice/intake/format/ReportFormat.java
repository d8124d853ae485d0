package duenotice.intake.format;

import java.util.Optional;

/** Reads one report format. A new format is one class of this kind and one line in {@link Formats}. */
interface ReportFormat {
    /** Short name as it stands in a {@link duenotice.report.Reading}: {@code arf}, {@code xarf-v4}, {@code plain-text} … */
    String name();

    /**
     * Reads what was handed in; empty where it is of another format. A report of this format that names no subject is
     * read all the same, without findings and with a warning that says why.
     */
    Optional<? extends Understanding> read(Content content);
}
