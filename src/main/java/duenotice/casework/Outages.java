package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.OutagePart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Our own outages, entered by staff or noticed at a start (R75). */
public final class Outages {
    /** A cut and an outage that lie further apart than this do not touch. */
    private static final Duration APART = Duration.ofDays(2);

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Outages(Transactions transactions) {
        this.transactions = transactions;
        jdbc = transactions.jdbc();
    }

    /** An outage as it is listed. */
    public record Entered(
            long id, OutagePart part, Instant from, Optional<Instant> until, String reason, String enteredBy) {}

    public static Optional<OutagePart> ofWord(String word) {
        return Arrays.stream(OutagePart.values())
                .filter(part -> word(part).equals(word))
                .findFirst();
    }

    public static String word(OutagePart part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What came of entering it: a row of its own, or the open one of that part that it is about. */
    public record Result(Entered outage, boolean fresh) {}

    /**
     * What staff say of an outage. Of each part at most one lasts: whoever enters the same again while it is open, with
     * the same beginning or another one before {@code until}, means that one, which then ends, and began where the
     * earlier of both words says.
     *
     * @param until empty while it lasts
     */
    Result tell(OutagePart part, Instant from, Optional<Instant> until, String reason, String by, Instant now) {
        return transactions.call(() -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended('outage ' || :part, 7))")
                    .param("part", word(part))
                    .query((row, ignored) -> true)
                    .single();
            var same = jdbc.sql("""
                    update outage
                    set begins = least(begins, :begins), ends = :ends, entered_at = :now,
                        reason = case when reason = :reason then reason
                                      else reason || '; ' || :reason || ' (by ' || :by || ')' end
                    where id = (select id from outage
                                where part = :part and ends is null
                                  and (cast(:ends as timestamptz) is null or begins < :ends)
                                order by begins desc limit 1)
                    returning id
                    """)
                    .param("part", word(part))
                    .param("begins", utc(from))
                    .param("ends", utc(until))
                    .param("reason", reason)
                    .param("by", by)
                    .param("now", utc(now))
                    .query(Long.class)
                    .optional();
            var id = same.orElseGet(() -> enter(part, from, until, reason, by, now));
            return new Result(one(id), same.isEmpty());
        });
    }

    /** Adds one as it is. */
    long enter(OutagePart part, Instant from, Optional<Instant> until, String reason, String by, Instant now) {
        return jdbc.sql("""
                insert into outage (part, begins, ends, reason, entered_by, entered_at)
                values (:part, :begins, :ends, :reason, :by, :now)
                returning id
                """)
                .param("part", word(part))
                .param("begins", utc(from))
                .param("ends", utc(until))
                .param("reason", reason)
                .param("by", by)
                .param("now", utc(now))
                .query(Long.class)
                .single();
    }

    /** Those that last first, then the newest. */
    public List<Entered> all() {
        return jdbc.sql("select * from outage order by ends is null desc, begins desc, id desc limit 500")
                .query((row, ignored) -> entered(row))
                .list();
    }

    private Entered one(long id) {
        return jdbc.sql("select * from outage where id = :id")
                .param("id", id)
                .query((row, ignored) -> entered(row))
                .single();
    }

    private static Entered entered(ResultSet row) throws SQLException {
        return new Entered(
                row.getLong("id"),
                part(row),
                instant(row, "begins"),
                maybeInstant(row, "ends"),
                row.getString("reason"),
                row.getString("entered_by"));
    }

    private static OutagePart part(ResultSet row) throws SQLException {
        return OutagePart.valueOf(row.getString("part").toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Which rows may touch a cut of today; with {@link #since}. */
    static final String RELEVANT = "(ends is null or ends > :since or entered_at > :since)";

    static Instant since(Instant now) {
        return now.minus(APART);
    }

    /** Of a row that may have none. */
    static Optional<Outage> maybeOutage(ResultSet row) throws SQLException {
        return row.getString("part") == null
                ? Optional.empty()
                : Optional.of(new Outage(part(row), instant(row, "begins"), maybeInstant(row, "ends")));
    }
}
