package duenotice.intake.format;

import duenotice.mail.Part;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One document of a submission. Everything in it was chosen by a stranger.
 *
 * @param name of the file, without folders; empty where none was given. Tells people where, and Shadowserver's type
 * @param contentType as declared, lower case, without parameters; may be empty or wrong, so the content decides
 * @param body whether it is what a mail says, rather than a file that lies in it
 * @param within name of the archive that it was taken from; empty where it lay there by itself
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of every document would cost more
record Document(String name, String contentType, byte[] content, boolean body, String within) {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** So much of a document is looked at to tell its charset. */
    private static final int PROBE = 64 * 1024;

    static Document of(Submission.Document whole) {
        return new Document(whole.name(), bare(whole.contentType()), whole.content(), false, "");
    }

    static Document of(Part part) {
        var text = part.contentType().equals("text/plain") || part.contentType().equals("text/html");
        return new Document(
                part.fileName().orElse(""), part.contentType(), part.content(), text && !part.isAttachment(), "");
    }

    /** What lay in this one: a member of an archive, or what was packed. */
    Document holding(String member, byte[] unpacked) {
        return new Document(member, "", unpacked, false, where());
    }

    private static String bare(String contentType) {
        var semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** For warnings: the file's name, else what it is. */
    String where() {
        var own = !name.isEmpty() ? name : body ? "the text" : contentType.isEmpty() ? "the body" : contentType;
        return within.isEmpty() ? own : within + "/" + own;
    }

    /** The first so many bytes as text, for a look at what it is; a byte a character, without a byte order mark. */
    String head(int bytes) {
        var from = hasMark() ? 3 : 0;
        return new String(
                content, from, Math.min(bytes, Math.max(0, content.length - from)), StandardCharsets.ISO_8859_1);
    }

    /** Whether the bytes hold this ASCII text; far cheaper than reading them as characters. */
    boolean mentions(String text) {
        return Bytes.indexOf(content, text) >= 0;
    }

    InputStream open() {
        return new ByteArrayInputStream(content);
    }

    /** The beginning of its text, so many characters at most. */
    String text(int longest) {
        var text = new char[Math.min(longest, content.length)];
        var length = 0;
        try (var reader = reader()) {
            for (var read = 0; read >= 0 && length < text.length; length += Math.max(0, read)) {
                read = reader.read(text, length, text.length - length);
            }
        } catch (IOException fromMemory) {
            throw new UncheckedIOException(fromMemory);
        }
        return new String(text, 0, length);
    }

    /** Its characters: UTF-8 where the beginning is, else windows-1252; no byte order mark. */
    BufferedReader reader() {
        var from = hasMark() ? 3 : 0;
        var stream = new ByteArrayInputStream(content, from, content.length - from);
        return new BufferedReader(new InputStreamReader(stream, charset()));
    }

    private boolean hasMark() {
        return content.length >= 3
                && (content[0] & 255) == 0xEF
                && (content[1] & 255) == 0xBB
                && (content[2] & 255) == 0xBF;
    }

    private Charset charset() {
        var end = Math.min(content.length, PROBE);
        // not within a character
        while (end < content.length && end > PROBE - 4 && (content[end] & 0xC0) == 0x80) {
            end--;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, 0, end));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException other) {
            return WINDOWS;
        }
    }
}
