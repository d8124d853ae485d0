package duenotice.inventory;

import duenotice.report.CustomerId;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A customer of the provider, as the inventory file describes one.
 *
 * @param language BCP 47 tag
 * @param zone the zone in which times are told to this customer
 * @param policy the policy that replaces the default cut policy for this customer
 * @param reseller the customer who resells to this one, and whose contacts then get the notices and calls (R53)
 * @param copyEndCustomer true where this customer is warned too, although a reseller stands in between
 * @param contacts in file order; told apart by name; may be empty
 */
public record Customer(
        CustomerId id,
        String name,
        String language,
        ZoneId zone,
        boolean vip,
        Optional<String> policy,
        Optional<CustomerId> reseller,
        boolean copyEndCustomer,
        String brand,
        List<Contact> contacts) {
    static final String DEFAULT_LANGUAGE = "en";
    public static final String DEFAULT_ZONE = "UTC";
    static final String DEFAULT_BRAND = "default";

    public Customer {
        contacts = List.copyOf(contacts);
    }
}
