package duenotice.intake.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Beginnings of words that their grammar bends (Slavic, Turkic), and words of languages that are written without blanks,
 * which may stand anywhere in what looks like one. Found by their first letter, for every word is held against them.
 */
final class Stems {
    private final List<String> all;
    private final Map<Character, List<String>> byLetter = new HashMap<>();

    Stems(List<String> all) {
        this.all = all;
        for (var stem : all) {
            byLetter.computeIfAbsent(stem.charAt(0), _ -> new ArrayList<>()).add(stem);
        }
    }

    /** @param word in lower case, not empty */
    boolean fit(String word) {
        return fit(word, Labels.isWrittenWithoutBlanks(word.charAt(0)));
    }

    /** @param unparted whether the stem may stand anywhere within */
    boolean fit(String word, boolean unparted) {
        for (var stem : unparted ? all : byLetter.getOrDefault(word.charAt(0), List.of())) {
            if (unparted ? word.contains(stem) : word.startsWith(stem)) {
                return true;
            }
        }
        return false;
    }
}
