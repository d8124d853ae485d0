package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Feeds;
import duenotice.casework.RecurringJob;
import duenotice.database.TestDatabase;
import duenotice.fetch.ListServer;
import duenotice.intake.IntakeDesk;
import duenotice.intake.feed.FeedSettings.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every feed promises, each as the program makes it: whatever the other side answers instead of its list is
 * an error with a reason, nothing counts as gone by it, the last success stays, and the next good answer mends it.
 */
class EveryFeedTest {
    private static final String KEY = "the-key-of-ours";
    private static final int MOST_BYTES = 200_000;

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    @TempDir
    Path folder;

    private final ListServer server = new ListServer();
    private IntakeDesk desk;

    @BeforeEach
    void aDesk() throws IOException {
        desk = new IntakeDesk(database);
        Files.writeString(folder.resolve("key"), KEY);
        Files.writeString(folder.resolve("secret"), "the-secret-of-ours");
    }

    @AfterEach
    void close() {
        server.close();
    }

    // ---- what each publishes

    /**
     * @param ours rows about 192.0.2.7
     * @param others about addresses of others, each of which may be missing
     * @param end what the list ends with; {@code %d} is the number of rows
     */
    private record Published(String head, String ours, List<String> others, String end) {
        String with(int others) {
            return list(ours, others);
        }

        String without(int others) {
            return list("", others);
        }

        private String list(String first, int number) {
            var rows = number + (first.isEmpty() ? 0 : 1);
            return head + first + String.join("", others.subList(0, number)) + end.replace("%d", String.valueOf(rows));
        }

        String empty() {
            return list("", 0);
        }
    }

    private static final int OTHERS = 9;

    private static List<String> others(String row) {
        return IntStream.range(0, OTHERS + 1)
                .mapToObj(number -> row.formatted(100 + number))
                .toList();
    }

    private static Published published(Kind kind) {
        return switch (kind) {
            case URLHAUS ->
                new Published(
                        "# Dateadded (UTC),URL,URL_status,Threat,Tags,Host,IPaddress,ASnumber,Country\n",
                        "\"2026-05-04 08:00:00\",\"http://fern.example/a.exe\",\"online\",\"malware_download\",\"exe\",\"fern.example\",\"192.0.2.7\",\"64500\",\"DE\"\n",
                        others(
                                "\"2026-05-04 08:00:00\",\"http://h%1$d.example/a.exe\",\"online\",\"malware_download\",\"exe\",\"h%1$d.example\",\"198.51.100.%1$d\",\"64501\",\"DE\"\n"),
                        "");
            case DROP ->
                new Published(
                        "",
                        "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL900001\",\"rir\":\"ripencc\"}\n",
                        others("{\"cidr\":\"198.51.100.%d/32\",\"sblid\":\"SBL900002\",\"rir\":\"arin\"}\n"),
                        "{\"type\":\"metadata\",\"timestamp\":1777885200,\"size\":4000,\"records\":%d,\"copyright\":\"(c)\"}\n");
            case ASN_DROP ->
                new Published(
                        "",
                        "{\"asn\":64500,\"rir\":\"ripencc\",\"domain\":\"fern.example\",\"cc\":\"DE\",\"asname\":\"FERN\"}\n",
                        others(
                                "{\"asn\":65%d,\"rir\":\"arin\",\"domain\":\"other.example\",\"cc\":\"US\",\"asname\":\"OTHER\"}\n"),
                        "{\"type\":\"metadata\",\"timestamp\":1777885200,\"size\":4000,\"records\":%d,\"copyright\":\"(c)\"}\n");
            case SNDS_STATUS ->
                new Published(
                        "",
                        "192.0.2.0,192.0.2.15,Yes,Blocked due to user complaints or other evidence of spamming\r\n",
                        others("198.51.100.%1$d,198.51.100.%1$d,Yes,Blocked due to evidence of namespace mining\r\n"),
                        "");
            case SNDS ->
                new Published(
                        "",
                        "192.0.2.7,5/3/2026 0:10,5/3/2026 23:50,900,950,940,RED,1.2%,,,0,mail.fern.example,a@fern.example,\r\n",
                        others(
                                "192.0.2.8,5/3/2026 0:10,5/3/2026 23:50,%d,950,940,GREEN,< 0.1%%,,,0,mail.moss.example,a@moss.example,\r\n"),
                        "");
            case LIST -> new Published("# attackers\nip;seen\n", "192.0.2.7;12\n", others("198.51.100.%d;3\n"), "");
            case SHADOWSERVER ->
                new Published(
                        "\"timestamp\",\"severity\",\"ip\",\"protocol\",\"port\",\"hostname\",\"tag\"\n",
                        "\"2026-05-03 08:00:00\",\"medium\",\"192.0.2.7\",\"udp\",53,\"a.fern.example\",\"openresolver\"\n",
                        others("\"2026-05-03 08:00:00\",\"medium\",\"198.51.100.%d\",\"udp\",53,,\"openresolver\"\n"),
                        "");
            case DNSBL -> throw new IllegalArgumentException("asked by DNS");
        };
    }

