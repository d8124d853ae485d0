package duenotice.rehearsal;

import duenotice.incident.Persistence;
import duenotice.report.ServerId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stands in for retests and flow checks: finds what it is told to find, and nothing out until it is told. */
public final class ProbeStandIn {
    private final JdbcClient jdbc;

    public ProbeStandIn(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Persistence find(ServerId server) {
        return jdbc.sql("select persisting from rehearsal_probe where server = :server")
                .param("server", server.text())
                .query(String.class)
                .optional()
                .flatMap(Persistence::ofWord)
                .orElse(Persistence.UNKNOWN);
    }

    public void set(ServerId server, Persistence persisting) {
        jdbc.sql("""
                insert into rehearsal_probe (server, persisting) values (:server, :persisting)
                on conflict (server) do update set persisting = excluded.persisting
                """)
                .param("server", server.text())
                .param("persisting", persisting.word())
                .update();
    }
}
