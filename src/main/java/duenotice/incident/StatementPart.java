package duenotice.incident;

/** The three parts of a written confirmation (R28). */
public enum StatementPart {
    CAUSE,
    DONE,
    PREVENTION;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
