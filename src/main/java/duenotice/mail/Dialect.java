package duenotice.mail;

/** What is spoken with a mail server that hands mail over. */
enum Dialect {
    /** RFC 5321: one answer to a mail. */
    SMTP("EHLO"),

    /** RFC 2033: one answer to a mail for each of its recipients. */
    LMTP("LHLO");

    private final String greeting;

    Dialect(String greeting) {
        this.greeting = greeting;
    }

    String greeting() {
        return greeting;
    }
}
