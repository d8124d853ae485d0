package duenotice.warning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A letter's wording in one language: a head ({@code subject}, {@code heading}, {@code tone}), a line {@code ---}, and
 * paragraphs. A paragraph may begin with conditions ({@code ?deadline}, {@code ?!deadline}: there is one, there is none)
 * and is then a heading ({@code ## }), a list ({@code - }), a block the writer fills ({@code @facts}), another file
 * ({@code @include name}) or text with {@code {values}} and {@code **stress**}. It is read before anything from outside is
 * put in, so nothing from outside can become part of it.
 */
record LetterTemplate(String subject, String heading, Tone tone, List<Piece> pieces) {
    LetterTemplate {
        pieces = List.copyOf(pieces);
    }

    /** What the letter means for its reader; a colour in HTML. */
    enum Tone {
        ACT,
        STOP,
        GOOD,
        INFO
    }

    /** One paragraph that is said only under its conditions. */
    record Piece(List<Condition> conditions, Kind kind, String text) {
        Piece {
            conditions = List.copyOf(conditions);
        }

        boolean holds(Function<String, Optional<String>> values) {
            return conditions.stream()
                    .allMatch(condition -> values.apply(condition.value()).isPresent() != condition.absent());
        }
    }

    record Condition(String value, boolean absent) {}

    /** What a paragraph is. */
    enum Kind {
        TEXT,
        HEADING,
        ITEM,
        BLOCK
    }

    private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");

    /** @throws IllegalArgumentException where the file does not exist or is not such a file */
    static LetterTemplate read(String language, String name) {
        var file = language + "/" + name;
        var parts = text(file).split("(?m)^---$", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("letters/" + file + ": the line --- is missing");
        }
        var head = new java.util.HashMap<String, String>();
        parts[0].lines().filter(line -> !line.isBlank()).forEach(line -> {
            var pair = line.split(":\\s*", 2);
            head.put(pair[0].strip(), pair.length == 2 ? pair[1].strip() : "");
        });
        return new LetterTemplate(
                required(head, "subject", file),
                required(head, "heading", file),
                Tone.valueOf(required(head, "tone", file).toUpperCase(java.util.Locale.ROOT)),
                pieces(language, parts[1]));
    }

    private static String required(Map<String, String> head, String key, String file) {
        var value = head.get(key);
        if (value == null) {
            throw new IllegalArgumentException("letters/" + file + ": " + key + " is missing");
        }
        return value;
    }

    private static List<Piece> pieces(String language, String body) {
        var pieces = new ArrayList<Piece>();
        for (var paragraph : PARAGRAPHS.split(body.strip())) {
            for (var part : paragraph.strip().split("\\n(?=- )")) {
                pieces.addAll(piece(language, part));
            }
        }
        return pieces;
    }

    private static List<Piece> piece(String language, String paragraph) {
        var text = paragraph.replaceAll("\\s*\\n\\s*", " ").strip();
        var conditions = new ArrayList<Condition>();
        while (text.startsWith("?")) {
            var end = text.indexOf(' ');
            var word = text.substring(1, end < 0 ? text.length() : end);
            conditions.add(new Condition(word.replace("!", ""), word.startsWith("!")));
            text = end < 0 ? "" : text.substring(end + 1).strip();
        }
        if (text.startsWith("@include ")) {
            return pieces(language, text(language + "/" + text.substring("@include ".length()))).stream()
                    .map(piece -> new Piece(
                            java.util.stream.Stream.concat(conditions.stream(), piece.conditions().stream())
                                    .toList(),
                            piece.kind(),
                            piece.text()))
                    .toList();
        }
        if (text.startsWith("- ")) {
            return List.of(new Piece(conditions, Kind.ITEM, text.substring(2).strip()));
        }
        if (text.startsWith("## ")) {
            return List.of(new Piece(conditions, Kind.HEADING, text.substring(3)));
        }
        return List.of(
                text.startsWith("@")
                        ? new Piece(conditions, Kind.BLOCK, text.substring(1))
                        : new Piece(conditions, Kind.TEXT, text));
    }

    private static String text(String file) {
        try (var stream = LetterTemplate.class.getResourceAsStream("/letters/" + file + ".letter")) {
            if (stream == null) {
                throw new IllegalArgumentException("letters/" + file + ".letter does not exist");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
