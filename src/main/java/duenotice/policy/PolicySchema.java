package duenotice.policy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import duenotice.policy.PolicyRefused.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The published JSON Schema of policy files (2020-12), with sentences for people in place of a validator's. */
final class PolicySchema {
    static final String RESOURCE = "/policies/policy.schema.json";

    private final Schema schema;

    PolicySchema() {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Resources.text(RESOURCE), InputFormat.JSON);
    }

    /** What in the document departs from the schema, by line. */
    List<Problem> problems(PolicyDocument document) {
        var problems = new ArrayList<Problem>();
        for (var error : schema.validate(document.root())) {
            var place = error.getInstanceLocation().toString();
            problems.add(document.problem(placeOf(error, place), sentence(error, place, document)));
        }
        problems.sort(Comparator.comparingInt(Problem::line));
        return problems.stream().distinct().toList();
    }

    private static String placeOf(Error error, String place) {
        return error.getKeyword().equals("additionalProperties") ? place + "/" + error.getProperty() : place;
    }

    private String sentence(Error error, String place, PolicyDocument document) {
        var where = place.isEmpty() ? "the file" : "'" + lastWord(place) + "'";
        var rules = rulesAround(error);
        var value = document.at(place);
        return switch (error.getKeyword()) {
            case "required" -> "%s needs the key '%s'".formatted(where, error.getProperty());
            case "additionalProperties" -> unknownKey(error.getProperty(), where, rules);
            case "enum" ->
                "%s is %s; it must be one of %s".formatted(where, spelled(value), listed(rules.path("enum")));
            case "type" -> wrongType(where, value, rules);
            case "pattern" -> "%s is %s; it must be %s".formatted(where, spelled(value), expectation(rules));
            case "minProperties", "maxProperties" -> "a step of the ladder is exactly one of notice, warn, call, cut";
            case "minItems" -> "%s must not be empty".formatted(where);
            case "maxItems" -> "%s has more than %s entries".formatted(where, rules.path("maxItems"));
            case "uniqueItems" -> "%s names something twice".formatted(where);
            case "minimum", "maximum" ->
                "%s is %s; it must be from %s to %s"
                        .formatted(where, spelled(value), rules.path("minimum"), rules.path("maximum"));
            default -> where + ": " + error.getMessage();
        };
    }

    /** The part of the schema that the broken rule stands in. */
    private JsonNode rulesAround(Error error) {
        var rule = error.getSchemaLocation().getFragment().toString();
        return schema.getSchemaNode().at(rule.substring(0, rule.lastIndexOf('/')));
    }

    private static String unknownKey(String key, String where, JsonNode rules) {
        var known = new ArrayList<>(rules.path("properties").propertyNames());
        return "unknown key '%s' in %s; %s"
                .formatted(
                        key,
                        where,
                        Nearest.to(key, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("known are " + String.join(", ", known)));
    }

    private static String wrongType(String where, JsonNode value, JsonNode rules) {
        var wanted = switch (rules.path("type").asString()) {
            case "object" -> "a block of keys";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            default -> expectation(rules);
        };
        return "%s is %s; it must be %s".formatted(where, spelled(value), wanted);
    }

    private static String expectation(JsonNode rules) {
        var title = rules.path("title").asString("");
        var description = rules.path("description").asString("");
        if (!title.isEmpty()) {
            return "a " + title + ": " + lowerFirst(description);
        }
        return description.isEmpty() ? "text as " + rules.path("pattern").asString("") : lowerFirst(description);
    }

    private static String lowerFirst(String text) {
        var end = text.endsWith(".") ? text.length() - 1 : text.length();
        return Character.toLowerCase(text.charAt(0)) + text.substring(1, end);
    }

    private static String lastWord(String pointer) {
        var parts = pointer.split("/");
        var last = parts[parts.length - 1];
        // An item of a list is named by its list.
        return last.matches("[0-9]+") && parts.length > 2 ? parts[parts.length - 2] : last;
    }

    private static String spelled(JsonNode value) {
        if (value.isObject()) {
            return "a block of keys";
        }
        if (value.isArray()) {
            return "a list";
        }
        return value.isNull() ? "empty" : "'" + value.asString() + "'";
    }

    private static String listed(JsonNode words) {
        var listed = new ArrayList<String>();
        words.forEach(word -> listed.add(word.asString()));
        return String.join(", ", listed);
    }
}
