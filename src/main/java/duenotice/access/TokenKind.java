package duenotice.access;

/** What a token is good for; one made for one use is refused for another. */
public enum TokenKind {
    /** In the address to which a contact replies. */
    REPLY((byte) 1),
    /** In the return path, so that a bounce names the address that failed (VERP). */
    BOUNCE((byte) 2),
    /** In the link to the customer's page. */
    LINK((byte) 3),
    /** In the link to a change of contacts that somebody asked for. */
    CONTACT_CHANGE((byte) 4),
    /** In the link to what is wrong with a customer's contacts. */
    CONTACT_CASE((byte) 5),
    /** In the link of the yearly question whether a contact is still right. */
    CONTACT_REVIEW((byte) 6),
    /** In the return path of a mail about contacts. */
    CONTACT_BOUNCE((byte) 7);

    private final byte code;

    TokenKind(byte code) {
        this.code = code;
    }

    /** How it is written in a token; never changes. */
    byte code() {
        return code;
    }
}
