package duenotice.bench;

import com.github.luben.zstd.Zstd;
import duenotice.database.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// P5: what a row of a long table costs, from the acceptance of its mail until the incidents of all its servers are up
/// to date and decided upon.
final class Tables {
    private static final int ROWS = 10_000;
    private static final int LONG = 50_000;
    private static final int ADDRESSES = 8;

    /// Tables that are measured.
    private static final int FEWEST = 3;

    private static final int MOST = 40;

    /// The compiler's share of the processor time when the program counts as warm, and tables before that at least.
    private static final double COMPILING = 0.10;

    private static final int FEWEST_WARMING = 12;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Databases databases;
    private final Sizes sizes;
    private final Figures figures;
    private int mails;
    private volatile long committed;

    Tables(Databases databases, Sizes sizes, Figures figures) {
        this.databases = databases;
        this.sizes = sizes;
        this.figures = figures;
    }

    void run() {
        try (var database = databases.fresh("tables")) {
            var provider = new Provider(sizes.servers(), true);
            var desk = new Desk(database, InstantSource.system(), provider, messages -> committed = System.nanoTime());
            var processors = ProcessorTime.ofUsAnd(database.jdbc());
            var rows = Math.min(ROWS, sizes.servers() * ADDRESSES);
            var servers = servers(rows);
            makeFloor(database, servers);
            // the first opens the incidents and warns; then the program is warmed up
            var end = System.nanoTime() + sizes.warming().toNanos();
            var warming = 0;
            Measured portion;
            do {
                portion = Measured.of(processors, () -> process(desk, provider, rows));
                warming++;
            } while (portion.compilerSeconds() > COMPILING * portion.processorSeconds()
                    && (System.nanoTime() < end
                            || warming < FEWEST_WARMING && !sizes.warming().isZero()));
            database.jdbc().sql("vacuum analyze").update();
            process(desk, provider, rows);
            var before =
                    floor(database, processors, provider, rows, sizes.measure().dividedBy(2));
            var made = Stream.generate(() -> mail(provider, rows)).limit(MOST).toList();
            var stop = System.nanoTime() + sizes.measure().toNanos();
            var ours = Measured.of(processors, () -> {
                var done = 0;
                while (done < made.size() && (done < FEWEST || System.nanoTime() < stop)) {
                    accept(desk, made.get(done++));
                    desk.casework().workAll();
                }
                return done * rows;
            });
            var limit = before.and(
                    floor(database, processors, provider, rows, sizes.measure().dividedBy(2)));
            figures.add(Figure.of("P5.rate", ours.perSecond(), "events/s")
                    .beside(limit.perSecond())
                    .wanted(new Mark.Rate(10_000)));
            figures.add(Figure.of("P5.cpu", ours.processorMilliseconds(), "ms/event")
                    .beside(limit.processorMilliseconds())
                    .wanted(new Mark.ProcessorTime(0.10)));
            figures.remark(String.format(
                    Locale.ROOT,
                    "P5: tables of %d rows on %d servers, %d in all in %.1f s; a row costs %.4f ms in the database server,"
                            + " %.4f ms in the compiler, %.4f ms in the program; in the database %s, %d incidents",
                    rows,
                    servers,
                    ours.count() / rows,
                    ours.seconds(),
                    1000 * ours.serverSeconds() / ours.count(),
                    1000 * ours.compilerSeconds() / ours.count(),
                    1000 * (ours.processorSeconds() - ours.serverSeconds() - ours.compilerSeconds()) / ours.count(),
                    desk.states(),
                    desk.incidents()));
            longOne(desk, provider, processors);
        }
    }

    /// One table of the greatest length that is promised.
    private void longOne(Desk desk, Provider provider, ProcessorTime processors) {
        var rows = Math.min(LONG, sizes.servers() * ADDRESSES);
        var mail = mail(provider, rows);
        System.gc();
        var heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        var idle = heap.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        var start = System.nanoTime();
        var measured = Measured.of(processors, () -> {
            accept(desk, mail);
            desk.casework().workAll();
            return rows;
        });
        var peak =
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        figures.add(Figure.of("P5.long", (committed - start) / 1e9, "s"));
        figures.add(Figure.of("P5.long-warned", measured.seconds(), "s"));
        figures.add(Figure.of("P5.long-memory", (peak - idle) / 1024.0 / 1024, "MB"));
        figures.remark(
                "P5.long: one table of %d rows on %d servers, %.1f MB in a mail of %.1f MB; memory is the heap at its"
                                .formatted(rows, servers(rows), table(provider, rows).length / 1e6, mail.length / 1e6)
                        + " fullest above what it held before, garbage included; warned is until the customers of all servers that were"
                        + " not known as open before have been told, too");
    }

    private int servers(int rows) {
        return Math.min(sizes.servers(), (rows + ADDRESSES - 1) / ADDRESSES);
    }

    private int process(Desk desk, Provider provider, int rows) {
        accept(desk, mail(provider, rows));
        desk.casework().workAll();
        return rows;
    }

    private static void accept(Desk desk, byte[] mail) {
        desk.casework()
                .inbox()
                .accept("tables@" + Provider.reporter(0), List.of("abuse@provider.example"), mail, Instant.now());
    }

