package duenotice.intake.format;

import duenotice.report.Type;
import duenotice.report.WordTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What words mean, in many languages, and what meanings that stand near each other tell: {@code Versuche, sich per SSH
 * anzumelden} is a try and a login, wherever both stand in the sentence. {@code complaint-concepts.txt} has them.
 */
final class Concepts {
    /** Words from the first to the last of those that tell something together. */
    static final int REACH = 8;

    /** Shorter words are no compounds. */
    private static final int COMPOUND = 8;

    private static final int LONGEST_COMPOUND = 60;

    private static final int SHORTEST_BEGINNING = 3;

    /** Characters of what is written without blanks that are looked at at once. */
    private static final int LONGEST_UNPARTED = 2_000;

    private static final String CONCEPT = "concept ";
    private static final String RATHER = "rather ";

    private static final WordTable TABLE = WordTable.of(Concepts.class, "complaint-concepts.txt");

    private static final Map<String, Integer> NUMBERS = new HashMap<>();
    private static final Map<String, Meanings> WHOLE = new HashMap<>();
    private static final Map<String, Meanings> BEGINNINGS = new HashMap<>();

    /** How long those are whose first letters have that hash, a bit for each length: most words begin like none. */
    private static final int[] BEGINNING_LENGTHS = new int[1 << 14];

    private static final Map<String, Meanings> UNPARTED = new HashMap<>();

    /** Those parts by their first character. */
    private static final Map<Character, List<String>> UNPARTED_PARTS = new HashMap<>();

    private static final Map<String, Meanings> WITHIN = new LinkedHashMap<>();
    private static final Map<String, List<Phrase>> PHRASES = new HashMap<>();

    /** Words that mean something, or begin what does. */
    private static final Set<String> KNOWN = new HashSet<>();

    private static final List<Rule> RULES = new ArrayList<>();
    private static final List<Rather> BROADER = new ArrayList<>();

