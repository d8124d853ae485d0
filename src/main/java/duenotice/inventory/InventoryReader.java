package duenotice.inventory;

import duenotice.inventory.InventoryFile.AddressRow;
import duenotice.inventory.InventoryFile.Row;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges what an inventory file says, key by key, and refuses it with everything that is wrong. */
final class InventoryReader {
    private static final int MOST_ROWS = 1_000_000;
    private static final int MOST_CONTACTS = 50;
    private static final int MOST_PHONES = 20;
    private static final int MOST_HOSTNAMES = 10_000;
    private static final int MOST_ADDRESSES = 10_000;

    private static final Set<String> SECTIONS = Set.of("customers", "servers", "reporters");
    static final Set<String> CUSTOMER_KEYS = Set.of(
            "id",
            "name",
            "language",
            "timezone",
            "vip",
            "policy",
            "reseller",
            "copy-end-customer",
            "brand",
            "contacts");
    static final Set<String> CONTACT_KEYS = Set.of("name", "email", "phones", "roles");
    static final Set<String> SERVER_KEYS =
            Set.of("id", "customer", "contacts", "shared", "hostnames", "never-cut", "console", "addresses");
    static final Set<String> ADDRESS_KEYS = Set.of("ip", "from", "until");
    static final Set<String> REPORTER_KEYS = Set.of("match", "trusted", "source");

    private final Defects defects;
    private final List<Row<Customer>> customers = new ArrayList<>();
    private final List<Row<Server>> servers = new ArrayList<>();
    private final List<AddressRow> addresses = new ArrayList<>();
    private final List<Reporter> reporters = new ArrayList<>();
    private final Map<String, String> numbers = new LinkedHashMap<>();

    InventoryReader(Defects defects) {
        this.defects = defects;
    }

    InventoryFile read(Field root, String digest) {
        var sections = Fields.of("an inventory", root, SECTIONS, defects);
        if (SECTIONS.stream().noneMatch(sections::has)) {
            defects.add(root.place(), "The file lists neither customers nor servers nor reporters.");
        }
        var customerIds = new HashMap<String, Place>();
        for (var item : sections.items("customers", MOST_ROWS)) {
            var row = customer(item);
            onlyOnce("customer", row.value().id().text(), row.place(), customerIds);
            customers.add(row);
        }
        var serverIds = new HashMap<String, Place>();
        for (var item : sections.items("servers", MOST_ROWS)) {
            server(item, serverIds);
        }
        var matches = new HashMap<String, Place>();
        for (var item : sections.items("reporters", MOST_ROWS)) {
            var reporter = reporter(item);
            onlyOnce("reporter", reporter.match(), item.place(), matches);
            reporters.add(reporter);
        }
        Overlaps.find(addresses, defects);
        defects.refuseIfAny();
        return new InventoryFile(customers, servers, addresses, reporters, numbers, List.of(), digest);
    }

    private Row<Customer> customer(Field item) {
        var fields = Fields.of("a customer", item, CUSTOMER_KEYS, defects);
        var id = fields.required("id", Spelling::id, "?");
        var reseller = fields.optional("reseller", Spelling::id);
        if (reseller.filter(id::equals).isPresent()) {
            defects.add(fields.place(), "The customer " + id + " is named as its own reseller.");
        }
        if (!fields.has("contacts")) {
            defects.add(fields.place(), "The key contacts is missing in a customer; an empty list is allowed.");
        }
        var customer = new Customer(
                new CustomerId(id),
                fields.required("name", Spelling::name, "?"),
                fields.optional("language", Spelling::language).orElse(Customer.DEFAULT_LANGUAGE),
                fields.optional("timezone", Spelling::zone).orElse(ZoneId.of(Customer.DEFAULT_ZONE)),
                fields.optional("vip", Spelling::flag).orElse(false),
                fields.optional("policy", Spelling::word),
                reseller.map(CustomerId::new),
                fields.optional("copy-end-customer", Spelling::flag).orElse(false),
                fields.optional("brand", Spelling::word).orElse(Customer.DEFAULT_BRAND),
                contacts(fields));
        return new Row<>(customer, fields.place());
    }

