package duenotice.warning;

import java.net.URI;

/**
 * The provider as its customers see it in our mails.
 *
 * @param name as in the signature
 * @param domain of reply addresses, return paths and message ids
 * @param fromAddress bare; also where answers of people go who have no token
 * @param reachable how to reach the desk otherwise, such as a phone number; may be empty
 * @param baseUrl of the customer's pages, with or without a slash at its end
 * @param brand shown at the head of the HTML letter; usually the same as the name
 */
public record ProviderIdentity(
        String name, String domain, String fromAddress, String reachable, URI baseUrl, String brand) {

    /** The customer's page behind a signed link. */
    URI page(String token) {
        var base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "c/" + token);
    }
}
