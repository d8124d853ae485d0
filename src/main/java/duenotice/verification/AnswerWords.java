package duenotice.verification;

import duenotice.incident.AnswerKind;
import duenotice.incident.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The plain rule by which an answer's kind is read from its words (R42); staff may read it otherwise afterwards. */
final class AnswerWords {
    private static final Map<String, List<List<String>>> SECTIONS = sections();

    private static final Set<List<String>> NOT = Set.copyOf(phrases("not"));

    /** Words before a claim that are looked at for a "not". */
    private static final int REACH = 3;

    private static final int LONGEST = 20_000;

    private AnswerWords() {}

    static AnswerKind kind(String text) {
        if (Statement.read(text).isPresent()) {
            return AnswerKind.CORRECTIVE;
        }
        var words = words(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        if (says(words, "dispute")) {
            return AnswerKind.DISPUTE;
        }
        if (says(words, "extension")) {
            return AnswerKind.EXTENSION;
        }
        if (claims(words)) {
            return AnswerKind.CORRECTIVE;
        }
        return says(words, "ack") ? AnswerKind.ACK : AnswerKind.OTHER;
    }

    private static boolean says(List<String> words, String section) {
        return phrases(section).stream().anyMatch(phrase -> indexOf(words, phrase, 0) >= 0);
    }

    private static boolean claims(List<String> words) {
        for (var phrase : phrases("corrective")) {
            for (var at = indexOf(words, phrase, 0); at >= 0; at = indexOf(words, phrase, at + 1)) {
                var before = words.subList(Math.max(0, at - REACH), at);
                if (before.stream().noneMatch(AnswerWords::denies)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean denies(String word) {
        return NOT.contains(List.of(word)) || word.endsWith("n't");
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
        var sections = new HashMap<String, List<List<String>>>();
        var current = new ArrayList<List<String>>();
        try (var stream =
                Objects.requireNonNull(AnswerWords.class.getResourceAsStream("answer-words.txt"), "answer-words.txt")) {
            var lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip);
            for (var line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("[")) {
                    current = new ArrayList<>();
                    sections.put(line.substring(1, line.length() - 1), current);
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    current.add(List.of(line.split(" ")));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("could not read answer-words.txt", unreadable);
        }
        return sections;
    }
}