    /** What a phrase says, by its first word; of its last word perhaps only the beginning. */
    private record Phrase(List<String> words, boolean open, int concept) {
        boolean stands(List<String> text, int at) {
            if (at + words.size() > text.size()) {
                return false;
            }
            for (var i = 1; i < words.size(); i++) {
                var word = text.get(at + i);
                var wanted = words.get(i);
                if (open && i == words.size() - 1 ? !word.startsWith(wanted) : !word.equals(wanted)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A set of concepts by their numbers. */
    static final class Meanings {
        static final Meanings NONE = new Meanings();

        private final long[] bits = new long[2];

        boolean isEmpty() {
            return bits[0] == 0 && bits[1] == 0;
        }

        boolean has(int concept) {
            return (bits[concept >> 6] & 1L << concept) != 0;
        }

        private void add(int concept) {
            bits[concept >> 6] |= 1L << concept;
        }

        private void add(Meanings others) {
            bits[0] |= others.bits[0];
            bits[1] |= others.bits[1];
        }
    }

    /** What a rule tells: a type, that somebody complains, of whom, or that somebody sells. */
    enum Telling {
        TYPE,
        COMPLAINING,
        /** Of somebody in particular: no advertisement does. */
        ADDRESSED,
        ADVERTISING
    }

    /** @param number its place among all */
    record Rule(int number, Telling telling, Optional<Type> type, int weight, List<Integer> concepts) {}

    /** Broader names of the same matter: their score counts for the narrower one where that has enough itself. */
    record Rather(Type type, int enough, List<Type> broader) {}

    static {
        for (var section : TABLE.sections()) {
            if (section.startsWith(CONCEPT)) {
                var number = NUMBERS.size();
                NUMBERS.put(section.substring(CONCEPT.length()), number);
                entries(section).forEach(entry -> concept(entry, number));
            }
        }
        KNOWN.addAll(WHOLE.keySet());
        KNOWN.addAll(PHRASES.keySet());
        for (var beginning : BEGINNINGS.keySet()) {
            BEGINNING_LENGTHS[hash(beginning)] |= 1 << beginning.length();
        }
        for (var part : UNPARTED.keySet()) {
            UNPARTED_PARTS
                    .computeIfAbsent(part.charAt(0), _ -> new ArrayList<>())
                    .add(part);
        }
        for (var section : TABLE.sections()) {
            if (section.startsWith(RATHER)) {
                var heading = section.split(" ");
                var broader = entries(section).map(Type::of).toList();
                BROADER.add(new Rather(Type.of(heading[1]), Integer.parseInt(heading[2]), broader));
            } else if (!section.startsWith(CONCEPT)) {
                TABLE.section(section).forEach(line -> rule(section, line));
            }
        }
    }

    private Concepts() {}

    private static Stream<String> entries(String section) {
        return TABLE.section(section).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty());
    }

    private static void concept(String entry, int number) {
        var words = Labels.words(entry);
        var open = entry.endsWith("*");
        var first = words.getFirst();
        if (words.size() > 1) {
            PHRASES.computeIfAbsent(first, _ -> new ArrayList<>()).add(new Phrase(words, open, number));
            return;
        }
        var table = entry.startsWith("*") ? WITHIN : isUnparted(first) ? UNPARTED : open ? BEGINNINGS : WHOLE;
        table.computeIfAbsent(first, _ -> new Meanings()).add(number);
    }

    private static void rule(String section, String line) {
        var heading = section.split(" ");
        var concepts = Arrays.stream(line.split("\\+"))
                .map(name -> Optional.ofNullable(NUMBERS.get(name.strip()))
                        .orElseThrow(() -> new IllegalArgumentException("no concept: " + name)))
                .toList();
        var telling = switch (heading[0]) {
            case "complaining" -> Telling.COMPLAINING;
            case "addressed" -> Telling.ADDRESSED;
            case "advertising" -> Telling.ADVERTISING;
            default -> Telling.TYPE;
        };
        var type = telling == Telling.TYPE ? Optional.of(Type.of(heading[0])) : Optional.<Type>empty();
        var weight = telling == Telling.TYPE ? Integer.parseInt(heading[1]) : 1;
        RULES.add(new Rule(RULES.size(), telling, type, weight, concepts));
    }

    static int count() {
        return NUMBERS.size();
    }

    static List<Rule> rules() {
        return RULES;
    }

    static List<Rather> broader() {
        return BROADER;
    }

    /** @param words in lower case */
    static Meanings of(List<String> words, int at) {
        var word = words.get(at);
        var length = word.length();
        var begins = length >= SHORTEST_BEGINNING && BEGINNING_LENGTHS[hash(word)] != 0;
        var known = KNOWN.contains(word);
        var unparted = isUnparted(word);
        var compound = length >= COMPOUND && length < LONGEST_COMPOUND;
        if (!begins && !known && !unparted && !compound) {
            return Meanings.NONE; // as most words
        }
        var found = new Meanings();
        if (begins) {
            beginnings(word, found);
        }
        if (known) {
            found.add(WHOLE.getOrDefault(word, Meanings.NONE));
            for (var phrase : PHRASES.getOrDefault(word, List.of())) {
                if (phrase.stands(words, at)) {
                    found.add(phrase.concept);
                }
            }
        }
        if (unparted) {
            unparted(word, found);
        }
        if (compound) {
            WITHIN.forEach((part, meanings) -> {
                if (word.contains(part)) {
                    found.add(meanings);
                }
            });
        }
        return found;
    }

    private static void beginnings(String word, Meanings found) {
        var lengths = BEGINNING_LENGTHS[hash(word)];
        while (lengths != 0) {
            var length = Integer.numberOfTrailingZeros(lengths);
            if (length > word.length()) {
                return;
            }
            found.add(BEGINNINGS.getOrDefault(word.substring(0, length), Meanings.NONE));
            lengths &= lengths - 1;
        }
    }

    private static int hash(String word) {
        var hash = 0;
        for (var i = 0; i < SHORTEST_BEGINNING; i++) {
            hash = 31 * hash + word.charAt(i);
        }
        return hash & BEGINNING_LENGTHS.length - 1;
    }

    private static void unparted(String word, Meanings found) {
        for (var i = 0; i < Math.min(word.length(), LONGEST_UNPARTED); i++) {
            for (var part : UNPARTED_PARTS.getOrDefault(word.charAt(i), List.of())) {
                if (word.startsWith(part, i)) {
                    found.add(UNPARTED.getOrDefault(part, Meanings.NONE));
                }
            }
        }
    }

    private static boolean isUnparted(String word) {
        return Labels.isWrittenWithoutBlanks(word.charAt(0))
                || Labels.isWrittenWithoutBlanks(word.charAt(word.length() - 1));
    }
}
