package duenotice.verification.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import duenotice.incident.Persistence;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real TLS server whose certificate nobody has signed, as those of many pages that are complained of. */
class SecurePagesTest {
    private static final WebLook WEB =
            new WebLook(new Wire(Optional.empty(), Optional.empty(), Duration.ofSeconds(2), 2));

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private volatile boolean gone;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, OperatorCreationException {
        server = HttpsServer.create(Peer.at(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.createContext("/", exchange -> {
            var session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
            asked.add(session.getRequestedServerNames().stream()
                            .map(SNIServerName::getEncoded)
                            .map(name -> new String(name, StandardCharsets.US_ASCII))
                            .toList()
                    + " " + exchange.getRequestHeaders().getFirst("Host"));
            var isThere = !gone && exchange.getRequestURI().getPath().equals("/bank/login");
            var bytes = "<h1>Your bank</h1>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? bytes.length : -1);
            if (isThere) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private static SSLContext selfSigned() throws IOException, GeneralSecurityException, OperatorCreationException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var keys = generator.generateKeyPair();
        var name = new X500Name("CN=somebody.example");
        var now = Instant.now();
        var certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(3600)),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private Look look(String url) {
        return WEB.page(WebPage.of(url).orElseThrow(), Peer.loopback(), Optional.empty(), false)
                .look();
    }

    @ParameterizedTest
    @CsvSource({
        "login-bank.example, login-bank.example, login-bank.example",
        "login-bank.example., login-bank.example, login-bank.example",
        "127.0.0.1, '', 127.0.0.1",
        "[::1], '', [::1]",
        "xn--bnk-qla.example, xn--bnk-qla.example, xn--bnk-qla.example"
    })
    void a_page_over_tls_is_asked_for_by_its_name_until_it_is_gone(String host, String name, String header) {
        var url = "https://%s:%d/bank/login".formatted(host, port());
        assertThat(look(url).value()).isEqualTo(Persistence.YES);
        assertThat(asked).first().isEqualTo("[%s] %s:%d".formatted(name, header, port()));
        gone = true;
        assertThat(look(url).value()).isEqualTo(Persistence.NO);
    }

    @Test
    void what_speaks_no_tls_tells_nothing() {
        server.stop(0);
        try (var plain = new java.net.ServerSocket(0, 5, Peer.loopback())) {
            var answering = Thread.ofVirtual().start(() -> {
                try (var guest = plain.accept()) {
                    guest.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException over) {
                    throw new java.io.UncheckedIOException(over);
                }
            });
            assertThat(look("https://login-bank.example:%d/bank/login".formatted(plain.getLocalPort()))
                            .value())
                    .isEqualTo(Persistence.UNKNOWN);
            answering.join();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }
}
