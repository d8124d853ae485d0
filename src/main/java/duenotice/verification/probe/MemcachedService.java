package duenotice.verification.probe;

import java.security.SecureRandom;
import java.util.List;

/** A memcached that strangers reach: over UDP it can be made to flood others, over TCP it gives its memory away. */
final class MemcachedService implements UdpService {
    private static final String QUESTION = "version\r\n";

    /** Over UDP each packet begins with eight bytes: request id, number of this packet, number of packets, zero. */
    private static final String AFTER_ID = "\0\0\0\1\0\0";

    private static final int FRAME = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "memcached";
    }

    @Override
    public List<Ask> asks() {
        var id = "" + (char) RANDOM.nextInt(256) + (char) RANDOM.nextInt(256);
        return List.of(new Ask(id + AFTER_ID + QUESTION, "version", answer -> readPacket(answer, id)));
    }

    /** Whoever cannot see the question does not know its id. */
    static Meaning readPacket(String answer, String id) {
        return answer.length() > FRAME && answer.startsWith(id) ? read(answer.substring(FRAME)) : Meaning.UNCLEAR;
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
