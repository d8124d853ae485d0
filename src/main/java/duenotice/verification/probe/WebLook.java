package duenotice.verification.probe;

import duenotice.incident.Persistence;
import duenotice.verification.probe.Heard.Refused;
import duenotice.verification.probe.Heard.Silence;
import duenotice.verification.probe.Wire.Connected;
import duenotice.verification.probe.Wire.NotConnected;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whether a page is still served, from the one address that was guarded before: the name in it is only sent, never looked
 * up. Many pages show strangers nothing, or other things than they show their victims, so that most answers prove nothing.
 */
final class WebLook {
    private static final int LONGEST = 256 * 1024;
    private static final int MOST_REDIRECTS = 2;

    private final Wire wire;
    private final SecureRandom random = new SecureRandom();
    private final SSLContext anyCertificate;

    WebLook(Wire wire) {
        this.wire = wire;
        try {
            anyCertificate = SSLContext.getInstance("TLS");
            anyCertificate.init(null, new TrustManager[] {new Anybody()}, random);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** What the page says proves nothing of who it is, so that nothing is lost by a certificate of anybody's. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // nobody comes in here
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // whoever it is
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Who asks: many a page shows itself to its victims alone. */
    private enum Agent {
        DESK("Duenotice (abuse desk of this network)"),
        PHONE("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile"
                + " Safari/537.36");

        private final String name;

        Agent(String name) {
            this.name = name;
        }
    }

    /**
     * @param look what was found
     * @param content digest of what was served; only where that proves that it goes on
     */
    record Served(Look look, Optional<String> content) {}

    /**
     * It goes on where one agent sees it; it is gone where neither does.
     *
     * @param first digest of what it served when it was first found to go on; empty before that
     * @param mayBeMended a fix was claimed before that first look: then what is served may be the owner's own again
     */
    Served page(WebPage page, InetAddress address, Optional<String> first, boolean mayBeMended) {
        var sent = "GET " + page;
        var unclear = Optional.<String>empty();
        var gone = 0;
        for (var agent : Agent.values()) {
            switch (get(page, address, agent)) {
                case Got(WebAnswer answer) -> {
                    if (answer.isGone()) {
                        gone = answer.status();
                    } else if (answer.status() == 200) {
                        var content = digest(answer.body());
                        var look = judge(page, address, agent, sent, first, mayBeMended, content);
                        if (look.value() == Persistence.YES) {
                            return new Served(look, Optional.of(content));
                        }
                        unclear = unclear.or(() -> Optional.of(look.came()));
                    } else {
                        unclear = unclear.or(() -> Optional.of(
                                answer.sendsOn()
                                        ? "it sends on to elsewhere, which is not followed"
                                        : "it answered " + answer.status()));
                    }
                }
                case NotGot(Refused ignored) -> {
                    return served(Persistence.NO, sent, "nothing listens there any more");
                }
                case NotGot(Silence ignored) -> {
                    return served(Persistence.UNKNOWN, sent, "no connection, which proves nothing of a page");
                }
                case NotGot ignored -> {
                    return served(Persistence.UNKNOWN, sent, "it could not be asked for");
                }
            }
        }
        return unclear.isPresent()
                ? served(Persistence.UNKNOWN, sent, unclear.get())
                : served(
                        Persistence.NO,
                        sent,
                        "it is gone (%d), asked for from our address by two agents, a phone's browser one of them"
                                .formatted(gone));
    }

    private static Served served(Persistence value, String sent, String came) {
        return new Served(new Look(value, sent, came), Optional.empty());
    }

    private Look judge(
            WebPage page,
            InetAddress address,
            Agent agent,
            String sent,
            Optional<String> first,
            boolean mayBeMended,
            String content) {
        if (mayBeMended) {
            return new Look(Persistence.UNKNOWN, sent, "a page is there, and nobody can tell whose");
        }
        if (first.isPresent()) {
            return first.get().equals(content)
                    ? new Look(Persistence.YES, sent, "it serves the same as when it was first found")
                    : new Look(Persistence.UNKNOWN, sent, "it serves something else than when it was first found");
        }
        if (page.isFrontPage()) {
            return new Look(Persistence.UNKNOWN, sent, "a front page is there, which proves nothing");
        }
        var nothing = new byte[8];
        random.nextBytes(nothing);
        var beside = get(page.beside(HexFormat.of().formatHex(nothing)), address, agent);
        return beside instanceof Got(WebAnswer answer) && answer.isGone()
                ? new Look(Persistence.YES, sent, "it is served, and nothing is beside it")
                : new Look(Persistence.UNKNOWN, sent, "it is served, and so is whatever one asks for there");
    }

    // ---- one request

    private sealed interface Answer {}

    private record Got(WebAnswer answer) implements Answer {}

    private record NotGot(Heard why) implements Answer {}

    /** Follows to the same host only, such as from http to https, and always to the same address. */
    private Answer get(WebPage page, InetAddress address, Agent agent) {
        var here = page;
        for (var followed = 0; ; followed++) {
            var answer = once(here, address, agent);
            if (!(answer instanceof Got(WebAnswer got)) || !got.sendsOn() || followed == MOST_REDIRECTS) {
                return answer;
            }
            var next = onSameHost(here, got.location().orElseThrow());
            if (next.isEmpty()) {
                return answer;
            }
            here = next.get();
        }
    }

    static Optional<WebPage> onSameHost(WebPage page, String location) {
        try {
            var absolute = URI.create((page.secure() ? "https://" : "http://") + page.authority() + page.target())
                    .resolve(location)
                    .toString();
            return WebPage.of(absolute).filter(next -> next.host().equals(page.host()));
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    private Answer once(WebPage page, InetAddress address, Agent agent) {
        return switch (wire.connect(new InetSocketAddress(address, page.port()))) {
            case NotConnected(Heard why) -> new NotGot(why);
            case Connected(Socket plain) -> {
                try (plain;
                        var socket = page.secure() ? secured(plain, page) : plain) {
                    socket.getOutputStream().write(Octets.bytes("""
                                    GET %s HTTP/1.0
                                    Host: %s
                                    User-Agent: %s
                                    Accept: text/html,*/*

                                    """.replace("\n", "\r\n")
                            .formatted(page.target(), page.authority(), agent.name)));
                    yield WebAnswer.of(read(socket))
                            .<Answer>map(Got::new)
                            .orElseGet(() -> new NotGot(new Heard.Trouble("no answer of HTTP")));
                } catch (IOException hungUp) {
                    yield new NotGot(new Heard.HungUp());
                } catch (IllegalArgumentException oddName) {
                    yield new NotGot(new Heard.Trouble("its name cannot be asked for over TLS"));
                }
            }
        };
    }

    private Socket secured(Socket plain, WebPage page) throws IOException {
        var socket = (SSLSocket) anyCertificate.getSocketFactory().createSocket(plain, page.host(), page.port(), true);
        if (page.hasName()) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(page.host())));
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private String read(Socket socket) throws IOException {
        var end = System.nanoTime() + wire.patience().multipliedBy(2).toNanos();
        var bytes = new byte[LONGEST];
        var filled = 0;
        while (filled < LONGEST) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new IOException("too slow");
            }
            socket.setSoTimeout((int) left);
            var read = socket.getInputStream().read(bytes, filled, LONGEST - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        return Octets.text(Arrays.copyOf(bytes, filled));
    }

    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
