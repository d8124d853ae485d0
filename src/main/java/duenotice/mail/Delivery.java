package duenotice.mail;

/** What the mail relay said to one mail for one recipient. */
public sealed interface Delivery {
    /**
     * The relay has taken the mail over: from here on it is its business, and the clock of a warning may start (R48).
     *
     * @param reply the relay's last line, with its queue id
     */
    record Accepted(String reply) implements Delivery {}

    /** Never: the relay refused this recipient or this mail for good (5xx). */
    record Refused(String reply) implements Delivery {}

    /** Later: the relay put this recipient or this mail off (4xx). */
    record Deferred(String reply) implements Delivery {}

    /**
     * Later, by our own rule: so many mails a minute go out. The relay was not asked.
     *
     * @param why for people
     */
    record OutOfTurn(String why) implements Delivery {}

    /**
     * Later, and not about this mail: the relay cannot be reached, will not let us in, or takes nothing from us. It may
     * have taken the mail all the same when the connection broke at the very end.
     *
     * @param why for people
     * @param forAll false where it was said of one recipient: it may take the next one
     */
    record RelayAway(String why, boolean forAll) implements Delivery {
        public RelayAway(String why) {
            this(why, true);
        }
    }
}
