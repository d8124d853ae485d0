package duenotice.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes out of a piece of evidence who complained (R69): the reporter's names, addresses of recipients, unsubscribe
 * links and the tokens by which a spam trap would know itself again. What was masked once stays as it is.
 */
public final class Masking {
    /** Characters. */
    private static final int LONGEST = 2000;

    private static final int SHORTEST_TOKEN = 24;

    /** A shorter name would hit words that have nothing to do with it. */
    private static final int SHORTEST_NAME = 4;

    /** Lines that tell the customer which of his own mails it was; their addresses are his. */
    private static final Set<String> OWN = Set.of("from", "sender", "message-id");

    /** Lines that say to whom a message went or who reported it, or hold a key of the recipient. */
    private static final Set<String> TELLING = Set.of(
            "to",
            "cc",
            "bcc",
            "delivered-to",
            "x-original-to",
            "x-envelope-to",
            "envelope-to",
            "original-rcpt-to",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "list-id",
            "feedback-id",
            "x-feedback-id",
            "x-report-abuse",
            "reported-by",
            "reporter",
            "cfbl-address",
            "cfbl-feedback-id");

    private static final Pattern NAME = Pattern.compile("[ \\t>]*([A-Za-z0-9-]{1,60})[ \\t]*:.*");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"',;:()\\[\\]@/=]{1,64}@([\\p{L}\\p{N}.-]{1,253})");
    private static final Pattern WRAPPED = Pattern.compile("[^\\s<>@,;]{1,64}=[\\p{L}\\p{N}.-]{1,100}(?=@)");
    private static final Pattern LINK = Pattern.compile(
            "https?://\\S{0,500}?(?:unsub|optout|opt-out|remove|preferences|abmelde)\\S{0,500}",
            Pattern.CASE_INSENSITIVE);

    /** What stands behind a question mark often tells one recipient from another. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?#\"'<>]{1,500})[?#][^\\s\"'<>]{1,2000}");

    private static final Pattern TOKEN =
            Pattern.compile("(?<![\\p{L}\\p{N}/._-])[A-Za-z0-9_-]{24,}(?![\\p{L}\\p{N}._-])");

    /** An address in a trace line stands alone or in brackets; more than it must have is left to the parser to refuse. */
    private static final Pattern IP = Pattern.compile(
            "(?<![\\p{L}\\p{N}.:-])(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})"
                    + "(?![\\p{L}\\p{N}:-])");

    private Masking() {}

    /**
     * @param excerpt from outside; what is longer than 2000 characters is cut
     * @param reporter names, addresses and domains of who complained
     * @param accused the customer's own address; others in trace lines are machines of the reporter
     */
    public static String mask(String excerpt, Set<String> reporter, Optional<Prefix> accused) {
        if (excerpt.isEmpty()) {
            return excerpt;
        }
        var bounded = excerpt.length() > LONGEST ? excerpt.substring(0, LONGEST) : excerpt;
        var names = names(reporter);
        var masked = new StringBuilder(bounded.length());
        var header = "";
        for (var line : List.of(bounded.split("\\R", -1))) {
            var folded = !line.isBlank() && Character.isWhitespace(line.charAt(0)) && !header.isEmpty();
            if (!folded) {
                var name = NAME.matcher(line);
                header = name.matches() ? name.group(1).toLowerCase(Locale.ROOT) : "";
            }
            if (TELLING.contains(header)) {
                if (!folded) {
                    masked.append(line, 0, line.indexOf(':') + 1).append(" [masked]\n");
                }
                continue;
            }
            var text = line(line, OWN.contains(header), names);
            masked.append(header.equals("received") ? withoutOthers(text, accused) : text)
                    .append('\n');
        }
        return masked.toString().stripTrailing();
    }

    /**
     * @param words what must stand in a line for it to be worth searching
     * @param pattern with what stands before them
     */
    private record Names(List<String> words, Pattern pattern) {
        boolean occurIn(String line) {
            for (var word : words) {
                for (var at = 0; at <= line.length() - word.length(); at++) {
                    if (line.regionMatches(true, at, word, 0, word.length())) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static Optional<Names> names(Set<String> reporter) {
        var names = reporter.stream()
                .map(String::strip)
                .filter(name -> name.length() >= SHORTEST_NAME)
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Names(
                        names,
                        Pattern.compile(
                                "[\\p{L}\\p{N}._-]{0,100}(?:"
                                        + names.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")",
                                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)));
    }

    /** Most lines have no word that is long enough, and this is cheaper than to search them. */
    private static boolean hasLongWord(String text) {
        var length = 0;
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            var word = character < 128
                    && (character >= 'a' && character <= 'z'
                            || character >= 'A' && character <= 'Z'
                            || character >= '0' && character <= '9'
                            || character == '_'
                            || character == '-');
            length = word ? length + 1 : 0;
            if (length >= SHORTEST_TOKEN) {
                return true;
            }
        }
        return false;
    }

    private static String withoutOthers(String trace, Optional<Prefix> accused) {
        return IP.matcher(trace)
                .replaceAll(found -> Prefix.parse(found.group())
                        .filter(address ->
                                accused.filter(ours -> ours.contains(address)).isEmpty())
                        .map(ignored -> "[masked]")
                        .orElse(Matcher.quoteReplacement(found.group())));
    }

    private static String line(String line, boolean own, Optional<Names> names) {
        var text = line;
        if (names.filter(known -> known.occurIn(line)).isPresent()) {
            text = names.get().pattern().matcher(text).replaceAll("[reporter]");
        }
        if (text.indexOf('@') >= 0) {
            text = WRAPPED.matcher(text).replaceAll("[masked]");
            if (!own) {
                text = ADDRESS.matcher(text).replaceAll("[masked]@$1");
            }
        }
        if (text.contains("http") || text.contains("HTTP")) {
            text = LINK.matcher(text).replaceAll("[masked link]");
            text = QUERY.matcher(text).replaceAll("$1?[masked]");
        }
        if (!own && hasLongWord(text)) {
            text = TOKEN.matcher(text).replaceAll("[masked]");
        }
        return text;
    }
}
