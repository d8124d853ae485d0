package duenotice.verification.probe;

/** What came back from a place that was asked something. */
sealed interface Heard {
    /**
     * @param first the first packet or bytes
     * @param bytes of everything that came, over all packets
     */
    record Bytes(byte[] first, int bytes, int packets) implements Heard {}

    /** The place says itself that nobody listens: a TCP reset, or port unreachable (RFC 792, RFC 4443 §3.1). */
    record Refused() implements Heard {}

    /** No answer to any try. */
    record Silence(int tries) implements Heard {}

    /** We could not ask at all. */
    record Trouble(String why) implements Heard {}
}