    private static Stream<Kind> overHttp() {
        return Stream.of(Kind.values()).filter(kind -> kind != Kind.DNSBL);
    }

    /** Lists say what holds now; documents come once each. */
    private static Stream<Kind> lists() {
        return overHttp().filter(kind -> kind != Kind.SNDS && kind != Kind.SHADOWSERVER);
    }

    private RecurringJob feed(Kind kind) {
        return feed(kind, server.uri("/feed"));
    }

    private RecurringJob blocklist(ZoneStandIn zone) {
        return new FeedJobs(database.transactions(), desk.casework, desk.casework.inbox(), desk.inventory)
                .jobs(List.of(new FeedSettings(
                        "dnsbl",
                        Kind.DNSBL,
                        Duration.ofHours(1),
                        Optional.empty(),
                        ZoneStandIn.ZONE,
                        Optional.of(zone.place()),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        0.3,
                        1000,
                        256,
                        MOST_BYTES,
                        Duration.ofMillis(1500))))
                .getFirst();
    }

    private RecurringJob feed(Kind kind, URI uri) {
        var keyed = kind == Kind.SHADOWSERVER || kind == Kind.SNDS || kind == Kind.SNDS_STATUS;
        return new FeedJobs(database.transactions(), desk.casework, desk.casework.inbox(), desk.inventory)
                .jobs(List.of(new FeedSettings(
                        kind.word(),
                        kind,
                        Duration.ofHours(1),
                        Optional.of(uri),
                        "",
                        Optional.empty(),
                        Set.of(64500L),
                        keyed ? Optional.of(folder.resolve("key")) : Optional.empty(),
                        keyed ? Optional.of(folder.resolve("secret")) : Optional.empty(),
                        0.3,
                        10,
                        65536,
                        MOST_BYTES,
                        Duration.ofMillis(1500))))
                .getFirst();
    }

