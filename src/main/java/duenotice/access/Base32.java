package duenotice.access;

import java.util.Optional;

/** Bytes as lower-case letters and digits without padding (RFC 4648 §6), for places that do not keep case. */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Base32() {}

    static String spell(byte[] bytes) {
        var text = new StringBuilder();
        var bits = 0;
        var held = 0;
        for (var one : bytes) {
            held = (held << 8 | one & 255) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(held >> bits & 31));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt(held << 5 - bits & 31));
        }
        return text.toString();
    }

    /** Empty where the text has other characters, or is not how these bytes are spelled. */
    static Optional<byte[]> read(String text) {
        var lower = lower(text);
        var bytes = new byte[lower.length() * 5 / 8];
        var bits = 0;
        var held = 0;
        var next = 0;
        for (var i = 0; i < lower.length(); i++) {
            var value = ALPHABET.indexOf(lower.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            held = (held << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (held >> bits);
            }
        }
        return spell(bytes).equals(lower) ? Optional.of(bytes) : Optional.empty();
    }

    /** ASCII only: a Kelvin sign is no k. */
    private static String lower(String text) {
        var lower = new StringBuilder(text);
        for (var i = 0; i < lower.length(); i++) {
            var one = lower.charAt(i);
            if (one >= 'A' && one <= 'Z') {
                lower.setCharAt(i, (char) (one + 32));
            }
        }
        return lower.toString();
    }
}
