package duenotice.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A migrated database for one test class, on a real server that all tests of a run share.
///
/// ```java
/// @RegisterExtension
/// static final TestDatabase database = TestDatabase.fresh();
/// ```
///
/// It is dropped after the class; who holds it otherwise calls {@link #close()}.
public final class TestDatabase implements AutoCloseable, AfterAllCallback {

    private static final int CONNECTIONS = 8;
    private static final AtomicInteger count = new AtomicInteger();

    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /// A database of its own, with every migration and nothing else in it.
    public static TestDatabase fresh() {
        String name = "test_" + count.incrementAndGet();
        Shared.maintenance("create database " + name + " template template_migrated");
        return new TestDatabase(name, Database.open(Shared.SERVER.address().named(name), CONNECTIONS, () -> {}));
    }

    /// For a program that opens the database itself.
    public DatabaseAddress address() {
        return Shared.SERVER.address().named(name);
    }

    public Database database() {
        return database;
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public JdbcClient jdbc() {
        return database.jdbc();
    }

    public Transactions transactions() {
        return database.transactions();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        database.close();
        Shared.maintenance("drop database if exists " + name + " with (force)");
    }

    /// Started when the first test wants it; ends with the run.
    private static final class Shared {

        static final EmbeddedServer SERVER = start();

        private static EmbeddedServer start() {
            DataFolder folder = DataFolder.temporary();
            EmbeddedServer server = EmbeddedServer.start(folder, TestPrograms.folder(folder.path()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                folder.close();
            }));
            Database.open(server.address().named("template1"), 2, () -> {}).close();
            execute(server, "create database template_migrated template template1");
            return server;
        }

        static void maintenance(String sql) {
            execute(SERVER, sql);
        }

        private static synchronized void execute(EmbeddedServer server, String sql) {
            DatabaseAddress address = server.address();
            try (var connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException failure) {
                throw new IllegalStateException(sql, failure);
            }
        }
    }
}
