package duenotice.contact;

import duenotice.incident.IncidentId;
import duenotice.inventory.Contact;
import duenotice.inventory.ContactOwner;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A change of contacts that somebody asked for, and what became of it (R31).
 *
 * @param owner on whose list
 * @param name of the contact, as it stands on the list
 * @param before as it was when this was asked for; empty for a new contact
 * @param after as it shall be; empty where the contact goes
 * @param proposedBy an address, or a member of staff
 * @param incident whose page it was asked for on
 * @param expiresAt a proposal nobody has confirmed by then is over
 * @param confirmedBy word of the {@link Confirmation}
 * @param toldAt when the last of the old channels was told that it is in force
 * @param authorityAt from when its word counts; empty where that is not known yet
 * @param objectedBy the old channel that says it is wrong; staff decide then
 */
public record ContactChange(
        long id,
        ContactOwner owner,
        String name,
        Optional<Contact> before,
        Optional<Contact> after,
        Way way,
        String proposedBy,
        Optional<IncidentId> incident,
        Instant proposedAt,
        Instant expiresAt,
        State state,
        Optional<String> confirmedBy,
        Optional<Instant> confirmedAt,
        Optional<Instant> toldAt,
        Optional<Instant> authorityAt,
        Optional<String> objectedBy) {

    /** How it came in. */
    public enum Way {
        /** A page of the customer's. */
        PAGE("page"),
        /** The mailbox for contact changes. */
        MAIL("mail"),
        /** Entered by staff, who heard of it otherwise. */
        STAFF("staff");

        private final String word;

        Way(String word) {
            this.word = word;
        }

        /** The word used in the database and the API. */
        public String word() {
            return word;
        }

        static Way ofWord(String word) {
            return Arrays.stream(values())
                    .filter(way -> way.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Where it stands. */
    public enum State {
        /** Waits: nothing has changed. */
        PROPOSED("proposed"),
        CONFIRMED("confirmed"),
        /** An old channel or staff said no. */
        REFUSED("refused"),
        /** Nobody confirmed it in time. */
        EXPIRED("expired"),
        /** Taken back by staff. */
        UNDONE("undone"),
        /** The inventory has said something new about this contact since. */
        OVERTAKEN("overtaken");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** The word used in the database and the API. */
        public String word() {
            return word;
        }

        public static Optional<State> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word.equals(word))
                    .findFirst();
        }
    }

    public boolean isOpen() {
        return state == State.PROPOSED;
    }

    /** In force, and its word does not count yet. */
    public boolean waitsForAuthority(Instant now) {
        return state == State.CONFIRMED
                && authorityAt.filter(at -> !now.isBefore(at)).isEmpty();
    }
}
