package duenotice.knowledge;

import java.util.Locale;
import java.util.regex.Pattern;

/** A word or short phrase that tells of one trouble; found as whole words, whatever stands between them. */
public record EvidenceWord(String phrase) {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    public EvidenceWord {
        phrase = words(phrase);
        if (phrase.isBlank()) {
            throw new IllegalArgumentException("an evidence word has a letter or a digit");
        }
    }

    boolean isIn(String text) {
        return words(text).contains(phrase);
    }

    private static String words(String text) {
        return " "
                + BETWEEN_WORDS
                        .matcher(text.toLowerCase(Locale.ROOT))
                        .replaceAll(" ")
                        .strip() + " ";
    }
}
