package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.OutagePart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Our own outages, entered by staff or noticed at a start (R75). */
public final class Outages {
    /** A cut and an outage that lie further apart than this do not touch. */
    private static final Duration RELEVANT = Duration.ofDays(2);

    private final JdbcClient jdbc;

    Outages(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** An outage as it is listed. */
    public record Entered(
            long id, OutagePart part, Instant from, Optional<Instant> until, String reason, String enteredBy) {}

    public static String word(OutagePart part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param until empty while it lasts */
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

    public List<Entered> all() {
        return jdbc.sql("select * from outage order by begins desc, id desc limit 500")
                .query((row, ignored) -> new Entered(
                        row.getLong("id"),
                        OutagePart.valueOf(
                                row.getString("part").toUpperCase(Locale.ROOT).replace('-', '_')),
                        instant(row, "begins"),
                        maybeInstant(row, "ends"),
                        row.getString("reason"),
                        row.getString("entered_by")))
                .list();
    }

    List<Outage> around(Instant now) {
        return jdbc.sql("""
                select part, begins, ends from outage
                where ends is null or ends > :since or entered_at > :since
                """)
                .param("since", utc(now.minus(RELEVANT)))
                .query((row, ignored) -> new Outage(
                        OutagePart.valueOf(
                                row.getString("part").toUpperCase(Locale.ROOT).replace('-', '_')),
                        instant(row, "begins"),
                        maybeInstant(row, "ends")))
                .list();
    }
}
