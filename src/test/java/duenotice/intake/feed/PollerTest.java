package duenotice.intake.feed;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Inbox;
import duenotice.casework.IncidentView;
import duenotice.casework.MessageId;
import duenotice.database.TestDatabase;
import duenotice.fetch.BoundedHttp;
import duenotice.fetch.ListServer;
import duenotice.incident.IncidentId;
import duenotice.intake.IntakeDesk;
import duenotice.report.Prefix;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looks at lists that are good, empty, cut, late and broken, on a real database. */
class PollerTest {
    private static final String HEAD = """
            # List of pages
            # Dateadded (UTC),URL,URL_status,Threat,Tags,Host,IPaddress,ASnumber,Country
            """;

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final ListServer server = new ListServer();
    private IntakeDesk desk;

    @BeforeEach
    void aDesk() {
        desk = new IntakeDesk(database);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String page(String path, String address, String status) {
        return "\"2026-05-04 08:00:00\",\"http://fern.example/%s\",\"%s\",\"malware_download\",\"exe\",\"fern.example\",\"%s\",\"64500\",\"DE\"\n"
                .formatted(path, status, address);
    }

    private static String foreign(int number) {
        var rows = new StringBuilder();
        for (var i = 0; i < number; i++) {
            rows.append(page("f" + i, "198.51.100." + i, "online"));
        }
        return rows.toString();
    }

    private static FeedSettings urlhaus(URI url) {
        return new FeedSettings(
                "pages",
                FeedSettings.Kind.URLHAUS,
                Duration.ofHours(1),
                Optional.of(url),
                "",
                Optional.empty(),
                Set.of(64500L),
                Optional.empty(),
                Optional.empty(),
                0.3,
                10,
                65536,
                1_000_000,
                Duration.ofSeconds(5));
    }

    private Poller poller() {
        return poller(urlhaus(server.uri("/asn/64500/")));
    }

    private Poller poller(FeedSettings settings) {
        var http = new BoundedHttp(settings.maxBytes(), settings.timeLimit());
        var shape = new UrlhausShape(() -> new OwnSpace(desk.inventory.ownNetworks()));
        return poller(settings, new HttpList(http, () -> settings.url().orElseThrow(), shape));
    }

    private Poller poller(FeedSettings settings, FeedSource source) {
        return new Poller(settings, source, database.transactions(), desk.casework, desk.casework.inbox(), () -> 0);
    }

    private void look(Poller poller) {
        poller.run(desk.now());
        desk.casework.workAll();
    }

    private void later(Poller poller, Duration sinceStart) {
        desk.after(sinceStart);
        look(poller);
    }

    // ---- what is there now

    private List<Inbox.Item> messages() {
        return database.jdbc().sql("select id from message order by id").query(Long.class).list().stream()
                .map(id -> desk.casework.inbox().item(new MessageId(id)).orElseThrow())
                .toList();
    }

    private String body(int number) {
        return new String(
                desk.casework
                        .inbox()
                        .message(messages().get(number).id())
                        .orElseThrow()
                        .body(),
                StandardCharsets.UTF_8);
    }

    private IncidentView onlyIncident() {
        var ids =
                database.jdbc().sql("select id from incident").query(Long.class).list();
        assertThat(ids).hasSize(1);
        return desk.casework.view(new IncidentId(ids.getFirst())).orElseThrow();
    }

    private Optional<String> error() {
        return database.jdbc()
                .sql("select last_error from feed where failures > 0")
                .query(String.class)
                .optional();
    }

    private Instant at(String column) {
        return database.jdbc()
                .sql("select %s from feed".formatted(column))
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    // ---- differences

    @Test
    void a_page_that_is_newly_listed_is_stored_byte_for_byte_and_read_as_any_report() {
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online") + page("b.exe", "192.0.2.7", "offline") + foreign(3));

        look(poller());

        assertThat(messages()).hasSize(1);
        assertThat(body(0)).isEqualTo(HEAD + page("a.exe", "192.0.2.7", "online"));
        var item = messages().getFirst();
        assertThat(item.state().word()).isEqualTo("joined");
        assertThat(item.submittedBy()).contains("pages");
        assertThat(item.report().orElseThrow())
                .contains("\"sourceType\":\"blocklist\"", "content/malware", "http://fern.example/a.exe");
        assertThat(at("last_success_at")).isEqualTo(desk.now());
        assertThat(at("next_at")).isEqualTo(desk.now().plus(Duration.ofHours(1)));
        assertThat(error()).isEmpty();
    }

    @Test
    void what_is_still_listed_raises_only_what_was_last_seen() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online"));
        look(poller);

        later(poller, Duration.ofHours(1));
        later(poller, Duration.ofHours(25));

        assertThat(messages()).hasSize(1);
        assertThat(onlyIncident().reports()).isEqualTo(1);
        assertThat(database.jdbc()
                        .sql("select last_seen from incident")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant())
                .isEqualTo(IntakeDesk.START.plus(Duration.ofHours(25)));
    }

    @Test
    void another_page_is_another_report() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online"));
        look(poller);

        server.serves(HEAD + page("a.exe", "192.0.2.7", "online") + page("c.exe", "192.0.2.7", "online"));
        later(poller, Duration.ofHours(1));

        assertThat(messages()).hasSize(2);
        assertThat(body(1)).contains("c.exe").doesNotContain("a.exe");
        assertThat(onlyIncident().reports()).isEqualTo(2);
    }

