package duenotice.intake.format;

import java.nio.charset.StandardCharsets;

/** Looks into bytes before anybody makes characters of them. */
final class Bytes {
    /** So much is looked at in one go: the search in a string is the fastest the machine has, but wants a copy. */
    private static final int WINDOW = 64 * 1024;

    private Bytes() {}

    /** Where the ASCII text first stands, or -1. */
    static int indexOf(byte[] content, String text) {
        return indexOf(content, text, content.length);
    }

    /** The same among the first so many bytes. */
    static int indexOf(byte[] content, String text, int within) {
        var end = Math.min(content.length, within);
        for (var from = 0; from < end; from += WINDOW) {
            var length = Math.min(end - from, WINDOW + text.length() - 1);
            var found = new String(content, from, length, StandardCharsets.ISO_8859_1).indexOf(text);
            if (found >= 0) {
                return from + found;
            }
        }
        return -1;
    }
}
