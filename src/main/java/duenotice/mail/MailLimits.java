package duenotice.mail;

/**
 * How much of one message is read. What lies beyond is not lost (the raw bytes are kept), it is only not looked at,
 * and a warning says so.
 */
final class MailLimits {
    /** Bytes of a message that are parsed. */
    static final int BYTES = 50 * 1024 * 1024;

    /** Multiparts within multiparts; each level costs another pass over the bytes. */
    static final int DEPTH = 6;

    /** Messages within messages. */
    static final int EMBEDDED = 4;

    static final int PARTS = 500;

    static final int HEADERS = 1_000;

    /** Bytes of one header field, folded lines included. */
    static final int HEADER_LENGTH = 32 * 1024;

    /** Characters of HTML that are reduced to text. */
    static final int HTML = 128 * 1024;

    static final int WARNINGS = 20;

    private MailLimits() {}
}
