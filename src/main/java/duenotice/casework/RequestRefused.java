package duenotice.casework;

import duenotice.incident.Verdict;

/** What a person asks for cannot be asked for so, whatever the incident's state; the sentence is for that person. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Verdict.Reason reason;

    private RequestRefused(Verdict.Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    static RequestRefused invalid(String sentence) {
        return new RequestRefused(Verdict.Reason.INVALID, sentence);
    }

    static RequestRefused conflict(String sentence) {
        return new RequestRefused(Verdict.Reason.CONFLICT, sentence);
    }

    public Verdict.Reason reason() {
        return reason;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
