package duenotice.inventory;

import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A server as the inventory describes it.
 *
 * @param customer the owner: in a file the one from the import on, out of the store the one at the asked instant
 * @param contacts replace the customer's contacts for this server where not empty
 * @param shared several customers stand behind one address, told apart by hostnames (R53)
 * @param hostnames in lower case, international names in their ASCII spelling
 * @param neverCut nothing cuts this server off by itself
 * @param console where the customer reaches the machine when its network is off
 * @param addresses over time, in file order
 */
public record Server(
        ServerId id,
        CustomerId customer,
        List<Contact> contacts,
        boolean shared,
        List<String> hostnames,
        boolean neverCut,
        Optional<URI> console,
        List<Assignment> addresses) {
    public Server {
        contacts = List.copyOf(contacts);
        hostnames = List.copyOf(hostnames);
        addresses = List.copyOf(addresses);
    }
}