    /** The list; of Shadowserver's two questions the first names the report that the second fetches. */
    private void serves(String content) {
        server.answers(exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                ListServer.send(
                        exchange,
                        200,
                        "[{\"id\":\"r%s\",\"type\":\"scan_dns\",\"file\":\"2026-05-03-scan_dns-fern-asn.csv\"}]"
                                .formatted(Integer.toHexString(content.hashCode())));
            } else {
                ListServer.send(exchange, 200, content);
            }
        });
    }

    private Instant now = IntakeDesk.START;

    private void look(RecurringJob feed) {
        feed.run(desk.now());
        desk.casework.workAll();
    }

    /** As soon as it is due. */
    private void lookNext(RecurringJob feed) {
        now = shown().nextAt();
        desk.after(Duration.between(IntakeDesk.START, now));
        look(feed);
    }

    private Feeds.Feed shown() {
        var feeds = desk.casework.feeds().all();
        assertThat(feeds).hasSize(1);
        return feeds.getFirst();
    }

    private long count(String query) {
        return database.jdbc().sql(query).query(Long.class).single();
    }

    private long messages() {
        return count("select count(*) from message");
    }

    private long gone() {
        return count("select count(*) from feed_entry where gone_at is not null");
    }

    // ---- what may come instead

    private enum Wrong {
        NOT_FOUND("HTTP 404: nothing is there; look at its address"),
        BROKEN("HTTP 500"),
        NOT_LET_IN("HTTP 401: we are not let in; look at its key"),
        TOO_MUCH("HTTP 429"),
        NOTHING_CHANGED("it answers that nothing changed, which was not asked"),
        CUT_BY_LENGTH("the answer did not come whole"),
        NEVER_ENDING("no whole answer within 1 s"),
        TOO_LONG("the answer did not come whole"),
        PAGE("it answers with a page for people, not with data"),
        PAGE_CALLED_DATA("it answers with a page for people, not with data"),
        EXCUSE(""),
        BYTES(""),
        TWO_BYTES_A_LETTER(""),
        ELSEWHERE("it sends us elsewhere (HTTP 302), which is not followed"),
        IN_CIRCLES("more than 3 redirections"),
        BOMB("unpacked it is longer than 200000 bytes"),
        BOMB_UNASKED("unpacked it is longer than 200000 bytes"),
        PACKED_AND_CUT("it is packed and cannot be unpacked"),
        PACKED_STRANGELY("it is packed in a way that was not asked for");

        private final String reason;

        Wrong(String reason) {
            this.reason = reason;
        }
    }

    private void answers(Wrong wrong, String list) {
        switch (wrong) {
            case NOT_FOUND -> server.fails(404);
            case BROKEN -> server.fails(500);
            case NOT_LET_IN -> server.fails(401, "WWW-Authenticate", "Basic realm=\"lists\"");
            case TOO_MUCH -> server.fails(429, "Retry-After", "7200");
            case NOTHING_CHANGED -> server.answers(exchange -> exchange.sendResponseHeaders(304, -1));
            case CUT_BY_LENGTH -> server.breaksOff(list.substring(0, list.length() / 2));
            case NEVER_ENDING -> server.drips();
            case TOO_LONG -> server.serves(list + "# and more\n".repeat(MOST_BYTES / 10));
            case PAGE -> sends("text/html; charset=utf-8", "<p>Please log in</p>".getBytes(UTF_8));
            case PAGE_CALLED_DATA ->
                sends("text/csv", "\uFEFF\n <!DOCTYPE html>\n<html><p>192.0.2.7, log in\n</html>".getBytes(UTF_8));
            case EXCUSE -> server.serves("{\"error\": \"the key is not known\"}");
            case BYTES -> sends("text/csv", bytes());
            case TWO_BYTES_A_LETTER -> sends("text/csv", list.getBytes(UTF_16));
            case ELSEWHERE ->
                server.fails(
                        302, "Location", "http://localhost:" + server.uri("/").getPort() + "/elsewhere");
            case IN_CIRCLES -> server.fails(302, "Location", "/feed");
            case BOMB -> sends("application/gzip", packed("0".repeat(30_000_000)));
            case BOMB_UNASKED -> sends("text/csv", packed("192.0.2.7\n".repeat(3_000_000)), "gzip");
            case PACKED_AND_CUT -> {
                var whole = packed(list);
                sends("text/csv", java.util.Arrays.copyOf(whole, whole.length - 9), "gzip");
            }
            case PACKED_STRANGELY -> sends("text/csv", list.getBytes(UTF_8), "br");
        }
    }

    private void sends(String type, byte[] content, String... encoding) {
        server.answers(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            for (var one : encoding) {
                exchange.getResponseHeaders().set("Content-Encoding", one);
            }
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        });
    }

    private static byte[] bytes() {
        var bytes = new byte[5_000];
        new java.util.Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] packed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var packing = new GZIPOutputStream(bytes)) {
            packing.write(text.getBytes(UTF_8));
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("overHttp")
    void whatever_comes_instead_of_it_is_an_error_with_a_reason_and_resolves_nothing(Kind kind) {
        var feed = feed(kind);
        var list = published(kind).with(OTHERS);
        serves(list);
        look(feed);
        assertThat(shown().lastSuccessAt()).as("the first look").contains(now);
        assertThat(messages()).isEqualTo(1);

        for (var wrong : Wrong.values()) {
            var success = shown().lastSuccessAt().orElseThrow();
            answers(wrong, list);
            lookNext(feed);

            var failing = shown();
            assertThat(failing.lastError().orElse(""))
                    .as("%s", wrong)
                    .contains(wrong.reason)
                    .isNotBlank();
            assertThat(failing.failures()).as("%s", wrong).isEqualTo(1);
            assertThat(failing.lastErrorAt()).as("%s", wrong).contains(now);
            assertThat(failing.lastSuccessAt()).as("%s", wrong).contains(success);
            assertThat(failing.lastError().orElseThrow()).as("%s", wrong).doesNotContain(KEY);
            var pause = wrong == Wrong.TOO_MUCH ? Duration.ofHours(2) : Duration.ofMinutes(1);
            assertThat(failing.nextAt())
                    .as("%s", wrong)
                    .isBetween(now.plus(pause), now.plus(pause.multipliedBy(11).dividedBy(10)));
            assertThat(gone()).as("%s", wrong).isZero();
            assertThat(messages()).as("%s", wrong).isEqualTo(1);

            serves(list);
            lookNext(feed);
            assertThat(shown().failures()).as("after %s", wrong).isZero();
            assertThat(shown().lastSuccessAt()).as("after %s", wrong).contains(now);
            assertThat(messages()).as("after %s", wrong).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("overHttp")
    void nobody_there_is_an_error_too_and_tried_after_longer_and_longer_pauses(Kind kind) {
        var feed = feed(kind);
        serves(published(kind).with(OTHERS));
        look(feed);
        server.close();

        for (var minutes : List.of(1, 2, 4, 8)) {
            lookNext(feed);
            assertThat(shown().lastError().orElseThrow()).startsWith("no connection");
            assertThat(shown().nextAt())
                    .isBetween(now.plus(Duration.ofMinutes(minutes)), now.plus(Duration.ofSeconds(minutes * 66L)));
        }
        for (var i = 0; i < 10; i++) {
            lookNext(feed);
        }
        assertThat(shown().failures()).isEqualTo(14);
        assertThat(shown().nextAt()).isBefore(now.plus(Duration.ofHours(7)));
        assertThat(shown().lastSuccessAt()).contains(IntakeDesk.START);
        assertThat(gone()).isZero();
    }

    @ParameterizedTest
    @MethodSource("overHttp")
    void where_only_the_end_of_the_connection_ends_it_it_must_end_with_a_line(Kind kind) {
        var list = published(kind).with(OTHERS);
        try (var old = new ClosingServer("[{\"id\":\"r1\",\"file\":\"2026-05-03-scan_dns-fern-asn.csv\"}]")) {
            var feed = feed(kind, old.uri());
            old.serves(list.substring(0, list.length() - 3));
            look(feed);
            assertThat(shown().lastError().orElseThrow()).containsAnyOf("cut short", "line 11 is no JSON");
            assertThat(messages()).isZero();

            old.serves(list);
            lookNext(feed);
            assertThat(shown().failures()).isZero();
            assertThat(messages()).isEqualTo(1);
        }
    }

    // ---- differences

    @ParameterizedTest
    @MethodSource("lists")
    void a_list_without_rows_resolves_nothing_and_neither_does_one_that_lost_too_many(Kind kind) {
        var feed = feed(kind);
        serves(published(kind).with(OTHERS));
        look(feed);

        for (var list : List.of("", published(kind).empty(), published(kind).without(5))) {
            serves(list);
            lookNext(feed);
            assertThat(shown().failures()).as("%s", list).isPositive();
            assertThat(gone()).as("%s", list).isZero();
            assertThat(shown().listed()).isEqualTo(1);
            assertThat(shown().rows()).contains(OTHERS + 1);
            assertThat(shown().lastSuccessAt()).contains(IntakeDesk.START);
        }
        assertThat(shown().lastError())
                .contains("the list has 5 rows and had 10; nothing counts as gone until staff believe it");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void what_is_newly_listed_is_read_what_stays_is_not_read_again_and_what_goes_is_gone(Kind kind) {
        var feed = feed(kind);
        serves(published(kind).without(OTHERS));
        look(feed);
        assertThat(messages()).isZero();
        assertThat(shown().lastSuccessAt()).contains(now);

        serves(published(kind).with(OTHERS));
        lookNext(feed);
        assertThat(messages()).isEqualTo(1);
        assertThat(shown().listed()).isEqualTo(1);

        serves(published(kind).with(OTHERS - 1));
        lookNext(feed);
        assertThat(messages()).isEqualTo(1);
        assertThat(gone()).isZero();

        serves(published(kind).without(OTHERS));
        lookNext(feed);
        assertThat(shown().listed()).isZero();
        assertThat(gone()).isEqualTo(1);
        assertThat(shown().failures()).isZero();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void what_a_doubtful_list_newly_names_is_read_all_the_same(Kind kind) {
        var feed = feed(kind);
        serves(published(kind).without(OTHERS));
        look(feed);

        serves(published(kind).with(3));
        lookNext(feed);

        assertThat(shown().lastError().orElseThrow()).startsWith("the list has 4 rows and had 9");
        assertThat(messages()).isEqualTo(1);
        assertThat(shown().listed()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("overHttp")
    void a_packed_list_and_one_with_a_mark_at_its_start_are_read_as_any_other(Kind kind) {
        var feed = feed(kind);
        var list = published(kind).with(OTHERS);
        server.answers(exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                ListServer.send(exchange, 200, "[{\"id\":\"r1\",\"file\":\"2026-05-03-scan_dns-fern-asn.csv\"}]");
            } else {
                var packed = packed("\uFEFF" + list);
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                exchange.sendResponseHeaders(200, packed.length);
                exchange.getResponseBody().write(packed);
            }
        });

        look(feed);

        assertThat(shown().lastError()).isEmpty();
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void a_range_is_blocked_only_where_it_says_so_and_ours_wherever_we_are_in_it() {
        var feed = feed(Kind.SNDS_STATUS);
        server.serves("""
                192.0.2.0,192.0.2.255,No,Junked due to user complaints
                198.51.100.1,198.51.100.9,Yes,Blocked due to user complaints
                """);
        look(feed);
        assertThat(shown().failures()).isZero();
        assertThat(shown().rows()).contains(2);
        assertThat(messages()).isZero();

        server.serves("""
                192.0.2.0,192.0.2.255,Yes,Blocked due to user complaints
                198.51.100.1,198.51.100.9,Yes,Blocked due to user complaints
                """);
        lookNext(feed);
        assertThat(messages()).isEqualTo(1);
        assertThat(shown().listed()).isEqualTo(1);
    }

    // ---- by DNS

    @ParameterizedTest
    @EnumSource(value = ZoneStandIn.Answer.class, mode = EnumSource.Mode.EXCLUDE, names = "LISTS")
    void a_blocklist_that_answers_anything_but_its_list_is_an_error_and_resolves_nothing(ZoneStandIn.Answer wrong) {
        try (var zone = new ZoneStandIn()) {
            var feed = blocklist(zone);
            zone.lists("7.2.0.192");
            look(feed);
            assertThat(shown().listed()).isEqualTo(1);
            assertThat(shown().lastSuccessAt()).contains(now);

            zone.answers(wrong);
            lookNext(feed);
            assertThat(shown().failures()).isEqualTo(1);
            assertThat(shown().lastError().orElseThrow()).isNotBlank();
            assertThat(shown().lastSuccessAt()).contains(IntakeDesk.START);
            assertThat(shown().nextAt()).isBetween(now.plus(Duration.ofMinutes(1)), now.plus(Duration.ofSeconds(66)));
            assertThat(gone()).isZero();
            assertThat(messages()).isEqualTo(1);

            zone.lists("8.2.0.192");
            lookNext(feed);
            assertThat(shown().failures()).isZero();
            assertThat(gone()).isEqualTo(1);
            assertThat(messages()).isEqualTo(2);
        }
    }

    // ---- documents

    @ParameterizedTest
    @EnumSource(names = {"SNDS", "SHADOWSERVER"})
    void a_document_is_taken_once_and_the_next_one_is_another(Kind kind) {
        var feed = feed(kind);
        serves(published(kind).with(1));
        look(feed);
        lookNext(feed);
        assertThat(messages()).isEqualTo(1);
        assertThat(shown().failures()).isZero();

        serves(published(kind).with(2));
        lookNext(feed);
        assertThat(messages()).isEqualTo(2);
        assertThat(count("select count(*) from incident")).isEqualTo(1);
    }

    @Test
    void a_day_without_figures_and_a_day_without_reports_are_no_errors() {
        for (var kind : List.of(Kind.SNDS, Kind.SHADOWSERVER)) {
            desk = new IntakeDesk(database);
            server.serves(kind == Kind.SNDS ? "" : "[]");
            look(feed(kind));

            assertThat(shown().failures()).as("%s", kind).isZero();
            assertThat(shown().lastSuccessAt()).as("%s", kind).contains(IntakeDesk.START);
            assertThat(messages()).isZero();
        }
    }

    @Test
    void of_reports_that_are_none_each_says_why_and_the_good_ones_come() {
        server.answers(exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/feed/reports/list" ->
                    ListServer.send(
                            exchange,
                            200,
                            "[{\"id\":\"empty\"},{\"id\":\"../x\"},{\"id\":\"words\"},{\"id\":\"good\",\"file\":\"2026-05-03-scan_dns-fern-asn.csv\"},7]");
                case "/feed/download/empty" -> ListServer.send(exchange, 200, "\n");
                case "/feed/download/words" -> ListServer.send(exchange, 200, "{\"error\":\"gone\"}");
                default ->
                    ListServer.send(exchange, 200, published(Kind.SHADOWSERVER).with(1));
            }
        });

        look(feed(Kind.SHADOWSERVER));

        assertThat(messages()).isEqualTo(1);
        assertThat(shown().lastError()).contains("the list names a report whose id is none");
        assertThat(server.requests().stream().map(ListServer.Request::path))
                .containsExactly(
                        "/feed/reports/list", "/feed/download/empty", "/feed/download/words", "/feed/download/good");
    }
}
