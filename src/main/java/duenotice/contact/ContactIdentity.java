package duenotice.contact;

import java.net.URI;

/**
 * The provider as its mails about contacts name it.
 *
 * @param domain of return paths and message ids
 * @param from bare address of the sender
 * @param mailbox takes contact changes, and answers to these mails
 * @param baseUrl of the customer's pages, with or without a slash at its end
 */
public record ContactIdentity(String name, String domain, String from, String mailbox, URI baseUrl) {
    String page(String token) {
        var base = baseUrl.toString();
        return (base.endsWith("/") ? base : base + "/") + "contacts/" + token;
    }
}
