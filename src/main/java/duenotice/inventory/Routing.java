package duenotice.inventory;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who speaks for a server. Its own contacts stand in the customer's place; of them those with the abuse role are warned,
 * else the owners (R11). Where a reseller stands in between, notices and calls go to the reseller's contacts, and to the
 * customer's only where the inventory asks for copies (R53).
 *
 * @param own the server's own contacts
 * @param customer empty where the server belongs to nobody
 * @param reseller of that customer
 */
record Routing(List<Contact> own, Optional<Party> customer, Optional<Party> reseller, boolean copyEndCustomer) {

    /** A customer as far as letters and calls go. */
    record Party(String language, ZoneId zone, List<Contact> contacts) {}

    List<Recipient> warned() {
        List<Recipient> warned = new ArrayList<>();
        reseller.ifPresent(party -> warned.addAll(abuseOrOwners(party.contacts(), party, true)));
        if (reseller.isEmpty() || copyEndCustomer) {
            customer.ifPresent(party -> warned.addAll(abuseOrOwners(customerSide(party), party, false)));
        }
        return warned;
    }

    List<Recipient> owners() {
        List<Recipient> owners = new ArrayList<>();
        reseller.ifPresent(party -> owners.addAll(with(Role.OWNER, party.contacts(), party, true)));
        if (reseller.isEmpty() || copyEndCustomer) {
            customer.ifPresent(party -> {
                var ofServer = with(Role.OWNER, own, party, false);
                owners.addAll(ofServer.isEmpty() ? with(Role.OWNER, party.contacts(), party, false) : ofServer);
            });
        }
        return owners;
    }

    /**
     * Whose word counts (R41): the contacts in charge of the server in either role, the account's owners, and the
     * reseller's contacts. An end customer behind a reseller may answer although nobody wrote to him.
     */
    Set<String> authorized() {
        Set<String> emails = new LinkedHashSet<>();
        reseller.ifPresent(party -> add(party.contacts(), emails));
        customer.ifPresent(party -> {
            add(customerSide(party), emails);
            add(
                    party.contacts().stream()
                            .filter(contact -> contact.roles().contains(Role.OWNER))
                            .toList(),
                    emails);
        });
        return emails;
    }

    /** One that was confirmed a short while ago is written to, and its word does not count yet (R31). */
    private static void add(List<Contact> contacts, Set<String> emails) {
        contacts.stream().filter(Contact::authorized).forEach(contact -> emails.add(lower(contact)));
    }

    private List<Contact> customerSide(Party party) {
        return own.isEmpty() ? party.contacts() : own;
    }

    private static List<Recipient> abuseOrOwners(List<Contact> contacts, Party party, boolean forReseller) {
        var abuse = with(Role.ABUSE, contacts, party, forReseller);
        return abuse.isEmpty() ? with(Role.OWNER, contacts, party, forReseller) : abuse;
    }

    private static List<Recipient> with(Role role, List<Contact> contacts, Party party, boolean forReseller) {
        return contacts.stream()
                .filter(contact -> contact.roles().contains(role))
                .map(contact -> new Recipient(
                        contact.name(), contact.email(), contact.phones(), party.language(), party.zone(), forReseller))
                .toList();
    }

    private static String lower(Contact contact) {
        return contact.email().toLowerCase(Locale.ROOT);
    }
}
