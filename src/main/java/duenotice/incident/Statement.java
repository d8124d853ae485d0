package duenotice.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A customer's written confirmation: what the cause was, what was done, what prevents it (R27, R28).
 *
 * <p>By mail it is read from lines that start with {@code Cause:}, {@code Done:} and {@code Prevention:} (or the German
 * words for them); what follows a label up to the next one belongs to it.
 */
public record Statement(String cause, String done, String prevention) {
    private static final Pattern LABEL = Pattern.compile(
            "^[ \\t*>-]{0,8}(cause|done|prevention|ursache|getan|erledigt|vorbeugung)[ \\t]?:[ \\t]*(.*)$",
            Pattern.CASE_INSENSITIVE);

    /** Words that say nothing by themselves. */
    private static final Set<String> STOCK = Set.of(
            "fixed",
            "done",
            "ok",
            "okay",
            "resolved",
            "solved",
            "yes",
            "no",
            "none",
            "nothing",
            "unknown",
            "na",
            "n/a",
            "it",
            "is",
            "was",
            "has",
            "been",
            "have",
            "we",
            "i",
            "the",
            "issue",
            "problem",
            "all",
            "now",
            "already",
            "everything",
            "this",
            "please",
            "restore",
            "thanks",
            "thank",
            "you",
            "behoben",
            "erledigt",
            "gelöst",
            "geloest",
            "ja",
            "fertig",
            "alles");

    /** True where the text has at least one labelled line, so that it is meant as a statement. */
    public static Optional<Statement> read(String text) {
        var parts = new StringBuilder[] {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        var current = -1;
        var seen = false;
        for (var line : text.lines().toList()) {
            var label = line.length() > 4000 ? null : LABEL.matcher(line);
            if (label != null && label.matches()) {
                current = switch (label.group(1).toLowerCase(Locale.ROOT)) {
                    case "cause", "ursache" -> 0;
                    case "done", "getan", "erledigt" -> 1;
                    default -> 2;
                };
                seen = true;
                parts[current].append(label.group(2));
            } else if (current >= 0) {
                parts[current].append('\n').append(line);
            }
        }
        return seen
                ? Optional.of(new Statement(
                        parts[0].toString().strip(),
                        parts[1].toString().strip(),
                        parts[2].toString().strip()))
                : Optional.empty();
    }

    /** The parts that are empty or hold only stock words; an empty list means the statement is complete. */
    public List<StatementPart> missing() {
        var missing = new ArrayList<StatementPart>();
        if (saysNothing(cause)) {
            missing.add(StatementPart.CAUSE);
        }
        if (saysNothing(done)) {
            missing.add(StatementPart.DONE);
        }
        if (saysNothing(prevention)) {
            missing.add(StatementPart.PREVENTION);
        }
        return List.copyOf(missing);
    }

    /** The statement as it is kept and shown. */
    public String text() {
        return "Cause: " + cause + "\nDone: " + done + "\nPrevention: " + prevention;
    }

    private static boolean saysNothing(String part) {
        for (var word : part.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}/]+")) {
            if (!word.isEmpty() && !STOCK.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
