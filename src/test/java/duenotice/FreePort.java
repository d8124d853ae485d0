package duenotice;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 for a server that must be told one: free for TCP and UDP alike, and below those that the system
 * hands out by itself, so that nobody's connection takes it before the server listens.
 */
public final class FreePort {
    private static final int FROM = 20_000;
    private static final int TO = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    public static int any() {
        for (var tried = 0; tried < TRIES; tried++) {
            var port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (var tcp = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                    var udp = new DatagramSocket(port, InetAddress.ofLiteral("127.0.0.1"))) {
                return Math.min(tcp.getLocalPort(), udp.getLocalPort());
            } catch (IOException taken) {
                // another one, then
            }
        }
        throw new IllegalStateException("no port is free between " + FROM + " and " + TO);
    }
}
