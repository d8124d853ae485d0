package duenotice.casework;

import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.IncidentId;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Outer steps that the outside could not take, and when they are tried again. */
final class Postponements {
    private final JdbcClient jdbc;

    Postponements(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    void postpone(IncidentId incident, String key, Instant notBefore, String why, RelayAtLastTry relay) {
        jdbc.sql("""
                insert into postponed (incident, key, not_before, tries, why, relay)
                values (:incident, :key, :notBefore, 1, :why, :relay)
                on conflict (incident, key)
                do update set not_before = excluded.not_before, tries = postponed.tries + 1, why = excluded.why,
                              relay = excluded.relay
                """)
                .param("incident", incident.number())
                .param("key", key)
                .param("notBefore", utc(notBefore))
                .param("why", why)
                .param("relay", relay.word())
                .update();
    }

    void done(IncidentId incident, String key) {
        jdbc.sql("delete from postponed where incident = :incident and key = :key")
                .param("incident", incident.number())
                .param("key", key)
                .update();
    }

    int tries(IncidentId incident, String key) {
        return jdbc.sql("select tries from postponed where incident = :incident and key = :key")
                .param("incident", incident.number())
                .param("key", key)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }
}
