package duenotice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The program's own server through the lives and deaths of the program and of the server.
class EmbeddedServerTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private Path path;

    @BeforeEach
    void makeFolder() throws IOException {
        path = Files.createTempDirectory("database-test");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeFolder() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        DataFolder.remove(path);
    }

    private DataFolder folder() {
        DataFolder folder = DataFolder.open(path.resolve("data"));
        open.add(folder);
        return folder;
    }

    private EmbeddedServer server(DataFolder folder) {
        EmbeddedServer server = EmbeddedServer.start(folder, TestPrograms.folder(path));
        open.add(server);
        return server;
    }

    private static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(EmbeddedServer server) throws SQLException {
        DatabaseAddress address = server.address();
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private static String ask(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private RunningServer running() {
        return RunningServer.in(path.resolve("data").resolve(EmbeddedServer.CLUSTER))
                .orElseThrow();
    }

    @Test
    void a_stopped_server_is_gone_and_the_next_start_finds_the_data() throws Exception {
        DataFolder folder = folder();
        EmbeddedServer first = server(folder);
        execute(first, "create table kept as select 'complaint' as what");
        ProcessHandle process = running().process();
        first.close();
        assertThat(process.isAlive()).isFalse();

        EmbeddedServer second = server(folder);

        assertThat(ask(second, "select what from kept")).isEqualTo("complaint");
        assertThat(ask(second, "show server_encoding")).isEqualTo("UTF8");
    }

    @Test
    void a_server_left_running_by_a_killed_program_is_taken_over_with_its_data() throws Exception {
        DataFolder folder = folder();
        EmbeddedServer abandoned = server(folder);
        execute(abandoned, "create table kept as select 'complaint' as what");
        ProcessHandle leftRunning = running().process();
        abandoned.abandon();

        EmbeddedServer next = server(folder);

        assertThat(leftRunning.isAlive()).isFalse();
        assertThat(ask(next, "select what from kept")).isEqualTo("complaint");
    }

    @Test
    void a_killed_server_is_recovered_by_the_next_start() throws Exception {
        DataFolder folder = folder();
        EmbeddedServer abandoned = server(folder);
        execute(abandoned, "create table kept as select 'complaint' as what");
        abandoned.abandon();
        kill(running().process());

        EmbeddedServer next = server(folder);

        assertThat(ask(next, "select what from kept")).isEqualTo("complaint");
    }

    @Test
    void a_server_that_dies_under_the_program_comes_back_at_the_same_address() throws Exception {
        EmbeddedServer server = server(folder());
        execute(server, "create table kept as select 'complaint' as what");

        kill(running().process());

        assertThat(askUntilBack(server, "select what from kept")).isEqualTo("complaint");
    }

    @Test
    void a_process_number_that_now_belongs_to_another_program_does_not_stop_the_start() throws Exception {
        DataFolder folder = folder();
        server(folder).close();
        Path left = path.resolve("data").resolve(EmbeddedServer.CLUSTER).resolve("postmaster.pid");
        Files.writeString(left, ProcessHandle.current().pid() + "\n");

        assertThat(ask(server(folder), "select 1")).isEqualTo("1");
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void a_second_program_on_the_same_folder_is_refused_with_the_number_of_the_first() {
        DataFolder first = folder();

        assertThatThrownBy(() -> DataFolder.open(first.path()))
                .isInstanceOf(DatabaseNotReady.class)
                .hasMessageContaining("in use by another Duenotice")
                .hasMessageContaining("process " + ProcessHandle.current().pid());
    }

    @Test
    void a_server_that_may_lose_committed_rows_is_refused() throws Exception {
        DataFolder folder = folder();
        EmbeddedServer server = server(folder);
        execute(server, "alter system set fsync = off");
        execute(server, "alter system set full_page_writes = off");
        execute(server, "alter role duenotice set synchronous_commit = off");
        execute(server, "select pg_reload_conf()");
        server.close();

        EmbeddedServer unsafe = server(folder);

        assertThatThrownBy(() -> Database.external(unsafe.address()))
                .isInstanceOf(DatabaseNotReady.class)
                .hasMessageContaining("fsync is off")
                .hasMessageContaining("full_page_writes is off")
                .hasMessageContaining("synchronous_commit is off");
    }

    @Test
    void a_temporary_folder_goes_with_the_program() {
        DataFolder folder = DataFolder.temporary();
        EmbeddedServer.start(folder, TestPrograms.folder(path)).close();
        folder.close();

        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void what_a_killed_program_left_in_a_temporary_folder_goes_with_the_next_one() throws Exception {
        DataFolder leftOver = DataFolder.temporary();
        EmbeddedServer.start(leftOver, TestPrograms.folder(path)).abandon();
        ProcessHandle process = RunningServer.in(leftOver.path().resolve(EmbeddedServer.CLUSTER))
                .orElseThrow()
                .process();
        leftOver.abandon();

        DataFolder.temporary().close();

        assertThat(leftOver.path()).doesNotExist();
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void nobody_but_the_program_may_read_a_secret_and_it_stays_the_same() throws Exception {
        DataFolder folder = folder();

        String secret = folder.secret("some-secret");

        assertThat(secret).hasSize(64).isEqualTo(folder.secret("some-secret"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.path().resolve("some-secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_folder_the_server_may_not_enter_is_named() throws Exception {
        assumeTrue(ServerAccount.weAreRoot());
        Path closed = Files.createDirectory(path.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        DataFolder folder = DataFolder.open(closed.resolve("data"));
        open.add(folder);

        assertThatThrownBy(() -> EmbeddedServer.start(folder, TestPrograms.folder(path)))
                .isInstanceOf(DatabaseNotReady.class)
                .hasMessageContaining("may not enter " + closed);
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    /// Asks again while the server is away, for a minute at most.
    private static String askUntilBack(EmbeddedServer server, String sql) throws SQLException {
        Instant limit = Instant.now().plus(Duration.ofMinutes(1));
        while (true) {
            try {
                return ask(server, sql);
            } catch (SQLException away) {
                if (Instant.now().isAfter(limit)) {
                    throw away;
                }
                Thread.onSpinWait();
            }
        }
    }
}
