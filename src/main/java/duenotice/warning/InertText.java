package duenotice.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes text from outside harmless to read: no control characters, no live links, no addresses of people (R69). */
final class InertText {
    private static final int MOST_LINES = 12;
    private static final int LONGEST_LINE = 160;
    private static final int LONGEST_VALUE = 200;

    /** Bidirectional controls can make a line read as another; zero-width ones hide. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]");

    private static final Pattern SCHEME = Pattern.compile("(?i)\\bhttp(s?)(?=\\s*:|%3a)");
    private static final Pattern OTHER_SCHEME = Pattern.compile("(?i)\\b(javascript|data|ftps?|file|mailto):");
    private static final Pattern WWW = Pattern.compile("(?i)\\bwww\\.");
    private static final Pattern MAILBOX =
            Pattern.compile("[\\p{L}\\p{N}._%+=&'*/?^{|}~-]{1,64}@(?=[\\p{L}\\p{N}-]{1,63}\\.[\\p{L}\\p{N}.-]{1,190})");

    /** Ids in links and headers can tell the customer which of his victims complained. */
    private static final Pattern QUERY = Pattern.compile("(://[^\\s?#\"<>]{1,200})[?#][^\\s\"<>]*");

    private static final Pattern UNSUBSCRIBE = Pattern.compile(
            "(?i)^(list-unsubscribe(-post)?|x-unsubscribe|feedback-id|delivered-to|x-original-to|envelope-to|original-rcpt-to|original-recipient|final-recipient)\\s*:.*$");

    private InertText() {}

    /** A few lines of evidence; longer ones are cut and say so. */
    static List<String> excerpt(String text) {
        var lines = new ArrayList<String>();
        var cut = false;
        for (var raw : bounded(text, 40_000).split("\\r\\n|[\\r\\n]", -1)) {
            var line = masked(visible(raw.replace('\t', ' ')).stripTrailing());
            if (line.isEmpty() && (lines.isEmpty() || lines.getLast().isEmpty())) {
                continue;
            }
            if (lines.size() == MOST_LINES) {
                cut = true;
                break;
            }
            lines.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " […]" : line);
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        if (cut) {
            lines.add("[…]");
        }
        return lines;
    }

    /** What people of ours wrote, as long as it is, its lines kept. */
    static List<String> message(String text) {
        var lines = new ArrayList<String>();
        for (var line : bounded(text, 40_000).split("\\r\\n|[\\r\\n]", -1)) {
            lines.add(visible(line.replace('\t', ' ')).stripTrailing());
        }
        return lines;
    }

    /** A name or another short value on one line. */
    static String value(String text) {
        return bounded(visible(text).replaceAll("\\s+", " ").strip(), LONGEST_VALUE);
    }

    private static String visible(String text) {
        return UNSEEN.matcher(text).replaceAll(" ");
    }

    private static String masked(String line) {
        var named = UNSUBSCRIBE.matcher(line);
        if (named.matches()) {
            return named.group(1) + ": [...]";
        }
        var text = QUERY.matcher(line).replaceAll("$1?[...]");
        text = MAILBOX.matcher(text).replaceAll("***@");
        text = SCHEME.matcher(text).replaceAll("hxxp$1");
        text = OTHER_SCHEME.matcher(text).replaceAll("$1[:]");
        return WWW.matcher(text).replaceAll("www[.]");
    }

    private static String bounded(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
