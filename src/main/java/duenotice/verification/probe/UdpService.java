package duenotice.verification.probe;

import java.util.List;

/** A service that answers strangers over UDP, and can be made to flood others by forged questions. Pure. */
interface UdpService {
    String name();

    /** Each as few bytes as it can be; each asks for nothing that changes anything. */
    List<Ask> asks();

    /**
     * @param packet a character for each byte (ISO 8859-1), as answers are
     * @param words for people
     */
    record Ask(String packet, String words, Reader reader) {}

    /** What the first packet of an answer means. */
    @FunctionalInterface
    interface Reader {
        Meaning read(String answer);
    }
}
