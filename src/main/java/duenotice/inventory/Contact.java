package duenotice.inventory;

import java.util.List;
import java.util.Set;

/**
 * A person or role on a customer's account, verified by standing in the inventory or by a confirmed change (R31, R41).
 *
 * @param email the domain in lower case
 * @param phones in E.164 spelling, in the order in which they are to be called; may be empty
 * @param roles never empty
 * @param authorized false where it is written to and called, but its word does not count yet (R31)
 */
public record Contact(String name, String email, List<String> phones, Set<Role> roles, boolean authorized) {
    public Contact {
        phones = List.copyOf(phones);
        roles = Set.copyOf(roles);
    }

    /** One whose word counts. */
    public Contact(String name, String email, List<String> phones, Set<Role> roles) {
        this(name, email, phones, roles, true);
    }

    /** The same where nothing is said of whether its word counts. */
    public boolean saysTheSameAs(Contact other) {
        return name.equals(other.name)
                && email.equalsIgnoreCase(other.email)
                && phones.equals(other.phones)
                && roles.equals(other.roles);
    }
}
