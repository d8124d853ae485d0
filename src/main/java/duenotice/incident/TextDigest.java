package duenotice.incident;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a personal text. The timeline holds the digest, one row elsewhere the text, which may be erased without
 * breaking the chain.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record TextDigest(String hex) {
    public static TextDigest of(String text) {
        try {
            return new TextDigest(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
