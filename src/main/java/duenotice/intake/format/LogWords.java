package duenotice.intake.format;

import duenotice.report.Type;
import duenotice.report.WordTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the words of a log line say, by the table {@code log-words.txt}; its head explains the senses. */
final class LogWords {
    enum Sense {
        ACCUSES,
        LIMIT,
        FAULT,
        THING,
        DEFERS,
        RETOLD,
        OPENS,
        ENDS,
        BEFORE,
        ADMITS,
        CALMS,
        SCANNER,
        MISSING,
        PROBE,
        NOTHING
    }

    /** @param types what the phrases that accuse, and the things, tell of the deed; the first phrase of each counts */
    record Said(Set<Sense> senses, Map<Sense, Type> types) {
        boolean says(Sense sense) {
            return senses.contains(sense);
        }

        Optional<Type> type() {
            return Optional.ofNullable(types.get(Sense.ACCUSES))
                    .or(() -> Optional.ofNullable(types.get(Sense.LIMIT)))
                    .or(() -> Optional.ofNullable(types.get(Sense.THING)));
        }
    }

    private static final LogWords TABLE = load();

    /** A word and what may follow it. */
    private static final class Node {
        final Map<String, Node> next = new HashMap<>();

        @Nullable
        Sense sense;

        @Nullable
        Type type;
    }

    private final Node root = new Node();

    private LogWords() {}

    static Said in(String text) {
        return TABLE.said(TABLE.known(text));
    }

    /** The words of a text; one that no phrase begins with is divided at its capitals: {@code AuthenticationFailed}. */
    private List<String> known(String text) {
        List<String> words = new ArrayList<>();
        for (var word : runs(text)) {
            var lower = word.toLowerCase(Locale.ROOT);
            if (root.next.containsKey(lower) || lower.equals(word)) {
                words.add(lower);
            } else {
                divide(word, words);
            }
        }
        return words;
    }

    private static void divide(String word, List<String> words) {
        var start = 0;
        for (var i = 1; i <= word.length(); i++) {
            if (i == word.length()
                    || Character.isUpperCase(word.charAt(i)) && Character.isLowerCase(word.charAt(i - 1))) {
                words.add(word.substring(start, i).toLowerCase(Locale.ROOT));
                start = i;
            }
        }
    }

    /** Runs of letters and digits in lower case; an apostrophe within a word stays. */
    static List<String> words(String text) {
        return runs(text).stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> runs(String text) {
        List<String> runs = new ArrayList<>();
        var start = -1;
        for (var i = 0; i <= text.length(); i++) {
            var inWord = i < text.length()
                    && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '\'' && isInside(text, i));
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                runs.add(text.substring(start, i));
                start = -1;
            }
        }
        return runs;
    }

    private static boolean isInside(String text, int at) {
        return at > 0
                && at + 1 < text.length()
                && Character.isLetter(text.charAt(at - 1))
                && Character.isLetter(text.charAt(at + 1));
    }

    private Said said(List<String> words) {
        Set<Sense> senses = EnumSet.noneOf(Sense.class);
        Map<Sense, Type> types = new EnumMap<>(Sense.class);
        var at = 0;
        while (at < words.size()) {
            @Nullable Node longest = null;
            var end = at + 1;
            @Nullable Node node = root.next.get(words.get(at));
            for (var next = at + 1; node != null; next++) {
                if (node.sense != null) {
                    longest = node;
                    end = next;
                }
                node = next < words.size() ? node.next.get(words.get(next)) : null;
            }
            if (longest != null) {
                var sense = Objects.requireNonNull(longest.sense);
                // what was missing is named by the client, as it likes
                if (sense != Sense.NOTHING && (!senses.contains(Sense.MISSING) || sense == Sense.PROBE)) {
                    senses.add(sense);
                }
                if (longest.type != null) {
                    types.putIfAbsent(sense, longest.type);
                }
            }
            at = end;
        }
        return new Said(senses, types);
    }

    private static LogWords load() {
        var words = WordTable.of(LogWords.class, "log-words.txt");
        var table = new LogWords();
        for (var section : words.sections()) {
            var heading = section.split(" ");
            var sense = Sense.valueOf(heading[0].toUpperCase(Locale.ROOT));
            @Nullable Type type = heading.length > 1 ? Type.of(heading[1]) : null;
            words.section(section).forEach(phrase -> table.put(phrase, sense, type));
        }
        return table;
    }

    private void put(String phrase, Sense sense, @Nullable Type type) {
        var node = root;
        for (var word : phrase.split(" ")) {
            node = node.next.computeIfAbsent(word, unseen -> new Node());
        }
        node.sense = sense;
        node.type = type;
    }
}
