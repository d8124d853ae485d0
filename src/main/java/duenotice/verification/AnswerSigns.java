package duenotice.verification;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Looks through a mail's header for any sign that it answers something; cheaper than reading it, and most do not. */
final class AnswerSigns {
    /** Bytes of a header that are looked through. */
    private static final int HEADER = 64 * 1024;

    /** In small letters: our own reply addresses, the headers of RFC 5322 §3.6.4, an incident's number, an answer's subject. */
    private static final List<byte[]> SIGNS = Stream.of(
                    "reply+", "\nin-reply-to:", "\nreferences:", "[#", "\nsubject: re:", "\nsubject: aw:")
            .map(sign -> sign.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private static final int LONGEST = 16;

    private AnswerSigns() {}

    static boolean in(byte[] mail) {
        var end = Math.min(mail.length, HEADER) - LONGEST;
        for (var at = 0; at < end; at++) {
            if (mail[at] == '\n' && (mail[at + 1] == '\n' || (mail[at + 1] == '\r' && mail[at + 2] == '\n'))) {
                return false;
            }
            for (var sign : SIGNS) {
                if (stands(sign, mail, at)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean stands(byte[] sign, byte[] mail, int at) {
        for (var i = 0; i < sign.length; i++) {
            var one = mail[at + i];
            if ((one >= 'A' && one <= 'Z' ? one + 'a' - 'A' : one) != sign[i]) {
                return false;
            }
        }
        return true;
    }
}
