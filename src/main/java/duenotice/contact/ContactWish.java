package duenotice.contact;

import duenotice.inventory.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants of a list of contacts; what is left out stays as it is.
 *
 * @param oldEmail address that tells which contact is meant
 * @param name the contact meant; one that is not on the list is a new contact
 * @param removed the contact is to go
 */
public record ContactWish(
        Optional<String> oldEmail,
        Optional<String> name,
        Optional<String> email,
        Optional<List<String>> phones,
        Optional<Set<Role>> roles,
        boolean removed) {
    public ContactWish {
        phones = phones.map(List::copyOf);
        roles = roles.map(Set::copyOf);
    }
}
