package duenotice.access;

import duenotice.database.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** People who work at the desk, with their passwords' bcrypt digests. */
public final class StaffAccounts {
    /** Characters. */
    public static final int SHORTEST_PASSWORD = 10;

    /** Bytes; bcrypt looks at no more. */
    public static final int LONGEST_PASSWORD = 72;

    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@ -]{0,79}");

    private static final PasswordEncoder ENCODER = new BCryptPasswordEncoder();

    private final JdbcClient jdbc;
    private final FixedKeys fixed;
    private final String nobodysDigest = digest("nobody has this password");

    /** @param fixed accounts that count without being kept; {@link FixedKeys#NONE} except in rehearsal */
    public StaffAccounts(Transactions transactions, FixedKeys fixed) {
        this.jdbc = transactions.jdbc();
        this.fixed = fixed;
    }

    /** Why an account cannot be made so; empty where it can. */
    public static Optional<String> refusal(String name, String password) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(
                    "a name has 1 to 80 letters, digits, spaces and . _ @ -, and begins with a letter or digit");
        }
        if (password.length() < SHORTEST_PASSWORD) {
            return Optional.of("a password has at least " + SHORTEST_PASSWORD + " characters");
        }
        return password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD
                ? Optional.of("a password has at most " + LONGEST_PASSWORD + " bytes")
                : Optional.empty();
    }

    /**
     * Makes an account; an account of this name that exists gets the new role and password.
     *
     * @throws IllegalArgumentException where {@link #refusal} says why not
     */
    public void put(String name, DeskRole role, String password, Instant now) {
        refusal(name, password).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        jdbc.sql("""
                insert into staff (name, role, password_hash, made_at)
                values (:name, :role, :hash, :now)
                on conflict (name) do update
                set role = excluded.role, password_hash = excluded.password_hash, disabled_at = null
                """)
                .param("name", name)
                .param("role", role.word())
                .param("hash", digest(password))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static String digest(String password) {
        return Objects.requireNonNull(ENCODER.encode(password));
    }

    /** Ends an account; false where there is none of this name. Its deeds stay on the timelines. */
    public boolean disable(String name, Instant now) {
        return jdbc.sql("update staff set disabled_at = :now where name = :name and disabled_at is null")
                        .param("name", name)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Who that is; empty where name or password is wrong, after the same time. */
    public Optional<Person> authenticate(String name, String password) {
        var key = fixed.keyOf(name);
        if (key.isPresent()) {
            return fixed.of(password).filter(person -> person.name().equals(name));
        }
        var found = jdbc.sql("select role, password_hash from staff where name = :name and disabled_at is null")
                .param("name", name)
                .query((row, number) -> new Found(
                        new Person(name, DeskRole.ofWord(row.getString("role")).orElseThrow()),
                        row.getString("password_hash")))
                .optional();
        var fits = password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD
                && ENCODER.matches(password, found.map(Found::hash).orElse(nobodysDigest));
        return fits ? found.map(Found::person) : Optional.empty();
    }

    private record Found(Person person, String hash) {}

    /** The person as the account stands now; for sessions, whose accounts may have been ended since. */
    public Optional<Person> named(String name) {
        return fixed.people().values().stream()
                .filter(person -> person.name().equals(name))
                .findFirst()
                .or(() -> jdbc.sql("select role from staff where name = :name and disabled_at is null")
                        .param("name", name)
                        .query((row, number) -> new Person(
                                name, DeskRole.ofWord(row.getString("role")).orElseThrow()))
                        .optional());
    }

    public List<Person> all() {
        var kept = jdbc.sql("select name, role from staff where disabled_at is null order by name")
                .query((row, number) -> new Person(
                        row.getString("name"),
                        DeskRole.ofWord(row.getString("role")).orElseThrow()))
                .list();
        return java.util.stream.Stream.concat(fixed.people().values().stream(), kept.stream())
                .filter(person -> person.role() != DeskRole.REPORTER)
                .sorted(java.util.Comparator.comparing(Person::name))
                .toList();
    }
}
