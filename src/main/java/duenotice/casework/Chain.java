package duenotice.casework;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The hash chain of timelines and checkpoints: each entry holds its predecessor's hash (invariant 7). */
final class Chain {
    static final byte[] BEGINNING = new byte[32];

    private Chain() {}

    /** Times are kept to the microsecond, as the database keeps them. */
    static Instant kept(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    static byte[] entry(
            byte[] before, long incident, int seq, Instant at, String role, String actor, String kind, String body) {
        return hash(
                before,
                incident + "\n" + seq + "\n" + kept(at) + "\n" + role + "\n" + actor + "\n" + kind + "\n" + body);
    }

    static byte[] hash(byte[] before, String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            digest.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return digest.digest();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
