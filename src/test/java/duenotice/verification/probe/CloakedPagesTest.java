package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import duenotice.incident.Persistence;
import duenotice.verification.probe.WebLook.Served;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that show themselves to their victims and not to whoever says that he is an abuse desk. */
class CloakedPagesTest {
    private static final WebLook WEB =
            new WebLook(new Wire(Optional.empty(), Optional.empty(), Duration.ofSeconds(2), 2));

    private HttpServer server;
    private volatile String forPhones = "";
    private volatile String forUs = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(Peer.at(0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var isPhone = exchange.getRequestHeaders().getFirst("User-Agent").contains("Mobile");
        var content = exchange.getRequestURI().getPath().equals("/bank/login") ? isPhone ? forPhones : forUs : "";
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private Served look(Optional<String> first) {
        var page = WebPage.of("http://login-bank.example:%d/bank/login"
                        .formatted(server.getAddress().getPort()))
                .orElseThrow();
        return WEB.page(page, Peer.loopback(), first, false);
    }

    @Test
    void a_page_that_hides_from_us_alone_goes_on() {
        forPhones = "<h1>Your bank</h1>";
        var seen = look(Optional.empty());
        assertThat(seen.look().value()).isEqualTo(Persistence.YES);
        assertThat(look(seen.content()).look().value()).isEqualTo(Persistence.YES);

        forUs = "<h1>A blog</h1>";
        assertThat(look(seen.content()).look().value()).isEqualTo(Persistence.YES);

        forPhones = "<h1>We are mending this</h1>";
        assertThat(look(seen.content()).look().value()).isEqualTo(Persistence.UNKNOWN);
    }

    @Test
    void it_is_gone_only_when_it_is_gone_for_both_and_says_for_whom() {
        forUs = "<h1>Your bank</h1>";
        var seen = look(Optional.empty());
        assertThat(seen.look().value()).isEqualTo(Persistence.YES);
        forUs = "";
        assertThat(look(seen.content()).look()).satisfies(look -> {
            assertThat(look.value()).isEqualTo(Persistence.NO);
            assertThat(look.came()).contains("from our address").contains("two agents");
        });
    }
}
