package duenotice.casework;

import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import java.time.Instant;
import java.util.Optional;
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

    /** A graceful end: what this program held is free at once. */
    void leave(UUID node, Instant now) {
        jdbc.sql("update incident set busy_node = null where busy_node = :node")
                .param("node", node)
                .update();
        jdbc.sql("update node set alive_at = clock_timestamp() - interval '1 minute', desk_at = :now where id = :node")
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
