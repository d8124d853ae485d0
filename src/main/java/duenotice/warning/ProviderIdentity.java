package duenotice.warning;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The provider as its customers see it in our mails.
 *
 * @param name as in the signature
 * @param domain of reply addresses, return paths and message ids; the same for all brands, as answers must come back here
 * @param fromAddress bare; also where answers of people go who have no token
 * @param reachable how to reach the desk otherwise, such as a phone number; may be empty
 * @param baseUrl of the customer's pages, with or without a slash at its end
 * @param brand shown at the head of the HTML letter; usually the same as the name
 * @param signature further lines under each letter, such as what the law wants in business letters; may be empty
 * @param brands under which it also appears, by the name that customers have in the inventory
 */
public record ProviderIdentity(
        String name,
        String domain,
        String fromAddress,
        String reachable,
        URI baseUrl,
        String brand,
        String signature,
        Map<String, ProviderIdentity> brands) {
    public ProviderIdentity {
        brands = Map.copyOf(brands);
    }

    /** As a customer of that brand sees it; a brand that nobody has set up is the provider itself. */
    ProviderIdentity under(Optional<String> customersBrand) {
        return customersBrand.map(brands::get).orElse(this);
    }

    /** The customer's page behind a signed link. */
    URI page(String token) {
        var base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "c/" + token);
    }
}
