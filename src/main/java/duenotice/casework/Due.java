package duenotice.casework;

import static duenotice.casework.Rows.utc;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What kinds of work may be due, asked in one statement: a desk on which little happens asks nothing more. */
record Due(boolean messages, boolean incidents, boolean jobs, boolean alarms) {
    // The first look by the index: asked whether any is due, the planner expects a third of all to be, and reads the
    // table.
    static Due at(Instant now, JdbcClient jdbc) {
        return jdbc.sql("""
                select exists (select from message where state = 'accepted') as messages,
                       coalesce((select look_at from incident where look_at is not null and busy_node is null
                                 order by look_at, id limit 1) <= :now, false) as incidents,
                       exists (select from recurring where due_at <= :now) as jobs,
                       exists (select from alarm where acknowledged_at is null and climb_at <= :now)
                           or exists (select from alarm_delivery join alarm on alarm.id = alarm_delivery.alarm
                                      where next_at <= :now and acknowledged_at is null) as alarms
                """)
                .param("now", utc(now))
                .query((row, ignored) -> new Due(
                        row.getBoolean("messages"),
                        row.getBoolean("incidents"),
                        row.getBoolean("jobs"),
                        row.getBoolean("alarms")))
                .single();
    }
}
