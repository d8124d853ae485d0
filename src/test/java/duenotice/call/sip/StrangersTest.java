package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.FreePort;
import duenotice.call.Telephone.Course;
import duenotice.incident.CallOutcome;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can reach the open ports can send anything; nobody but the trunk is heard. */
class StrangersTest {
    private static final InetAddress TRUNK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.2");

    @TempDir
    private Path folder;

    private SipSettings settings;

    @BeforeEach
    void set() {
        settings = OurPhone.settings(FreePort.any(), Optional.empty(), Optional.of(OurPhone.shortRecordings(folder)));
    }

    /** The answer to a question from that address. */
    private String answer(InetAddress from, String method) throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            socket.setSoTimeout(1000);
            send(socket, """
                    %1$s sip:desk@127.0.0.1 SIP/2.0\r
                    Via: SIP/2.0/UDP %2$s:%3$d;branch=z9hG4bK%3$d;rport\r
                    From: <sip:stranger@example.net>;tag=1\r
                    To: <sip:desk@127.0.0.1>\r
                    Call-ID: %1$s-%3$d\r
                    CSeq: 1 %1$s\r
                    Max-Forwards: 70\r
                    Contact: <sip:stranger@%2$s:%3$d>\r
                    Content-Length: 0\r
                    \r
                    """.formatted(method, from.getHostAddress(), socket.getLocalPort())
                    .getBytes(StandardCharsets.US_ASCII));
            var packet = new DatagramPacket(new byte[2000], 2000);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        }
    }

    private void send(DatagramSocket socket, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(TRUNK, settings.port())));
    }

    @Test
    void the_trunk_may_ask_whether_we_are_there_and_may_not_ring_us() throws Exception {
        try (var line = Line.open(settings)) {
            line.findServer();
            assertThat(answer(TRUNK, "OPTIONS")).startsWith("SIP/2.0 200");
            assertThat(answer(TRUNK, "INVITE")).containsPattern("SIP/2.0 (403|100)");
            assertThat(answer(TRUNK, "BYE")).startsWith("SIP/2.0 4");
        }
    }

    @Test
    void nobody_else_gets_a_word() throws Exception {
        try (var line = Line.open(settings)) {
            line.findServer();
            for (var method : new String[] {"OPTIONS", "INVITE", "REGISTER"}) {
                assertThatThrownBy(() -> answer(STRANGER, method))
                        .as(method)
                        .isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void noise_on_the_port_keeps_no_call_from_being_made() throws Exception {
        var random = new Random(11);
        try (var callee = Peer.sipp(folder, settings.serverPort(), "rings-and-refuses", Map.of("STATUS", "486"));
                var phone = new OurPhone(settings);
                var noise = new DatagramSocket(new InetSocketAddress(TRUNK, 0))) {
            phone.telephone.place(OurPhone.order(1));
            for (var time = 0; time < 300; time++) {
                var bytes = new byte[random.nextInt(1400)];
                random.nextBytes(bytes);
                send(noise, bytes);
                send(
                        noise,
                        ("INVITE sip:x SIP/2.0\r\nVia: " + "a".repeat(random.nextInt(9000)) + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            Peer.await("the end", () -> !phone.ends.isEmpty());
            assertThat(((Course.Over) phone.ends.getFirst()).outcome()).isEqualTo(CallOutcome.BUSY);
            callee.endsWell();
        }
    }

    @Test
    void an_answer_from_elsewhere_is_not_the_trunks() throws Exception {
        try (var callee = Peer.sipp(folder, settings.serverPort(), "rings-until-cancelled", Map.of());
                var phone = new OurPhone(settings);
                var stranger = new DatagramSocket(new InetSocketAddress(STRANGER, 0))) {
            phone.telephone.place(OurPhone.order(1));
            Peer.await("it to ring", () -> Peer.rings(folder, settings.serverPort()));
            var refusal = Peer.ringing(folder, settings.serverPort()).replace("180 Ringing", "603 Decline");
            send(stranger, refusal.getBytes(StandardCharsets.US_ASCII));
            Peer.await("the end", () -> !phone.ends.isEmpty());
            assertThat(((Course.Over) phone.ends.getFirst()).outcome()).isEqualTo(CallOutcome.NO_ANSWER);
            callee.endsWell();
        }
    }

    @Test
    void a_key_from_elsewhere_is_not_the_callees() throws Exception {
        var key = new RtpPacket(Sdp.KEYS, true, 1, 800, 7, new byte[] {1, (byte) 0x8a, 3, 0x20}).bytes();
        try (var callee = Peer.sipp(folder, settings.serverPort(), "listens-to-the-end", Map.of());
                var phone = new OurPhone(settings);
                var stranger = new DatagramSocket(new InetSocketAddress(STRANGER, 0))) {
            phone.telephone.place(OurPhone.order(1));
            Peer.await("the callee to listen", () -> Peer.said(folder, settings.serverPort(), "ACK sip:"));
            var port = Peer.mediaPort(folder, settings.serverPort());
            for (var time = 0; time < 20; time++) {
                stranger.send(new DatagramPacket(key, key.length, new InetSocketAddress(TRUNK, port)));
            }
            Peer.await("the end", () -> !phone.ends.isEmpty());
            assertThat(((Course.Over) phone.ends.getFirst()).outcome()).isEqualTo(CallOutcome.REACHED_OTHER);
            callee.endsWell();
        }
    }

    @Test
    void the_same_key_from_the_callee_is() throws Exception {
        var key = new RtpPacket(Sdp.KEYS, true, 1, 800, 7, new byte[] {1, (byte) 0x8a, 3, 0x20}).bytes();
        try (var callee = Peer.sipp(folder, settings.serverPort(), "listens-to-the-end", Map.of());
                var phone = new OurPhone(settings);
                var there = new DatagramSocket(new InetSocketAddress(TRUNK, 0))) {
            phone.telephone.place(OurPhone.order(1));
            Peer.await("the callee to listen", () -> Peer.said(folder, settings.serverPort(), "ACK sip:"));
            var port = Peer.mediaPort(folder, settings.serverPort());
            Peer.await("the key to be heard", () -> {
                try {
                    there.send(new DatagramPacket(key, key.length, new InetSocketAddress(TRUNK, port)));
                } catch (IOException lost) {
                    throw new IllegalStateException(lost);
                }
                return !phone.acknowledged.isEmpty();
            });
            Peer.await("the end", () -> !phone.ends.isEmpty());
            assertThat(((Course.Over) phone.ends.getFirst()).outcome()).isEqualTo(CallOutcome.REACHED_AUTHORIZED);
            callee.endsWell();
        }
    }
}
