package duenotice.verification;

import duenotice.incident.AnswerKind;
import duenotice.incident.Statement;
import duenotice.report.WordTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The plain rule by which an answer's kind is read from its words, and which of them decided (R42); staff may read it
 * otherwise afterwards. The words of all languages are looked for: nobody knows in which one a customer writes.
 */
final class AnswerWords {
    /** Each has a file {@code answer-words_LANGUAGE.txt}. */
    static final List<String> LANGUAGES = List.of("en", "de");

    private static final Map<String, List<List<String>>> SECTIONS = sections();

    /** Words before a claim that are looked at for a "not". */
    private static final int REACH = 3;

    private static final int LONGEST = 20_000;

    private AnswerWords() {}

    /**
     * What an answer was read as.
     *
     * @param why the words of our own lists that decided; nothing else of the text
     */
    record Read(AnswerKind kind, String why) {}

    /** Sections are asked in this order; the first one that has a phrase of the text decides. */
    static Read read(String text) {
        if (Statement.read(text).isPresent()) {
            return new Read(AnswerKind.CORRECTIVE, "lines of a written confirmation");
        }
        var words = words(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        return said(words, "dispute", AnswerKind.DISPUTE, false)
                .or(() -> said(words, "extension", AnswerKind.EXTENSION, false))
                .or(() -> said(words, "corrective", AnswerKind.CORRECTIVE, true))
                .or(() -> said(words, "ack", AnswerKind.ACK, false))
                .orElse(new Read(AnswerKind.OTHER, "none of the words we know"));
    }

    /** @param claims it says that something was done, which a "not" or a "will" before it takes back */
    private static Optional<Read> said(List<String> words, String section, AnswerKind kind, boolean claims) {
        for (var phrase : phrases(section)) {
            for (var at = indexOf(words, phrase, 0); at >= 0; at = indexOf(words, phrase, at + 1)) {
                if (!claims
                        || words.subList(Math.max(0, at - REACH), at).stream().noneMatch(AnswerWords::denies)) {
                    return Optional.of(new Read(kind, "“" + String.join(" ", phrase) + "”"));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean denies(String word) {
        return phrases("not").contains(List.of(word)) || word.endsWith("n't");
    }

    private static int indexOf(List<String> words, List<String> phrase, int from) {
        for (var at = from; at + phrase.size() <= words.size(); at++) {
            if (words.subList(at, at + phrase.size()).equals(phrase)) {
                return at;
            }
        }
        return -1;
    }

    /** A sentence's end stands between words, so that a "not" before it denies nothing behind it. */
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (var sentence :
                text.toLowerCase(Locale.ROOT).replace('\u2019', '\'').split("[.!?;\n]+(?=\\s|$)")) {
            for (var word : sentence.split("[^\\p{L}\\p{N}']+")) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
            words.add(".");
            words.add(".");
            words.add(".");
        }
        return words;
    }

    private static List<List<String>> phrases(String section) {
        return Objects.requireNonNull(SECTIONS.get(section), section);
    }

    private static Map<String, List<List<String>>> sections() {
        var table = WordTable.of(AnswerWords.class, "answer-words", LANGUAGES);
        return table.sections().stream()
                .collect(Collectors.toUnmodifiableMap(
                        heading -> heading,
                        heading -> table.section(heading).stream()
                                .map(phrase -> List.of(phrase.split(" ")))
                                .toList()));
    }
}
