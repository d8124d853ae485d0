package duenotice.incident;

import java.util.Arrays;
import java.util.List;

/** Whether an act goes through, and what it adds to the timeline. */
public sealed interface Verdict {
    /**
     * @param events in order
     * @param texts personal texts that the events name by digest
     */
    record Done(List<IncidentEvent> events, List<String> texts) implements Verdict {
        public Done {
            events = List.copyOf(events);
            texts = List.copyOf(texts);
        }
    }

    /** @param sentence says what is missing or in the way */
    record Refused(Reason reason, String sentence) implements Verdict {}

    /** Why an act is refused. */
    enum Reason {
        /** The incident's state does not allow it. */
        CONFLICT,
        /** What it says is wrong. */
        INVALID,
        /** This person may not. */
        FORBIDDEN
    }

    static Verdict done(IncidentEvent... events) {
        return new Done(Arrays.asList(events), List.of());
    }

    static Verdict doneWith(String text, IncidentEvent... events) {
        return new Done(Arrays.asList(events), List.of(text));
    }

    static Verdict conflict(String sentence) {
        return new Refused(Reason.CONFLICT, sentence);
    }

    static Verdict invalid(String sentence) {
        return new Refused(Reason.INVALID, sentence);
    }

    static Verdict forbidden(String sentence) {
        return new Refused(Reason.FORBIDDEN, sentence);
    }
}
