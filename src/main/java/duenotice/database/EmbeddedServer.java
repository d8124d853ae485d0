package duenotice.database;

import duenotice.database.ServerAccount.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program's own PostgreSQL server: made at the first start, kept in the data folder, listening on loopback only.
///
/// It runs in a session of its own and outlives a killed program; the next start stops it cleanly and starts it anew.
/// When it dies under a living program it is started again on the same port.
public final class EmbeddedServer implements AutoCloseable {

    static final String CLUSTER = "postgres";

    private static final String USER = "duenotice";
    private static final String DATABASE = "duenotice";
    private static final String PASSWORD = "postgres-password";

    private static final Duration STARTING = Duration.ofMinutes(10); // recovery after a crash reads the whole log
    private static final Duration STOPPING = Duration.ofSeconds(5); // a stop of the program has 10 s in all
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int TRIES = 20;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);

    private final Path cluster;
    private final ServerBinaries binaries;
    private final ServerAccount account;
    private final DatabaseAddress address;
    private final int port;

    /// Held while the server is started or stopped, so that the watch does neither at the same time.
    private final ReentrantLock changing = new ReentrantLock();

    private volatile boolean wanted = true;

    private EmbeddedServer(
            Path cluster, ServerBinaries binaries, ServerAccount account, DatabaseAddress address, int port) {
        this.cluster = cluster;
        this.binaries = binaries;
        this.account = account;
        this.address = address;
        this.port = port;
    }

    /// Starts the server of this data folder.
    ///
    /// @throws DatabaseNotReady naming what stands in the way
    public static EmbeddedServer start(DataFolder folder) {
        return start(folder, folder.path());
    }

    /// @param programs where to unpack the server's programs
    static EmbeddedServer start(DataFolder folder, Path programs) {
        ServerAccount account = ServerAccount.ready();
        try {
            if (folder.isOurs()) {
                account.own(folder.path());
            }
            account.closedFolder(folder.path()).ifPresent(closed -> {
                throw new DatabaseNotReady(
                        "The database server runs as user duenotice, who may not enter %s: choose another place with --data, or open that folder with chmod o+x."
                                .formatted(closed));
            });
            ServerBinaries binaries = ServerBinaries.unpackedIn(programs);
            Path cluster = folder.path().resolve(CLUSTER);
            String password = folder.secret(PASSWORD);
            account.own(folder.path().resolve(PASSWORD));
            if (RunningServer.in(cluster).isPresent()) {
                log.info("stopping the database server that an earlier run left behind");
                stop(cluster, binaries, account);
            }
            if (!Files.exists(cluster)) {
                initialize(folder.path(), cluster, binaries, account);
            }
            int port = freePort();
            var address = new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, password);
            var server = new EmbeddedServer(cluster, binaries, account, address, port);
            server.launch();
            FirstDatabase.make(address.named("postgres"), DATABASE);
            Thread.ofVirtual().name("postgres-watch").start(server::watch);
            return server;
        } catch (IOException failure) {
            throw new DatabaseNotReady("The database server's folder could not be prepared: " + failure, failure);
        }
    }

    /// Makes the cluster under another name first: a crash in the middle leaves nothing that looks like one.
    private static void initialize(Path folder, Path cluster, ServerBinaries binaries, ServerAccount account)
            throws IOException {
        Path draft = folder.resolve(CLUSTER + ".new");
        if (Files.exists(draft)) {
            DataFolder.remove(draft);
        }
        Files.createDirectory(draft);
        account.own(draft);
        // A locale that PostgreSQL itself provides: sorting then never changes with the operating system.
        Outcome outcome = account.run(
                List.of(
                        binaries.program("initdb"),
                        "--pgdata=" + draft,
                        "--username=" + USER,
                        "--pwfile=" + folder.resolve(PASSWORD),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"),
                folder,
                Duration.ofMinutes(5));
        if (outcome.failed()) {
            throw new DatabaseNotReady("The database could not be made in " + cluster + ": " + outcome.said());
        }
        DataFolder.rename(draft, cluster);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void launch() throws IOException {
        writeSettings();
        forgetForeignProcess();
        Path startLog = cluster.resolve("start.log");
        Outcome outcome = new Outcome(-1, "was not tried");
        // After the server was killed its children hold shared memory for a moment more, and it refuses until then.
        for (int tried = 0; tried < TRIES && outcome.failed(); tried++) {
            if (tried > 0) {
                pause();
            }
            Files.deleteIfExists(startLog);
            outcome = account.run(
                    List.of(
                            binaries.program("pg_ctl"),
                            "start",
                            "--pgdata=" + cluster,
                            "--log=" + startLog,
                            "--wait",
                            "--timeout=" + STARTING.toSeconds(),
                            "--silent"),
                    cluster,
                    STARTING.plusSeconds(10));
            if (outcome.failed() && !said(startLog).contains("shared memory block")) {
                break;
            }
        }
        if (outcome.failed()) {
            throw new DatabaseNotReady("The database server did not start in %s: %s %s"
                    .formatted(cluster, outcome.said(), said(startLog)));
        }
    }

    private static String said(Path startLog) throws IOException {
        return Files.exists(startLog)
                ? Files.readString(startLog, StandardCharsets.UTF_8).strip()
                : "";
    }

    /// After a reboot the number in `postmaster.pid` may belong to any other process; the server would then refuse.
    private void forgetForeignProcess() throws IOException {
        if (RunningServer.in(cluster).isEmpty() && RunningServer.numberIsTaken(cluster)) {
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        }
    }

    private void writeSettings() throws IOException {
        Path file = cluster.resolve("postgresql.conf");
        Files.writeString(file, """
                # Written by Duenotice at every start. Settings of your own go into operator.conf beside this file.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 100
                password_encryption = 'scram-sha-256'

                # What was acknowledged is on disk. Duenotice refuses to start with one of these off.
                fsync = on
                full_page_writes = on
                synchronous_commit = on

                shared_buffers = 256MB
                max_wal_size = 2GB
                random_page_cost = 1.1
                jit = off
                # Plans are kept: one made while a table was empty must not outlive its first minute.
                autovacuum_naptime = 15s

                timezone = 'UTC'
                log_timezone = 'UTC'
                lc_messages = 'C'

                # A week of logs, without statements and details: those hold personal data.
                logging_collector = on
                log_directory = 'log'
                log_filename = 'postgresql-%%a.log'
                log_rotation_age = 1d
                log_rotation_size = 0
                log_truncate_on_rotation = on
                log_error_verbosity = terse
                log_min_error_statement = panic

                include_if_exists = 'operator.conf'
                """.formatted(port));
        account.own(file);
    }

    /// Where the program's database is.
    public DatabaseAddress address() {
        return address;
    }

    /// Leaves the server running unwatched, as a killed program does.
    void abandon() {
        wanted = false;
    }

    private void watch() {
        while (true) {
            pause();
            changing.lock();
            try {
                if (!wanted) {
                    return;
                }
                if (RunningServer.in(cluster).isEmpty()) {
                    log.error("the database server has died; starting it again");
                    launch();
                    log.info("the database server is back");
                }
            } catch (IOException | DatabaseNotReady failure) {
                log.error("the database server could not be started again; trying on", failure);
            } finally {
                changing.unlock();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops the server cleanly; one that does not stop in time is stopped at once, which loses nothing committed.
    @Override
    public void close() {
        wanted = false;
        boolean held = heldSoon();
        try {
            stop(cluster, binaries, account);
        } finally {
            if (held) {
                changing.unlock();
            }
        }
    }

    /// A recovery that takes minutes must not hold up the end of the program: it is broken off.
    private boolean heldSoon() {
        try {
            return changing.tryLock(1, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void stop(Path cluster, ServerBinaries binaries, ServerAccount account) {
        Optional<RunningServer> running = RunningServer.in(cluster);
        if (running.isPresent()) {
            if (stop("fast", cluster, binaries, account).failed()) {
                stop("immediate", cluster, binaries, account);
            }
            // pg_ctl is content when postmaster.pid is gone, a moment before the process is.
            running.get().awaitEnd();
        }
    }

    private static Outcome stop(String mode, Path cluster, ServerBinaries binaries, ServerAccount account) {
        return account.run(
                List.of(
                        binaries.program("pg_ctl"),
                        "stop",
                        "--pgdata=" + cluster,
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=" + STOPPING.toSeconds(),
                        "--silent"),
                cluster,
                STOPPING.plusSeconds(5));
    }
}
