package duenotice.intake.format;

import duenotice.report.Type;
import duenotice.report.WordTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Guesses from words what a text complains of. Keyword matching lies: a newsletter on football is no copyright
 * complaint. So a type needs weight, a clear lead over the next one, and words that are denied do not count.
 */
final class ComplaintWords {
    /** What one mention in the running text is worth at least before a type is believed. */
    private static final int ENOUGH = 3;

    private static final int SUBJECT_FACTOR = 3;

    /** Repeating a word makes it no truer without end. */
    private static final int MOST_OF_ONE_WORD = 3;

    /** Words of sellers that make a letter an advertisement. */
    private static final int MUCH_ADVERTISING = 2;

    /** Words scanned; an abuse desk's letter has said what it is about by then. */
    private static final int MOST_WORDS = 1500;

    /** {@code complaint-words.txt}, whose head explains the sections. */
    private static final WordTable TABLE = WordTable.of(ComplaintWords.class, "complaint-words.txt");

    private static final Set<String> COMPLAINING = Set.copyOf(TABLE.section("complaining"));
    private static final Stems COMPLAINING_STEMS = new Stems(TABLE.section("complaining stems"));
    private static final Set<String> ATTACKS = Set.copyOf(TABLE.section("attacks"));
    private static final Stems ATTACK_STEMS = new Stems(TABLE.section("attack stems"));
    private static final Set<String> DENIALS = Set.copyOf(TABLE.section("denials"));
    private static final Set<String> TOOLS = Set.copyOf(TABLE.section("tools"));

    private static final Map<String, List<Weight>> WEIGHTS = new HashMap<>();

    /** Words that begin a phrase of two. */
    private static final Set<String> FIRST_WORDS = new HashSet<>();

    private static final List<Stem> STEMS = new ArrayList<>();

    /** The same by their first letter, for words that are parted by blanks. */
    private static final Map<Character, List<Stem>> STEMS_BY_LETTER = new HashMap<>();

    private record Weight(Type type, int weight) {}

    /** A beginning of words that bend, or a phrase of a language without blanks. */
    private record Stem(String text, Weight weight) {}

    static {
        for (var section : TABLE.sections()) {
            var heading = section.split(" ");
            if (heading[0].indexOf('/') > 0) {
                var weight = new Weight(Type.of(heading[0]), Integer.parseInt(heading[1]));
                TABLE.section(section)
                        .forEach(heading.length > 2 ? stem -> bent(stem, weight) : phrase -> whole(phrase, weight));
            }
        }
    }

    private static void whole(String phrase, Weight weight) {
        WEIGHTS.computeIfAbsent(phrase, _ -> new ArrayList<>()).add(weight);
        var blank = phrase.indexOf(' ');
        if (blank > 0) {
            FIRST_WORDS.add(phrase.substring(0, blank));
        }
    }

    private static void bent(String text, Weight weight) {
        var stem = new Stem(text, weight);
        STEMS.add(stem);
        STEMS_BY_LETTER.computeIfAbsent(text.charAt(0), _ -> new ArrayList<>()).add(stem);
    }

    private final Map<Type, Integer> scores = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();

    /** How often each rule of {@link Concepts} has told something. */
    private final int[] told = new int[Concepts.rules().size()];

    /** What the subject alone says: it decides where all words together say two things equally. */
    private Map<Type, Integer> titled = Map.of();

    /** Words of sellers, each once. */
    private final Set<String> advertising = new HashSet<>();

    private boolean complaining;
    private boolean addressed;
    private boolean incoming;
    private boolean outgoing;
    private boolean attack;

    private ComplaintWords() {}

