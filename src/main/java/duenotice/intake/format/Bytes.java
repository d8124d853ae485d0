package duenotice.intake.format;

import java.nio.charset.StandardCharsets;

/** Looks into bytes before anybody makes characters of them. */
final class Bytes {
    private Bytes() {}

    /** Where the ASCII text first stands, or -1. */
    static int indexOf(byte[] content, String text) {
        var wanted = text.getBytes(StandardCharsets.US_ASCII);
        outer:
        for (var i = 0; i <= content.length - wanted.length; i++) {
            if (content[i] != wanted[0]) {
                continue;
            }
            for (var j = 1; j < wanted.length; j++) {
                if (content[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }
}
