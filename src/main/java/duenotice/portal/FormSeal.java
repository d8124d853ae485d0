package duenotice.portal;

import duenotice.casework.MessageId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the public form carries instead of a cookie: when it was handed out, sealed, so that no robot can send a form it
 * was never given; and the reference that its sender gets.
 */
final class FormSeal {
    /** People leave a form open over lunch; a robot's copy is over tomorrow. */
    static final Duration LIFE = Duration.ofHours(24);

    private static final int NONCE_BYTES = 9;
    private static final int SEAL_BYTES = 16;
    private static final int NAMED_BYTES = Long.BYTES + NONCE_BYTES;
    private static final int REFERENCE_BYTES = 6;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param secret known to all nodes of the desk, and to nobody else */
    FormSeal(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** @param nonce no other form has it */
    record HandedOut(Instant at, String nonce) {}

    String handOut(Instant now) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var named = ByteBuffer.allocate(NAMED_BYTES)
                .putLong(now.toEpochMilli())
                .put(nonce)
                .array();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(NAMED_BYTES + SEAL_BYTES)
                        .put(named)
                        .put(seal("form", named, SEAL_BYTES))
                        .array());
    }

    /** Empty where no form was handed out with it, or too long ago. */
    Optional<HandedOut> open(String token, Instant now) {
        // 33 bytes are 44 characters; longer texts are not even looked at.
        if (token.length() != 44) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException otherCharacters) {
            return Optional.empty();
        }
        var named = Arrays.copyOf(bytes, NAMED_BYTES);
        if (!MessageDigest.isEqual(
                seal("form", named, SEAL_BYTES), Arrays.copyOfRange(bytes, NAMED_BYTES, NAMED_BYTES + SEAL_BYTES))) {
            return Optional.empty();
        }
        var at = Instant.ofEpochMilli(ByteBuffer.wrap(named).getLong());
        var nonce = HexFormat.of().formatHex(named, Long.BYTES, NAMED_BYTES);
        return Optional.of(new HandedOut(at, nonce)).filter(form -> now.isBefore(at.plus(LIFE)));
    }

    /** Such as {@code 1234-9F01C27A4B30}: nobody finds another one by counting. */
    String reference(MessageId id) {
        return id + "-"
                + HexFormat.of()
                        .withUpperCase()
                        .formatHex(seal(
                                "reference",
                                ByteBuffer.allocate(Long.BYTES)
                                        .putLong(id.number())
                                        .array(),
                                REFERENCE_BYTES));
    }

    /** Which report it stands for; empty where it was not given out here. */
    Optional<MessageId> report(String text) {
        var dash = text.indexOf('-');
        return dash <= 0 || text.length() >= 40
                ? Optional.empty()
                : MessageId.parse(text.substring(0, dash))
                        .filter(id -> MessageDigest.isEqual(
                                reference(id).getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] seal(String purpose, byte[] named, int bytes) {
        try {
            // A Mac keeps state: one for each call.
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(mac.doFinal(named), bytes);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
