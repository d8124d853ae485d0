package duenotice.bench;

import com.github.luben.zstd.Zstd;
import duenotice.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/// The floor: what PostgreSQL alone does with the same mails, by plain JDBC with prepared statements. One report is
/// five
/// statements on five tables with eleven indexes: its mail, compressed as we compress it, a report, an event, a new
/// state of its incident, and a line on the timeline. No mail is read and nothing is decided.
final class RawLimit {
    private static final String MAIL =
            "insert into floor_mail (id, received_at, sender, size, body) values (?, ?, ?, ?, ?)";
    private static final String REPORT =
            "insert into floor_report (id, mail, reporter, received_at, state) values (?, ?, ?, ?, 'joined')";
    private static final String EVENT =
            "insert into floor_event (id, report, incident, type, address, observed_at) values (?, ?, ?, ?, ?, ?)";
    private static final String INCIDENT =
            "update floor_incident set reports = reports + 1, last_seen = ?, state = 'warned' where id = ?";
    private static final String TIMELINE =
            "insert into floor_timeline (incident, seq, at, kind, body) values (?, ?, ?, 'Reported', ?)";

    private final DataSource dataSource;
    private final ProcessorTime processors;
    private final MailSet mails;
    private final Provider provider;
    private final int workers;
    private long numbers;

    RawLimit(Database database, ProcessorTime processors, MailSet mails, Provider provider, int workers) {
        this.dataSource = database.dataSource();
        this.processors = processors;
        this.mails = mails;
        this.provider = provider;
        this.workers = workers;
        database.jdbc().sql("""
                create table floor_mail (
                    id bigint primary key, received_at timestamptz not null, sender text not null,
                    size integer not null, body bytea not null);
                alter table floor_mail alter column body set storage external;
                create index on floor_mail (received_at, id);
                create table floor_report (
                    id bigint primary key, mail bigint not null, reporter text not null,
                    received_at timestamptz not null, state text not null);
                create index on floor_report (mail);
                create index on floor_report (reporter, received_at);
                create table floor_event (
                    id bigint primary key, report bigint not null, incident bigint not null, type text not null,
                    address text not null, observed_at timestamptz not null);
                create index on floor_event (incident, observed_at);
                create index on floor_event (address);
                create table floor_incident (
                    id bigint primary key, server text not null, state text not null, reports integer not null,
                    last_seen timestamptz not null);
                create index on floor_incident (last_seen, id);
                create table floor_timeline (
                    incident bigint not null, seq bigint not null, at timestamptz not null, kind text not null,
                    body text not null, primary key (incident, seq));
                """).update();
        database.jdbc().sql("""
                insert into floor_incident (id, server, state, reports, last_seen)
                select number, 'server-' || number, 'new', 0, now() from generate_series(0, :last) as number
                """).param("last", provider.servers() - 1).update();
    }

    /// Goes on for so long with so many reports a commit.
    Measured run(int perCommit, Duration time) {
        var first = numbers;
        numbers += 1L << 32;
        var end = System.nanoTime() + time.toNanos();
        return Measured.of(
                processors,
                () -> Workers.run(workers, worker -> {
                    try (var connection = dataSource.getConnection()) {
                        return work(connection, worker, first, perCommit, end);
                    } catch (SQLException failure) {
                        throw new IllegalStateException(failure);
                    }
                }));
    }

    private int work(Connection connection, int worker, long first, int perCommit, long end) throws SQLException {
        connection.setAutoCommit(false);
        try (var mail = connection.prepareStatement(MAIL);
                var report = connection.prepareStatement(REPORT);
                var event = connection.prepareStatement(EVENT);
                var incident = connection.prepareStatement(INCIDENT);
                var timeline = connection.prepareStatement(TIMELINE)) {
            var statements = new PreparedStatement[] {mail, report, event, incident, timeline};
            var done = 0;
            while (System.nanoTime() < end) {
                for (var i = 0; i < perCommit; i++) {
                    // Each worker has numbers and incidents of its own: the floor never waits for a lock.
                    set(statements, first, done * workers + worker);
                    done++;
                    for (var statement : statements) {
                        if (perCommit == 1) {
                            statement.executeUpdate();
                        } else {
                            statement.addBatch();
                        }
                    }
                }
                if (perCommit > 1) {
                    for (var statement : statements) {
                        statement.executeBatch();
                    }
                }
                connection.commit();
            }
            return done;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void set(PreparedStatement[] statements, long first, int number) throws SQLException {
        var id = first + number;
        var body = mails.mail(number);
        var now = Timestamp.from(Instant.now());
        var incident = number % provider.servers();
        set(statements[0], id, now, mails.sender(number), body.length, Zstd.compress(body));
        set(statements[1], id, id, mails.sender(number), now);
        set(statements[2], id, id, incident, "messaging/spam", provider.address(number), now);
        set(statements[3], now, incident);
        set(statements[4], incident, id, now, "{\"reporter\":\"" + mails.sender(number) + "\",\"weight\":\"none\"}");
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            switch (values[i]) {
                case Timestamp time -> statement.setTimestamp(i + 1, time);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                default -> statement.setObject(i + 1, values[i]);
            }
        }
    }
}
