package duenotice.inventory.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import duenotice.fetch.ListServer;
import duenotice.inventory.Reading;
import duenotice.inventory.source.SourceSettings.Kind;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every source that is asked over HTTP keeps: all of it or trouble, never a part, within its bounds. The stand-ins
 * are written from the vendors' public documentation, not from what we ask.
 */
abstract class SourceContract {
    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final String SECRET = "s3cret-of-the-source";

    /** Of a page at most, whatever is asked: several pages come of a few hundred rows. */
    static final int PAGE = 100;

    final ListServer server = new ListServer();

    @TempDir
    Path folder;

    private Path secretFile = Path.of("");

    @BeforeEach
    void keepSecret() throws IOException {
        secretFile = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    // ---- what each kind says for itself

    abstract Kind kind();

    /** Answers as the program would that holds so many servers, each of one customer and with one address. */
    abstract void answer(Asked asked, int machines) throws IOException;

    /** What a program answers that knows the secret not. */
    abstract void refuse(Asked asked) throws IOException;

    // ---- all of it

    @Test
    void it_is_read_whole_over_many_pages() throws InterruptedException {
        holds(350);
        var whole = whole(read());
        assertThat(whole.remarks()).isEmpty();
        assertThat(whole.file().servers()).hasSize(350);
        assertThat(whole.file().addressCount()).isEqualTo(350);
        assertThat(whole.file().customers())
                .isNotEmpty()
                .allSatisfy(customer -> assertThat(customer.contacts()).isNotEmpty());
        assertThat(whole.file().servers())
                .extracting(one -> one.customer().text())
                .isSubsetOf(whole.file().customers().stream()
                        .map(one -> one.id().text())
                        .toList());
    }

    @Test
    void the_same_holdings_give_the_same_digest_and_others_another() throws InterruptedException {
        holds(3);
        var first = whole(read()).file().digest();
        assertThat(whole(read()).file().digest()).isEqualTo(first);
        holds(2);
        assertThat(whole(read()).file().digest()).isNotEqualTo(first);
    }

    @Test
    void holding_nothing_is_a_reading_without_rows() throws InterruptedException {
        holds(0);
        assertThat(whole(read()).file().servers()).isEmpty();
    }

    // ---- or trouble

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500, 502, 503})
    void a_refusal_is_trouble_that_names_its_status(int status) throws InterruptedException {
        server.fails(status, "Retry-After", "120");
        var trouble = trouble(read());
        assertThat(trouble.reason()).contains("HTTP " + status);
        assertThat(trouble.retryAfter()).contains(Duration.ofMinutes(2));
    }

    @Test
    void a_wrong_secret_is_trouble() throws IOException, InterruptedException {
        holds(1);
        Files.writeString(secretFile, "another");
        assertThat(trouble(read()).reason())
                .matches(".*(HTTP 401|Authentication).*")
                .doesNotContain("another");
    }

    @Test
    void a_secret_that_is_gone_is_trouble() throws IOException, InterruptedException {
        holds(1);
        Files.delete(secretFile);
        assertThat(trouble(read()).reason()).startsWith("the secret in ");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void a_failure_in_the_middle_gives_no_part(int failing) throws InterruptedException {
        var asked = new AtomicInteger();
        server.answers(exchange -> {
            if (asked.incrementAndGet() == failing) {
                ListServer.send(exchange, 500, "no");
            } else {
                answer(new Asked(exchange, server), 350);
            }
        });
        assertThat(trouble(read()).reason()).contains("HTTP 500");
    }

    @Test
    void what_breaks_off_is_trouble() throws InterruptedException {
        server.breaksOff("{\"results\": [");
        assertThat(trouble(read()).reason()).startsWith("the answer did not come whole");
    }

    @Test
    void what_is_cut_and_framed_as_whole_is_trouble() throws InterruptedException {
        server.answers(exchange ->
                json(exchange, 200, "{\"count\": 2, \"result\": \"success\", \"results\": [{\"id\": 1}, {\"id\""));
        assertThat(trouble(read()).reason()).contains("no JSON");
    }

    @Test
    void what_hangs_is_given_up_in_time() throws InterruptedException {
        server.hangs();
        assertThat(trouble(read()).reason()).contains("no whole answer within");
    }

    @Test
    void what_drips_is_given_up_in_time() throws InterruptedException {
        server.drips();
        assertThat(trouble(read()).reason()).contains("no whole answer within");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "0",
                "\"words\"",
                "not JSON at all",
                "<html><body>Please log in</body></html>",
                "{\"results\": 5, \"count\": \"many\"}",
                "{\"count\": 3, \"next\": null, \"results\": []}",
                "{\"result\": \"success\", \"totalresults\": 3, \"products\": \"\"}",
                "{\"token\": {\"catalog\": {}}}"
            })
    void garbage_is_trouble(String garbage) throws InterruptedException {
        server.answers(exchange -> json(exchange, 200, garbage));
        assertThat(trouble(read()).reason()).isNotBlank();
    }

    @Test
    void what_nests_without_end_is_trouble() throws InterruptedException {
        server.answers(exchange -> json(exchange, 200, "[".repeat(100_000)));
        assertThat(trouble(read()).reason()).contains("no JSON");
    }

    @Test
    void an_answer_longer_than_allowed_is_trouble() throws InterruptedException {
        server.answers(exchange -> json(exchange, 200, "{\"filler\": \"" + "x".repeat(3_000_000) + "\"}"));
        assertThat(trouble(read()).reason())
                .startsWith("the answer did not come whole")
                .contains("2000000");
    }

    @Test
    void an_answer_as_long_as_allowed_is_read() throws InterruptedException {
        server.answers(exchange -> json(exchange, 200, "{\"filler\": \"" + "x".repeat(1_999_986) + "\"}"));
        assertThat(trouble(read()).reason()).doesNotContain("did not come whole", "2000000");
        server.answers(exchange -> json(exchange, 200, "{\"filler\": \"" + "x".repeat(1_999_987) + "\"}"));
        assertThat(trouble(read()).reason()).contains("did not come whole", "2000000");
    }

    @Test
    void a_reading_that_takes_too_long_in_all_is_trouble() throws InterruptedException {
        var pages = new AtomicInteger();
        server.answers(exchange -> {
            pages.incrementAndGet();
            await(Duration.ofMillis(300));
            answer(new Asked(exchange, server), 350);
        });
        assertThat(trouble(read(settings(5000, Duration.ofSeconds(1)))).reason())
                .isEqualTo("it was not read whole within 1 s (time-limit)");
        assertThat(pages).hasValueBetween(1, 5);
    }

    @Test
    void more_pages_than_allowed_are_trouble() throws InterruptedException {
        holds(350);
        assertThat(trouble(read(settings(4))).reason()).contains("more than 4 pages");
    }

    @Test
    void nobody_there_is_trouble() throws InterruptedException {
        server.close();
        assertThat(trouble(read()).reason()).contains("no connection");
    }

    // ---- how the tests speak

    /** One request as a stand-in sees it. */
    record Asked(HttpExchange exchange, ListServer server) {
        String path() {
            return exchange.getRequestURI().getPath();
        }

        /** Of the query, or of a form. */
        Map<String, String> parameters() {
            var parameters = new HashMap<String, String>();
            var request = server.requests().getLast();
            for (var text : List.of(String.valueOf(exchange.getRequestURI().getRawQuery()), request.body())) {
                for (var pair : text.split("&")) {
                    var equals = pair.indexOf('=');
                    if (equals > 0 && !text.startsWith("{")) {
                        parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
                    }
                }
            }
            return parameters;
        }

        int number(String name, int otherwise) {
            return Integer.parseInt(parameters().getOrDefault(name, Integer.toString(otherwise)));
        }

        String header(String name) {
            return String.valueOf(exchange.getRequestHeaders().getFirst(name));
        }

        String body() {
            return server.requests().getLast().body();
        }
    }

    static void json(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        ListServer.send(exchange, status, text);
    }

    void holds(int machines) {
        server.answers(exchange -> answer(new Asked(exchange, server), machines));
    }

    /** Of the program that answers, not of the test. */
    private static void await(Duration slowness) {
        LockSupport.parkNanos(slowness.toNanos());
    }

    SourceSettings settings(int mostPages) {
        return settings(mostPages, Duration.ofSeconds(30));
    }

    SourceSettings settings(int mostPages, Duration timeLimit) {
        return TestSource.with(
                TestSource.program("source", kind(), server.uri("/"), secretFile),
                Map.of(
                        "maxBytes",
                        2_000_000L,
                        "answerLimit",
                        Duration.ofMillis(1500),
                        "timeLimit",
                        timeLimit,
                        "mostPages",
                        mostPages));
    }

    Reading read() throws InterruptedException {
        return read(settings(5000));
    }

    static Reading read(SourceSettings settings) throws InterruptedException {
        return Sources.of(settings).read(NOW);
    }

    static Reading.Whole whole(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Whole.class);
        return (Reading.Whole) reading;
    }

    static Reading.Trouble trouble(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Trouble.class);
        return (Reading.Trouble) reading;
    }

    /** An address of a documentation network for each number below 508. */
    static String ip(int number) {
        return (number < 254 ? "192.0.2." + (number + 1) : "198.51.100." + (number - 253));
    }
}
