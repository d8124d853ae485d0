package duenotice.bench;

import duenotice.database.Database;
import duenotice.incident.Actor;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// P6: many customers have been warned and are silent, and the answer time of all of them has run out.
final class Timers {
    private static final Instant WARNED = Instant.parse("2026-03-01T03:00:00Z");
    private static final Duration SILENCE = Duration.ofHours(2).plusMinutes(1);
    private static final int IN_A_CLAIM = 100;

    private final Databases databases;
    private final Sizes sizes;
    private final Figures figures;

    Timers(Databases databases, Sizes sizes, Figures figures) {
        this.databases = databases;
        this.sizes = sizes;
        this.figures = figures;
    }

    private static final class MovedClock implements InstantSource {
        private volatile Instant now = WARNED;

        @Override
        public Instant instant() {
            return now;
        }
    }

    void run() {
        try (var database = databases.fresh("timers")) {
            var clock = new MovedClock();
            var desk = new Desk(database, clock, provider(), committed -> {});
            multiply(database, warned(desk));
            rawTimers(database);
            var processors = ProcessorTime.ofUsAnd(database.jdbc());
            clock.now = WARNED.plus(SILENCE);
            desk.casework().beat();
            look(desk, sizes.measure().dividedBy(4)); // warms up
            raw(database, sizes.measure().dividedBy(8));
            var before =
                    Measured.of(processors, () -> raw(database, sizes.measure().dividedBy(4)));
            var entriesBefore = entries(database);
            var ours = Measured.of(processors, () -> look(desk, sizes.measure()));
            var limit = before.and(
                    Measured.of(processors, () -> raw(database, sizes.measure().dividedBy(4))));
            figures.add(Figure.of("P6.rate", ours.perSecond(), "timers/s")
                    .beside(limit.perSecond())
                    .wanted(new Mark.ShareOfLimit(0.60)));
            figures.add(Figure.of("P6.cpu", ours.processorMilliseconds(), "ms/timer")
                    .beside(limit.processorMilliseconds())
                    .wanted(new Mark.ProcessorTime(0.25)));
            figures.remark(
                    "P6: %d of %d pending incidents claimed and decided in %.1f s, %.1f timeline entries each: %s; next step now %s"
                            .formatted(
                                    ours.count(),
                                    sizes.pending(),
                                    ours.seconds(),
                                    (double) (entries(database) - entriesBefore) / Math.max(1, ours.count()),
                                    ours.parts(),
                                    steps(database)));
        }
    }

    private Provider provider() {
        return new Provider(Math.min(sizes.servers(), 1000), true);
    }

    /// One incident, warned by the ordinary way; all others are made after its pattern.
    private static IncidentId warned(Desk desk) {
        var policy = desk.policies().byName("network-off");
        var type = Type.of("messaging/spam");
        var incident = desk.casework()
                .open(
                        new IncidentEvent.Opened(
                                new ServerId("server-0"),
                                new CustomerId("customer-0"),
                                type.category(),
                                type,
                                policy.name(),
                                policy.version(),
                                Optional.of("198.18.0.0"),
                                true,
                                "seen by staff"),
                        Optional.empty(),
                        List.of(),
                        Actor.AUTOMATION);
        desk.casework().workAll();
        return incident;
    }

