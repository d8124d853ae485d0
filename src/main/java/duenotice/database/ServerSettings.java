package duenotice.database;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Refuses a server that could lose what it said was committed: an acknowledged complaint must survive a power failure.
final class ServerSettings {

    private static final int OLDEST_VERSION = 18;

    /// What happens to committed rows with the setting off.
    private static final Map<String, String> NEEDED = Map.of(
            "fsync", "a power failure may destroy the whole database",
            "full_page_writes", "a power failure may leave half-written pages",
            "synchronous_commit", "what was acknowledged may be lost in a crash");

    private ServerSettings() {}

    /// @throws DatabaseNotReady naming the server's version or each setting that is off
    static void check(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        int version = jdbc.sql("select current_setting('server_version_num')::int / 10000")
                .query(Integer.class)
                .single();
        if (version < OLDEST_VERSION) {
            throw new DatabaseNotReady("The database server is PostgreSQL %d, but Duenotice needs %d or newer."
                    .formatted(version, OLDEST_VERSION));
        }
        // current_setting, not pg_settings: what this role has in this database counts.
        List<String> off = NEEDED.keySet().stream()
                .sorted()
                .filter(name -> "off"
                        .equals(jdbc.sql("select current_setting(:name)")
                                .param("name", name)
                                .query(String.class)
                                .single()))
                .toList();
        if (!off.isEmpty()) {
            String reasons = String.join(
                    "; ",
                    off.stream()
                            .map(name -> name + " is off (" + NEEDED.get(name) + ")")
                            .toList());
            throw new DatabaseNotReady("The database server is not safe for complaints: " + reasons
                    + ". Set to on in postgresql.conf and for this role, reload, and start again.");
        }
    }
}
