package duenotice.intake.format;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** A table as JSON: an array of flat objects, or one object after the other; what is nested within a row is left out. */
final class JsonRows implements TableRows {
    private static final int LONGEST_VALUE = 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(60)
                            .maxStringLength(LONGEST_VALUE)
                            .maxNumberLength(200)
                            .maxNameLength(1000)
                            .build())
                    .build())
            .build();

    private final JsonParser parser;
    private final Map<String, String> first;
    private Map<String, String> row = new HashMap<>();
    private boolean again = true;
    private int line;
    private @Nullable String broken;

    private JsonRows(Document document) {
        parser = MAPPER.createParser(document.content());
        first = read() ? row : Map.of();
    }

    /** @param fitting looks at the first row */
    static Optional<JsonRows> in(Document document, java.util.function.Predicate<JsonRows> fitting) {
        if (!JsonDocument.looksLikeJson(document.content())) {
            return Optional.empty();
        }
        var rows = new JsonRows(document);
        return rows.first.isEmpty() || !fitting.test(rows) ? Optional.empty() : Optional.of(rows);
    }

    @Override
    public boolean next() {
        if (again) {
            again = false;
            row = first;
            return true;
        }
        return read();
    }

    private boolean read() {
        try {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    line = parser.currentTokenLocation().getLineNr();
                    readRow();
                    return true;
                }
            }
        } catch (JacksonException failure) {
            broken = "not valid JSON: " + JsonDocument.reason(failure);
        }
        return false;
    }

    private void readRow() {
        row = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName().toLowerCase(Locale.ROOT);
            var value = parser.nextToken();
            if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                row.putIfAbsent(name, parser.getString().strip());
            }
        }
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public boolean has(String column) {
        return first.containsKey(column);
    }

    @Override
    public String value(String column) {
        return row.getOrDefault(column, "");
    }

    @Override
    public boolean goesOnBehind(String column) {
        return true;
    }

    @Override
    public Optional<String> brokenOff() {
        return Optional.ofNullable(broken);
    }
}
