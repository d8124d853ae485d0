package duenotice.knowledge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody who reads an article, told apart from others for their one vote.
 *
 * @param key the same for the same viewer
 */
public record Viewer(String key) {
    public static Viewer staff(String name) {
        return new Viewer("staff:" + name);
    }

    /** A customer's contact; {@code secret} keeps the address from being read or guessed out of the key. */
    public static Viewer contact(String email, String secret) {
        return new Viewer("contact:" + sealed(email.toLowerCase(Locale.ROOT), secret));
    }

    /** Anybody on the internet; all behind one network address are one viewer. */
    public static Viewer visitor(String address, String secret) {
        return new Viewer("visitor:" + sealed(address, secret));
    }

    private static String sealed(String text, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
