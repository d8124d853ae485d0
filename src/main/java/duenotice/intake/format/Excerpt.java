package duenotice.intake.format;

import java.util.Locale;
import java.util.Set;

/** A short piece of evidence for people to read, bounded, without the names of those who complained. */
final class Excerpt {
    /** Characters. */
    static final int LONGEST = 2000;

    private static final int LONGEST_LINE = 300;

    /** What tells the customer which mail it was. Recipients stay out (RFC 6590). */
    private static final Set<String> TELLING =
            Set.of("received", "date", "from", "subject", "message-id", "return-path");

    private final StringBuilder text = new StringBuilder();

    void add(String line) {
        var bounded = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " …" : line;
        if (!bounded.isBlank() && text.length() + bounded.length() < LONGEST) {
            text.append(bounded.stripTrailing()).append('\n');
        }
    }

    /** The telling fields of a mail's header, up to its first empty line. */
    void addHeaders(String header) {
        var telling = false;
        for (var line : (Iterable<String>) header.lines().limit(300)::iterator) {
            if (line.isBlank()) {
                break;
            }
            if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                var colon = line.indexOf(':');
                telling = colon > 0 && TELLING.contains(line.substring(0, colon).toLowerCase(Locale.ROOT));
            }
            if (telling) {
                add(line);
            }
        }
    }

    String text() {
        return text.toString();
    }
}
