package duenotice.casework;

import duenotice.incident.Verdict;

/** What came of an act. */
public sealed interface Acted {
    /** @param snapshot the incident right after it */
    record Done(Snapshot snapshot) implements Acted {}

    record Refused(Verdict.Reason reason, String sentence) implements Acted {}

    record NoSuchIncident() implements Acted {}
}
