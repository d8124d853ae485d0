package duenotice.warning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry of our own on loopback; nobody else is asked. */
class RdapResponsibleTest {
    private static final String NETWORK = """
            {"objectClassName": "ip network", "name": "OTHER-NET",
             "entities": [
               {"roles": ["registrant"],
                "vcardArray": ["vcard", [["email", {}, "text", "owner@other-net.example"]]],
                "entities": [
                  {"roles": ["technical", "abuse"],
                   "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Abuse"],
                                            ["email", {"type": "work"}, "text", "abuse@other-net.example"]]]}]}]}
            """;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private HttpServer registry;

    @BeforeEach
    void open() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
    }

    @AfterEach
    void close() {
        registry.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        asked.add(path);
        var answer = answers.getOrDefault(path, "404");
        if (answer.startsWith("->")) {
            exchange.getResponseHeaders().add("Location", answer.substring(2));
            exchange.sendResponseHeaders(302, -1);
        } else if (answer.matches("[0-9]{3}")) {
            exchange.sendResponseHeaders(Integer.parseInt(answer), -1);
        } else {
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try (var body = exchange.getResponseBody()) {
                body.write(bytes);
            } catch (IOException heardEnough) {
                // the other side hangs up on what is too long
            }
        }
        exchange.close();
    }

    private RdapResponsible registries() {
        return new RdapResponsible(
                URI.create("http://127.0.0.1:" + registry.getAddress().getPort() + "/rdap"), nanos::get);
    }

    @Test
    void the_desk_of_the_network_is_found_however_deep_it_stands() {
        answers.put("/rdap/ip/203.0.113.77", NETWORK);
        assertThat(registries().of("203.0.113.77"))
                .contains(new Responsible.Desk("abuse@other-net.example", "OTHER-NET"));
    }

    @Test
    void a_registry_may_send_us_on_to_itself_and_not_in_circles() {
        answers.put("/rdap/ip/203.0.113.77", "->/other/203.0.113.77");
        answers.put("/other/203.0.113.77", NETWORK);
        answers.put("/rdap/ip/203.0.113.78", "->/rdap/ip/203.0.113.78");
        assertThat(registries().of("203.0.113.77")).isPresent();
        assertThat(registries().of("203.0.113.78")).isEmpty();
        assertThat(asked.stream().filter(path -> path.endsWith("78"))).hasSizeLessThan(6);
    }

    @Test
    void it_may_not_send_us_to_machines_of_our_own_or_away_from_encryption() {
        for (var inside : List.of(
                "https://127.0.0.1:1/ip",
                "https://[::1]/ip",
                "https://10.1.2.3/",
                "https://169.254.169.254/latest",
                "https://[fd00::1]/",
                "http://203.0.113.1/",
                "file:///etc/passwd",
                "https:///x")) {
            answers.put("/rdap/ip/203.0.113.79", "->" + inside);
            assertThat(registries().of("203.0.113.79")).as(inside).isEmpty();
        }
    }

    @Test
    void what_is_no_answer_is_none() {
        for (var odd : List.of(
                "404",
                "500",
                "{",
                "[]",
                "null",
                "{\"entities\": 7}",
                "{\"entities\": [{\"roles\": [\"abuse\"]}]}",
                NETWORK.replace("abuse@other-net.example", "evil\\r\\nBcc: x@y.example"),
                "{\"entities\":".repeat(2_000),
                "{\"name\": \"" + "x".repeat(600_000) + "\"}")) {
            answers.put("/rdap/ip/203.0.113.80", odd);
            assertThat(registries().of("203.0.113.80")).isEmpty();
        }
        assertThat(registries().of("www.other-net.example")).isEmpty();
        assertThat(registries().of("")).isEmpty();
    }

    @Test
    void an_answer_is_kept_for_a_day_and_only_so_many_are_asked_for_in_a_minute() {
        answers.put("/rdap/ip/203.0.113.77", NETWORK);
        var registries = registries();
        for (var again = 0; again < 40; again++) {
            assertThat(registries.of("203.0.113.77")).isPresent();
        }
        assertThat(asked).hasSize(1);
        for (var other = 1; other <= 60; other++) {
            registries.of("198.51.100." + other);
        }
        assertThat(asked).hasSize(30);
        nanos.addAndGet(java.time.Duration.ofHours(25).toNanos());
        assertThat(registries.of("203.0.113.77")).isPresent();
        assertThat(asked).hasSize(31);
    }

    @Test
    void pages_leave_half_of_a_minutes_questions_to_letters() {
        var registries = registries();
        var pages = registries.forPages();
        for (var other = 1; other <= 60; other++) {
            pages.of("198.51.100." + other);
        }
        assertThat(asked).hasSize(15);
        for (var other = 61; other <= 100; other++) {
            registries.of("198.51.100." + other);
        }
        assertThat(asked).hasSize(30);
    }

    @Test
    void a_setting_that_is_no_web_address_is_named() {
        assertThatThrownBy(() -> new RdapResponsible(URI.create("ftp://rdap.example/")))
                .hasMessageContaining("duenotice.rdap");
    }
}
