package duenotice.desk;

import java.util.ArrayList;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was read out of a message, as lines for people. */
final class Understood {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Understood() {}

    /** @param json as the API shows it */
    static String of(String json) {
        try {
            var lines = new ArrayList<String>();
            JSON.readTree(json).properties().forEach(field -> {
                var value = field.getValue();
                if (value.isArray()) {
                    value.forEach(one -> lines.add(name(field.getKey()) + ": " + inOneLine(one)));
                } else if (!value.isNull()) {
                    lines.add(name(field.getKey()) + ": " + inOneLine(value));
                }
            });
            return String.join("\n", lines);
        } catch (JacksonException notJson) {
            return json;
        }
    }

    /** Several of a kind stand one a line: their name is in the singular. */
    private static String name(String field) {
        return switch (field) {
            case "findings" -> "finding";
            case "warnings" -> "warning";
            case "recipients" -> "recipient";
            case "sourceType" -> "source";
            default -> field;
        };
    }

    private static String inOneLine(JsonNode value) {
        if (!value.isObject()) {
            return DeskWords.readable(value.asString());
        }
        var parts = new ArrayList<String>();
        value.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                parts.add(field.getKey() + " " + inOneLine(field.getValue()));
            }
        });
        return String.join(", ", parts);
    }
}
