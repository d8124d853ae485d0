package duenotice.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.MimeParameterMapping;

/**
 * A header value with parameters: {@code Content-Type} (RFC 2045 §5.1) or {@code Content-Disposition} (RFC 2183).
 *
 * @param value lower case, without parameters; may be empty
 * @param parameters names in lower case; continuations and charsets of RFC 2231 resolved
 */
record ContentType(String value, Map<String, String> parameters) {
    static final ContentType PLAIN = new ContentType("text/plain", Map.of());

    private static final Pattern TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}");

    ContentType {
        parameters = Map.copyOf(parameters);
    }

    boolean isMultipart() {
        return value.startsWith("multipart/");
    }

    static ContentType ofDisposition(String body) {
        return read(body);
    }

    /** A type that is no type ({@code "text"}, {@code ""}) counts as plain text, as RFC 2045 §5.2 advises. */
    static ContentType of(String body) {
        ContentType read = read(body);
        return TYPE.matcher(read.value).matches() ? read : new ContentType(PLAIN.value, read.parameters);
    }

    private static ContentType read(String body) {
        try {
            RawBody raw = RawFieldParser.DEFAULT.parseRawBody(new RawField("x", inOneLine(body)));
            String value = raw.getValue() == null
                    ? ""
                    : raw.getValue().toLowerCase(Locale.ROOT).replace(" ", "").strip();
            return new ContentType(value, parameters(raw.getParams()));
        } catch (RuntimeException _) {
            String value = body.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            return new ContentType(value, Map.of());
        }
    }

    private static String inOneLine(String body) {
        return body.indexOf('\n') < 0 && body.indexOf('\r') < 0 ? body : body.replaceAll("[\\r\\n]+", " ");
    }

    private static Map<String, String> parameters(List<NameValuePair> pairs) {
        Map<String, String> plain = new HashMap<>();
        boolean extended = false;
        MimeParameterMapping mapping = new MimeParameterMapping();
        for (NameValuePair pair : pairs) {
            String name = pair.getName().toLowerCase(Locale.ROOT);
            String value = pair.getValue() == null ? "" : pair.getValue();
            extended |= name.indexOf('*') >= 0;
            mapping.addParameter(name, value);
            plain.putIfAbsent(name, Headers.decoded(value));
        }
        return extended ? new HashMap<>(mapping.getParameters()) : plain;
    }
}
