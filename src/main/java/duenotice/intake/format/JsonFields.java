package duenotice.intake.format;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads single values of a JSON report, whatever type the sender gave them. */
final class JsonFields {
    private static final int LONGEST = 2048;

    private JsonFields() {}

    /** A string that is neither blank nor absurdly long. */
    static Optional<String> text(JsonNode node, String field) {
        return longText(node, field).filter(text -> text.length() <= LONGEST);
    }

    /** A string of any length that is not blank. */
    static Optional<String> longText(JsonNode node, String field) {
        var value = node.path(field);
        return value.isString()
                ? Optional.of(value.asString().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    static Optional<Integer> port(JsonNode node, String field) {
        var value = node.path(field);
        return value.isInt()
                ? Place.port(Integer.toString(value.asInt()))
                : text(node, field).flatMap(Place::port);
    }
}
