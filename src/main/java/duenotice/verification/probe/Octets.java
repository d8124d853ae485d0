package duenotice.verification.probe;

import java.nio.charset.StandardCharsets;

/** Bytes as a text with a character for each (ISO 8859-1): a value like others. */
final class Octets {
    private Octets() {}

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
