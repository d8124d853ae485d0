package duenotice.verification.probe;

import java.util.List;

/** A memcached that strangers reach: over UDP it can be made to flood others, over TCP it gives its memory away. */
final class MemcachedService implements UdpService {
    private static final String QUESTION = "version\r\n";

    /** Over UDP each packet begins with eight bytes: request id, number of this packet, number of packets, zero. */
    private static final String FRAME = "MC\0\0\0\1\0\0";

    private static final String ID = "MC";

    @Override
    public String name() {
        return "memcached";
    }

    @Override
    public List<Ask> asks() {
        return List.of(new Ask(FRAME + QUESTION, "version", MemcachedService::readPacket));
    }

    static Meaning readPacket(String answer) {
        return answer.length() > FRAME.length() && answer.startsWith(ID)
                ? read(answer.substring(FRAME.length()))
                : Meaning.UNCLEAR;
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
