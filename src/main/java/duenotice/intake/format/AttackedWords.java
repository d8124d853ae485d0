package duenotice.intake.format;

import duenotice.report.WordTable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Words that say of the address beside them that it is attacked, shielded or imitated, and so has no fault (R6): {@code
 * 203.0.113.5 is currently the target of …}, {@code attack towards your IP 203.0.113.5}.
 */
final class AttackedWords {
    private static final WordTable TABLE = WordTable.of(AttackedWords.class, "attacked-words.txt");

    private static final Set<String> BEING = Set.copyOf(TABLE.section("being"));
    private static final Set<String> HAVING = Set.of("has", "have", "ha");
    private static final Set<String> BETWEEN = Set.copyOf(TABLE.section("between"));
    private static final Set<String> STRUCK = Set.copyOf(TABLE.section("struck"));
    private static final Set<String> SUFFERING = Set.copyOf(TABLE.section("suffering"));
    private static final Set<String> ATTACKS = Set.copyOf(TABLE.section("attacks"));
    private static final Set<String> INCOMING = Set.copyOf(TABLE.section("incoming"));
    private static final Set<String> TOWARDS = Set.copyOf(TABLE.section("towards"));
    private static final Set<String> UPON = Set.copyOf(TABLE.section("upon"));
    private static final Set<String> COMPLAINTS = Set.copyOf(TABLE.section("complaints"));
    private static final Set<String> POSSESSIVE = Set.copyOf(TABLE.section("possessive"));
    private static final Set<String> SHIELDED = Set.copyOf(TABLE.section("shielded"));
    private static final Set<String> BEGUN = Set.copyOf(TABLE.section("begun"));
    private static final List<String> OUTGOING = TABLE.section("outgoing");
    private static final Set<String> IMITATING = Set.copyOf(TABLE.section("imitating"));

    /** Words behind an address within which it is said what becomes of it. */
    private static final int REACH = 7;

    /** Words between {@code attack} and the preposition. */
    private static final int NEAR = 3;

    private AttackedWords() {}

    /** {@code … is currently the target of an attack}, {@code … steht unter Angriff}. */
    static boolean follow(String right) {
        var words = statement(right);
        var told = false;
        for (var i = 0; i < words.size() && i < REACH; i++) {
            var word = words.get(i);
            if (told && STRUCK.contains(word)) {
                return true;
            }
            if (SUFFERING.contains(word)) {
                var end = Math.min(words.size(), i + NEAR + 3);
                return words.subList(i + 1, end).stream().anyMatch(ATTACKS::contains);
            }
            if (BEING.contains(word)) {
                // "has scanned us" does it itself, "has been scanned" has it done to it
                told |= !HAVING.contains(word);
            } else if (told && isUnder(word)) {
                var end = Math.min(words.size(), i + NEAR + 1);
                return words.subList(i + 1, end).stream().anyMatch(ATTACKS::contains);
            } else if (!BETWEEN.contains(word)) {
                return false;
            }
        }
        return false;
    }

    /** What the sentence goes on to say of a place, without what stands in brackets behind it. */
    private static List<String> statement(String right) {
        var start = 0;
        while (start < right.length() && " ])\"',*`".indexOf(right.charAt(start)) >= 0) {
            start++;
        }
        if (start < right.length() && right.charAt(start) == '(' && right.indexOf(')', start) > 0) {
            start = right.indexOf(')', start) + 1;
        }
        if (!begins(right, start)) {
            return List.of();
        }
        var end = start;
        while (end < right.length() && "|:;=!?".indexOf(right.charAt(end)) < 0 && !right.startsWith(". ", end)) {
            end++;
        }
        return Labels.words(right.substring(start, end));
    }

    /** A cheap look at the first word: most places are followed by something else. */
    private static boolean begins(String right, int blanks) {
        var start = blanks;
        while (start < right.length() && right.charAt(start) == ' ') {
            start++;
        }
        var end = start;
        while (end < right.length() && Character.isLetter(right.charAt(end))) {
            end++;
        }
        var first = right.substring(start, end).toLowerCase(Locale.ROOT);
        return BEING.contains(first) || SUFFERING.contains(first) || BETWEEN.contains(first);
    }

    /**
     * {@code Incoming DDoS attack detected}.
     *
     * @param at a word of the text, which may be the one that says so
     */
    static boolean comeIn(List<String> words, int at) {
        return INCOMING.contains(words.get(at))
                && words.subList(Math.max(0, at - 2), Math.min(words.size(), at + NEAR)).stream()
                        .anyMatch(ATTACKS::contains);
    }

    /** Whether a text speaks of what goes out of a machine, too. */
    static boolean goOut(String word) {
        return word.equals("outgoing")
                || word.equals("outbound")
                || word.startsWith("ausgehend")
                || word.startsWith("sortant");
    }

    private static boolean isUnder(String word) {
        return switch (word) {
            case "under", "unter", "sous", "bajo", "sotto", "sob", "onder" -> true;
            default -> false;
        };
    }

