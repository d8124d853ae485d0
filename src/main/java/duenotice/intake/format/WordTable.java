package duenotice.intake.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A table of words beside the classes: one phrase a line, in sections under {@code [headings]}, with comments. */
final class WordTable {
    private final Map<String, List<String>> sections = new LinkedHashMap<>();

    private WordTable() {}

    /** @throws IllegalArgumentException where a phrase stands under no heading */
    static WordTable of(String name) {
        var table = new WordTable();
        List<String> section = List.of();
        for (var line : lines(name)) {
            if (line.startsWith("[")) {
                section = table.sections.computeIfAbsent(line.substring(1, line.length() - 1), _ -> new ArrayList<>());
            } else if (table.sections.isEmpty()) {
                throw new IllegalArgumentException(name + ": no heading above " + line);
            } else {
                section.add(line);
            }
        }
        return table;
    }

    /** The headings in the order of the table. */
    Set<String> sections() {
        return sections.keySet();
    }

    /** @throws NullPointerException where there is no such heading */
    List<String> section(String heading) {
        return Objects.requireNonNull(sections.get(heading), heading);
    }

    /** The lines of a table, without comments and empty ones. */
    static List<String> lines(String name) {
        try (var reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(WordTable.class.getResourceAsStream(name), name), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