    private List<Contact> contacts(Fields owner) {
        List<Contact> contacts = new ArrayList<>();
        var names = new HashMap<String, Place>();
        for (var item : owner.items("contacts", MOST_CONTACTS)) {
            var fields = Fields.of("a contact", item, CONTACT_KEYS, defects);
            var name = fields.required("name", Spelling::name, "?");
            onlyOnce("contact", name, fields.place(), names);
            contacts.add(new Contact(
                    name,
                    fields.required("email", Spelling::email, "?"),
                    List.copyOf(new LinkedHashSet<>(fields.list("phones", MOST_PHONES, this::phone))),
                    roles(fields)));
        }
        return contacts;
    }

    private String phone(String given) {
        var number = PhoneNumber.given(given);
        numbers.putIfAbsent(number.text(), given);
        return number.text();
    }

    private Set<Role> roles(Fields contact) {
        if (!contact.has("roles")) {
            return EnumSet.allOf(Role.class);
        }
        var roles = contact.list("roles", Role.values().length, Spelling::role);
        if (roles.isEmpty()) {
            defects.add(contact.place(), "A contact needs at least one role, abuse or owner.");
        }
        return new HashSet<>(roles);
    }

    private void server(Field item, Map<String, Place> ids) {
        var fields = Fields.of("a server", item, SERVER_KEYS, defects);
        var id = fields.required("id", Spelling::id, "?");
        onlyOnce("server", id, fields.place(), ids);
        var places = fields.items("addresses", MOST_ADDRESSES);
        var assignments = places.stream().map(this::assignment).toList();
        var server = new Server(
                new ServerId(id),
                new CustomerId(fields.required("customer", Spelling::id, "?")),
                contacts(fields),
                fields.optional("shared", Spelling::flag).orElse(false),
                List.copyOf(new LinkedHashSet<>(fields.list("hostnames", MOST_HOSTNAMES, Spelling::hostname))),
                fields.optional("never-cut", Spelling::flag).orElse(false),
                fields.optional("console", Spelling::console),
                assignments.stream().flatMap(Optional::stream).toList());
        servers.add(new Row<>(server, fields.place()));
        for (var i = 0; i < places.size(); i++) {
            var place = places.get(i).place();
            assignments.get(i).ifPresent(assignment -> addresses.add(new AddressRow(server, assignment, place)));
        }
    }

    /** Empty where the address itself is wrong, so that a stand-in never counts as overlapping. */
    private Optional<Assignment> assignment(Field item) {
        var fields = Fields.of("an address", item, ADDRESS_KEYS, defects);
        var address = fields.required("ip", text -> Optional.of(Spelling.address(text)), Optional.<Prefix>empty());
        var from = fields.required("from", text -> Optional.of(Spelling.instant(text)), Optional.<Instant>empty());
        var until = fields.optional("until", Spelling::instant);
        if (address.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        if (until.filter(end -> !end.isAfter(from.get())).isPresent()) {
            defects.add(fields.place(), "The address " + address.get() + " ends before or when it begins.");
            return Optional.empty();
        }
        return Optional.of(new Assignment(address.get(), from.get(), until));
    }

    private Reporter reporter(Field item) {
        var fields = Fields.of("a reporter", item, REPORTER_KEYS, defects);
        return new Reporter(
                fields.required("match", Spelling::match, "?"),
                fields.optional("trusted", Spelling::flag).orElse(false),
                fields.optional("source", Spelling::source));
    }

    private void onlyOnce(String what, String id, Place place, Map<String, Place> seen) {
        var first = seen.putIfAbsent(id, place);
        if (first != null && !id.equals("?")) {
            defects.add(
                    place,
                    "The " + what + " " + Spelling.shown(id) + " stands here a second time, after line " + first.line()
                            + ".");
        }
    }
}