    // ---- the table

    /// All addresses of a server, then those of the next; another time in each table, a few seconds from row to row.
    private byte[] table(Provider provider, int rows) {
        var text = new StringBuilder(rows * 200)
                .append(
                        "\"timestamp\",\"severity\",\"ip\",\"protocol\",\"port\",\"hostname\",\"tag\",\"version\",\"asn\",\"geo\",")
                .append(
                        "\"region\",\"city\",\"naics\",\"sector\",\"pid\",\"pointer_size\",\"uptime\",\"curr_connections\"\n");
        var begin = Instant.now().minus(Duration.ofHours(8)).plusSeconds(mails % 3600);
        for (var row = 0; row < rows; row++) {
            var number = row / ADDRESSES + row % ADDRESSES * provider.servers();
            text.append('"')
                    .append(TIME.format(begin.plusMillis(row * 500L).atOffset(ZoneOffset.UTC)))
                    .append("\",\"high\",\"")
                    .append(provider.address(number))
                    .append("\",\"udp\",11211,\"host-")
                    .append(row)
                    .append(".customer.example\",\"memcached\",\"1.6.")
                    .append(row % 30)
                    .append(
                            "\",64500,\"DE\",\"BERLIN\",\"BERLIN\",518210,\"Communications, Service Provider, and Hosting Service\",")
                    .append(row * 7919L % 65_536)
                    .append(",64,")
                    .append(row * 104_729L % 9_999_991)
                    .append(",10\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mail(Provider provider, int rows) {
        mails++;
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("2026-01-01-scan_memcached-provider-asn.csv"));
            zip.write(table(provider, rows));
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
        var from = Provider.reporter(0);
        return """
                Authentication-Results: mx.provider.example; dkim=pass header.d=%1$s
                From: Tables <tables@%1$s>
                To: abuse@provider.example
                Subject: memcached report
                Message-ID: <table-%2$d@%1$s>
                Date: %3$s
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=cut

                --cut
                Content-Type: text/plain

                The table is attached.
                --cut
                Content-Type: application/zip; name="2026-01-01-scan_memcached-provider-asn.csv.zip"
                Content-Disposition: attachment; filename="2026-01-01-scan_memcached-provider-asn.csv.zip"
                Content-Transfer-Encoding: base64

                %4$s
                --cut--
                """.formatted(
                        from,
                        mails,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().atOffset(ZoneOffset.UTC)),
                        Base64.getMimeEncoder().encodeToString(packed.toByteArray()))
                .getBytes(StandardCharsets.UTF_8);
    }

    // ---- the floor

    private static void makeFloor(Database database, int servers) {
        database.jdbc().sql("""
                create table floor_table (
                    id bigint generated always as identity primary key, received_at timestamptz not null,
                    body bytea not null);
                alter table floor_table alter column body set storage external;
                create table floor_row (
                    id bigint generated always as identity primary key, mail bigint not null, incident bigint not null,
                    type text not null, address text not null, port integer not null, observed_at timestamptz not null);
                create index on floor_row (incident, observed_at);
                create table floor_server (
                    id bigint primary key, server text not null, reports integer not null, last_seen timestamptz not null);
                """).update();
        database.jdbc().sql("""
                insert into floor_server (id, server, reports, last_seen)
                select number, 'server-' || number, 0, now() from generate_series(0, :last) as number
                """).param("last", servers - 1).update();
    }

    /// PostgreSQL alone with the same tables: the mail, a row for each row, and each server's incident brought up to
    /// date, in one commit by plain JDBC. Nothing is read, looked up or decided.
    private Measured floor(Database database, ProcessorTime processors, Provider provider, int rows, Duration time) {
        var mail = mail(provider, rows);
        var stop = System.nanoTime() + time.toNanos();
        return Measured.of(processors, () -> {
            var done = 0;
            try (var connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                try (var table = connection.prepareStatement(
                                "insert into floor_table (received_at, body) values (?, ?)");
                        var row = connection.prepareStatement(
                                "insert into floor_row (mail, incident, type, address, port, observed_at) values (?, ?, ?, ?, ?, ?)");
                        var server = connection.prepareStatement(
                                "update floor_server set reports = reports + 1, last_seen = ? where id = ?")) {
                    do {
                        var now = Timestamp.from(Instant.now());
                        table.setTimestamp(1, now);
                        table.setBytes(2, Zstd.compress(mail));
                        table.executeUpdate();
                        for (var number = 0; number < rows; number++) {
                            row.setLong(1, done);
                            row.setLong(2, number / ADDRESSES);
                            row.setString(3, "vulnerability/open_service");
                            row.setString(4, provider.address(number));
                            row.setInt(5, 11211);
                            row.setTimestamp(6, now);
                            row.addBatch();
                        }
                        row.executeBatch();
                        for (var number = 0; number < servers(rows); number++) {
                            server.setTimestamp(1, now);
                            server.setLong(2, number);
                            server.addBatch();
                        }
                        server.executeBatch();
                        connection.commit();
                        done += rows;
                    } while (System.nanoTime() < stop);
                } finally {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            return done;
        });
    }
}
