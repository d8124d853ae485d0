package duenotice.casework;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Who is meant on one incident's timeline. The hashed entries hold references, the values lie beside them, so that lawful
 * erasure leaves the chain whole (invariant 7). A reference is a salted digest: it proves an unchanged value, and nobody
 * finds an erased telephone number by trying them all. The same value has the same reference within its incident, and so
 * erased ones can still be told apart.
 */
final class PersonalValues {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Half a SHA-256 is enough for one incident's values. */
    private static final int REFERENCE_BYTES = 16;

    private static final int SALT_BYTES = 16;

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> references = new HashMap<>();
    private final List<Row> fresh = new ArrayList<>();

    /** A value with what its reference was made of. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record Row(String reference, byte[] salt, String value) {}

    /** One that is kept already. */
    void know(String reference, String value) {
        values.put(reference, value);
        references.put(value, reference);
    }

    /** What the entry holds in place of the value; what is empty tells of nobody and stays. */
    String reference(String value) {
        return value.isEmpty() ? "" : references.computeIfAbsent(value, this::keep);
    }

    private String keep(String value) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var digest = Chain.hash(salt, value);
        var reference = HexFormat.of().formatHex(digest, 0, REFERENCE_BYTES);
        values.put(reference, value);
        fresh.add(new Row(reference, salt, value));
        return reference;
    }

    /** What an entry's reference stands for; a mark that tells it from others where it was erased. */
    String value(String reference) {
        return reference.isEmpty() ? "" : values.getOrDefault(reference, "(erased " + shortened(reference) + ")");
    }

    private static String shortened(String reference) {
        return reference.substring(0, Math.min(8, reference.length()));
    }

    /** Those that are not yet kept; they count as kept from now on. */
    List<Row> takeFresh() {
        var taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }
}
