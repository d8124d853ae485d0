package duenotice.inventory;

import java.util.List;
import java.util.Set;

/**
 * A person or role on a customer's account, verified by standing in the inventory (R41).
 *
 * @param email the domain in lower case
 * @param phones in E.164 spelling, in the order in which they are to be called; may be empty
 * @param roles never empty
 */
public record Contact(String name, String email, List<String> phones, Set<Role> roles) {
    public Contact {
        phones = List.copyOf(phones);
        roles = Set.copyOf(roles);
    }
}