    @Test
    void what_has_gone_is_told_to_its_incident_once() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online") + page("z.exe", "198.51.100.1", "online"));
        look(poller);

        server.serves(HEAD + page("a.exe", "192.0.2.7", "offline") + page("z.exe", "198.51.100.1", "online"));
        later(poller, Duration.ofHours(1));
        later(poller, Duration.ofHours(2));

        var notes = desk.casework.texts(onlyIncident().incident().id()).values();
        assertThat(notes).hasSize(1);
        assertThat(notes.iterator().next())
                .isEqualTo("pages no longer lists http://fern.example/a.exe, which it listed from 2026-05-04T09:00:00Z"
                        + " and last at 2026-05-04T09:00:00Z");
    }

    @Test
    void what_comes_back_is_reported_again() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online") + foreign(2));
        look(poller);
        server.serves(HEAD + foreign(3));
        later(poller, Duration.ofHours(1));

        server.serves(HEAD + page("a.exe", "192.0.2.7", "online") + foreign(2));
        later(poller, Duration.ofHours(26));

        assertThat(messages()).hasSize(2);
    }

    // ---- lists that are not to be believed

    private void assertNothingIsGone() {
        assertThat(database.jdbc()
                        .sql("select count(*) from feed_entry where gone_at is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void an_empty_list_is_an_error_and_resolves_nothing() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online"));
        look(poller);

        server.serves(HEAD);
        later(poller, Duration.ofHours(1));

        assertThat(error().orElseThrow()).startsWith("the list is empty and had 1 rows");
        assertNothingIsGone();
        assertThat(at("last_success_at")).isEqualTo(IntakeDesk.START);
    }

    @Test
    void nor_does_an_answer_without_a_single_byte() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online"));
        look(poller);

        server.serves("");
        later(poller, Duration.ofHours(1));

        assertThat(error()).contains("no heading names its columns");
        assertNothingIsGone();
    }

    @Test
    void a_list_that_lost_more_than_its_share_is_an_error_until_staff_believe_it() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online") + foreign(9));
        look(poller);

        server.serves(HEAD + foreign(6));
        later(poller, Duration.ofHours(1));
        assertThat(error().orElseThrow()).startsWith("the list has 6 rows and had 10");
        assertNothingIsGone();

        assertThat(desk.casework.feeds().believe("pages", desk.now())).isTrue();
        later(poller, Duration.ofHours(2));
        assertThat(error()).isEmpty();
        assertThat(desk.casework.texts(onlyIncident().incident().id())).hasSize(1);
    }

    @Test
    void a_list_that_promises_more_rows_than_it_has_is_cut_short() {
        server.serves("# of entries: 5\n" + HEAD + page("a.exe", "192.0.2.7", "online"));

        look(poller());

        assertThat(error()).contains("cut short: it promises 5 entries and has 1");
        assertThat(messages()).isEmpty();
    }

    @Test
    void an_answer_that_breaks_off_is_an_error() {
        var poller = poller();
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online"));
        look(poller);

        server.breaksOff(HEAD);
        later(poller, Duration.ofHours(1));

        assertThat(error().orElseThrow()).startsWith("the answer did not come whole");
        assertNothingIsGone();
    }

    @Test
    void a_page_for_people_is_no_list() {
        server.fails(200, "Content-Type", "text/html; charset=utf-8");

        look(poller());

        assertThat(error()).contains("it answers with a page for people, not with data");
    }

    // ---- back-off

    @Test
    void errors_are_tried_again_after_a_minute_then_two_then_four() {
        var poller = poller();
        server.fails(500);
        look(poller);
        assertThat(error()).contains("HTTP 500");
        assertThat(at("next_at")).isEqualTo(IntakeDesk.START.plus(Duration.ofMinutes(1)));

        later(poller, Duration.ofSeconds(30));
        assertThat(server.requests()).hasSize(1);

        later(poller, Duration.ofMinutes(1));
        assertThat(at("next_at")).isEqualTo(IntakeDesk.START.plus(Duration.ofMinutes(3)));
        later(poller, Duration.ofMinutes(3));
        assertThat(at("next_at")).isEqualTo(IntakeDesk.START.plus(Duration.ofMinutes(7)));

        server.serves(HEAD + page("a.exe", "192.0.2.7", "online"));
        later(poller, Duration.ofMinutes(7));
        assertThat(error()).isEmpty();
        assertThat(messages()).hasSize(1);
    }

    @Test
    void a_server_that_asks_for_patience_gets_it() {
        server.fails(429, "Retry-After", "7200");

        look(poller());

        assertThat(error()).contains("HTTP 429");
        assertThat(at("next_at")).isEqualTo(IntakeDesk.START.plus(Duration.ofHours(2)));
    }

    @Test
    void a_server_that_never_ends_its_answer_is_left() {
        server.hangs();
        var patient = urlhaus(server.uri("/asn/64500/"));
        var hurried = new FeedSettings(
                patient.name(),
                patient.kind(),
                patient.every(),
                patient.url(),
                "",
                Optional.empty(),
                patient.asns(),
                Optional.empty(),
                Optional.empty(),
                0.3,
                10,
                65536,
                1_000_000,
                Duration.ofMillis(200));

        look(poller(hurried));

        assertThat(error().orElseThrow()).startsWith("no whole answer within");
    }

    @Test
    void an_answer_longer_than_its_bound_is_an_error() {
        server.serves(HEAD + "x".repeat(2_000_000));

        look(poller());

        assertThat(error().orElseThrow()).startsWith("the answer did not come whole");
    }

    @Test
    void a_way_to_another_host_is_not_taken_and_one_within_the_host_is() {
        var poller = poller();
        server.fails(302, "Location", "http://localhost:" + server.uri("/").getPort() + "/elsewhere");
        look(poller);
        assertThat(error()).contains("it sends us elsewhere (HTTP 302), which is not followed");
        assertThat(server.requests()).hasSize(1);

        server.answers(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/new")) {
                ListServer.send(exchange, 200, HEAD + page("a.exe", "192.0.2.7", "online"));
            } else {
                exchange.getResponseHeaders().set("Location", "/new");
                exchange.sendResponseHeaders(301, -1);
            }
        });
        later(poller, Duration.ofMinutes(1));
        assertThat(error()).isEmpty();
    }

    @Test
    void a_list_that_has_not_changed_is_not_sent_again() {
        var poller = poller();
        server.servesTagged(HEAD + page("a.exe", "192.0.2.7", "online"), "\"one\"");
        look(poller);

        later(poller, Duration.ofHours(1));

        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1).headers().getFirst("If-None-Match")).isEqualTo("\"one\"");
        assertThat(at("last_success_at")).isEqualTo(IntakeDesk.START.plus(Duration.ofHours(1)));
        assertNothingIsGone();
    }

    // ---- many programs, many entries

    @Test
    void a_feed_that_another_program_looks_at_is_left_to_it() {
        server.serves(HEAD + page("a.exe", "192.0.2.7", "online"));
        var store = new FeedStore(database.transactions(), "pages");
        store.prepare("urlhaus", Duration.ofHours(1), desk.now());
        assertThat(store.claim(desk.now(), Duration.ofMinutes(30))).isPresent();

        later(poller(), Duration.ofMinutes(10));
        assertThat(server.requests()).isEmpty();

        later(poller(), Duration.ofMinutes(30));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void each_address_has_a_message_of_its_own_with_all_its_pages() {
        server.serves(HEAD
                + page("a.exe", "192.0.2.7", "online")
                + page("b.exe", "192.0.2.8", "online")
                + page("c.exe", "192.0.2.7", "online"));

        look(poller());

        assertThat(messages()).hasSize(2);
        assertThat(body(0)).contains("a.exe", "c.exe");
        assertThat(body(1)).contains("b.exe");
    }

    // ---- lists asked address by address

    private static Polled.Listed listing(Instant now) {
        var found = new DnsblAnswer.Listed(List.of("127.0.0.4"), List.of("Seen sending"), Duration.ofMinutes(5));
        return new Polled.Listed(
                ListingReport.of("list.example", Prefix.of("192.0.2.7"), found, now), now.plus(Duration.ofMinutes(5)));
    }

    private static Polled.Part part(
            Instant now, List<Polled.Listed> listed, List<String> cleared, Optional<Polled.Trouble> trouble) {
        return new Polled.Part(
                listed.size() + cleared.size(),
                listed,
                cleared,
                Optional.empty(),
                now.plus(Duration.ofHours(1)),
                trouble);
    }

    @Test
    void an_address_on_a_blocklist_is_one_report_until_it_is_off_again() {
        var answers = new java.util.ArrayDeque<FeedSource>();
        var poller = poller(
                urlhaus(server.uri("/")), (before, now) -> answers.remove().poll(before, now));
        answers.add((before, now) -> part(now, List.of(listing(now)), List.of("192.0.2.8"), Optional.empty()));
        answers.add((before, now) -> part(now, List.of(listing(now)), List.of(), Optional.empty()));
        answers.add((before, now) ->
                part(now, List.of(), List.of(), Optional.of(new Polled.Trouble("the list says that we ask too much"))));
        answers.add((before, now) -> part(now, List.of(), List.of("192.0.2.7"), Optional.empty()));

        look(poller);
        later(poller, Duration.ofHours(1));
        later(poller, Duration.ofHours(2));
        assertThat(error()).contains("the list says that we ask too much");
        assertNothingIsGone();
        assertThat(messages()).hasSize(1);
        assertThat(messages().getFirst().report().orElseThrow()).contains("reputation/blocklist", "192.0.2.7");

        later(poller, Duration.ofHours(3));
        assertThat(error()).isEmpty();
        assertThat(desk.casework.texts(onlyIncident().incident().id()).values())
                .singleElement()
                .asString()
                .startsWith("pages no longer lists 192.0.2.7");
    }

    // ---- documents

    @Test
    void documents_beyond_one_look_come_a_minute_later_and_only_then_it_has_succeeded() {
        var lastSuccesses = new java.util.ArrayList<Optional<java.time.Instant>>();
        var poller = poller(urlhaus(server.uri("/data")), (before, now) -> {
            lastSuccesses.add(before.lastSuccess());
            var key = "r" + before.delivered().size();
            var content = ("\"ip\"\n" + key + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            return new Polled.Deliveries(
                    java.util.List.of(new Polled.Delivery(key, "text/csv", content)),
                    Optional.empty(),
                    before.delivered().isEmpty());
        });
        look(poller);
        later(poller, Duration.ofMinutes(1));
        var success = desk.now();
        assertThat(messages()).hasSize(2);

        later(poller, Duration.ofMinutes(2));
        assertThat(messages()).as("it is not due yet").hasSize(2);
        later(poller, Duration.ofMinutes(61));
        assertThat(messages()).hasSize(3);
        assertThat(lastSuccesses).containsExactly(Optional.empty(), Optional.empty(), Optional.of(success));
    }

    @Test
    void a_document_is_taken_once() {
        var settings = urlhaus(server.uri("/data"));
        var poller = poller(
                settings,
                new DailyDocument(
                        new BoundedHttp(1_000_000, Duration.ofSeconds(5)),
                        () -> settings.url().orElseThrow()));
        var row = "192.0.2.7,5/3/2026 0:10,5/3/2026 23:50,900,950,940,RED,1.2%,,,0,mail.fern.example,a@fern.example,\n";
        server.serves(row);
        look(poller);

        later(poller, Duration.ofHours(1));
        assertThat(messages()).hasSize(1);
        assertThat(body(0)).isEqualTo(row);
        assertThat(onlyIncident().incident().category().word()).isEqualTo("email-compromise");

        server.serves(
                row.replace("5/3/2026", "5/4/2026").replace("RED", "GREEN").replace("1.2%", "< 0.1%"));
        later(poller, Duration.ofHours(2));
        assertThat(messages()).hasSize(2);
        assertThat(messages().get(1).state().word()).isEqualTo("closed");
    }
}
