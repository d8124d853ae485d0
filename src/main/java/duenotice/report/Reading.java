package duenotice.report;

import java.util.List;
import java.util.Optional;

/**
 * What one format reader understood of one message.
 *
 * @param format short name of the format: {@code arf}, {@code xarf-v4}, {@code plain-text} …
 * @param reporter the address or organisation that complains, as the report names it; proves nothing by itself
 * @param reportId the report's own id where the format has one (R71)
 * @param findings in the order of the report; empty where it names no subject
 * @param excerpt a short, already bounded piece of evidence for people to read; may be empty, never null
 * @param warnings what could not be understood, with where
 * @param unopened what of it nobody could open or read to its end, a sentence each: the rest of the message waits for
 *     people, whatever was understood (R70); stands among the warnings too
 */
public record Reading(
        String format,
        Optional<String> reporter,
        Optional<String> reportId,
        List<Finding> findings,
        String excerpt,
        List<String> warnings,
        List<String> unopened) {
    public Reading {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
        unopened = List.copyOf(unopened);
    }

    /** All of it was read. */
    public Reading(
            String format,
            Optional<String> reporter,
            Optional<String> reportId,
            List<Finding> findings,
            String excerpt,
            List<String> warnings) {
        this(format, reporter, reportId, findings, excerpt, warnings, List.of());
    }
}
