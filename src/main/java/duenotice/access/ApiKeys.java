package duenotice.access;

import duenotice.database.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys of programs that use the REST API. Only their digests are kept: a key is shown once, when it is made. */
public final class ApiKeys {
    private static final String PREFIX = "dn_";

    private final JdbcClient jdbc;
    private final FixedKeys fixed;

    /** @param fixed keys that count without being kept; {@link FixedKeys#NONE} except in rehearsal */
    public ApiKeys(Transactions transactions, FixedKeys fixed) {
        this.jdbc = transactions.jdbc();
        this.fixed = fixed;
    }

    /** Why no key can have this name; empty where one can. */
    public static Optional<String> refusal(String name) {
        return StaffAccounts.NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "a name has 1 to 80 letters, digits, spaces and . _ @ -, and begins with a letter or digit");
    }

    /**
     * Makes a key.
     *
     * @return the key, which nobody can ask for again; empty where a key of this name exists
     */
    public Optional<String> add(String name, DeskRole role, Instant now) {
        var random = new byte[30];
        new SecureRandom().nextBytes(random);
        var key = PREFIX + Base32.spell(random);
        var added = jdbc.sql("""
                insert into api_key (name, role, hash, made_at)
                values (:name, :role, :hash, :now)
                on conflict (name) do nothing
                """)
                .param("name", name)
                .param("role", role.word())
                .param("hash", digest(key))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return added == 1 ? Optional.of(key) : Optional.empty();
    }

    /** Whose key it is; empty where it is nobody's, or was taken away. */
    public Optional<Person> holder(String key) {
        return fixed.of(key)
                .or(() -> jdbc.sql("select name, role from api_key where hash = :hash and ended_at is null")
                        .param("hash", digest(key))
                        .query((row, number) -> new Person(
                                row.getString("name"),
                                DeskRole.ofWord(row.getString("role")).orElseThrow()))
                        .optional());
    }

    /** Whom a text names: in rehearsal a key stands for its person, as on the console. */
    public String nameFor(String text) {
        return fixed.of(text).map(Person::name).orElse(text);
    }

    /** Takes a key away; false where there is none of this name. */
    public boolean end(String name, Instant now) {
        return jdbc.sql("update api_key set ended_at = :now where name = :name and ended_at is null")
                        .param("name", name)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    public List<Person> all() {
        return jdbc.sql("select name, role from api_key where ended_at is null order by name")
                .query((row, number) -> new Person(
                        row.getString("name"),
                        DeskRole.ofWord(row.getString("role")).orElseThrow()))
                .list();
    }

    /** A key has 240 random bits: no salt or slow digest makes it harder to guess. */
    private static String digest(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
