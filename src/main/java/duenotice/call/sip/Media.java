package duenotice.call.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Speech and keys of one call over RTP: a frame every 20 ms, on one port of the configured address. What comes neither from
 * where the callee said it hears nor from where it signals is not read.
 */
final class Media implements AutoCloseable {
    /** An Ethernet frame; speech of 20 ms has 172 bytes. */
    private static final int MOST_BYTES = 1500;

    private static final int TRIES = 50;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DatagramSocket socket;
    private final Keys keys = new Keys();
    private final long source = RANDOM.nextInt() & 0xffffffffL;
    private int sequence = RANDOM.nextInt(0x8000);
    private long clock = RANDOM.nextInt() & 0xffffffffL;
    private volatile Sdp.@Nullable Answer other;
    private @Nullable ScheduledFuture<?> ticks;

    /** What a call hears of its speech. */
    interface Listener {
        void pressed(char key);

        /** Everything is said. */
        void silent();

        /** True for where signalling of the call may come from: some speak from there and hear elsewhere. */
        boolean signalsFrom(InetAddress address);
    }

    private Media(DatagramSocket socket) {
        this.socket = socket;
    }

    static Media on(SipSettings settings) throws IOException {
        var address = InetAddress.ofLiteral(settings.listen());
        for (var tried = 0; tried < TRIES; tried++) {
            // even, as RFC 3550 §11 wants it
            var port = ThreadLocalRandom.current().nextInt(settings.mediaFrom(), settings.mediaTo()) & ~1;
            try {
                return new Media(new DatagramSocket(Math.max(port, settings.mediaFrom()), address));
            } catch (SocketException taken) {
                // another one, then
            }
        }
        throw new IOException("no port for speech is free on " + settings.listen());
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Speaks and listens until it is closed. */
    synchronized void start(
            Sdp.Answer answer, Conversation conversation, ScheduledExecutorService ticker, Listener listener) {
        other = answer;
        Thread.ofVirtual().name("sip-media").start(() -> hear(listener));
        ticks = ticker.scheduleAtFixedRate(() -> tick(conversation, listener), 0, 20, TimeUnit.MILLISECONDS);
    }

    /** The callee is heard elsewhere from now on. */
    void moved(Sdp.Answer answer) {
        var before = other;
        // what is being said is coded already
        if (before != null && before.codec() == answer.codec()) {
            other = answer;
        }
    }

    private void tick(Conversation conversation, Listener listener) {
        var frame = conversation.next();
        if (frame.isEmpty()) {
            stopTicking();
            listener.silent();
            return;
        }
        var to = other;
        if (to != null) {
            packet(frame.get(), to).ifPresent(packet -> send(packet.bytes(), to));
        }
        clock += Codec.FRAME;
    }

    private Optional<RtpPacket> packet(Conversation.Frame frame, Sdp.Answer to) {
        sequence = sequence + 1 & 0xffff;
        return switch (frame) {
            case Conversation.Frame.Speech speech ->
                Optional.of(new RtpPacket(
                        to.codec().type(), false, sequence, clock & 0xffffffffL, source, speech.samples()));
            case Conversation.Frame.Key key ->
                to.keys()
                        .map(type -> new RtpPacket(
                                type,
                                key.since() == 0,
                                sequence,
                                clock - key.since() & 0xffffffffL,
                                source,
                                told(key)));
        };
    }

    /** RFC 4733 §2.3: event, end and volume, duration. */
    private static byte[] told(Conversation.Frame.Key key) {
        return ByteBuffer.allocate(4)
                .put((byte) key.event())
                .put((byte) (key.released() ? 0x8a : 0x0a))
                .putShort((short) key.age())
                .array();
    }

    private void send(byte[] bytes, Sdp.Answer to) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to.to()));
        } catch (IOException lost) {
            // as on any way a packet may be; the call is ended by signalling
        }
    }

    private void hear(Listener listener) {
        var packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MOST_BYTES);
                socket.receive(packet);
                heard(packet, listener).ifPresent(listener::pressed);
            } catch (IOException closed) {
                // an error of the other side's port, or our own end: the loop knows
            }
        }
    }

    private Optional<Character> heard(DatagramPacket packet, Listener listener) {
        var from = other;
        if (from == null
                || !from.to().getAddress().equals(packet.getAddress()) && !listener.signalsFrom(packet.getAddress())) {
            return Optional.empty();
        }
        return RtpPacket.of(packet.getData(), packet.getLength())
                .filter(one -> from.keys().filter(type -> type == one.type()).isPresent())
                .flatMap(keys::pressed);
    }

    private synchronized void stopTicking() {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    @Override
    public void close() {
        stopTicking();
        socket.close();
    }
}
