package duenotice.verification.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A memcached that strangers reach: over UDP it can be made to flood others, over TCP it gives its memory away. */
final class MemcachedService implements UdpService {
    static final int PORT = 11211;
    private static final String QUESTION = "version\r\n";

    /** Over UDP each packet begins with eight bytes: request id, number of this packet, number of packets, zero. */
    private static final byte[] FRAME = {0x4D, 0x43, 0, 0, 0, 1, 0, 0};

    @Override
    public String name() {
        return "memcached";
    }

    @Override
    public List<Ask> asks() {
        var text = QUESTION.getBytes(StandardCharsets.US_ASCII);
        var packet = new byte[FRAME.length + text.length];
        System.arraycopy(FRAME, 0, packet, 0, FRAME.length);
        System.arraycopy(text, 0, packet, FRAME.length, text.length);
        return List.of(new Ask(packet, "version", MemcachedService::readPacket));
    }

    static Meaning readPacket(byte[] answer) {
        if (answer.length <= FRAME.length || answer[0] != FRAME[0] || answer[1] != FRAME[1]) {
            return Meaning.UNCLEAR;
        }
        return read(new String(answer, FRAME.length, answer.length - FRAME.length, StandardCharsets.US_ASCII));
    }

    static TcpService overTcp() {
        return new TcpService("memcached", QUESTION, MemcachedService::read);
    }

    /** One that wants a login says so. */
    private static Meaning read(String answer) {
        if (answer.startsWith("VERSION ")) {
            return Meaning.OPEN;
        }
        return answer.startsWith("CLIENT_ERROR unauth") ? Meaning.CLOSED : Meaning.UNCLEAR;
    }
}
