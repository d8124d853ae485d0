package duenotice.inventory;

/** A text is not what its key asks for; the message is the reason, as one sentence. Caught where the key is read. */
final class Implausible extends RuntimeException {
    Implausible(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
