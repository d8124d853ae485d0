package duenotice.casework;

import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Incident;
import duenotice.incident.IncidentId;
import duenotice.incident.Measure;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures as rows of their own, kept in step with the timelines: for what concerns more than one incident, such as the
 * cap, servers that two incidents cut, and the regular look whether measures still stand.
 */
public final class MeasureRows {
    /** Any number will do, as long as nothing else locks it. */
    private static final long CUT_LOCK = 4_202_101L;

    private final JdbcClient jdbc;

    MeasureRows(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** A measure that stands, or may stand, on the network. */
    public record Standing(
            MeasureId id,
            IncidentId incident,
            String server,
            MeasureKind kind,
            String target,
            String state,
            String key,
            String prior,
            Instant requestedAt) {}

    /** Automatic cuts of all nodes are decided one after the other, so that the cap holds (R64). */
    void oneCutAtATime() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", CUT_LOCK)
                .query((row, ignored) -> true)
                .single();
    }

    void follow(Incident incident) {
        for (var measure : incident.measures()) {
            if (!measure.isUnsent()) {
                follow(incident, measure);
            }
        }
    }

    private void follow(Incident incident, Measure measure) {
        jdbc.sql("""
                insert into measure (id, incident, server, kind, target, state, key, prior, automatic, requested_at, ended_at)
                values (:id, :incident, :server, :kind, :target, :state, :key, :prior, :automatic, :requestedAt, :endedAt)
                on conflict (id) do update
                set state = excluded.state, key = excluded.key, ended_at = excluded.ended_at
                """)
                .param("id", measure.id().toString())
                .param("incident", incident.id().number())
                .param(
                        "server",
                        measure.kind() == MeasureKind.NULL_ROUTE
                                ? incident.server().text()
                                : measure.target())
                .param("kind", measure.kind().word())
                .param("target", measure.target())
                .param("state", measure.state().word())
                .param("key", measure.key())
                .param("prior", measure.prior())
                .param("automatic", measure.automatic())
                .param("requestedAt", utc(measure.requestedAt().orElseThrow()))
                .param("endedAt", utc(measure.liftedAt()))
                .update();
    }

    /** Everything that stands or may stand on the network, oldest first. */
    public List<Standing> standing() {
        return query("select * from measure where ended_at is null order by requested_at, id", Optional.empty());
    }

    /** The same for one server. */
    public List<Standing> standingOn(String server) {
        return query(
                "select * from measure where ended_at is null and server = :server order by requested_at, id",
                Optional.of(server));
    }

    private List<Standing> query(String sql, Optional<String> server) {
        var statement = jdbc.sql(sql);
        return server.map(name -> statement.param("server", name))
                .orElse(statement)
                .query((row, ignored) -> new Standing(
                        MeasureId.parse(row.getString("id")).orElseThrow(),
                        new IncidentId(row.getLong("incident")),
                        row.getString("server"),
                        MeasureKind.ofWord(row.getString("kind")).orElseThrow(),
                        row.getString("target"),
                        row.getString("state"),
                        row.getString("key"),
                        row.getString("prior"),
                        Rows.instant(row, "requested_at")))
                .list();
    }
}
