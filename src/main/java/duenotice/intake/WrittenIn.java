package duenotice.intake;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The language somebody writes in, as far as the beginning of his text tells: German, else English. */
final class WrittenIn {
    private static final int LOOKED_AT = 4_000;
    private static final int SURE = 4;
    private static final Pattern WORD = Pattern.compile("[^\\p{L}]+");
    private static final Set<String> GERMAN = Set.of(
            "und", "der", "die", "das", "wir", "ist", "sie", "von", "nicht", "ihr", "ihre", "ihrem", "ihren", "bitte",
            "mit", "auf", "eine", "einen", "haben", "wurde", "unser", "unsere", "unseren", "uns", "diese", "für");
    private static final Set<String> ENGLISH = Set.of(
            "the", "and", "of", "we", "is", "you", "your", "from", "not", "please", "with", "this", "have", "has",
            "our", "us", "was", "been", "to", "in");

    private WrittenIn() {}

    static String of(Complaint complaint) {
        return complaint
                .mail()
                .flatMap(mail -> Optional.of(mail.text()))
                .map(WrittenIn::language)
                .orElse("en");
    }

    private static String language(String text) {
        var german = 0;
        var english = 0;
        for (var word : WORD.split(text.substring(0, Math.min(LOOKED_AT, text.length())))) {
            var lower = word.toLowerCase(Locale.ROOT);
            german += GERMAN.contains(lower) ? 1 : 0;
            english += ENGLISH.contains(lower) ? 1 : 0;
        }
        return german >= SURE && german > english ? "de" : "en";
    }
}
