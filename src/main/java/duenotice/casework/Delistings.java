package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.IncidentId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists that name a server still when it is mended: a task for people, opened when a server is restored or its incident is
 * closed. A listing lags behind, so that it proves nothing about what goes on (R45).
 */
public final class Delistings {
    /** What was told of a list that we do not look at ourselves is taken to hold for so long. */
    private static final Duration TOLD_HOLDS = Duration.ofDays(90);

    /** Whether the feed that told of a row of {@code delisting} still lists it; null where no feed did. */
    static final String LISTED = """
            (select coalesce(bool_or(gone_at is null) filter (where feed_entry.subject = delisting.subject),
                             bool_or(gone_at is null))
             from feed_entry where feed_entry.message = delisting.message)""";

    private final JdbcClient jdbc;

    Delistings(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /**
     * Somebody has to write to a list.
     *
     * @param incident after which it is to be done
     * @param list a feed, or who told of the listing; for staff only (R69)
     * @param subject what is listed; from outside
     * @param seen a feed of ours sees it listed; where it does not look there, nobody but a person knows
     */
    public record Delisting(
            long id, IncidentId incident, String server, String list, String subject, boolean seen, Instant openedAt) {}

    /** For what is listed of the servers of these incidents, each once; not again for what people have seen to. */
    void open(Collection<IncidentId> incidents, Instant now) {
        if (incidents.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into delisting (incident, server, list, subject, message, opened_at)
                select distinct on (server, list, subject) incident, server, list, subject, message, cast(:now as timestamptz)
                from (
                    select mended.id as incident, mended.server, sighting.message, sighting.received_at,
                           coalesce(entry.feed, sighting.domain, sighting.reporter) as list,
                           coalesce(sighting.address, sighting.url, mended.server) as subject
                    from unnest((select cast(:incidents as bigint[]))) as asked(id)
                    join incident mended on mended.id = asked.id
                    join incident other on other.server = mended.server and other.customer = mended.customer
                                       and 'reputation/blocklist' = any(other.types)
                    join sighting on sighting.incident = other.id and sighting.type = 'reputation/blocklist'
                                 and not sighting.duplicate
                    left join lateral (
                        select min(feed) as feed,
                               coalesce(bool_or(gone_at is null) filter (where subject = sighting.address),
                                        bool_or(gone_at is null)) as stands
                        from feed_entry where feed_entry.message = sighting.message) entry on true
                    where coalesce(entry.stands, sighting.received_at > :toldFrom)) listed
                where not exists (
                    select from delisting done
                    where done.server = listed.server and done.list = listed.list and done.subject = listed.subject
                      and done.done_at >= listed.received_at)
                order by server, list, subject, received_at desc
                on conflict (server, list, subject) where done_at is null do update set message = excluded.message
                """)
                .param("incidents", incidents.stream().map(IncidentId::number).toArray(Long[]::new))
                .param("toldFrom", utc(now.minus(TOLD_HOLDS)))
                .param("now", utc(now))
                .update();
    }

    /** Those that people have to see to, oldest first; not what our own look has found gone meanwhile. */
    public List<Delisting> all() {
        return jdbc.sql("""
                select delisting.*, %1$s is not null as seen from delisting
                where done_at is null and coalesce(%1$s, true)
                order by opened_at, id
                """.formatted(LISTED))
                .query((row, ignored) -> new Delisting(
                        row.getLong("id"),
                        new IncidentId(row.getLong("incident")),
                        row.getString("server"),
                        row.getString("list"),
                        row.getString("subject"),
                        row.getBoolean("seen"),
                        instant(row, "opened_at")))
                .list();
    }

    /** @return after which incident; empty where it is done already */
    public Optional<IncidentId> done(long id, String by, Instant at) {
        return jdbc.sql("""
                update delisting set done_at = :at, done_by = :by where id = :id and done_at is null returning incident
                """)
                .param("id", id)
                .param("by", by)
                .param("at", utc(at))
                .query((row, ignored) -> new IncidentId(row.getLong("incident")))
                .optional();
    }
}