    /**
     * @param subject empty where there is none
     * @param text what the complainant wrote, without pasted mails
     */
    static ComplaintWords in(String subject, List<String> text) {
        var words = new ComplaintWords();
        words.count(Labels.words(bounded(subject)), SUBJECT_FACTOR);
        words.titled = Map.copyOf(words.scores);
        var budget = MOST_WORDS;
        List<String> body = new ArrayList<>();
        for (var line : text) {
            body.addAll(Labels.words(bounded(line)));
            if (body.size() > budget) {
                break;
            }
        }
        words.count(body, 1);
        return words;
    }

    /** Empty where no type leads clearly. */
    Optional<Type> type() {
        var weighed = weighed();
        var most = weighed.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        var leading = weighed.entrySet().stream()
                .filter(score -> score.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        if (most < ENOUGH) {
            return Optional.empty();
        }
        return leading.size() == 1 ? Optional.of(leading.getFirst()) : titledMost(leading);
    }

    private Optional<Type> titledMost(List<Type> leading) {
        var most = leading.stream()
                .mapToInt(type -> titled.getOrDefault(type, 0))
                .max()
                .orElse(0);
        var named = leading.stream()
                .filter(type -> titled.getOrDefault(type, 0) == most)
                .toList();
        return most > 0 && named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /** What goes by its broader name, too, counts for the narrower one. */
    private Map<Type, Integer> weighed() {
        Map<Type, Integer> weighed = new HashMap<>(scores);
        for (var rather : Concepts.broader()) {
            if (weighed.getOrDefault(rather.type(), 0) >= rather.enough()) {
                for (var type : rather.broader()) {
                    var score = weighed.remove(type);
                    if (score != null) {
                        weighed.merge(rather.type(), score, Integer::sum);
                    }
                }
            }
        }
        return weighed;
    }

    /** Whether somebody complains of something at all, rather than selling or telling something. */
    boolean complains() {
        return !advertises() && (complaining || scores.values().stream().anyMatch(score -> score >= ENOUGH));
    }

    /** Who complains of an advertisement quotes it, or names who is to stop it. */
    private boolean advertises() {
        return advertising.size() >= MUCH_ADVERTISING && !addressed;
    }

    /** Whether they are about an attack that comes to one of ours, and about none that goes out. */
    boolean tellOfIncoming() {
        return incoming && !outgoing;
    }

    /** Whether the words are about an attack of whatever type. */
    boolean tellOfAttack() {
        return attack;
    }

    private void count(List<String> words, int factor) {
        var before = "";
        var meaning = words.isEmpty() ? Meaning.NONE : Meaning.of(words.getFirst());
        var denied = false;
        var near = new Near();
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            incoming |= AttackedWords.comeIn(words, i);
            outgoing |= AttackedWords.goOut(word);
            var next = i + 1 < words.size() ? words.get(i + 1) : "";
            var nextMeaning = next.isEmpty() ? Meaning.NONE : Meaning.of(next);
            // what stands in the small print of every advertisement
            var claimed = word.startsWith("trademark") && (before.equals("registered") || next.equals("of"));
            near.goOn(word);
            if (!denied && !nextMeaning.tool && !claimed) {
                complaining |= meaning.complaining;
                attack |= meaning.attack;
                near.read(words, i, factor);
                add(word, meaning.weights, factor);
                if (word.charAt(0) > 127 || word.length() > 3) {
                    bent(word, next, factor);
                }
                if (meaning.beginsPhrase && !next.isEmpty()) {
                    var phrase = word + " " + next;
                    add(phrase, WEIGHTS.getOrDefault(phrase, List.of()), factor);
                }
            }
            denied = meaning.denial;
            meaning = nextMeaning;
            before = word;
        }
    }

    /** Where each concept was met last, in one run of words. */
    private final class Near {
        private final int[] last = new int[Concepts.count()];

        /** Where the words stand that a rule was told by last: what tells it again has other words. */
        private final int[] done = new int[told.length];

        Near() {
            Arrays.fill(last, -Concepts.REACH);
            Arrays.fill(done, -1);
        }

        private int at;

        /** Addresses, times and amounts part nothing. */
        void goOn(String word) {
            at += Character.isDigit(word.charAt(0)) ? 0 : 1;
        }

        void read(List<String> words, int word, int factor) {
            var meanings = Concepts.of(words, word);
            if (meanings.isEmpty()) {
                return;
            }
            for (var concept = 0; concept < last.length; concept++) {
                if (meanings.has(concept)) {
                    last[concept] = at;
                }
            }
            for (var rule : Concepts.rules()) {
                if (told[rule.number()] < MOST_OF_ONE_WORD && stands(rule)) {
                    told[rule.number()]++;
                    done[rule.number()] = at;
                    tell(rule, words.get(word), factor);
                }
            }
        }

        private boolean stands(Concepts.Rule rule) {
            var here = false;
            for (var concept : rule.concepts()) {
                if (last[concept] <= done[rule.number()] || at - last[concept] >= Concepts.REACH) {
                    return false;
                }
                here |= last[concept] == at;
            }
            return here;
        }

        private void tell(Concepts.Rule rule, String word, int factor) {
            switch (rule.telling()) {
                case TYPE -> rule.type().ifPresent(type -> scores.merge(type, rule.weight() * factor, Integer::sum));
                case COMPLAINING -> complaining = true;
                case ADDRESSED -> addressed = true;
                case ADVERTISING -> advertising.add(word);
            }
        }
    }

    /** What the lists above say of one word: most words of a text stand in none of them. */
    private record Meaning(
            List<Weight> weights,
            boolean complaining,
            boolean attack,
            boolean denial,
            boolean tool,
            boolean beginsPhrase) {
        static final Meaning NONE = new Meaning(List.of(), false, false, false, false, false);

        private static final Map<String, Meaning> KNOWN = Stream.of(
                        WEIGHTS.keySet(), COMPLAINING, ATTACKS, DENIALS, TOOLS, FIRST_WORDS)
                .flatMap(Set::stream)
                .distinct()
                .collect(Collectors.toMap(
                        word -> word,
                        word -> new Meaning(
                                WEIGHTS.getOrDefault(word, List.of()),
                                COMPLAINING.contains(word),
                                ATTACKS.contains(word),
                                DENIALS.contains(word),
                                TOOLS.contains(word),
                                FIRST_WORDS.contains(word))));

        static Meaning of(String word) {
            return KNOWN.getOrDefault(word, NONE);
        }
    }

    private void add(String phrase, List<Weight> weights, int factor) {
        if (weights.isEmpty() || counted.merge(phrase, 1, Integer::sum) > MOST_OF_ONE_WORD) {
            return;
        }
        for (var weight : weights) {
            scores.merge(weight.type, weight.weight * factor, Integer::sum);
        }
    }

    private void bent(String word, String next, int factor) {
        var unparted = Labels.isWrittenWithoutBlanks(word.charAt(word.length() - 1))
                || Labels.isWrittenWithoutBlanks(word.charAt(0));
        for (var stem : unparted ? STEMS : STEMS_BY_LETTER.getOrDefault(word.charAt(0), List.of())) {
            var blank = stem.text.indexOf(' ');
            var fits = blank < 0
                    ? unparted ? word.contains(stem.text) : word.startsWith(stem.text)
                    : word.startsWith(stem.text.substring(0, blank)) && next.startsWith(stem.text.substring(blank + 1));
            if (fits && counted.merge(stem.text, 1, Integer::sum) <= MOST_OF_ONE_WORD) {
                scores.merge(stem.weight.type, stem.weight.weight * factor, Integer::sum);
            }
        }
        complaining = complaining || COMPLAINING_STEMS.fit(word, unparted);
        attack = attack || ATTACK_STEMS.fit(word, unparted);
    }

    private static String bounded(String line) {
        return line.length() > Place.LONGEST_LINE ? line.substring(0, Place.LONGEST_LINE) : line;
    }
}
