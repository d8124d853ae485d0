package duenotice.mail;

/** What kind of our addresses a mail came to; who made the address can tell. */
public enum Destination {
    /** An address for complaints. */
    INTAKE,
    /** One that we put into a mail of ours, for answers or for bounces. */
    REPLY
}
