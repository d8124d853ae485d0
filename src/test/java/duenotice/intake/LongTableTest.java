package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import duenotice.casework.Inbox;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.Openings;
import duenotice.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tables of many thousand rows (R70): one incident per server, whatever the number of rows. */
class LongTableTest {
    @RegisterExtension
    private static final TestDatabase database = TestDatabase.fresh();

    private static final int SERVERS = 300;
    private static final int ROWS = 50_000;
    private static final Instant DAY = IntakeDesk.START.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
    private static final String HEADING = "timestamp,severity,ip,protocol,port,hostname,tag,asn,geo,version\n";

    private IntakeDesk desk;

    @BeforeEach
    void open() {
        desk = new IntakeDesk(database);
        desk.importInventory("customers:\n"
                + IntStream.range(0, 30)
                        .mapToObj(
                                "- {id: c-%1$d, name: C%1$d, contacts: [{name: N, email: n@c-%1$d.example}]}\n"
                                        ::formatted)
                        .collect(Collectors.joining())
                + "servers:\n"
                + IntStream.range(0, SERVERS)
                        .mapToObj(number ->
                                "- {id: t-%d, customer: c-%d, addresses: [{ip: %s/29, from: 2026-01-01T00:00:00Z}]}\n"
                                        .formatted(number, number % 30, address(number, 0)))
                        .collect(Collectors.joining()));
    }

    /** Eight addresses of each server, in the network that is kept free for measuring (RFC 2544). */
    private static String address(int server, int number) {
        var bits = server * 8 + number;
        return "198.18.%d.%d".formatted(bits / 256, bits % 256);
    }

    private static String row(int number) {
        var server = number % SERVERS;
        return "%s,high,%s,udp,%d,host-%d.example,memcached,64500,DE,1.6\n"
                .formatted(
                        DAY.plusSeconds(number % 20_000)
                                .toString()
                                .replace('T', ' ')
                                .replace("Z", ""),
                        address(server, number / SERVERS % 8),
                        10_000 + number % 5_000,
                        number);
    }

