package duenotice.mail;

/** The way out for mail. Blocks until the relay has answered, within its time limits; called from many threads. */
public interface Relay {
    /** Hands over one mail. Never throws for what the other side does. */
    Delivery hand(OutgoingMail mail);
}
