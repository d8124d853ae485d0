package duenotice.verification.probe;

import duenotice.incident.Persistence;
import duenotice.verification.probe.Heard.Refused;
import duenotice.verification.probe.Heard.Silence;
import duenotice.verification.probe.Wire.Connected;
import duenotice.verification.probe.Wire.NotConnected;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/**
 * Asks a proxy to connect to our own listener, never to anybody else: it is open where our own word comes out at the other
 * end (RFC 9110 §9.3.6, RFC 1928).
 */
final class ProxyLook {
    private static final int LONGEST_ANSWER = 512;

    /**
     * It wants a login, or is no proxy at all. 403 may be meant for us or for our listener alone, and other errors be of the
     * way behind it.
     */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 404, 405, 407, 501);

    private final Wire wire;
    private final Canary canary;
    private final ProxyListener listener;
    private final Duration patience;

    ProxyLook(Wire wire, Canary canary, ProxyListener listener) {
        this.wire = wire;
        this.canary = canary;
        this.listener = listener;
        patience = wire.patience();
    }

    private enum Result {
        THROUGH,
        REFUSED,
        UNCLEAR
    }

    private interface Talk {
        Result with(Socket socket, String token) throws IOException;
    }

    Look http(InetSocketAddress place) {
        var target = target();
        var connect = look(place, "CONNECT " + target, (socket, token) -> {
            send(socket, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, target));
            var status = status(read(socket));
            if (status == 200) {
                send(socket, token + "\n");
                return listener.hasArrived(token, patience) ? Result.THROUGH : Result.UNCLEAR;
            }
            return REFUSALS.contains(status) ? Result.REFUSED : Result.UNCLEAR;
        });
        if (connect.value() == Persistence.YES) {
            return connect;
        }
        var get = look(place, "GET http://" + target + "/...", (socket, token) -> {
            send(socket, "GET http://%s/%s HTTP/1.0\r\nHost: %s\r\n\r\n".formatted(target, token, target));
            var status = status(read(socket));
            if (listener.hasArrived(token, status > 0 ? Duration.ofMillis(50) : patience)) {
                return Result.THROUGH;
            }
            // A page of its own is what an ordinary web server says to that.
            return REFUSALS.contains(status) || status == 200 ? Result.REFUSED : Result.UNCLEAR;
        });
        var sent = connect.sent() + ", " + get.sent();
        if (get.value() == Persistence.YES) {
            return get;
        }
        return connect.value() == Persistence.NO
                ? new Look(get.value(), sent, get.came())
                : new Look(connect.value(), sent, connect.came());
    }

    Look socks(InetSocketAddress place) {
        var target = listener.announced();
        var address = Octets.text(target.getAddress().getAddress());
        var port = "" + (char) (target.getPort() >> 8) + (char) (target.getPort() & 255);
        return look(place, "SOCKS5 without a login to " + target(), (socket, token) -> {
            send(socket, "\5\1\0");
            var method = Octets.bytes(read(socket));
            if (method.length < 2 || method[0] != 5) {
                return Result.UNCLEAR;
            }
            if (method[1] != 0) {
                return Result.REFUSED;
            }
            send(socket, "\5\1\0" + (address.length() == 4 ? "\1" : "\4") + address + port);
            var reply = Octets.bytes(read(socket));
            if (reply.length < 2 || reply[0] != 5) {
                return Result.UNCLEAR;
            }
            if (reply[1] == 0) {
                send(socket, token + "\n");
                return listener.hasArrived(token, patience) ? Result.THROUGH : Result.UNCLEAR;
            }
            // 2: not allowed by its rules, which may be meant for us or our listener alone; others are of the way
            // behind it.
            return Result.UNCLEAR;
        });
    }

    private String target() {
        var address = listener.announced().getAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":"
                + listener.announced().getPort();
    }

    private Look look(InetSocketAddress place, String sent, Talk talk) {
        return switch (wire.connect(place)) {
            case Connected(Socket socket) -> talked(socket, sent, talk);
            case NotConnected(Refused ignored) -> new Look(Persistence.NO, sent, "nothing listens there any more");
            case NotConnected(Silence ignored) ->
                canary.hearsTcp(wire, place)
                        ? new Look(Persistence.NO, sent, "no connection, while our own name server could be reached")
                        : new Look(Persistence.UNKNOWN, sent, "no connection, which proves nothing without a canary");
            case NotConnected ignored -> new Look(Persistence.UNKNOWN, sent, "it could not be asked");
        };
    }

    private Look talked(Socket socket, String sent, Talk talk) {
        var token = listener.expectToken();
        try (socket) {
            return switch (talk.with(socket, token)) {
                case THROUGH -> new Look(Persistence.YES, sent, "what we sent through it arrived at our own listener");
                case REFUSED -> new Look(Persistence.NO, sent, "it refuses strangers");
                case UNCLEAR ->
                    new Look(Persistence.UNKNOWN, sent, "it answered, and nothing came through to our own listener");
            };
        } catch (IOException hungUp) {
            return new Look(Persistence.UNKNOWN, sent, "it takes connections and ends them");
        } finally {
            listener.forget(token);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(Octets.bytes(text));
    }

    private static String read(Socket socket) throws IOException {
        var bytes = new byte[LONGEST_ANSWER];
        var length = socket.getInputStream().read(bytes);
        return length < 0 ? "" : Octets.text(Arrays.copyOf(bytes, length));
    }

    /** 0 for what is no answer of HTTP. */
    static int status(String answer) {
        return answer.startsWith("HTTP/1.")
                        && answer.length() >= 12
                        && answer.substring(9, 12).matches("[0-9]{3}")
                ? Integer.parseInt(answer.substring(9, 12))
                : 0;
    }
}
