package duenotice.contact;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The provider as its mails about contacts name it.
 *
 * @param domain of return paths and message ids; the same for all brands
 * @param from bare address of the sender
 * @param mailbox takes contact changes, and answers to these mails
 * @param baseUrl of the customer's pages, with or without a slash at its end
 * @param signature further lines under each mail; may be empty
 * @param brands under which it also appears, by the name that customers have in the inventory
 */
public record ContactIdentity(
        String name,
        String domain,
        String from,
        String mailbox,
        URI baseUrl,
        String signature,
        Map<String, ContactIdentity> brands) {
    public ContactIdentity {
        brands = Map.copyOf(brands);
    }

    /** As a customer of that brand sees it; a brand that nobody has set up is the provider itself. */
    ContactIdentity under(Optional<String> customersBrand) {
        return customersBrand.map(brands::get).orElse(this);
    }

    String page(String token) {
        var base = baseUrl.toString();
        return (base.endsWith("/") ? base : base + "/") + "contacts/" + token;
    }
}
