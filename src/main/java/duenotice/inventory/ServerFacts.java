package duenotice.inventory;

import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the desk needs to know of a server at an instant: its owner, whom to warn and ring, what must not be done.
 *
 * @param owner empty where the server belonged to nobody then
 * @param policy the owner's own policy in place of the default cut policy
 * @param shared several customers stand behind one address of this server
 * @param warned to whom warnings go and whose numbers are rung, in file order; empty is a staff task (R11)
 * @param owners the contacts with the owner role, rung after those warned
 * @param authorized e-mail addresses in lower case whose word counts (R41)
 * @param hostnames in lower case
 */
public record ServerFacts(
        ServerId server,
        Optional<CustomerId> owner,
        boolean vip,
        boolean neverCut,
        boolean shared,
        Optional<String> policy,
        Optional<CustomerId> reseller,
        Optional<String> brand,
        Optional<URI> console,
        List<Recipient> warned,
        List<Recipient> owners,
        Set<String> authorized,
        List<String> hostnames) {
    public ServerFacts {
        warned = List.copyOf(warned);
        owners = List.copyOf(owners);
        authorized = Set.copyOf(authorized);
        hostnames = List.copyOf(hostnames);
    }

    /**
     * Each number that may be dialled (R47), once: first of who was warned, as the file has them, then of the owners.
     */
    public List<NumberOnFile> numbers() {
        List<NumberOnFile> numbers = new ArrayList<>();
        var seen = new HashSet<String>();
        for (var contacts : List.of(warned, owners)) {
            for (var contact : contacts) {
                for (var phone : contact.phones()) {
                    if (seen.add(phone) && !PhoneNumber.of(phone).isForbidden()) {
                        numbers.add(new NumberOnFile(phone, contact));
                    }
                }
            }
        }
        return numbers;
    }

    public boolean isAuthorized(String email) {
        return authorized.contains(email.toLowerCase(Locale.ROOT));
    }
}
