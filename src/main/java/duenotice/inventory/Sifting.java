package duenotice.inventory;

import duenotice.inventory.Found.FoundAddress;
import duenotice.inventory.Found.FoundContact;
import duenotice.inventory.Found.FoundCustomer;
import duenotice.inventory.Found.FoundServer;
import duenotice.inventory.InventoryFile.AddressRow;
import duenotice.inventory.InventoryFile.Row;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Judges what a program said it holds. Whatever cannot be read costs itself alone and is remarked, with where: a wrong
 * number its number, a wrong mail address what is new of its contact, a row without a usable id its row. Nothing that is remarked is taken for gone, but for
 * machines without a tenant: those came back to us.
 */
public final class Sifting {
    /** When an address came to a server, where the source says nothing: the import finds out. */
    static final Instant UNKNOWN = Instant.EPOCH;

    private static final int MOST_CONTACTS = 50;
    private static final int MOST_ADDRESSES = 10_000;

    /** Addresses that stand in many networks at once (RFC 1918, 6598, 3927, 1122, 4193, 4291). */
    private static final List<Prefix> PRIVATE = List.of(
            Prefix.of("10.0.0.0/8"),
            Prefix.of("172.16.0.0/12"),
            Prefix.of("192.168.0.0/16"),
            Prefix.of("100.64.0.0/10"),
            Prefix.of("169.254.0.0/16"),
            Prefix.of("127.0.0.0/8"),
            Prefix.of("fc00::/7"),
            Prefix.of("fe80::/10"));

    private final String source;
    private final boolean privateToo;
    private final List<String> remarks = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final Map<String, String> numbers = new LinkedHashMap<>();
    private int privateAddresses;

    private Sifting(String source, boolean privateToo) {
        this.source = source;
        this.privateToo = privateToo;
    }

    /**
     * @param source as it is named in the settings
     * @param privateToo takes private addresses too
     * @return trouble where two rows claim one id or one address
     */
    public static Reading of(String source, Found found, boolean privateToo) {
        return new Sifting(source, privateToo).sift(found);
    }

    private Reading sift(Found found) {
        remarks.addAll(found.remarks());
        var defects = new Defects();
        var customers = new LinkedHashMap<String, Row<Customer>>();
        var servers = new LinkedHashMap<String, Row<Server>>();
        var addresses = new ArrayList<AddressRow>();
        try {
            for (var one : found.customers()) {
                customer(one).ifPresent(row -> once(customers, row.value().id().text(), row, defects));
            }
            for (var one : found.servers()) {
                server(one).ifPresent(row -> {
                    once(servers, row.value().id().text(), row, defects);
                    addresses.addAll(rows(row, one.addresses()));
                });
            }
            Overlaps.find(addresses, defects);
            defects.refuseIfAny();
        } catch (InventoryRefused refused) {
            return Reading.refused(refused);
        }
        if (privateAddresses > 0) {
            remarks.add(privateAddresses + " private addresses are left out");
        }
        var file = new InventoryFile(
                List.copyOf(customers.values()),
                List.copyOf(servers.values()),
                addresses,
                List.of(),
                numbers,
                networks(found.networks()),
                digest(customers.values(), servers.values(), addresses));
        found.kept().forEach(server -> kept.add("server " + server));
        return new Reading.Whole(file, true, kept, remarks);
    }

    private static <T> void once(Map<String, Row<T>> rows, String id, Row<T> row, Defects defects) {
        var first = rows.putIfAbsent(id, row);
        if (first != null) {
            defects.add(
                    row.place(),
                    "The id " + Spelling.shown(id) + " stands here a second time, after "
                            + first.place().file() + ".");
        }
    }

    private Optional<Row<Customer>> customer(FoundCustomer one) {
        var place = place(one.where());
        return read(one.where(), one.id(), Spelling::id).map(id -> {
            var name = read(one.where(), one.name(), Spelling::name).orElse(id);
            return new Row<>(
                    new Customer(
                            new CustomerId(id),
                            name,
                            one.language()
                                    .flatMap(text -> read(one.where(), text, Spelling::language))
                                    .orElse(Customer.DEFAULT_LANGUAGE),
                            one.zone()
                                    .flatMap(text -> read(one.where(), text, Spelling::zone))
                                    .orElse(ZoneId.of(Customer.DEFAULT_ZONE)),
                            one.vip(),
                            one.policy().flatMap(text -> read(one.where(), text, Spelling::word)),
                            Optional.empty(),
                            false,
                            Customer.DEFAULT_BRAND,
                            contacts("customer " + id, one.contacts())),
                    place);
        });
    }

