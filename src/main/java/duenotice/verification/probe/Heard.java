package duenotice.verification.probe;

/** What came back from a place that was asked something. */
sealed interface Heard {
    /**
     * @param first the first packet or what was read first, a character for each byte (ISO 8859-1)
     * @param bytes of everything that came, over all packets
     */
    record Bytes(String first, int bytes, int packets) implements Heard {}

    /** It took the connection and ended it at once, as a guard before a service does. */
    record HungUp() implements Heard {}

    /** The place says itself that nobody listens: a TCP reset, or port unreachable (RFC 792, RFC 4443 §3.1). */
    record Refused() implements Heard {}

    /** No answer to any try. */
    record Silence(int tries) implements Heard {}

    /** We could not ask at all. */
    record Trouble(String why) implements Heard {}
}
