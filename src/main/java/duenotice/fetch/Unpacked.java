package duenotice.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What an answer really is, whatever its headers say. */
final class Unpacked {
    private static final int ENOUGH = 2_000;

    /** UTF-8's byte order mark, read as single bytes. */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    private Unpacked() {}

    /**
     * Lists are published packed, and proxies pack what was not asked for.
     *
     * @return empty where it would be longer than {@code most}
     * @throws IOException where it is packed and not whole
     */
    static Optional<byte[]> of(byte[] content, long most) throws IOException {
        if (content.length < 2 || content[0] != (byte) 0x1f || content[1] != (byte) 0x8b) {
            return Optional.of(content);
        }
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(content))) {
            var whole = unpacking.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
            return whole.length > most ? Optional.empty() : Optional.of(whole);
        } catch (IOException broken) {
            throw new IOException("it is packed and cannot be unpacked: " + broken.getMessage(), broken);
        }
    }

    /** A page to log in, or of regrets, that calls itself data. */
    static boolean isPage(byte[] content) {
        var text = new String(Arrays.copyOf(content, Math.min(content.length, ENOUGH)), ISO_8859_1);
        var start = (text.startsWith(MARK) ? text.substring(MARK.length()) : text)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html") || start.startsWith("<html");
    }
}
