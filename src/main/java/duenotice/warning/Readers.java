package duenotice.warning;

import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.inventory.Holding;
import duenotice.inventory.Inventory;
import duenotice.inventory.Recipient;
import duenotice.inventory.ServerFacts;
import duenotice.report.Prefix;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who reads a letter. Always out of the inventory, never an address that a complaint named (R11). */
final class Readers {
    private final Inventory inventory;
    private final MailHomes homes;

    Readers(Inventory inventory) {
        this(inventory, MailHomes.UNKNOWN);
    }

    Readers(Inventory inventory, MailHomes homes) {
        this.inventory = inventory;
        this.homes = homes;
    }

    /**
     * @param to who is written to
     * @param onServer of all contacts those whose mailbox lives on the machine it is about
     */
    record Chosen(List<Recipient> to, List<Recipient> onServer) {
        boolean avoids(Recipient reader) {
            return !to.contains(reader);
        }
    }

    /** Everybody a notice about this server goes to now: one entry for each address. */
    List<Recipient> of(Incident incident, Instant now) {
        return chosen(incident, now).to();
    }

    /**
     * A mailbox on the machine itself may be read by whoever misuses it, and goes dark with a cut: it is avoided where
     * there is another (R48). Asks where mail is taken; what cannot be found out counts as elsewhere.
     */
    Chosen chosen(Incident incident, Instant now) {
        var facts = inventory.facts(incident.server(), now);
        var all = once(facts.map(ServerFacts::warned).orElse(List.of()));
        var hostnames = facts.map(ServerFacts::hostnames).orElse(List.of());
        var found = homes.of(all.stream().map(Readers::domain).distinct().toList());
        var onServer = all.stream()
                .filter(reader -> {
                    var taken = found.getOrDefault(domain(reader), List.of());
                    return taken.isEmpty() ? livesOn(hostnames, reader) : isHeld(taken, incident, now);
                })
                .toList();
        var elsewhere =
                all.stream().filter(reader -> !onServer.contains(reader)).toList();
        return new Chosen(elsewhere.isEmpty() ? all : elsewhere, onServer);
    }

    /** By name, where nobody can say which machine takes its mail: a site's name says little of where mail goes. */
    private static boolean livesOn(List<String> hostnames, Recipient reader) {
        var domain = domain(reader);
        return hostnames.stream().anyMatch(host -> host.equals(domain) || host.equals("mail." + domain));
    }

    private boolean isHeld(List<Prefix> addresses, Incident incident, Instant now) {
        return addresses.stream()
                .anyMatch(address -> inventory
                        .stillHeld(List.of(new Holding(address, incident.server(), incident.customer())), now)
                        .getFirst());
    }

    private static String domain(Recipient reader) {
        return lower(reader.email().substring(reader.email().lastIndexOf('@') + 1));
    }

    /** The same without addresses that mail has come back from for good. */
    List<Recipient> reachable(Incident incident, Instant now) {
        return of(incident, now).stream()
                .filter(reader -> !bounced(incident, reader.email()))
                .toList();
    }

    static boolean bounced(Incident incident, String address) {
        return incident.warning().stream()
                .flatMap(warning -> warning.bouncedAt().keySet().stream())
                .anyMatch(address::equalsIgnoreCase);
    }

    /** Those who were warned, as far as mail reaches them; where nobody was, those to be warned. */
    List<Recipient> warned(Incident incident, Instant now) {
        var told = incident.warning().stream()
                .flatMap(warning -> warning.to().stream())
                .filter(one -> one.handed() != Handed.REFUSED && !bounced(incident, one.address()))
                .map(one -> one.address())
                .toList();
        return told.isEmpty() ? reachable(incident, now) : named(incident, told, now);
    }

    /** Exactly these addresses in exactly this spelling, each with what the inventory knows of it. */
    List<Recipient> named(Incident incident, Collection<String> addresses, Instant now) {
        var facts = inventory.facts(incident.server(), now);
        var known = facts.map(one -> Stream.concat(one.warned().stream(), one.owners().stream())
                        .toList())
                .orElse(List.of());
        return addresses.stream()
                .map(address -> known.stream()
                        .filter(reader -> reader.email().equalsIgnoreCase(address))
                        .findFirst()
                        .map(reader -> new Recipient(
                                reader.name(),
                                address,
                                reader.phones(),
                                reader.language(),
                                reader.zone(),
                                reader.forReseller()))
                        .orElseGet(() -> formerly(address)))
                .toList();
    }

    /** A contact whose word counts for this server; empty for anybody else. */
    List<Recipient> contact(Incident incident, String address, Instant now) {
        return inventory.isAuthorized(address, incident.server(), now)
                ? named(incident, List.of(address), now)
                : List.of();
    }

    private Recipient formerly(String address) {
        var customer = Optional.ofNullable(
                        inventory.customersOfContacts(List.of(address)).get(lower(address)))
                .flatMap(inventory::customer);
        var name = customer.stream()
                .flatMap(one -> one.contacts().stream())
                .filter(contact -> contact.email().equalsIgnoreCase(address))
                .map(contact -> contact.name())
                .findFirst()
                .orElse("");
        return new Recipient(
                name,
                address,
                List.of(),
                customer.map(one -> one.language()).orElse("en"),
                customer.map(one -> one.zone()).orElse(ZoneOffset.UTC),
                false);
    }

    private static List<Recipient> once(List<Recipient> readers) {
        var byAddress = new LinkedHashMap<String, Recipient>();
        readers.forEach(reader -> byAddress.putIfAbsent(lower(reader.email()), reader));
        return List.copyOf(byAddress.values());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
