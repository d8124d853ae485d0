package duenotice.access;

/** What a token is good for; one made for one use is refused for another. */
public enum TokenKind {
    /** In the address to which a contact replies. */
    REPLY((byte) 1),
    /** In the return path, so that a bounce names the address that failed (VERP). */
    BOUNCE((byte) 2),
    /** In the link to the customer's page. */
    LINK((byte) 3);

    private final byte code;

    TokenKind(byte code) {
        this.code = code;
    }

    /** How it is written in a token; never changes. */
    byte code() {
        return code;
    }
}
