package duenotice.access;

import duenotice.database.Transactions;
import duenotice.incident.IncidentId;
import duenotice.incident.SecretKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What customers' passwords are kept in, sealed and apart from everything else, until they are wiped (R25). */
public final class Secrets {
    /** Days that a sealed item is kept where nothing ends it before. */
    public static final Duration USUAL = Duration.ofDays(7);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final SealingKeys keys;
    private final Duration keepFor;

    /** @param keepFor an item is wiped after it at the latest */
    public Secrets(Transactions transactions, SealingKeys keys, Duration keepFor) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.keys = keys;
        this.keepFor = keepFor;
    }

    /** When something that is kept from now on is wiped at the latest. */
    public Instant until(Instant now) {
        return now.plus(keepFor);
    }

    private static String about(IncidentId incident, int number, SecretKind what) {
        return "incident " + incident + ", sealed item " + number + ", " + what;
    }

    /** Keeps it, in the current transaction where there is one. */
    public void keep(IncidentId incident, int number, SecretKind what, byte[] plain, Instant now) {
        transactions.run(() -> {
            // Before it is sealed: a rotation must not forget the key in between.
            lock("row exclusive");
            jdbc.sql("""
                    insert into sealed_item (incident, number, kind, sealed, kept_at)
                    values (:incident, :number, :kind, :sealed, :now)
                    """)
                    .param("incident", incident.number())
                    .param("number", number)
                    .param("kind", what.word())
                    .param("sealed", keys.seal(plain, about(incident, number, what)))
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        });
    }

    /** What is in it. */
    @SuppressWarnings("ArrayRecordComponent") // opened for one reader, never compared
    public sealed interface Opened {
        record Plain(byte[] bytes) implements Opened {}

        /** @param sentence why nobody can open it */
        record Shut(String sentence) implements Opened {}

        /** Wiped, or never there. */
        record Gone() implements Opened {}
    }

    /** Opens it; who may look, and that somebody did, is the caller's to see to. */
    Opened open(IncidentId incident, int number) {
        return jdbc.sql("select kind, sealed from sealed_item where incident = :incident and number = :number")
                .param("incident", incident.number())
                .param("number", number)
                .query((row, ignored) -> open(
                        incident,
                        number,
                        SecretKind.ofWord(row.getString("kind")).orElseThrow(),
                        row.getBytes("sealed")))
                .optional()
                .orElseGet(Opened.Gone::new);
    }

    private Opened open(IncidentId incident, int number, SecretKind what, byte[] sealed) {
        return keys.open(sealed, about(incident, number, what))
                .<Opened>map(Opened.Plain::new)
                .orElseGet(() -> new Opened.Shut(
                        keys.holdsKeyOf(sealed)
                                ? "it was changed in the database: it does not open any more"
                                : "it was sealed with key %d, which is not in %s: put the file with that key back, or ask the customer again"
                                        .formatted(SealingKeys.keyOf(sealed), keys.place())));
    }

    /** It is gone for good; nothing happens where it is already. */
    void wipe(IncidentId incident, int number) {
        jdbc.sql("delete from sealed_item where incident = :incident and number = :number")
                .param("incident", incident.number())
                .param("number", number)
                .update();
    }

    /** How many items nobody can open with the keys that are there. */
    public int shut() {
        return (int)
                rows().stream().filter(row -> !keys.holdsKeyOf(row.sealed())).count();
    }

    /** Where the keys lie, for people. */
    public String place() {
        return keys.place();
    }

    private void lock(String mode) {
        jdbc.sql("lock table sealed_item in " + mode + " mode").update();
    }

    // ---- rotation

    /**
     * What a rotation did.
     *
     * @param shut items that no key of the file opens; they stay as they are until their time is over
     */
    public record Rotated(int resealed, int shut) {}

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Row(IncidentId incident, int number, SecretKind what, byte[] sealed) {}

    private List<Row> rows() {
        return jdbc.sql("select incident, number, kind, sealed from sealed_item order by incident, number")
                .query((row, ignored) -> new Row(
                        new IncidentId(row.getLong("incident")),
                        row.getInt("number"),
                        SecretKind.ofWord(row.getString("kind")).orElseThrow(),
                        row.getBytes("sealed")))
                .list();
    }

    /** Seals everything anew with a fresh key and forgets the older ones; a crash in between loses nothing. */
    public synchronized Rotated rotate() {
        var done = transactions.call(() -> {
            lock("exclusive");
            keys.begin();
            var resealed = 0;
            var shut = 0;
            for (var row : rows()) {
                if (keys.isOfPresentKey(row.sealed())) {
                    continue;
                }
                var about = about(row.incident(), row.number(), row.what());
                var plain = keys.open(row.sealed(), about);
                if (plain.isEmpty()) {
                    shut++;
                    continue;
                }
                resealed += jdbc.sql(
                                "update sealed_item set sealed = :sealed where incident = :incident and number = :number")
                        .param("sealed", keys.seal(plain.get(), about))
                        .param("incident", row.incident().number())
                        .param("number", row.number())
                        .update();
            }
            return new Rotated(resealed, shut);
        });
        keys.forgetOlder();
        return done;
    }
}