    /// Servers, owners, addresses, incidents and timelines, chained as the program chains them.
    private void multiply(Database database, IncidentId pattern) {
        var jdbc = database.jdbc();
        var id = pattern.number();
        jdbc.sql("""
                create table born as
                select number, :pattern + number as incident, 'machine-' || number as server,
                       'customer-' || number % :customers as customer, host(inet '10.0.0.0' + number) as address,
                       decode(repeat('00', 32), 'hex') as head
                from generate_series(1, :pending) as number
                """)
                .param("pattern", id)
                .param("customers", provider().customers())
                .param("pending", sizes.pending())
                .update();
        jdbc.sql("""
                insert into server (id, shared, never_cut) select server, false, false from born;
                insert into server_owner (server, customer, during)
                select server, customer, tstzrange('2025-01-01', null) from born;
                insert into assignment (server, address, shared, during, position)
                select server, cast(address as inet), false, tstzrange('2025-01-01', null), 0 from born;
                """).update();
        var entries = jdbc.sql("select seq, at from timeline_entry where incident = :id order by seq")
                .param("id", id)
                .query((row, ignored) ->
                        new Entry(row.getInt("seq"), row.getTimestamp("at").toInstant()))
                .list();
        for (var entry : entries) {
            jdbc.sql("""
                    with body as (
                        select born.incident, born.head, pattern.seq, pattern.at, pattern.actor_role, pattern.actor,
                               pattern.kind,
                               replace(replace(replace(pattern.body, 'server-0', born.server),
                                               'customer-0', born.customer),
                                       '198.18.0.0', born.address) as body
                        from born, timeline_entry pattern
                        where pattern.incident = :id and pattern.seq = :seq
                    ), written as (
                        insert into timeline_entry (incident, seq, at, actor_role, actor, kind, body, hash)
                        select incident, seq, at, actor_role, actor, kind, body,
                               sha256(head || convert_to(
                                   incident || E'\n' || seq || E'\n' || :at || E'\n' || actor_role || E'\n' || actor
                                       || E'\n' || kind || E'\n' || body, 'UTF8'))
                        from body
                        returning incident, hash
                    )
                    update born set head = written.hash from written where born.incident = written.incident
                    """)
                    .param("id", id)
                    .param("seq", entry.seq())
                    .param("at", entry.at().toString())
                    .update();
        }
        jdbc.sql("""
                insert into incident (id, server, customer, category, types, policy, policy_version, state, persisting,
                                      opened_at, next_step, due_at, blocked_by, deadline, look_at, source, warned_at,
                                      reports, reporters, entries, head, checkpointed)
                overriding system value
                select born.incident, born.server, born.customer, category, types, policy,
                       policy_version, state, persisting, opened_at, next_step, due_at, blocked_by, deadline, look_at,
                       source, warned_at, reports, reporters, entries, born.head, entries
                from incident, born
                where incident.id = :id
                """).param("id", id).update();
        jdbc.sql("""
                insert into personal_value (incident, reference, salt, value)
                select born.incident, reference, salt, value from personal_value, born where personal_value.incident = :id
                """).param("id", id).update();
        jdbc.sql("drop table born").update();
        for (var table :
                new String[] {"server", "server_owner", "assignment", "incident", "timeline_entry", "personal_value"}) {
            jdbc.sql("vacuum analyze " + table).update();
        }
    }

    private record Entry(int seq, Instant at) {}

    private static int look(Desk desk, Duration time) {
        var end = System.nanoTime() + time.toNanos();
        var before = pending(desk.database());
        Workers.run(Workers.USUAL, worker -> {
            while (System.nanoTime() < end && desk.casework().work()) {
                // the next portion
            }
            return 0;
        });
        return Math.toIntExact(before - pending(desk.database()));
    }

    private static long pending(Database database) {
        return database.jdbc()
                .sql("select count(*) from incident where look_at <= :now")
                .param("now", WARNED.plus(SILENCE).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private static long entries(Database database) {
        return database.jdbc()
                .sql("select count(*) from timeline_entry")
                .query(Long.class)
                .single();
    }

    private static String steps(Database database) {
        return database.jdbc()
                .sql("""
                select coalesce(next_step, 'none') as step, count(*) as number from incident
                group by next_step order by number desc
                """)
                .query((row, ignored) -> row.getLong("number") + " " + row.getString("step"))
                .list()
                .toString();
    }

    // ---- the floor

    private void rawTimers(Database database) {
        database.jdbc().sql("""
                create table floor_timer (
                    id bigint primary key, due_at timestamptz not null, state text not null, payload text not null);
                create index on floor_timer (due_at, id) where state = 'pending';
                """).update();
        database.jdbc()
                .sql("""
                insert into floor_timer
                select number, now() - interval '1 hour' + number * interval '1 microsecond', 'pending',
                       'machine-' || number
                from generate_series(1, :pending) as number
                """)
                .param("pending", Math.max(sizes.pending(), 1_000_000))
                .update();
        database.jdbc().sql("vacuum analyze floor_timer").update();
    }

    /// Claims a hundred at a time and marks them as done, which is all it does.
    private static int raw(Database database, Duration time) {
        var end = System.nanoTime() + time.toNanos();
        return Workers.run(Workers.USUAL, worker -> {
            try (var connection = database.dataSource().getConnection();
                    var claim = connection.prepareStatement("""
                            update floor_timer set state = 'done'
                            where id = any(array(
                                select id from floor_timer where state = 'pending' and due_at <= ?
                                order by due_at, id limit ? for update skip locked))
                            """)) {
                var done = 0;
                var claimed = 1;
                while (claimed > 0 && System.nanoTime() < end) {
                    claim.setTimestamp(1, Timestamp.from(Instant.now()));
                    claim.setInt(2, IN_A_CLAIM);
                    claimed = claim.executeUpdate();
                    done += claimed;
                }
                return done;
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }
}
