package duenotice.mail;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One leaf of a mail: a body, an attachment, an embedded message. Everything in it was chosen by a stranger.
 *
 * @param contentType lower case, without parameters; {@code text/plain} where none was given
 * @param parameters of the content type, names in lower case
 * @param fileName without folders and control characters; for showing, never for opening
 * @param headers of the part itself, names in lower case, unfolded, not decoded
 * @param content with the transfer encoding undone
 * @param depth how many messages this one lies within; 0 in the outermost
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of every attachment would cost more
public record Part(
        String contentType,
        Map<String, String> parameters,
        Optional<String> fileName,
        Map<String, List<String>> headers,
        byte[] content,
        int depth) {
    private static final int LONGEST_FIELD_NAME = 76;

    /** The content as text in the declared charset, else UTF-8, else windows-1252. Never throws. */
    public String text() {
        return Characters.decode(content, Optional.ofNullable(parameters.get("charset")));
    }

    /** First header of that name, unfolded, not decoded. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(List::getFirst);
    }

    /** Whether the sender meant it to lie beside the text rather than to be read as the text. */
    public boolean isAttachment() {
        return fileName.isPresent()
                || header("content-disposition")
                        .map(value -> value.strip().toLowerCase(Locale.ROOT).startsWith("attachment"))
                        .orElse(false);
    }

    /**
     * The mail inside, for {@code message/rfc822} (and its international form) and {@code text/rfc822-headers}, also
     * where misspelt, and for a file with a mail's ending of whatever type; empty for every other part and for messages
     * nested too deep. Parsed anew at each call.
     */
    public Optional<Mail> embedded() {
        boolean message = switch (contentType) {
            case "message/rfc822",
                    "message/global",
                    "message/rfc822-headers",
                    "message/global-headers",
                    "text/rfc822-headers",
                    "text/rfc822-header" -> true;
            default -> isMailFile();
        };
        if (!message || depth >= MailLimits.EMBEDDED) {
            return Optional.empty();
        }
        return Optional.of(Mail.parse(content, depth + 1));
    }

    /** {@code spam.eml}, as programs attach it that do not know mails: its first line has the form of a header field. */
    private boolean isMailFile() {
        if (!fileName.orElse("").toLowerCase(Locale.ROOT).endsWith(".eml")) {
            return false;
        }
        var colon = 0;
        while (colon < Math.min(content.length, LONGEST_FIELD_NAME) && content[colon] > ' ' && content[colon] != ':') {
            colon++;
        }
        return colon > 0 && colon < content.length && content[colon] == ':';
    }

    @Override
    public String toString() {
        return contentType + fileName.map(name -> " " + name).orElse("") + ", " + content.length + " bytes";
    }

    static String safeName(String fileName) {
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String visible = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "").strip();
        return visible.length() > 255 ? visible.substring(0, 255) : visible;
    }
}
