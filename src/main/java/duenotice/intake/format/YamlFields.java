package duenotice.intake.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The flat YAML of X-ARF reports, read line by line: senders put colons, tabs and quotation marks where YAML has none,
 * and nothing in a stranger's document may build objects or refer to others. The case of names and the hyphens in them
 * do not matter; a list keeps its items.
 */
final class YamlFields {
    /** Characters; a report has a dozen lines. */
    static final int LONGEST = 64 * 1024;

    private static final int MOST_LINES = 20_000;
    private static final int MOST_REPORTS = 2_000;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_VALUE = 2048;

    private final Map<String, List<String>> values = new HashMap<>();

    private YamlFields() {}

    /**
     * The documents of a text, parted by {@code ---}.
     *
     * @param fromMark whether only what follows a line {@code ---} counts, as in a letter that has the report in it
     */
    static List<YamlFields> in(Document document, boolean fromMark) {
        List<YamlFields> found = new ArrayList<>();
        var current = new YamlFields();
        var reading = !fromMark;
        var name = "";
        for (var line : (Iterable<String>) document.text(LONGEST).lines().limit(MOST_LINES)::iterator) {
            if (line.stripTrailing().equals("---")) {
                current.keepIn(found);
                current = new YamlFields();
                reading = true;
                name = "";
            } else if (reading) {
                name = current.line(line.length() > LONGEST_VALUE ? line.substring(0, LONGEST_VALUE) : line, name);
                // a letter goes on behind the report
                reading = !fromMark || !name.isEmpty() || line.isBlank();
            }
        }
        current.keepIn(found);
        return found;
    }

    private void keepIn(List<YamlFields> found) {
        if (values.size() > 1 && found.size() < MOST_REPORTS) {
            found.add(this);
        }
    }

    /** @return the name of the field that a folded line would belong to; empty where the line is none of a report */
    private String line(String line, String before) {
        var text = line.strip();
        if (text.isEmpty() || text.startsWith("#") || text.equals("...")) {
            return before;
        }
        var indented = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        if (text.startsWith("- ") && !before.isEmpty()) {
            add(before, text.substring(2));
            return before;
        }
        var name = name(text);
        if (!name.isEmpty()) {
            add(name, text.substring(text.indexOf(':') + 1));
            return name;
        }
        if (indented && !before.isEmpty()) {
            fold(before, text);
            return before;
        }
        return "";
    }

    private static String name(String text) {
        var colon = text.indexOf(':');
        if (colon < 1 || colon > LONGEST_NAME || text.startsWith("//", colon + 1)) {
            return "";
        }
        var name = new StringBuilder(colon);
        for (var character : text.substring(0, colon).toLowerCase(Locale.ROOT).toCharArray()) {
            if (character >= 'a' && character <= 'z' || character >= '0' && character <= '9') {
                name.append(character);
            } else if ("-_ \"'".indexOf(character) < 0) {
                return "";
            }
        }
        return name.toString();
    }

    private void add(String name, String value) {
        var bare = unquoted(value.strip());
        if (!bare.isEmpty()) {
            values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(bare);
        }
    }

    /** A URL that was broken in two goes on without a blank. */
    private void fold(String name, String more) {
        var known = values.get(name);
        if (known == null) {
            add(name, more);
            return;
        }
        var last = known.removeLast();
        var url = last.contains("://") && last.indexOf(' ') < 0;
        var whole = last + (url ? "" : " ") + more;
        known.add(whole.length() > LONGEST_VALUE ? last : whole);
    }

    private static String unquoted(String value) {
        var quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1).strip() : value;
    }

    /** @param names in lower case, letters and digits only; the first that is there counts */
    Optional<String> first(String... names) {
        for (var name : names) {
            var known = values.get(name);
            if (known != null) {
                return Optional.of(known.getFirst());
            }
        }
        return Optional.empty();
    }

    /** All items where the value is a list, or the field comes more than once. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
