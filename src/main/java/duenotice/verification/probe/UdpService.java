package duenotice.verification.probe;

import java.util.List;

/** A service that answers strangers over UDP, and can be made to flood others by forged questions. Pure. */
interface UdpService {
    String name();

    /** Each as few bytes as it can be; each asks for nothing that changes anything. */
    List<Ask> asks();

    /** @param words for people */
    record Ask(byte[] bytes, String words, Reader reader) {}

    /** What the first packet of an answer means. */
    @FunctionalInterface
    interface Reader {
        Meaning read(byte[] answer);
    }
}
