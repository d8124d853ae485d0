package duenotice.casework;

import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.IncidentId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The programs that run over this database. Whether one lives is told by the database's clock, which no test moves. */
final class Nodes {
    private final JdbcClient jdbc;

    Nodes(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** When any program last knew the desk's time; empty at the very first start. */
    Optional<Instant> lastSeen() {
        return jdbc.sql("select max(desk_at) as at from node")
                .query((row, ignored) -> Rows.maybeInstant(row, "at"))
                .single();
    }

    void beat(UUID node, Instant now) {
        jdbc.sql("""
                insert into node (id, started_at, alive_at, desk_at)
                values (:node, clock_timestamp(), clock_timestamp(), :now)
                on conflict (id) do update set alive_at = clock_timestamp(), desk_at = :now
                """).param("node", node).param("now", utc(now)).update();
    }

    /** Rows of programs long gone; the newest stays, for it tells when the desk was last awake. */
    void forgetTheDead() {
        jdbc.sql("""
                delete from node
                where alive_at < clock_timestamp() - interval '1 hour' and desk_at < (select max(desk_at) from node)
                """).update();
    }

    /**
     * A graceful end: what this program held is free at once.
     *
     * @param running incidents in which this program may still do something; they are freed when its heart-beat is missed
     */
    void leave(UUID node, Set<IncidentId> running, Instant now) {
        jdbc.sql("update incident set busy_node = null where busy_node = :node and id <> all(:running)")
                .param("node", node)
                .param("running", IncidentStore.numbers(running))
                .update();
        jdbc.sql("""
                update node
                set alive_at = case when :busy then alive_at else clock_timestamp() - interval '1 minute' end,
                    desk_at = :now
                where id = :node
                """)
                .param("busy", !running.isEmpty())
                .param("node", node)
                .param("now", utc(now))
                .update();
    }

    /** For a database that only one program can use: whoever was here before is gone. */
    void onlyMe() {
        jdbc.sql("update incident set busy_node = null where busy_node is not null")
                .update();
    }
}
