package duenotice.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a call says: one JSON object, of which every field asked for is checked; the refusal names the field. */
final class Body {
    /** Bytes of a JSON body that is no report and no inventory. */
    static final int LONGEST = 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectNode object;

    private Body(ObjectNode object) {
        this.object = object;
    }

    static Body of(HttpServletRequest request) {
        var bytes = bytes(request, LONGEST);
        var type = request.getContentType();
        if (type != null && bytes.length > 0 && !mediaType(type).endsWith("json")) {
            throw CallRefused.otherMediaType("send the body as application/json, not as " + mediaType(type));
        }
        if (bytes.length == 0) {
            return new Body(JSON.createObjectNode());
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return new Body(object);
            }
        } catch (JacksonException broken) {
            var place = broken.getLocation();
            throw CallRefused.unreadable(
                    "the body is no JSON" + (place == null ? "" : ", see line " + place.getLineNr()));
        }
        throw CallRefused.unreadable("the body must be one JSON object");
    }

    /** Without parameters, in lower case. */
    static String mediaType(String contentType) {
        var end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
    }

    static byte[] bytes(HttpServletRequest request, int longest) {
        try {
            if (request.getContentLengthLong() > longest) {
                throw CallRefused.tooLarge("the body is longer than " + longest + " bytes");
            }
            var bytes = request.getInputStream().readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw CallRefused.tooLarge("the body is longer than " + longest + " bytes");
            }
            return bytes;
        } catch (IOException broken) {
            throw CallRefused.unreadable("the body did not arrive whole");
        }
    }

    // ---- fields

    String text(String field) {
        return optionalText(field)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> CallRefused.invalid(field + " is missing"));
    }

    Optional<String> optionalText(String field) {
        return node(field).map(node -> {
            if (!node.isString()) {
                throw CallRefused.invalid(field + " must be a text");
            }
            return node.stringValue().replace('\0', '\uFFFD');
        });
    }

    /** A whole number; 0 where it is missing. */
    int count(String field) {
        return node(field)
                .map(node -> {
                    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                        throw CallRefused.invalid(field + " must be a whole number");
                    }
                    return node.intValue();
                })
                .orElse(0);
    }

    Instant instant(String field) {
        return optionalInstant(field)
                .orElseThrow(() -> CallRefused.invalid(field + " is missing: an instant as in 2026-03-01T12:00:00Z"));
    }

    Optional<Instant> optionalInstant(String field) {
        return optionalText(field).map(text -> instant(field, text));
    }

    /** Years that fit the database and every calendar. */
    static Instant instant(String field, String text) {
        try {
            var instant = OffsetDateTime.parse(text).toInstant();
            if (instant.isAfter(Instant.parse("1970-01-01T00:00:00Z"))
                    && instant.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
                return instant;
            }
        } catch (DateTimeException notATime) {
            // told below
        }
        throw CallRefused.invalid(
                field + " must be an instant with its zone, as in 2026-03-01T12:00:00Z, between 1970 and 2200");
    }

    boolean flag(String field) {
        return node(field)
                .map(node -> {
                    if (!node.isBoolean()) {
                        throw CallRefused.invalid(field + " must be true or false");
                    }
                    return node.booleanValue();
                })
                .orElse(false);
    }

    /**
     * One of a closed set of words.
     *
     * @param words all of them, for the refusal
     */
    <W> W word(String field, Function<String, Optional<W>> reader, Object[] words) {
        var text = text(field);
        return reader.apply(text).orElseThrow(() -> CallRefused.invalid(field + " must be one of " + list(words)));
    }

    static String list(Object[] words) {
        return java.util.Arrays.stream(words).map(Object::toString).collect(java.util.stream.Collectors.joining(", "));
    }

    /** Numbers or texts, at least one. */
    List<String> ids(String field) {
        var array = node(field)
                .filter(JsonNode::isArray)
                .orElseThrow(() -> CallRefused.invalid(field + " is missing: a list of ids"));
        var ids = new ArrayList<String>();
        array.forEach(node -> {
            if (!node.isString() && !node.isIntegralNumber()) {
                throw CallRefused.invalid(field + " must hold ids only");
            }
            ids.add(node.asString());
        });
        if (ids.isEmpty() || ids.size() > 1000) {
            throw CallRefused.invalid(field + " must hold 1 to 1000 ids");
        }
        return ids;
    }

    /** A list of texts; it may be empty. */
    Optional<List<String>> optionalTexts(String field) {
        return node(field).map(node -> {
            if (!node.isArray() || node.size() > 100 || node.valueStream().anyMatch(one -> !one.isString())) {
                throw CallRefused.invalid(field + " must be a list of texts");
            }
            return node.valueStream()
                    .map(one -> one.stringValue().replace('\0', '\uFFFD'))
                    .toList();
        });
    }

    private Optional<JsonNode> node(String field) {
        return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
    }
}
