package duenotice.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/**
 * The header fields of one entity in the order of arrival, names in lower case, bodies unfolded.
 *
 * <p>Encoded words are decoded only on request: in a structured field they would be somebody's way around a parser
 * (RFC 2047 §5).
 */
final class Headers {
    private final List<Field> fields = new ArrayList<>();

    private record Field(String name, String body) {}

    void add(String name, String body) {
        fields.add(new Field(name, body));
    }

    int size() {
        return fields.size();
    }

    Optional<String> first(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Field field : fields) {
            if (field.name.equals(wanted)) {
                return Optional.of(field.body);
            }
        }
        return Optional.empty();
    }

    Optional<String> firstDecoded(String name) {
        return first(name).map(Headers::decoded);
    }

    List<String> all(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        List<String> bodies = new ArrayList<>(2);
        for (Field field : fields) {
            if (field.name.equals(wanted)) {
                bodies.add(field.body);
            }
        }
        return List.copyOf(bodies);
    }

    Map<String, List<String>> asMap() {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (Field field : fields) {
            map.computeIfAbsent(field.name, _ -> new ArrayList<>(1)).add(field.body);
        }
        return map;
    }

    /** Encoded words (RFC 2047) as text; text that is not encoded, or badly, as it stands. */
    static String decoded(String body) {
        if (!body.contains("=?")) {
            return body;
        }
        try {
            return DecoderUtil.decodeEncodedWords(body, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
        } catch (RuntimeException _) {
            return body;
        }
    }
}
