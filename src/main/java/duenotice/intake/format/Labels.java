package duenotice.intake.format;

import duenotice.report.WordTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the words before a colon say of the value behind it, in the languages complaints come in. */
final class Labels {
    /** A label; more words are a sentence. */
    private static final int MOST_WORDS = 12;

    /** {@code labels.txt}, whose head explains the sections. */
    private static final WordTable TABLE = WordTable.of(Labels.class, "labels.txt");

    private static final Set<String> SOURCE = Set.copyOf(TABLE.section("source"));
    private static final Stems SOURCE_STEMS = new Stems(TABLE.section("source stems"));
    private static final Set<String> PLACE = Set.copyOf(TABLE.section("place"));
    private static final Stems PLACE_STEMS = new Stems(TABLE.section("place stems"));
    private static final Set<String> VICTIM = Set.copyOf(TABLE.section("victim"));
    private static final Stems VICTIM_STEMS = new Stems(TABLE.section("victim stems"));
    private static final Set<String> BESIDE = Set.copyOf(TABLE.section("beside"));
    private static final Set<String> BESIDE_PAGES = Set.copyOf(TABLE.section("beside pages"));
    private static final Set<String> OURS = Set.copyOf(TABLE.section("ours"));

    private Labels() {}

    /** Empty where the words are no label we know. */
    static Optional<Standing> of(String label, Place.Kind kind) {
        var words = words(label);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            return Optional.empty();
        }
        var agent = agent(words);
        if (agent > 0 && isWitness(words.get(agent - 1))) {
            return Optional.of(Standing.BESIDE);
        }
        if (agent < 0 && kind == Place.Kind.ADDRESS && AttackedWords.endLabel(words)) {
            return Optional.of(Standing.VICTIM);
        }
        // "our server was attacked by these IPs" speaks of what stands behind the preposition
        return of(agent < 0 ? words : words.subList(agent + 1, words.size()), agent >= 0, kind);
    }

    private static int agent(List<String> words) {
        for (var i = words.size() - 1; i >= 0; i--) {
            switch (words.get(i)) {
                case "by", "from", "von", "durch", "par", "por", "door" -> {
                    return i;
                }
                default -> {}
            }
        }
        return -1;
    }

    private static Optional<Standing> of(List<String> words, boolean agent, Place.Kind kind) {
        var source = agent;
        var plain = agent;
        var beside = false;
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var next = i + 1 < words.size() ? words.get(i + 1) : "";
            var afterNext = i + 2 < words.size() ? words.get(i + 2) : "";
            // "attacked IP" is the victim, "IPs that attacked us" are not
            var victim = isVictim(word) && (isPlace(next) || !isDeed(word));
            if (victim || isOurs(word) && (isPlace(next) || isPlace(afterNext))) {
                return Optional.of(Standing.VICTIM);
            }
            source |= isSource(word);
            plain |= isPlace(word);
            beside |= isBeside(word, kind) && !(word.equals("web") && words.size() > 1);
        }
        if (words.size() == 1 && words.getFirst().equals("to")) {
            return Optional.of(Standing.VICTIM);
        }
        // "Open DNS resolver: ..." names the culprit, "DNS: ..." does not
        if (beside && !(kind == Place.Kind.ADDRESS && (source || words.contains("open")))) {
            return Optional.of(Standing.BESIDE);
        }
        if (source) {
            return Optional.of(Standing.LABELLED_SOURCE);
        }
        return plain ? Optional.of(Standing.LABELLED) : Optional.empty();
    }

    private static boolean isBent(String word, Stems stems) {
        return (word.length() > 4 || word.length() > 1 && !isAscii(word)) && stems.fit(word);
    }

    private static boolean isAscii(String word) {
        for (var i = 0; i < word.length(); i++) {
            if (word.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    /** Chinese and Japanese; Korean words bend, but behind their stem. */
    static boolean isWrittenWithoutBlanks(char character) {
        return character >= '\u2e80' && character <= '\u9fff' || character >= '\uac00' && character <= '\ud7af';
    }

    static boolean isOurs(String word) {
        return OURS.contains(word);
    }

    static boolean isPlace(String word) {
        return PLACE.contains(word) || isBent(word, PLACE_STEMS);
    }

    static boolean isSource(String word) {
        return SOURCE.contains(word) || isBent(word, SOURCE_STEMS);
    }

    static boolean isVictim(String word) {
        return VICTIM.contains(word) || isBent(word, VICTIM_STEMS);
    }

    static boolean isBeside(String word, Place.Kind kind) {
        return BESIDE.contains(word) || (kind != Place.Kind.ADDRESS && BESIDE_PAGES.contains(word));
    }

    private static boolean isDeed(String word) {
        return word.equals("attacked")
                || word.equals("targeted")
                || word.startsWith("angegriffen")
                || word.startsWith("attackiert");
    }

    /** What somebody does who sees an attack and has no part in it: {@code detected by 192.0.2.1}. */
    static boolean isWitness(String word) {
        return switch (word) {
            case "reported",
                    "detected",
                    "observed",
                    "received",
                    "seen",
                    "monitored",
                    "logged",
                    "recorded",
                    "issued",
                    "collected",
                    "gemeldet",
                    "erkannt",
                    "blocked",
                    "mitigated",
                    "filtered" -> true;
            default -> false;
        };
    }

    /** Lower-case words; {@code src_ip}, {@code source-ip} and {@code IP-Adresse} are two. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        var lower = text.toLowerCase(Locale.ROOT);
        var start = -1;
        for (var i = 0; i <= lower.length(); i++) {
            var letter = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
        }
        return words;
    }
}
