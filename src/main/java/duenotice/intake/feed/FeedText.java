package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What an answer really is, whatever its headers say. */
final class FeedText {
    private static final int ENOUGH = 2_000;

    private FeedText() {}

    /**
     * Lists are published packed, and proxies pack what was not asked for.
     *
     * @return empty where it would be longer than {@code most}
     * @throws IOException where it is packed and not whole
     */
    static Optional<byte[]> unpacked(byte[] content, long most) throws IOException {
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
        var start = beginning(content).stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html") || start.startsWith("<html");
    }

    /** Why lines cannot be taken from it as they are: text of two or four bytes a character, or no text at all. */
    static Optional<String> otherThanBytes(byte[] content) {
        return beginning(content).indexOf('\0') >= 0
                ? Optional.of("it is no text, or text with several bytes to a letter (UTF-16)")
                : Optional.empty();
    }

    private static String beginning(byte[] content) {
        var text = new String(Arrays.copyOf(content, Math.min(content.length, ENOUGH)), ISO_8859_1);
        return text.startsWith(Lines.MARK) ? text.substring(Lines.MARK.length()) : text;
    }
}
