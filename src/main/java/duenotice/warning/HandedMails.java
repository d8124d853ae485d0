package duenotice.warning;

import duenotice.database.Transactions;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the relay said to each mail: written mail by mail, before the step they belong to is recorded. */
final class HandedMails {
    private final JdbcClient jdbc;

    HandedMails(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** What is settled for good: taken over or refused; a deferred mail is not. */
    Optional<Told> settled(String messageId, String address, String name) {
        return jdbc.sql("select handed, reply from handed_mail where message_id = :id and handed <> 'deferred'")
                .param("id", messageId)
                .query((row, ignored) -> new Told(
                        address,
                        name,
                        Handed.valueOf(row.getString("handed").toUpperCase(Locale.ROOT)),
                        row.getString("reply")))
                .optional();
    }

    /** Which step a mail belonged to; empty where it is none of that incident. */
    Optional<String> step(String messageId, IncidentId incident) {
        return jdbc.sql("select step from handed_mail where message_id = :id and incident = :incident")
                .param("id", messageId)
                .param("incident", incident.number())
                .query(String.class)
                .optional();
    }

    /** It came back: the same mail is to be offered again. */
    void reopen(IncidentId incident, String step, String address) {
        jdbc.sql("""
                update handed_mail set handed = 'deferred'
                where incident = :incident and step = :step and lower(address) = lower(:address) and handed = 'accepted'
                """)
                .param("incident", incident.number())
                .param("step", step)
                .param("address", address)
                .update();
    }

    void keep(String messageId, IncidentId incident, String step, Told told, Instant now) {
        jdbc.sql("""
                insert into handed_mail (message_id, incident, step, address, handed, reply, at)
                values (:id, :incident, :step, :address, :handed, :reply, :at)
                on conflict (message_id) do update set handed = excluded.handed, reply = excluded.reply, at = excluded.at
                """)
                .param("id", messageId)
                .param("incident", incident.number())
                .param("step", step)
                .param("address", told.address())
                .param("handed", told.handed().name().toLowerCase(Locale.ROOT))
                .param("reply", told.reply())
                .param("at", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
