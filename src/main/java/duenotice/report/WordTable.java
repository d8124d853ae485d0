package duenotice.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A table of words beside the classes that use it: one phrase a line, in sections under {@code [headings]}, with comments. */
public final class WordTable {
    private final Map<String, List<String>> sections = new LinkedHashMap<>();

    private WordTable() {}

    /** @throws IllegalArgumentException where a phrase stands under no heading */
    public static WordTable of(Class<?> beside, String name) {
        var table = new WordTable();
        table.add(beside, name);
        return table;
    }

    /** One table of the files {@code NAME_LANGUAGE.txt}: nobody knows in which language people write. */
    public static WordTable of(Class<?> beside, String name, Collection<String> languages) {
        var table = new WordTable();
        languages.forEach(language -> table.add(beside, name + "_" + language + ".txt"));
        return table;
    }

    private void add(Class<?> beside, String name) {
        List<String> section = List.of();
        var headed = false;
        for (var line : lines(beside, name)) {
            if (line.startsWith("[")) {
                section = sections.computeIfAbsent(line.substring(1, line.length() - 1), _ -> new ArrayList<>());
                headed = true;
            } else if (headed) {
                section.add(line);
            } else {
                throw new IllegalArgumentException(name + ": no heading above " + line);
            }
        }
    }

    /** The headings in the order of the table. */
    public Set<String> sections() {
        return sections.keySet();
    }

    /** @throws NullPointerException where there is no such heading */
    public List<String> section(String heading) {
        return Objects.requireNonNull(sections.get(heading), heading);
    }

    /** The lines of a table, without comments and empty ones. */
    public static List<String> lines(Class<?> beside, String name) {
        try (var stream = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("could not read " + name, unreadable);
        }
    }
}
