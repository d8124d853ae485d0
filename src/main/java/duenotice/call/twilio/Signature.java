package duenotice.call.twilio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a callback: base64 of the HMAC-SHA1, keyed with the auth token, of the whole public address followed by
 * each parameter's name and value, in the order of names (Twilio, "Webhooks security").
 */
final class Signature {
    static final String HEADER = "X-Twilio-Signature";

    private Signature() {}

    static String of(String token, String url, Map<String, List<String>> parameters) {
        var text = new StringBuilder(url);
        new TreeMap<>(parameters)
                .forEach((name, values) ->
                        new TreeSet<>(values).forEach(value -> text.append(name).append(value)));
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes as long for a wrong one as for a right one. */
    static boolean isRight(String given, String token, String url, Map<String, List<String>> parameters) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8),
                of(token, url, parameters).getBytes(StandardCharsets.UTF_8));
    }
}
