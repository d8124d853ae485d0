package duenotice.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookCutoffTest extends CutoffContract {
    private static final InstantSource WALL_CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));
    private static final Order ORDER = new Order(
            new IncidentId(4711),
            MeasureKind.NETWORK_OFF,
            Target.of(new ServerId("srv-1")),
            "cut-4711-m1",
            Instant.parse("2026-03-01T03:00:00Z"));

    private final List<HttpExchange> received = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private ObservedState state = new ObservedState(Seen.ON, Seen.ON, List.of(), "");
    private int status = 200;
    private boolean hangs;
    private HttpServer panel;
    private WebhookCutoff driver;

    @BeforeEach
    void open() throws IOException {
        panel = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        panel.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        panel.createContext("/", this::answer);
        panel.start();
        driver = calling(Duration.ofSeconds(10), "one");
    }

    @AfterEach
    void close() {
        end.countDown();
        driver.close();
        panel.stop(0);
    }

    private WebhookCutoff calling(Duration limit, String... secrets) {
        return new WebhookCutoff(
                URI.create("http://127.0.0.1:" + panel.getAddress().getPort() + "/hook"),
                List.of(secrets),
                limit,
                WALL_CLOCK);
    }

    @Override
    protected Cutoff driver() {
        return driver;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        received.add(exchange);
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        var message = JsonMapper.shared().readTree(body);
        if (hangs) {
            try {
                end.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        var inspects = message.path("event").asString().equals("inspect");
        if (!inspects && status < 300) {
            act(message);
        }
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        var answer = ("{\"state\":" + state.text() + "}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(inspects ? 200 : status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void act(JsonNode message) {
        var restores = message.path("event").asString().equals("restore");
        var back = ObservedState.of(message.path("back"));
        state = switch (MeasureKind.ofWord(message.path("action").asString()).orElseThrow()) {
            case NULL_ROUTE ->
                new ObservedState(
                        state.network(),
                        state.power(),
                        restores
                                ? List.of()
                                : List.of(Prefix.of(message.path("address").asString())),
                        "");
            case NETWORK_OFF -> restores ? to(back) : state.with(Seen.OFF, state.power());
            case POWER_OFF -> restores ? to(back) : state.with(state.network(), Seen.OFF);
            case REPAIR -> restores ? to(back) : state.with(Seen.OFF, Seen.ON);
        };
    }

    private ObservedState to(ObservedState back) {
        return state.with(
                back.network() == Seen.UNKNOWN ? state.network() : back.network(),
                back.power() == Seen.UNKNOWN ? state.power() : back.power());
    }

    /** The expected value comes from {@code printf '1700000000.{"event":"inspect","target":"srv-1"}' | openssl dgst -sha256 -hmac one}. */
    @Test
    void requests_are_signed_with_every_secret_in_use() {
        driver.close();
        driver = calling(Duration.ofSeconds(10), "one", "two");
        driver.inspect(ORDER.target());
        assertThat(bodies).containsExactly("{\"event\":\"inspect\",\"target\":\"srv-1\"}");
        var headers = received.getFirst().getRequestHeaders();
        assertThat(headers.getFirst("Duenotice-Timestamp")).isEqualTo("1700000000");
        assertThat(headers.getFirst("Duenotice-Signature"))
                .isEqualTo(
                        "v1=7a6f40bbfcfff23fc3a8573fef53157f2c84802e3c7ee60d076dfa909ac27ec1,v1=ca0efd55c3e5c5927946cc037af9408c43478b34ceacd471b72b7a8ebaae6cdb");
    }

    @Test
    void an_order_says_what_for_whom_and_with_which_key() {
        driver.cut(ORDER);
        assertThat(bodies)
                .containsExactly("{\"event\":\"cut\",\"target\":\"srv-1\",\"incidentRef\":\"4711\","
                        + "\"action\":\"network-off\",\"idempotencyKey\":\"cut-4711-m1\","
                        + "\"issuedAt\":\"2026-03-01T03:00:00Z\"}");
    }

    @Test
    void an_accepted_order_is_polled_until_it_is_seen() {
        status = 202;
        assertThat(driver.cut(ORDER)).isEqualTo(new Outcome.Done());
        assertThat(bodies).hasSize(2).last().asString().contains("inspect");
    }

    @Test
    void refusals_are_for_later_or_for_ever() {
        for (var later : List.of(409, 429, 500, 503)) {
            status = later;
            assertThat(driver.cut(ORDER)).isEqualTo(new Outcome.Later("the webhook answered " + later));
        }
        for (var never : List.of(400, 401, 403, 404)) {
            status = never;
            assertThat(driver.cut(ORDER)).isEqualTo(new Outcome.Never("the webhook answered " + never));
        }
    }

    @Test
    void redirects_are_not_followed() {
        status = 302;
        assertThat(driver.cut(ORDER)).isInstanceOf(Outcome.Never.class);
        assertThat(received)
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.getRequestURI()).hasPath("/hook"));
    }

    @Test
    void no_answer_is_a_doubt_and_nobody_there_is_for_later() {
        hangs = true;
        driver.close();
        driver = calling(Duration.ofMillis(300), "one");
        assertThat(driver.cut(ORDER)).isEqualTo(new Outcome.InDoubt("no answer within 300 ms"));
        panel.stop(0);
        assertThat(driver.cut(ORDER)).isInstanceOf(Outcome.Later.class);
        assertThat(driver.inspect(ORDER.target())).isEqualTo(ObservedState.unknown());
    }

    @Test
    void secrets_and_orders_do_not_travel_in_the_clear() {
        assertThatThrownBy(() -> new WebhookCutoff(
                        URI.create("http://198.51.100.9/hook"), List.of("one"), Duration.ofSeconds(1), WALL_CLOCK))
                .hasMessageContaining("https");
    }
}
