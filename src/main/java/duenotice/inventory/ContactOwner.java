package duenotice.inventory;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whose list of contacts it is: a customer's, or that of a server whose own contacts stand in the customer's place.
 *
 * @param id of the customer or the server
 */
public record ContactOwner(Kind kind, String id) {

    /** Customer or server. */
    public enum Kind {
        CUSTOMER("customer"),
        SERVER("server");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word used in the database and the API. */
        public String word() {
            return word;
        }

        public static Optional<Kind> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst();
        }
    }

    public static ContactOwner customer(String id) {
        return new ContactOwner(Kind.CUSTOMER, id);
    }

    public static ContactOwner server(String id) {
        return new ContactOwner(Kind.SERVER, id);
    }

    @Override
    public String toString() {
        return kind.word() + " " + id;
    }
}
