package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.FreePort;
import duenotice.incident.Persistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real proxies, open and closed; what goes through them arrives at our own listener. */
class ProxiesTest {
    private static final Wire WIRE = new Wire(Optional.empty(), Optional.empty(), Duration.ofSeconds(2), 2);

    @TempDir
    Path folder;

    private final ProxyListener listener = ProxyListener.open(Peer.at(0), Peer.at(0));
    private final ProxyLook proxies = new ProxyLook(WIRE, new Canary(List.of()), listener);
    private final List<Peer> running = new ArrayList<>();

    @AfterEach
    void end() {
        listener.close();
        running.forEach(Peer::close);
    }

    private Peer kept(Peer peer) {
        running.add(peer);
        return peer;
    }

    private Peer tinyproxy(int port, String... more) throws IOException {
        var file = Files.writeString(
                Files.createTempFile(folder, "tinyproxy", ".conf"), """
                Port %d
                Listen 127.0.0.1
                Timeout 10
                MaxClients 10
                %s
                """.formatted(port, String.join("\n", more)));
        return kept(Peer.start(folder, List.of(Peer.program("tinyproxy"), "-d", "-c", file.toString()))
                .awaitTcp(port));
    }

    @Test
    void an_http_proxy_is_open_where_our_word_comes_out_of_it() throws IOException {
        var port = FreePort.any();
        var place = Peer.at(port);
        var open = tinyproxy(port);
        assertThat(proxies.http(place)).satisfies(look -> {
            assertThat(look.value()).isEqualTo(Persistence.YES);
            assertThat(look.sent()).startsWith("CONNECT 127.0.0.1:");
        });
        open.close();

        // It connects to ports of TLS only, and fetches pages all the same.
        var pagesOnly = tinyproxy(port, "ConnectPort 443");
        assertThat(proxies.http(place)).satisfies(look -> {
            assertThat(look.value()).isEqualTo(Persistence.YES);
            assertThat(look.sent()).startsWith("GET http://127.0.0.1:");
        });
        pagesOnly.close();

        var denying = tinyproxy(port, "Allow 198.51.100.1");
        // It says 403, and may say so to us alone, or of our listener alone.
        assertThat(proxies.http(place).value()).isEqualTo(Persistence.UNKNOWN);
        denying.close();

        var withLogin = tinyproxy(port, "BasicAuth somebody secret");
        assertThat(proxies.http(place).value()).isEqualTo(Persistence.NO);
        withLogin.close();
        assertThat(proxies.http(place).value()).isEqualTo(Persistence.NO);
    }

    @Test
    void a_proxy_that_cannot_reach_us_tells_nothing() throws IOException {
        var port = FreePort.any();
        tinyproxy(port);
        listener.close();
        assertThat(proxies.http(Peer.at(port)).value()).isEqualTo(Persistence.UNKNOWN);
    }

    private Peer microsocks(int port, String... more) throws IOException {
        var command = new ArrayList<>(List.of(Peer.program("microsocks"), "-i", "127.0.0.1", "-p", "" + port));
        command.addAll(List.of(more));
        return kept(Peer.start(folder, command).awaitTcp(port));
    }

    @Test
    void a_socks_proxy_is_open_until_it_wants_a_login() throws IOException {
        var port = FreePort.any();
        var place = Peer.at(port);
        var open = microsocks(port);
        assertThat(proxies.socks(place).value()).isEqualTo(Persistence.YES);
        open.close();
        var withLogin = microsocks(port, "-u", "somebody", "-P", "secret");
        assertThat(proxies.socks(place).value()).isEqualTo(Persistence.NO);
        withLogin.close();
        assertThat(proxies.socks(place).value()).isEqualTo(Persistence.NO);
    }

    @Test
    void a_web_server_is_no_proxy() throws IOException {
        var port = FreePort.any();
        kept(Peer.start(folder, List.of(Peer.program("python3"), "-m", "http.server", "" + port, "--bind", "127.0.0.1"))
                .awaitTcp(port));
        assertThat(proxies.http(Peer.at(port)).value()).isEqualTo(Persistence.NO);
    }
}
