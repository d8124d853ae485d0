package duenotice.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An open database: checked, migrated to this program's version, with a pool of connections.
public final class Database implements AutoCloseable {

    /// Enough for every worker of one node, and for several nodes on a server that allows 100.
    static final int USUAL_CONNECTIONS = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HikariDataSource dataSource;
    private final Transactions transactions;
    private final Runnable afterwards;

    private Database(HikariDataSource dataSource, Runnable afterwards) {
        this.dataSource = dataSource;
        this.transactions = new Transactions(dataSource);
        this.afterwards = afterwards;
    }

    /// Starts the program's own server in the folder and opens its database; closing stops the server too.
    ///
    /// @throws DatabaseNotReady when the server cannot be started
    public static Database embedded(DataFolder folder) {
        EmbeddedServer server = EmbeddedServer.start(folder);
        try {
            return open(server.address(), USUAL_CONNECTIONS, server::close);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    /// Opens a database on a server that somebody else runs.
    ///
    /// @throws DatabaseNotReady when it cannot be reached, is too old, or might lose committed rows
    public static Database external(DatabaseAddress address) {
        return open(address, USUAL_CONNECTIONS, () -> {});
    }

    static Database open(DatabaseAddress address, int connections, Runnable afterwards) {
        HikariDataSource pool = pool(address, connections);
        try {
            ServerSettings.check(pool);
            migrate(pool);
            return new Database(pool, afterwards);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static HikariDataSource pool(DatabaseAddress address, int connections) {
        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(address.url());
        if (!address.user().isEmpty()) {
            config.setUsername(address.user());
        }
        if (!address.password().isEmpty()) {
            config.setPassword(address.password());
        }
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(2, connections));
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.addDataSourceProperty("ApplicationName", "duenotice");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // Our statements name only what narrows them: one plan serves all values, and is made once.
        config.addDataSourceProperty("options", "-c plan_cache_mode=force_generic_plan");
        // A vanished server must not hold a thread for the minutes that TCP would wait.
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new DatabaseNotReady(
                    "The database at %s cannot be entered: %s".formatted(address, cause.getMessage()), failure);
        }
    }

    private static void migrate(DataSource dataSource) {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(false)
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new DatabaseNotReady(
                    "The database could not be brought to this version: " + failure.getMessage(), failure);
        }
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public JdbcClient jdbc() {
        return transactions.jdbc();
    }

    public Transactions transactions() {
        return transactions;
    }

    /// Closes the connections, then the server if it is ours.
    @Override
    public void close() {
        try {
            dataSource.close();
        } finally {
            afterwards.run();
        }
    }
}
