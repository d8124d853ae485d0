package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.IncidentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is phoning for which incident just now: one person at a time, and not for ever. A claim that ran out is no try, and
 * the call stays as overdue as it is.
 */
public final class CallClaims {
    /** So long a call is one person's; who needs longer takes it again. */
    public static final Duration TERM = Duration.ofMinutes(15);

    private final JdbcClient jdbc;

    CallClaims(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** @param until when anybody else may take it */
    public record Claim(String agent, int round, Instant until) {
        public boolean isOf(String name) {
            return agent.equals(name);
        }
    }

    /**
     * Takes the call, or keeps it for another term.
     *
     * @return whose it is afterwards: the asker's, or the one's who has it until then
     */
    public Claim claim(IncidentId incident, int round, String agent, Instant now) {
        jdbc.sql("""
                insert into call_claim as held (incident, round, agent, claimed_at, until)
                values (:incident, :round, :agent, :now, :until)
                on conflict (incident) do update
                set round = excluded.round, agent = excluded.agent, claimed_at = excluded.claimed_at,
                    until = excluded.until
                where held.agent = excluded.agent or held.until <= :now or held.round <> excluded.round
                """)
                .param("incident", incident.number())
                .param("round", round)
                .param("agent", agent)
                .param("now", utc(now))
                .param("until", utc(now.plus(TERM)))
                .update();
        return of(incident, now).orElseThrow();
    }

    /** Gives it back; nothing where it is somebody else's. */
    public void release(IncidentId incident, String agent) {
        jdbc.sql("delete from call_claim where incident = :incident and agent = :agent")
                .param("incident", incident.number())
                .param("agent", agent)
                .update();
    }

    /** Whose it is now; empty where it is nobody's. */
    public Optional<Claim> of(IncidentId incident, Instant now) {
        return jdbc.sql("select * from call_claim where incident = :incident and until > :now")
                .param("incident", incident.number())
                .param("now", utc(now))
                .query((row, ignored) -> claim(row))
                .optional();
    }

    public Map<IncidentId, Claim> of(Collection<IncidentId> incidents, Instant now) {
        var claims = new HashMap<IncidentId, Claim>();
        jdbc.sql("select * from call_claim where incident = any(:incidents) and until > :now")
                .param("incidents", incidents.stream().map(IncidentId::number).toArray(Long[]::new))
                .param("now", utc(now))
                .query((ResultSet row) -> {
                    claims.put(new IncidentId(row.getLong("incident")), claim(row));
                });
        return claims;
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(row.getString("agent"), row.getInt("round"), instant(row, "until"));
    }
}
