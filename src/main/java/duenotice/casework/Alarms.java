package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.maybeText;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.AlarmKind;
import duenotice.incident.IncidentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Alarms to the rota: each goes to its first member at once and climbs to the next every ten minutes, after the last to the
 * first again, until somebody acknowledges it; after two hours it goes on hourly, after a day daily. What could not be delivered is tried again meanwhile, each carrier for itself.
 */
public final class Alarms {
    private static final Logger log = LoggerFactory.getLogger(Alarms.class);

    /** So long one member of the rota has before the next is told. */
    static final Duration CLIMB = Duration.ofMinutes(10);

    /** So long it climbs at that pace; then every hour, and after a day once a day. */
    private static final Duration EVERY_TURN = Duration.ofHours(2);

    private static final int BATCH = 100;

    /** After a failed try; doubled after each further one, up to the longest. */
    private static final Duration SHORTEST_RETRY = Duration.ofMinutes(1);

    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    /** So many alarms are on their way to one recipient: one who hangs holds up neither the others nor the desk. */
    private static final int AT_ONCE = 4;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final List<AlarmCarrier> carriers;
    private final Map<String, Lane> ways = new ConcurrentHashMap<>();

    Alarms(Transactions transactions, List<AlarmCarrier> carriers) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.carriers = List.copyOf(carriers);
    }

    /** An alarm as it is listed. */
    public record Alarm(
            long id,
            Instant at,
            AlarmKind kind,
            Optional<IncidentId> incident,
            String text,
            Optional<String> acknowledgedBy,
            int level) {}

    /** Takes an alarm to one member of the rota, by mail or webhook. */
    public interface AlarmCarrier {
        /** Who is told at that level: the same word for the same mailbox or pager, whatever else changes. */
        String recipient(int level);

        /**
         * @param level 0 for the first on the rota, one more each time nobody acknowledged
         * @throws RuntimeException where it could not be delivered; it is tried again
         */
        void carry(Alarm alarm, int level);
    }

    void raise(AlarmKind kind, Optional<IncidentId> incident, String text, Instant now) {
        jdbc.sql("""
                insert into alarm (at, kind, incident, text, climb_at)
                values (:now, :kind, :incident, :text, :now)
                """)
                .param("now", utc(now))
                .param("kind", kind.word())
                .param("incident", incident.map(IncidentId::number).orElse(null), java.sql.Types.BIGINT)
                .param("text", text)
                .update();
    }

    public List<Alarm> all() {
        return jdbc.sql("select * from alarm order by id desc limit 1000")
                .query((row, ignored) -> alarm(row))
                .list();
    }

    private static Alarm alarm(ResultSet row) throws SQLException {
        var incident = row.getLong("incident");
        return new Alarm(
                row.getLong("id"),
                instant(row, "at"),
                AlarmKind.ofWord(row.getString("kind")).orElseThrow(),
                incident == 0 ? Optional.empty() : Optional.of(new IncidentId(incident)),
                row.getString("text"),
                maybeText(row, "acknowledged_by"),
                row.getInt("level"));
    }

    /** False where there is no such alarm; acknowledging twice keeps the first. */
    public boolean acknowledge(long id, String by, Instant now) {
        return jdbc.sql("""
                update alarm
                set acknowledged_by = coalesce(acknowledged_by, :by), acknowledged_at = coalesce(acknowledged_at, :now)
                where id = :id
                """)
                        .param("by", by)
                        .param("now", utc(now))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Without anybody on the rota nothing is carried, and nothing climbs. */
    Optional<Instant> nextClimb() {
        if (carriers.isEmpty()) {
            return Optional.empty();
        }
        return jdbc.sql("""
                select least(
                    (select min(climb_at) from alarm where acknowledged_at is null),
                    (select min(d.next_at) from alarm_delivery d join alarm a on a.id = d.alarm
                     where d.next_at is not null and a.acknowledged_at is null)) as at
                """)
                .query((row, ignored) -> Rows.maybeInstant(row, "at"))
                .single();
    }

    /** Climbs with alarms that are due, and takes them to people; false where nothing is due. */
    boolean deliverDue(Instant now, Lanes lanes) {
        if (carriers.isEmpty()) {
            return false;
        }
        var worked = climb(now);
        for (var count = 0; count < BATCH && deliver(now, lanes); count++) {
            worked = true;
        }
        return worked;
    }

    /** It is the next member's turn, whether or not the one before could be reached. */
    private boolean climb(Instant now) {
        return transactions.call(() -> {
            var due = jdbc.sql("""
                    select * from alarm
                    where acknowledged_at is null and climb_at <= :now
                    order by climb_at, id limit :batch for update skip locked
                    """)
                    .param("now", utc(now))
                    .param("batch", BATCH)
                    .query((row, ignored) -> alarm(row))
                    .list();
            due.forEach(alarm -> climb(alarm, now));
            return !due.isEmpty();
        });
    }

    private void climb(Alarm alarm, Instant now) {
        carriers.forEach(carrier -> jdbc.sql("""
                insert into alarm_delivery (alarm, recipient, level, next_at)
                values (:alarm, :recipient, :level, :now)
                on conflict (alarm, recipient) do update set
                    level = excluded.level,
                    tries = case when alarm_delivery.next_at is null then 0 else alarm_delivery.tries end,
                    next_at = excluded.next_at
                """)
                .param("alarm", alarm.id())
                .param("recipient", carrier.recipient(alarm.level()))
                .param("level", alarm.level())
                .param("now", utc(now))
                .update());
        jdbc.sql("update alarm set level = level + 1, climb_at = :next where id = :id")
                .param("next", utc(now.plus(turn(Duration.between(alarm.at(), now)))))
                .param("id", alarm.id())
                .update();
    }

    /** Who has let an alarm stand for hours has heard of it: from then on it reminds, and drowns nothing else. */
    private static Duration turn(Duration age) {
        if (age.compareTo(EVERY_TURN) < 0) {
            return CLIMB;
        }
        return age.compareTo(Duration.ofDays(1)) < 0 ? Duration.ofHours(1) : Duration.ofDays(1);
    }

    private record Delivery(Alarm alarm, String recipient, int level) {}

    /** The next try is set before this one: a program that dies meanwhile tells somebody twice rather than nobody. */
    private boolean deliver(Instant now, Lanes lanes) {
        var due = transactions.call(() -> jdbc.sql("""
                with due as (
                    select d.alarm, d.recipient from alarm_delivery d join alarm a on a.id = d.alarm
                    where d.next_at <= :now and a.acknowledged_at is null and d.recipient <> all(:full)
                    order by d.next_at, d.alarm, d.recipient limit 1 for update of d skip locked),
                taken as (
                    update alarm_delivery d
                    set tries = d.tries + 1,
                        next_at = :now + least(:longest, :shortest * power(2, least(d.tries, 20))) * interval '1 second'
                    from due where d.alarm = due.alarm and d.recipient = due.recipient
                    returning d.alarm, d.recipient, d.level as turn)
                select alarm.*, taken.recipient, taken.turn from taken join alarm on alarm.id = taken.alarm
                """)
                .param("now", utc(now))
                .param("full", full(lanes))
                .param("shortest", SHORTEST_RETRY.toSeconds())
                .param("longest", LONGEST_RETRY.toSeconds())
                .query((row, ignored) -> new Delivery(alarm(row), row.getString("recipient"), row.getInt("turn")))
                .optional());
        due.ifPresent(delivery -> lanes.runInTurn(way(delivery.recipient()), () -> carry(delivery)));
        return due.isPresent();
    }

    private Lane way(String recipient) {
        return ways.computeIfAbsent(recipient, unseen -> new Lane("alarms to " + recipient, AT_ONCE));
    }

    private String[] full(Lanes lanes) {
        return ways.entrySet().stream()
                .filter(way -> lanes.free(way.getValue()) == 0)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    private void carry(Delivery delivery) {
        var alarm = delivery.alarm();
        try {
            // Nobody answers to that name any more where the settings have changed: the next turn goes to the new rota.
            carriers.stream()
                    .filter(carrier -> carrier.recipient(delivery.level()).equals(delivery.recipient()))
                    .findFirst()
                    .ifPresent(carrier -> carrier.carry(alarm, delivery.level()));
            jdbc.sql("""
                    update alarm_delivery set next_at = null
                    where alarm = :alarm and recipient = :recipient and level = :level
                    """)
                    .param("alarm", alarm.id())
                    .param("recipient", delivery.recipient())
                    .param("level", delivery.level())
                    .update();
        } catch (RuntimeException failure) {
            log.warn("alarm {} could not be carried and is tried again: {}", alarm.id(), failure.getMessage());
        }
    }
}
