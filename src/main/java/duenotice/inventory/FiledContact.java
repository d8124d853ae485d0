package duenotice.inventory;

import java.time.Instant;

/**
 * A contact where it stands on file.
 *
 * @param verifiedAt when the inventory or its holder last said that it is right
 */
public record FiledContact(ContactOwner owner, Contact contact, Instant verifiedAt) {
    /** A channel is an address, whatever its case. */
    public boolean isAt(String email) {
        return contact.email().equalsIgnoreCase(email);
    }
}