    /** Whether the words before a possessive say that something is done to what follows: {@code attack against your …}. */
    static boolean precede(List<String> words) {
        for (var i = words.size() - 1; i >= 0 && i >= words.size() - REACH; i--) {
            var word = words.get(i);
            if (TOWARDS.contains(word) || UPON.contains(word)) {
                return !isComplaint(words.subList(0, i)) && precede(word, words.subList(0, i));
            }
            if (!POSSESSIVE.contains(word) && !BETWEEN.contains(word) && !Labels.isPlace(word)) {
                return false;
            }
        }
        return false;
    }

    /** @param before what stands before the preposition */
    static boolean precede(String preposition, List<String> before) {
        return TOWARDS.contains(preposition)
                || UPON.contains(preposition) && last(before).anyMatch(ATTACKS::contains);
    }

    private static Stream<String> last(List<String> words) {
        return words.subList(Math.max(0, words.size() - NEAR), words.size()).stream();
    }

    /** {@code We have complaints against …}: no attack. */
    static boolean isComplaint(List<String> before) {
        return last(before).anyMatch(COMPLAINTS::contains);
    }

    /** Whether a label ends in what is done to the value behind it: {@code Attack against IP}, {@code IP under attack}. */
    static boolean endLabel(List<String> words) {
        var place = false;
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var before = words.subList(0, i);
            var rest = words.subList(i + 1, words.size());
            if (isUnder(word) && rest.stream().limit(2).anyMatch(ATTACKS::contains)) {
                return true;
            }
            if (!place
                    && (TOWARDS.contains(word) || UPON.contains(word))
                    && precede(word, before)
                    && !isComplaint(before)
                    && rest.stream()
                            .allMatch(next ->
                                    POSSESSIVE.contains(next) || BETWEEN.contains(next) || Labels.isPlace(next))) {
                return true;
            }
            place |= Labels.isPlace(word);
        }
        return false;
    }

    static boolean isUpon(String word) {
        return switch (word) {
            case "on", "auf", "sur", "op", "na", "на" -> true;
            default -> false;
        };
    }

    static boolean isPossessive(String word) {
        return POSSESSIVE.contains(word);
    }

    /** Whether the words end with a possessive and what it possesses, and no preposition says more. */
    static boolean endsPossessive(String left) {
        var words = Labels.words(left);
        for (var i = words.size() - 1; i >= 0 && i >= words.size() - REACH; i--) {
            var word = words.get(i);
            if (POSSESSIVE.contains(word) && !word.equals("client")) {
                var before = i > 0 ? words.get(i - 1) : "";
                return switch (before) {
                    case "from", "by", "von", "aus", "durch", "par", "de", "depuis", "desde", "por", "da" -> false;
                    default -> true;
                };
            }
            if (!BETWEEN.contains(word) && !Labels.isPlace(word) && !word.equals("client")) {
                return false;
            }
        }
        return false;
    }

    /** {@code We have null-routed …}, {@code … was blackholed}: done for the victim, unless the line says what came from it. */
    static boolean isShielded(String line, String left, String right) {
        var before = Labels.words(left);
        var behind = statement(right);
        var shielded = before.reversed().stream()
                        .limit(NEAR)
                        .takeWhile(word -> SHIELDED.contains(word)
                                || BEGUN.contains(word)
                                || BETWEEN.contains(word)
                                || POSSESSIVE.contains(word)
                                || Labels.isPlace(word))
                        .anyMatch(SHIELDED::contains)
                || !behind.isEmpty()
                        && BEING.contains(behind.getFirst())
                        && behind.stream().limit(REACH).anyMatch(SHIELDED::contains);
        if (!shielded) {
            return false;
        }
        var lower = line.toLowerCase(Locale.ROOT);
        return OUTGOING.stream().noneMatch(lower::contains);
    }

    /** A line that breaks off with {@code … is a copy of}. */
    static boolean endImitating(String line) {
        if (line.isEmpty()
                || !Character.isLetter(
                        line.stripTrailing().charAt(line.stripTrailing().length() - 1))) {
            return false;
        }
        var words = Labels.words(line.substring(Math.max(0, line.length() - 40)));
        return !words.isEmpty() && isImitated(words.getLast(), words.size() > 1 ? words.get(words.size() - 2) : "");
    }

    /** {@code impersonating Example Bank (https://…)}: the page in brackets explains the name before it. */
    static boolean imitateInBrackets(String left) {
        var bare = left.stripTrailing();
        if (!bare.endsWith("(") && !bare.endsWith("[")) {
            return false;
        }
        var words = Labels.words(bare);
        for (var i = words.size() - 1; i > 0 && i >= words.size() - REACH; i--) {
            if (isImitated(words.get(i), words.get(i - 1))) {
                return true;
            }
            if (TOWARDS.contains(words.get(i)) || UPON.contains(words.get(i))) {
                return false;
            }
        }
        return false;
    }

    /** {@code targeting https://…}, {@code a copy of https://…}: the page that was not asked. */
    static boolean isImitated(String word, String before) {
        return IMITATING.contains(word) || IMITATING.contains(before + " " + word);
    }
}
