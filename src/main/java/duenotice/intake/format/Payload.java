package duenotice.intake.format;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** A piece of evidence that a JSON report carries: so much of it as people need to recognise the matter. */
final class Payload {
    private static final int MOST_LINES = 20;

    private Payload() {}

    /**
     * Adds the beginning of a text, or the telling header fields of a mail; everything else is left out.
     *
     * @param contentType as declared, may be empty
     */
    static void quote(Excerpt excerpt, String contentType, String payload) {
        var type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("message/") || type.startsWith("text/rfc822-header")) {
            excerpt.addHeaders(decoded(payload));
        } else if (type.startsWith("text/plain") || type.startsWith("text/csv") || type.equals("text")) {
            decoded(payload).lines().limit(MOST_LINES).forEach(excerpt::add);
        }
    }

    /** The beginning of a payload; schemas want base64, some senders write the text itself. */
    private static String decoded(String payload) {
        var beginning = payload.substring(0, Math.min(payload.length(), 4 * Excerpt.LONGEST));
        var bare = beginning.replaceAll("\\s", "");
        var whole = bare.substring(0, bare.length() - bare.length() % 4);
        var wrapped = beginning.indexOf(' ') < 0 && !whole.isEmpty();
        try {
            return wrapped ? new String(Base64.getDecoder().decode(whole), StandardCharsets.UTF_8) : beginning;
        } catch (IllegalArgumentException notBase64) {
            return beginning;
        }
    }
}
