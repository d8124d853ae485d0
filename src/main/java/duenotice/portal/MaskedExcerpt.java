package duenotice.portal;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An evidence excerpt as the customer may see it: nothing in it names the reporter, a spam trap, a recipient or a link
 * that unsubscribes one (R69).
 */
final class MaskedExcerpt {
    static final String MASK = "[…]";
    private static final int LONGEST = 4000;

    /** Headers that say to whom a message went, or hold a key of the recipient. */
    private static final Pattern TELLING_HEADER = Pattern.compile(
            "^[ \\t>]*(to|cc|bcc|delivered-to|x-original-to|x-envelope-to|envelope-to|original-rcpt-to|return-path|reply-to|"
                    + "list-unsubscribe|list-unsubscribe-post|list-id|feedback-id|x-feedback-id|x-report-abuse|"
                    + "reported-by|reporter|reporter-[a-z-]+|cfbl-address|cfbl-feedback-id)[ \\t]*:.*$",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}._%+=-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){0,8}");

    /** What stands behind a question mark often tells one recipient from another. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?#\"'<>]{1,500})[?#][^\\s\"'<>]{1,2000}");

    private MaskedExcerpt() {}

    /** @param reporter as known to us, an address or a name; its domain is masked too */
    static String of(String excerpt, String reporter) {
        var text = excerpt.length() > LONGEST ? excerpt.substring(0, LONGEST) + "\n…" : excerpt;
        var skipping = new boolean[1];
        text = text.lines().map(line -> line(line, skipping)).collect(Collectors.joining("\n"));
        text = ADDRESS.matcher(text).replaceAll(MASK);
        text = QUERY.matcher(text).replaceAll("$1?" + MASK);
        for (var name : new String[] {reporter, domain(reporter)}) {
            if (name.length() > 3) {
                text = Pattern.compile(Pattern.quote(name), Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll(MASK);
            }
        }
        return text;
    }

    /** A folded header goes on in lines that begin with white space. */
    private static String line(String line, boolean[] skipping) {
        var header = TELLING_HEADER.matcher(line);
        if (header.matches()) {
            skipping[0] = true;
            return line.substring(0, line.indexOf(':') + 1) + " " + MASK;
        }
        skipping[0] = skipping[0] && !line.isBlank() && Character.isWhitespace(line.charAt(0));
        return skipping[0] ? " " + MASK : line;
    }

    private static String domain(String reporter) {
        return reporter.substring(reporter.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
    }
}