    private static String table(int rows, IntFunction<String> row) {
        return IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("", HEADING, ""));
    }

    private Inbox.Item arrives(String report, String table) {
        return mail(report, table).arrives();
    }

    private IntakeDesk.MailDraft mail(String report, String table) {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            var entry = new ZipEntry("2026-05-04-" + report + "-desk-asn.csv");
            entry.setTimeLocal(LocalDateTime.of(2026, 5, 5, 0, 0)); // the same rows are the same bytes
            zip.putNextEntry(entry);
            zip.write(table.getBytes(StandardCharsets.UTF_8));
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
        return desk.mail()
                .from("tables@watchers.example")
                .signedBy("watchers.example")
                .ofType("multipart/mixed; boundary=cut")
                .saying(
                        "--cut\nContent-Type: text/plain\n\nattached\n--cut\nContent-Type: application/zip; name=report.zip\n"
                                + "Content-Disposition: attachment; filename=report.zip\nContent-Transfer-Encoding: base64\n\n"
                                + Base64.getMimeEncoder().encodeToString(packed.toByteArray()) + "\n--cut--\n");
    }

    private static JsonNode report(Inbox.Item item) {
        return JsonMapper.shared().readTree(item.report().orElseThrow());
    }

    private static List<String> warnings(Inbox.Item item) {
        var warnings = new ArrayList<String>();
        report(item).path("warnings").forEach(warning -> warnings.add(warning.asString()));
        return warnings;
    }

    private int count(String sql) {
        return database.jdbc().sql(sql).query(Integer.class).single();
    }

    @Test
    void fifty_thousand_rows_make_one_incident_for_each_server_and_cost_only_their_bad_ones() {
        IntPredicate bad = number -> number % 2_000 == 7;
        IntPredicate foreign = bad.negate().and(number -> number % 11 == 3);
        var item = arrives(
                "scan_memcached",
                table(
                        ROWS,
                        number -> bad.test(number)
                                ? "2026-05-04 00:00:00,high,\"never closed,udp,1,x,memcached,64500,DE,1\n"
                                : foreign.test(number) ? row(number).replace("198.18.", "203.0.") : row(number)));

        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(item.waits()).isFalse();
        assertThat(count("select count(*) from incident")).isEqualTo(SERVERS);
        assertThat(count("select count(distinct server) from incident where server like 't-%'"))
                .isEqualTo(SERVERS);
        assertThat(
                        count(
                                "select count(*) from incident where category <> 'system-compromise' or policy <> 'information'"))
                .isZero();
        // a row each for what joined, not one for each of the table's
        assertThat(count("select count(*) from sighting")).isEqualTo(SERVERS);
        assertThat(count("select max(entries) from incident")).isLessThan(8);
        assertThat(count("select max(reports) from incident")).isEqualTo(1);
        assertThat(count("select max(length(excerpt)) from sighting")).isLessThanOrEqualTo(2_000);
        var warnings = warnings(item);
        assertThat(warnings.stream().filter(said -> said.contains("a quote is not closed")))
                .hasSize(20);
        assertThat(warnings).anyMatch(said -> said.contains(", line 9: a quote is not closed"));
        assertThat(warnings).contains("and 5 more rows that could not be read");
        assertThat(warnings)
                .contains("%d of 50000 rows are about addresses outside our networks"
                        .formatted(IntStream.range(0, ROWS).filter(foreign).count()));
        assertThat(report(item).path("findings")).hasSize(200);
        assertThat(count("select length(report) from message order by id desc limit 1"))
                .isLessThan(100_000);
    }

    @Test
    void nobody_is_shown_the_rows_about_others() {
        arrives("scan_memcached", table(2_400, LongTableTest::row));

        var shown = database.jdbc()
                .sql(
                        "select incident.server, sighting.excerpt from sighting join incident on incident.id = sighting.incident")
                .query((row, ignored) -> List.of(row.getString(1), row.getString(2)))
                .list();
        assertThat(shown).hasSize(SERVERS).allSatisfy(one -> {
            var server = Integer.parseInt(one.get(0).substring(2));
            assertThat(one.get(1)).contains("scan_memcached " + address(server, 0));
            assertThat(one.get(1).lines())
                    .allMatch(line -> IntStream.range(0, 8)
                            .anyMatch(number -> line.contains(" " + address(server, number) + " port ")));
        });
    }

    @Test
    void tomorrows_table_is_a_counter_and_no_new_incident() {
        arrives("scan_memcached", table(2_400, LongTableTest::row));
        var entries = count("select sum(entries) from incident");
        desk.after(Duration.ofHours(3));

        var item = arrives("scan_memcached", table(2_400, number -> row(number + 1)));

        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(count("select count(*) from incident")).isEqualTo(SERVERS);
        assertThat(count("select min(reports) from incident")).isEqualTo(2);
        assertThat(count("select sum(entries) from incident")).isEqualTo(entries);
        assertThat(arrives("scan_memcached", table(2_400, number -> row(number + 1)))
                        .state())
                .isEqualTo(State.DUPLICATE);
    }

    @Test
    void a_long_table_is_settled_in_as_many_statements_as_a_row() {
        arrives("scan_memcached", table(2_400, LongTableTest::row));

        var one = statements("scan_pop3_vulnerable", 1);
        var many = statements("scan_badsecrets", 2_400);

        assertThat(count("select count(*) from incident")).isEqualTo(SERVERS);
        assertThat(count("select count(*) from incident where cardinality(types) = 2"))
                .isEqualTo(SERVERS);
        assertThat(one).isPositive();
        assertThat(many).isEqualTo(one);
    }

    /** How many statements the reader of reports needs for a table, as the library underneath logs them. */
    private long statements(String report, int rows) {
        var openings = new Openings(
                database.transactions(), desk.casework, desk.inventory, duenotice.policy.PolicyBook.shipped());
        var reader = new ReportReader(
                database.transactions(),
                desk.casework,
                openings,
                desk.inventory,
                new IntakeSettings(Set.of(IntakeDesk.OWN_SERVER), Set.of()));
        var message = desk.casework
                .inbox()
                .message(mail(report, table(rows, LongTableTest::row)).store())
                .orElseThrow();
        var statements = new AtomicLong();
        var logger = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
        var counting = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getMessage().startsWith("Executing prepared SQL statement")) {
                    statements.incrementAndGet();
                }
            }
        };
        counting.start();
        logger.addAppender(counting);
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        try {
            database.transactions().run(() -> reader.read(List.of(message)));
        } finally {
            logger.setLevel(null);
            logger.setAdditive(true);
            logger.detachAppender(counting);
        }
        return statements.get();
    }

    @Test
    void infected_servers_of_one_table_do_not_make_a_flood_of_warnings() {
        arrives(
                "event4_sinkhole",
                table(600, LongTableTest::row).replace(",ip,", ",src_ip,").replace(",port,", ",src_port,"));

        assertThat(count("select count(*) from incident where policy = 'network-off'"))
                .isEqualTo(SERVERS);
        assertThat(count("select count(*) from incident where warned_at is not null"))
                .isLessThanOrEqualTo(20);
        assertThat(count("select count(*) from incident where blocked_by = 'warning-flood'"))
                .isGreaterThanOrEqualTo(SERVERS - 20);
        assertThat(count("select count(*) from alarm where kind = 'warning-flood'"))
                .isPositive();
    }

    @Test
    void a_table_about_others_alone_is_one_entry_of_the_queue() {
        var item = arrives("scan_memcached", table(5_000, number -> row(number).replace("198.18.", "203.0.")));

        assertThat(item.state()).isEqualTo(State.QUEUED);
        assertThat(item.reason().orElseThrow()).startsWith("not-ours");
        assertThat(warnings(item)).contains("5000 of 5000 rows are about addresses outside our networks");
        assertThat(desk.casework.inbox().queue()).hasSize(1);
    }

    @Test
    void what_could_not_be_opened_beside_a_table_waits_while_its_incidents_are_open() {
        var locked = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(locked)) {
            zip.putNextEntry(new ZipEntry("more.csv"));
            zip.write(1);
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
        var bytes = locked.toByteArray();
        bytes[6] |= 1; // general purpose flag, bit 0: encrypted (APPNOTE 4.4.4)

        var item = desk.mail()
                .from("tables@watchers.example")
                .signedBy("watchers.example")
                .ofType("multipart/mixed; boundary=cut")
                .saying("--cut\nContent-Type: text/csv; name=scan_memcached.csv\n\n" + table(5, LongTableTest::row)
                        + "--cut\nContent-Type: application/zip; name=locked.zip\nContent-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder().encodeToString(bytes) + "\n--cut--\n")
                .arrives();

        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(item.waits()).isTrue();
        assertThat(item.reason().orElseThrow())
                .startsWith("unreadable: locked.zip")
                .contains("the rest has joined");
        assertThat(desk.incidents()).hasSize(5);
    }
}
