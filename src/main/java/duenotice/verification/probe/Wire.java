package duenotice.verification.probe;

import duenotice.verification.probe.Heard.Bytes;
import duenotice.verification.probe.Heard.HungUp;
import duenotice.verification.probe.Heard.Refused;
import duenotice.verification.probe.Heard.Silence;
import duenotice.verification.probe.Heard.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks one address one thing. Names are never looked up here, and nothing is read without an end in size and time.
 *
 * @param source where questions over IPv4 come from; empty where the system chooses
 * @param source6 the same over IPv6
 * @param patience for each try
 */
record Wire(Optional<InetAddress> source, Optional<InetAddress> source6, Duration patience, int tries) {
    private static final int LONGEST_PACKET = 4096;
    private static final int MOST_PACKETS = 100;

    /** What follows a first packet or a connection comes at once, or is not waited for. */
    private static final Duration AFTERWARDS = Duration.ofMillis(200);

    /** Asks over UDP until something answers, three times at most as a rule. */
    Heard udp(InetSocketAddress place, String packet) {
        var question = Octets.bytes(packet);
        try (var socket = new DatagramSocket(local(place))) {
            socket.connect(place);
            for (var tried = 0; tried < tries; tried++) {
                socket.send(new DatagramPacket(question, question.length));
                var answer = packet(socket, patience);
                if (answer.isPresent()) {
                    return all(socket, answer.get());
                }
            }
            return new Silence(tries);
        } catch (PortUnreachableException closed) {
            return new Refused();
        } catch (IOException trouble) {
            return new Trouble(said(trouble));
        }
    }

    private static Bytes all(DatagramSocket socket, String first) {
        var bytes = first.length();
        var packets = 1;
        try {
            while (packets < MOST_PACKETS) {
                var more = packet(socket, AFTERWARDS);
                if (more.isEmpty()) {
                    break;
                }
                bytes += more.get().length();
                packets++;
            }
        } catch (IOException over) {
            return new Bytes(first, bytes, packets);
        }
        return new Bytes(first, bytes, packets);
    }

    private static Optional<String> packet(DatagramSocket socket, Duration wait) throws IOException {
        socket.setSoTimeout((int) Math.max(1, wait.toMillis()));
        var packet = new DatagramPacket(new byte[LONGEST_PACKET], LONGEST_PACKET);
        try {
            socket.receive(packet);
            return Optional.of(Octets.text(Arrays.copyOf(packet.getData(), packet.getLength())));
        } catch (SocketTimeoutException none) {
            return Optional.empty();
        }
    }

    /** @param longest bytes of the answer; without a question only a short while is waited for a greeting */
    Heard tcp(InetSocketAddress place, String question, int longest) {
        var tried = connect(place);
        if (!(tried instanceof Connected(Socket socket))) {
            return ((NotConnected) tried).why();
        }
        try (socket) {
            if (!question.isEmpty()) {
                socket.getOutputStream().write(Octets.bytes(question));
            }
            var answer = read(socket, question.isEmpty() ? AFTERWARDS : patience, longest);
            return new Bytes(answer, answer.length(), 1);
        } catch (SocketTimeoutException silent) {
            return new Bytes("", 0, 0);
        } catch (IOException hungUp) {
            return new HungUp();
        }
    }

    private static String read(Socket socket, Duration wait, int longest) throws IOException {
        var end = System.nanoTime() + wait.toNanos();
        var bytes = new byte[longest];
        var filled = 0;
        while (filled < longest) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                break;
            }
            socket.setSoTimeout((int) left);
            int read;
            try {
                read = socket.getInputStream().read(bytes, filled, longest - filled);
            } catch (SocketTimeoutException noMore) {
                break;
            }
            if (read < 0) {
                if (filled == 0) {
                    throw new IOException("hung up");
                }
                break;
            }
            filled += read;
            if (bytes[filled - 1] == '\n') {
                end = Math.min(end, System.nanoTime() + AFTERWARDS.toNanos());
            }
        }
        return Octets.text(Arrays.copyOf(bytes, filled));
    }

    /** What came of a try to connect. */
    sealed interface Connection {}

    /** @param socket to be closed by whom it is given to */
    record Connected(Socket socket) implements Connection {}

    record NotConnected(Heard why) implements Connection {}

    /** Who drops what is sent is tried as often as with UDP, but the system sends again by itself meanwhile. */
    Connection connect(InetSocketAddress place) {
        var socket = new Socket();
        try {
            socket.bind(local(place));
            socket.connect(place, (int) Math.max(1, patience.multipliedBy(tries).toMillis()));
            socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
            return new Connected(socket);
        } catch (IOException failure) {
            close(socket);
            return new NotConnected(
                    switch (failure) {
                        case SocketTimeoutException silent -> new Silence(tries);
                        case ConnectException refused when said(refused).contains("refused") -> new Refused();
                        default -> new Trouble(said(failure));
                    });
        }
    }

    private InetSocketAddress local(InetSocketAddress place) {
        var own = place.getAddress() instanceof Inet6Address ? source6 : source;
        return own.map(address -> new InetSocketAddress(address, 0)).orElseGet(() -> new InetSocketAddress(0));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // nothing more can be done about it
        }
    }

    private static String said(IOException failure) {
        return Optional.ofNullable(failure.getMessage())
                .filter(text -> !text.isBlank())
                .orElse("no connection");
    }
}
