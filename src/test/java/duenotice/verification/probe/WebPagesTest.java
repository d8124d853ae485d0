package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.FreePort;
import duenotice.incident.Persistence;
import duenotice.verification.probe.WebLook.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real web server with a page complained of. */
class WebPagesTest {
    private static final WebLook WEB =
            new WebLook(new Wire(Optional.empty(), Optional.empty(), Duration.ofSeconds(2), 2));

    @TempDir
    Path folder;

    private int port;
    private Peer server;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.any();
        Files.createDirectories(folder.resolve("pages/bank"));
        write("bank/login.html", "<h1>Your bank</h1>");
        write("index.html", "<h1>A shop</h1>");
        server = Peer.start(
                        folder,
                        List.of(
                                Peer.program("python3"),
                                "-m",
                                "http.server",
                                "" + port,
                                "--bind",
                                "127.0.0.1",
                                "--directory",
                                folder.resolve("pages").toString()))
                .awaitTcp(port);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve("pages").resolve(file), content);
    }

    private WebPage page(String path) {
        return WebPage.of("http://login-bank.example:%d%s".formatted(port, path))
                .orElseThrow();
    }

    private Served first(String path) {
        return WEB.page(page(path), Peer.loopback(), Optional.empty(), false);
    }

    private Persistence later(String path, Served before) {
        return WEB.page(page(path), Peer.loopback(), before.content(), false)
                .look()
                .value();
    }

    @Test
    void a_page_is_served_until_it_is_gone() throws IOException {
        var seen = first("/bank/login.html");
        assertThat(seen.look().value()).isEqualTo(Persistence.YES);
        assertThat(later("/bank/login.html", seen)).isEqualTo(Persistence.YES);

        write("bank/login.html", "<h1>We are mending this</h1>");
        assertThat(later("/bank/login.html", seen)).isEqualTo(Persistence.UNKNOWN);

        Files.delete(folder.resolve("pages/bank/login.html"));
        assertThat(later("/bank/login.html", seen)).isEqualTo(Persistence.NO);
        server.close();
        assertThat(later("/bank/login.html", seen)).isEqualTo(Persistence.NO);
    }

    @Test
    void a_front_page_proves_nothing_however_often_it_is_seen() throws IOException {
        var seen = first("/");
        assertThat(seen.look().value()).isEqualTo(Persistence.UNKNOWN);
        // Whoever mended it before the first look serves the same ever after.
        assertThat(seen.content()).isEmpty();
        assertThat(later("/", seen)).isEqualTo(Persistence.UNKNOWN);
        write("index.html", "<h1>A shop, cleaned</h1>");
        assertThat(later("/", seen)).isEqualTo(Persistence.UNKNOWN);
    }

    @Test
    void what_was_first_seen_after_the_fix_may_be_the_owner_s_own() {
        var seen = first("/bank/login.html");
        assertThat(WEB.page(page("/bank/login.html"), Peer.loopback(), seen.content(), true)
                        .look()
                        .value())
                .isEqualTo(Persistence.UNKNOWN);
    }

    @Test
    void nobody_is_followed_to_another_host() {
        assertThat(WebLook.onSameHost(page("/bank/"), "https://login-bank.example/bank/"))
                .hasValueSatisfying(next -> assertThat(next.secure()).isTrue());
        assertThat(WebLook.onSameHost(page("/bank/"), "/elsewhere")).isPresent();
        assertThat(WebLook.onSameHost(page("/bank/"), "http://169.254.169.254/latest"))
                .isEmpty();
        assertThat(WebLook.onSameHost(page("/bank/"), "//other.example/")).isEmpty();
        assertThat(WebLook.onSameHost(page("/bank/"), "file:///etc/passwd")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/x",
                "http://user:pass@a.example/",
                "http://a.example/x y",
                "http://a.example/\r\nHost: b.example",
                "http:///x",
                "gopher://a.example/",
                "http://a..example/",
                "http://./x",
                "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/",
                "https://aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.aaaaaaaaa.example/",
                "nothing"
            })
    void what_is_no_plain_page_is_not_asked_for(String url) {
        assertThat(WebPage.of(url)).isEmpty();
    }

    @Test
    void people_s_addresses_in_a_query_are_not_written_down() {
        assertThat(WebPage.of("https://a.example/x?to=ada@kite.example").orElseThrow())
                .hasToString("https://a.example/x")
                .extracting(WebPage::target)
                .isEqualTo("/x?to=ada@kite.example");
    }

    @Test
    void the_last_dot_of_a_name_is_none_of_its_page() {
        assertThat(WebPage.of("https://Kite.example./x")).isEqualTo(WebPage.of("https://kite.example/x"));
    }
}
