package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;

/** What an answer really is, whatever its headers say. */
final class FeedText {
    private static final int ENOUGH = 2_000;

    private FeedText() {}

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
