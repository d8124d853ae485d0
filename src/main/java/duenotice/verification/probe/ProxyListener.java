package duenotice.verification.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The place of our own that a proxy is asked to connect to: what went through it arrives here, or it did not go through. It
 * takes one line of whoever connects and answers nothing.
 */
public final class ProxyListener implements AutoCloseable {
    private static final int MOST_AT_ONCE = 32;
    private static final int LONGEST_LINE = 128;
    private static final int PATIENCE_MILLIS = 5000;
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");

    private final InetSocketAddress announced;
    private final ServerSocket socket;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Map<String, CompletableFuture<Boolean>> expected = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param bind where to listen
     * @param announced how customers' servers reach that; port 0 means the one listened on
     */
    public static ProxyListener open(InetSocketAddress bind, InetSocketAddress announced) {
        try {
            var socket = new ServerSocket();
            socket.bind(bind);
            var listener = new ProxyListener(
                    socket,
                    announced.getPort() == 0
                            ? new InetSocketAddress(announced.getAddress(), socket.getLocalPort())
                            : announced);
            Thread.ofVirtual().name("proxy-listener").start(listener::accept);
            return listener;
        } catch (IOException taken) {
            throw new UncheckedIOException("nobody can listen for proxies at " + bind, taken);
        }
    }

    private ProxyListener(ServerSocket socket, InetSocketAddress announced) {
        this.socket = socket;
        this.announced = announced;
    }

    InetSocketAddress announced() {
        return announced;
    }

    /** Something nobody else can send. */
    String expectToken() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        expected.put(token, new CompletableFuture<>());
        return token;
    }

    /** Whether it has arrived, or arrives soon. */
    boolean hasArrived(String token, Duration patience) {
        var arrival = expected.get(token);
        if (arrival == null) {
            return false;
        }
        try {
            return arrival.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException not) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void forget(String token) {
        expected.remove(token);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var guest = socket.accept();
                if (room.tryAcquire()) {
                    Thread.ofVirtual().name("proxy-listener-guest").start(() -> {
                        try {
                            hear(guest);
                        } finally {
                            room.release();
                        }
                    });
                } else {
                    guest.close();
                }
            } catch (IOException closedOrTooMany) {
                Thread.onSpinWait();
            }
        }
    }

    private void hear(Socket guest) {
        try (guest) {
            guest.setSoTimeout(PATIENCE_MILLIS);
            var line = new StringBuilder();
            for (var one = guest.getInputStream().read();
                    one >= 0 && one != '\n' && line.length() < LONGEST_LINE;
                    one = guest.getInputStream().read()) {
                line.append((char) one);
            }
            var found = TOKEN.matcher(line);
            while (found.find()) {
                var arrival = expected.get(found.group());
                if (arrival != null) {
                    arrival.complete(true);
                }
            }
        } catch (IOException guestWent) {
            // nothing of it is wanted
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // nothing more can be done about it
        }
    }
}
