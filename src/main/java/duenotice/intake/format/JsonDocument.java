package duenotice.intake.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON texts of a submission: its body, its attachments, or a block within a mail's text. Parsed on request. */
final class JsonDocument {
    /** Bytes of one document; evidence comes in it as base64. */
    private static final int LONGEST = 25 * 1024 * 1024;

    /** A mail with more is somebody's attack. */
    private static final int MOST = 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(60)
                            .maxStringLength(LONGEST)
                            .maxNumberLength(200)
                            .maxNameLength(1000)
                            .maxTokenCount(500_000)
                            .build())
                    .build())
            // text may go on behind a report that was pasted into a mail
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final byte[] content;
    private final String where;

    private JsonDocument(byte[] content, String where) {
        this.content = content;
        this.where = where;
    }

    static List<JsonDocument> in(Content content) {
        List<JsonDocument> found = new ArrayList<>();
        for (var document : content.documents()) {
            if (found.size() == MOST) {
                break;
            }
            if (document.content().length > LONGEST) {
                continue;
            }
            if (content.mail().isPresent() && isJson(document) || looksLikeJson(document.content())) {
                found.add(new JsonDocument(document.content(), document.where()));
            } else if (document.body()
                    && (Bytes.indexOf(document.content(), "\"xarf_version\"") >= 0
                            || Bytes.indexOf(document.content(), "\"ReporterInfo\"") >= 0)) {
                var block = Bytes.indexOf(document.content(), "{");
                if (block >= 0) {
                    var bytes = Arrays.copyOfRange(document.content(), block, document.content().length);
                    found.add(new JsonDocument(bytes, "the JSON in the text"));
                }
            }
        }
        return found;
    }

    private static boolean isJson(Document document) {
        return document.contentType().endsWith("/json")
                || document.contentType().endsWith("+json")
                || document.name().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /** Whether the first visible character opens an object or an array of objects. */
    static boolean looksLikeJson(byte[] content) {
        if (content.length > LONGEST) {
            return false;
        }
        var open = false;
        for (var i = 0; i < Math.min(content.length, 200); i++) {
            var value = content[i] & 255;
            if (value == '{' || open && value == ']') {
                return true;
            }
            if (value == '[' && !open) {
                open = true;
            } else if (value > ' ' && value != 0xEF && value != 0xBB && value != 0xBF) {
                return false;
            }
        }
        return false;
    }

    /** Where the document stood, for warnings. */
    String where() {
        return where;
    }

    /** Cheap test before parsing. */
    boolean mentions(String text) {
        return Bytes.indexOf(content, text) >= 0;
    }

    /** The object, or the objects of the array, that the document is; what follows the first value is not looked at. */
    List<JsonNode> objects(int most) {
        var root = tree();
        if (root.isObject()) {
            return List.of(root);
        }
        List<JsonNode> objects = new ArrayList<>();
        for (var item : root) {
            if (item.isObject() && objects.size() < most) {
                objects.add(item);
            }
        }
        return objects;
    }

    private JsonNode tree() {
        try {
            return MAPPER.readTree(content);
        } catch (JacksonException notUtf8) {
            // UTF-8 is declared and not true often enough: the second try replaces what is none
            return MAPPER.readTree(new String(content, StandardCharsets.UTF_8).replace("\ufeff", ""));
        }
    }

    /** One sentence without the text of the document. */
    static String reason(JacksonException broken) {
        var at = broken.getLocation();
        var message = broken.getOriginalMessage();
        var sentence =
                message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
        return (sentence.length() > 150 ? sentence.substring(0, 150) : sentence)
                + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }
}
