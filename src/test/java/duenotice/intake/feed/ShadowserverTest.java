package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.fetch.BoundedHttp;
import duenotice.fetch.ListServer;
import duenotice.fetch.Validators;
import duenotice.intake.feed.FeedSource.Remembered;
import duenotice.intake.feed.Polled.Deliveries;
import duenotice.intake.feed.Polled.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API as its public documentation has it, played by a stand-in. */
class ShadowserverTest {
    private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");
    private static final String LIST = """
            [{"timestamp": "2026-05-03", "id": "abc123", "type": "scan_dns", "report": "hoster", "file": "2026-05-03-scan_dns-hoster-asn.csv"},
             {"timestamp": "2026-05-03", "id": "def456", "type": "scan_ntp", "report": "hoster", "file": "../../etc/passwd\\" x"}]
            """;

    private final ListServer server = new ListServer();

    @AfterEach
    void close() {
        server.close();
    }

    private Shadowserver shadowserver() {
        return new Shadowserver(
                new BoundedHttp(100_000, Duration.ofSeconds(5)),
                server.uri("/api2/"),
                server.uri("/download/"),
                () -> "the-key",
                () -> "the-secret");
    }

    private void serves(String list) {
        server.answers(exchange -> {
            var path = exchange.getRequestURI().getPath();
            ListServer.send(exchange, 200, path.startsWith("/api2/") ? list : "\"timestamp\",\"ip\"\n" + path + "\n");
        });
    }

    @Test
    void requests_are_signed_with_the_secret_and_name_the_last_days() throws Exception {
        serves("[]");

        assertThat(shadowserver().poll(Remembered.NOTHING, NOW))
                .isEqualTo(new Deliveries(java.util.List.of(), Optional.empty(), false));

        var request = server.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api2/reports/list");
        assertThat(request.body()).isEqualTo("{\"date\":\"2026-05-01:2026-05-04\",\"apikey\":\"the-key\"}");
        // by another program: printf %s "$body" | openssl dgst -sha256 -hmac the-secret
        assertThat(request.headers().getFirst("HMAC2"))
                .isEqualTo("86b754e939e8afd2f7e39a09dc80500d48f07d60d51479d741a2154f603e1105");
    }

    private String daysAskedAfter(String lastSuccess) throws Exception {
        serves("[]");
        var before = new Remembered(
                Validators.NONE, Optional.empty(), Set.of(), Set.of(), Optional.of(Instant.parse(lastSuccess)));
        shadowserver().poll(before, NOW);
        return server.requests().getLast().body().replaceAll(".*\"date\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void after_a_pause_it_asks_from_the_last_success_on_and_a_month_at_most() throws Exception {
        assertThat(daysAskedAfter("2026-05-03T21:00:00Z")).isEqualTo("2026-05-01:2026-05-04");
        assertThat(daysAskedAfter("2026-04-20T23:59:00Z")).isEqualTo("2026-04-18:2026-05-04");
        assertThat(daysAskedAfter("2025-04-20T23:59:00Z")).isEqualTo("2026-04-04:2026-05-04");
    }

    @Test
    void more_reports_than_one_look_takes_are_not_its_end() throws Exception {
        var many = IntStream.rangeClosed(1, 51)
                .mapToObj(number -> "{\"id\": \"r%d\", \"file\": \"r%d.csv\"}".formatted(number, number))
                .toList();
        serves(many.toString());

        var first = (Deliveries) shadowserver().poll(Remembered.NOTHING, NOW);
        assertThat(first.deliveries()).hasSize(50);
        assertThat(first.more()).isTrue();

        var came = first.deliveries().stream().map(Polled.Delivery::key).collect(Collectors.toSet());
        var before = new Remembered(Validators.NONE, Optional.empty(), came, Set.of(), Optional.empty());
        var second = (Deliveries) shadowserver().poll(before, NOW);
        assertThat(second.deliveries().stream().map(Polled.Delivery::key)).containsExactly("r51");
        assertThat(second.more()).isFalse();
    }

    @Test
    void every_new_report_comes_whole_with_the_name_that_says_its_kind() throws Exception {
        serves(LIST);

        var came = (Deliveries) shadowserver().poll(Remembered.NOTHING, NOW);

        assertThat(came.trouble()).isEmpty();
        assertThat(came.deliveries().stream().map(Polled.Delivery::key)).containsExactly("abc123", "def456");
        assertThat(came.deliveries().getFirst().contentType())
                .isEqualTo("text/csv; name=\"2026-05-03-scan_dns-hoster-asn.csv\"");
        assertThat(came.deliveries().get(1).contentType()).isEqualTo("text/csv");
        assertThat(new String(came.deliveries().getFirst().content(), UTF_8))
                .isEqualTo("\"timestamp\",\"ip\"\n/download/abc123\n");
    }

    @Test
    void what_came_before_is_not_fetched_again() throws Exception {
        serves(LIST);
        var before = new Remembered(Validators.NONE, Optional.empty(), Set.of("abc123"), Set.of(), Optional.empty());

        var came = (Deliveries) shadowserver().poll(before, NOW);

        assertThat(came.deliveries().stream().map(Polled.Delivery::key)).containsExactly("def456");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_report_that_cannot_be_had_leaves_the_others() throws Exception {
        server.answers(exchange -> {
            var path = exchange.getRequestURI().getPath();
            if (path.equals("/download/abc123")) {
                ListServer.send(exchange, 503, "later");
            } else {
                ListServer.send(exchange, 200, path.startsWith("/api2/") ? LIST : "\"ip\"\n");
            }
        });

        var came = (Deliveries) shadowserver().poll(Remembered.NOTHING, NOW);

        assertThat(came.deliveries().stream().map(Polled.Delivery::key)).containsExactly("def456");
        assertThat(came.trouble()).contains(new Trouble("report abc123: HTTP 503"));
    }

    @Test
    void an_error_in_words_is_an_error() throws Exception {
        serves("{\"error\": \"invalid key\"}");

        assertThat(shadowserver().poll(Remembered.NOTHING, NOW))
                .isEqualTo(new Trouble("the list of reports is no list: invalid key"));
    }
}
