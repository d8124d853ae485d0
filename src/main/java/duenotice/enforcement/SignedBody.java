package duenotice.enforcement;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 over {@code timestamp.body}. With two secrets in use both signatures are sent, so that a receiver may change
 * over at any time.
 */
final class SignedBody {
    private SignedBody() {}

    /** {@code v1=hex}, one per secret, separated by commas. */
    static String signatures(String timestamp, String body, List<String> secrets) {
        return secrets.stream()
                .map(secret -> "v1=" + HexFormat.of().formatHex(hmac(secret, timestamp + "." + body)))
                .collect(Collectors.joining(","));
    }

    private static byte[] hmac(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