    /** @param whose whose contact keeps what is stored of it, where its address is there and cannot be read */
    private List<Contact> contacts(String whose, List<FoundContact> found) {
        var contacts = new ArrayList<Contact>();
        var names = new HashSet<String>();
        for (var one : found) {
            if (contacts.size() == MOST_CONTACTS) {
                remarks.add(one.where() + ": more than " + MOST_CONTACTS + " contacts; the rest is left out");
                break;
            }
            if (one.email().isBlank()) {
                remarks.add(one.where() + ": the contact has no e-mail address and is left out");
                continue;
            }
            var address = read(one.where(), one.email().strip(), Spelling::email);
            if (address.isEmpty()) {
                kept.add("contact " + whose + " " + one.name().strip());
            }
            address.ifPresent(email -> {
                var name = read(one.where(), one.name().isBlank() ? email : one.name(), Spelling::name)
                        .orElse(email);
                var phones = one.phones().stream()
                        .filter(text -> !text.isBlank())
                        .flatMap(text -> read(one.where(), text.strip(), this::phone).stream())
                        .distinct()
                        .toList();
                contacts.add(new Contact(
                        unused(name, names),
                        email,
                        phones,
                        one.roles().isEmpty() ? EnumSet.allOf(Role.class) : one.roles()));
            });
        }
        return contacts;
    }

    /** Contacts are told apart by name; two people may share one. */
    private static String unused(String name, Set<String> names) {
        var unused = name;
        for (var number = 2; !names.add(unused); number++) {
            unused = name + " (" + number + ")";
        }
        return unused;
    }

    private String phone(String given) {
        var number = PhoneNumber.given(given);
        numbers.putIfAbsent(number.text(), given);
        return number.text();
    }

    private Optional<Row<Server>> server(FoundServer one) {
        var id = read(one.where(), one.id(), Spelling::id);
        var customer = read(one.where(), one.customer(), Spelling::id);
        if (id.isPresent() && customer.isEmpty()) {
            kept.add("server " + id.get());
        }
        return id.flatMap(known -> customer.map(owner -> new Row<>(
                new Server(
                        new ServerId(known),
                        new CustomerId(owner),
                        contacts("server " + known, one.contacts()),
                        one.shared(),
                        one.hostnames().stream()
                                .filter(text -> !text.isBlank())
                                .flatMap(text -> read(one.where(), text.strip(), Spelling::hostname).stream())
                                .distinct()
                                .toList(),
                        one.neverCut(),
                        Optional.empty(),
                        List.of()),
                place(one.where()))));
    }

    private List<AddressRow> rows(Row<Server> server, List<FoundAddress> found) {
        var rows = new LinkedHashMap<Prefix, AddressRow>();
        for (var one : found) {
            if (rows.size() == MOST_ADDRESSES) {
                remarks.add(one.where() + ": more than " + MOST_ADDRESSES + " addresses; the rest is left out");
                break;
            }
            read(one.where(), one.ip().strip(), Spelling::address).ifPresent(address -> {
                if (!privateToo && PRIVATE.stream().anyMatch(network -> network.contains(address))) {
                    privateAddresses++;
                } else {
                    rows.putIfAbsent(
                            address,
                            new AddressRow(
                                    server.value(),
                                    new Assignment(address, one.since().orElse(UNKNOWN), Optional.empty()),
                                    place(one.where())));
                }
            });
        }
        return List.copyOf(rows.values());
    }

    private List<Prefix> networks(List<String> found) {
        return found.stream()
                .flatMap(text -> read("prefix " + text, text.strip(), Spelling::address).stream())
                .filter(network -> privateToo || PRIVATE.stream().noneMatch(one -> one.contains(network)))
                .distinct()
                .toList();
    }

    private <T> Optional<T> read(String where, String text, Function<String, T> spelling) {
        try {
            return Optional.of(spelling.apply(text));
        } catch (Implausible implausible) {
            remarks.add(where + ": " + implausible.reason());
            return Optional.empty();
        }
    }

    private Place place(String where) {
        return new Place(source + " " + where, 0);
    }

    private static String digest(
            Iterable<Row<Customer>> customers, Iterable<Row<Server>> servers, List<AddressRow> addresses) {
        var lines = new TreeSet<String>();
        customers.forEach(row -> lines.add(line(row.value())));
        servers.forEach(row -> lines.add(line(row.value())));
        addresses.forEach(
                row -> lines.add(row.server().id() + " " + row.assignment().address()));
        return InventoryFile.digest(Map.of("", String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(Customer one) {
        return "customer " + one.id() + " " + one.name() + " " + one.language() + " " + one.zone() + " " + one.vip()
                + " " + one.policy() + " " + line(one.contacts());
    }

    private static String line(Server one) {
        return "server " + one.id() + " " + one.customer() + " " + one.shared() + " " + one.neverCut() + " "
                + one.hostnames() + " " + line(one.contacts());
    }

    /** Sets print in no order of their own. */
    private static String line(List<Contact> contacts) {
        return contacts.stream()
                .map(one -> one.name() + " " + one.email() + " " + one.phones() + " "
                        + one.roles().stream().map(Role::word).sorted().toList())
                .toList()
                .toString();
    }
}
