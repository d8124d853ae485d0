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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Alarms to the rota: each goes to its first member at once and climbs to the next until somebody acknowledges it. */
public final class Alarms {
    private static final Logger log = LoggerFactory.getLogger(Alarms.class);

    /** So long one member of the rota has before the next is told. */
    static final Duration CLIMB = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final List<AlarmCarrier> carriers;

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
        return jdbc.sql("select min(climb_at) as at from alarm where acknowledged_at is null")
                .query((row, ignored) -> Rows.maybeInstant(row, "at"))
                .single();
    }

    /** Delivers one alarm that is due; false where none is. */
    boolean deliverDue(Instant now) {
        if (carriers.isEmpty()) {
            return false;
        }
        var due = transactions.call(() -> {
            var claimed = jdbc.sql("""
                    select * from alarm
                    where acknowledged_at is null and climb_at <= :now
                    order by climb_at, id limit 1 for update skip locked
                    """)
                    .param("now", utc(now))
                    .query((row, ignored) -> alarm(row))
                    .optional();
            claimed.ifPresent(alarm -> jdbc.sql("update alarm set level = level + 1, climb_at = :next where id = :id")
                    .param("next", utc(now.plus(CLIMB)))
                    .param("id", alarm.id())
                    .update());
            return claimed;
        });
        due.ifPresent(alarm -> carriers.forEach(carrier -> {
            try {
                carrier.carry(alarm, alarm.level());
            } catch (RuntimeException failure) {
                log.warn("alarm {} could not be carried: {}", alarm.id(), failure.getMessage());
            }
        }));
        return due.isPresent();
    }
}
