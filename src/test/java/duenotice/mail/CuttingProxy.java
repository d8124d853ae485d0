package duenotice.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server, and breaks their connections when asked to. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    /** Bytes from the server that still go through before the connection breaks. */
    final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    private long each = Long.MAX_VALUE;
    private int times;

    /** What is on its way is swallowed and nobody is told: as when a firewall forgets a connection. */
    volatile boolean deaf;

    CuttingProxy(int server) {
        this.server = server;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** So often, each time after so many bytes of a connection. */
    synchronized void cutAfter(long bytes, int cuts) {
        each = bytes;
        times = cuts;
    }

    private synchronized void begin() {
        if (each < Long.MAX_VALUE) {
            left.set(times-- > 0 ? each : Long.MAX_VALUE);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                connections.incrementAndGet();
                begin();
                open.addAll(List.of(client, behind));
                boolean wasDeaf = deaf;
                Thread.ofVirtual().start(() -> pass(client, behind, false, wasDeaf));
                Thread.ofVirtual().start(() -> pass(behind, client, true, wasDeaf));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A connection made while deaf hears again; an older one never does. */
    private void pass(Socket from, Socket to, boolean counted, boolean bornDeaf) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (deaf && !bornDeaf) {
                    continue;
                }
                int through = counted ? (int) Math.max(0, Math.min(length, left.getAndAdd(-length))) : length;
                out.write(buffer, 0, through);
                out.flush();
                if (through < length) {
                    left.set(Long.MAX_VALUE);
                    return;
                }
            }
        } catch (IOException gone) {
            // Then both ends know.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
