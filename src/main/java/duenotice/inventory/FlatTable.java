package duenotice.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inventory as one table: a row for each address with its server, customer and contacts. What several rows say of one
 * customer or server must agree; an empty cell says nothing.
 */
final class FlatTable {
    /** By column, the key of the customer it fills. */
    private static final Map<String, String> OF_CUSTOMER = Map.of(
            "customer", "id",
            "customer-name", "name",
            "language", "language",
            "timezone", "timezone",
            "vip", "vip",
            "policy", "policy");

    private static final Map<String, String> OF_SERVER = Map.of(
            "server", "id",
            "customer", "customer",
            "shared", "shared",
            "hostnames", "hostnames",
            "never-cut", "never-cut",
            "console", "console");

    private static final Map<String, String> OF_ADDRESS = Map.of("ip", "ip", "from", "from", "until", "until");

    static final Set<String> COLUMNS = Set.of(
            "ip",
            "from",
            "until",
            "server",
            "hostnames",
            "shared",
            "never-cut",
            "console",
            "customer",
            "customer-name",
            "language",
            "timezone",
            "vip",
            "policy",
            "contact",
            "emails",
            "phones",
            "country");

    private final String name;
    private final Defects defects;
    private final Map<String, Field.Keyed> customers = new LinkedHashMap<>();
    private final Map<String, Field.Keyed> servers = new LinkedHashMap<>();

    FlatTable(String name, Defects defects) {
        this.name = name;
        this.defects = defects;
    }

    Field read(List<Field.Keyed> rows) {
        for (var row : rows) {
            var customer = merged("customer", row, OF_CUSTOMER, customers, "contacts");
            contacts(row, customer);
            if (row.fields().containsKey("server")) {
                var server = merged("server", row, OF_SERVER, servers, "addresses");
                if (row.fields().containsKey("ip")) {
                    items(server, "addresses").add(part(row, OF_ADDRESS));
                }
            } else if (row.fields().containsKey("ip")) {
                defects.add(row.place(), "The column server is empty.");
            }
        }
        for (var customer : customers.values()) {
            customer.fields().putIfAbsent("name", customer.fields().get("id"));
        }
        var root = new LinkedHashMap<String, Field>();
        root.put("customers", new Field.Many(new Place(name, 1), List.copyOf(customers.values())));
        root.put("servers", new Field.Many(new Place(name, 1), List.copyOf(servers.values())));
        return new Field.Keyed(new Place(name, 1), root);
    }

    private static Field.Keyed part(Field.Keyed row, Map<String, String> columns) {
        var fields = new LinkedHashMap<String, Field>();
        columns.forEach((column, key) -> {
            var value = row.fields().get(column);
            if (value != null) {
                fields.put(key, value);
            }
        });
        return new Field.Keyed(row.place(), fields);
    }

    private Field.Keyed merged(
            String column, Field.Keyed row, Map<String, String> columns, Map<String, Field.Keyed> known, String list) {
        var fresh = part(row, columns);
        if (!(fresh.fields().get("id") instanceof Field.Text id)) {
            defects.add(row.place(), "The column " + column + " is empty.");
            return fresh;
        }
        var first = known.get(id.text());
        if (first == null) {
            fresh.fields().put(list, new Field.Many(row.place(), new ArrayList<>()));
            known.put(id.text(), fresh);
            return fresh;
        }
        fresh.fields().forEach((key, value) -> {
            var before = first.fields().putIfAbsent(key, value);
            if (before != null && !text(before).equals(text(value))) {
                defects.add(
                        row.place(),
                        "The " + column + " " + Spelling.shown(id.text()) + " has the " + key + " "
                                + Spelling.quoted(text(value)) + " here and " + Spelling.quoted(text(before))
                                + " in line "
                                + before.place().line() + ".");
            }
        });
        return first;
    }

    /** Each address of mail is a contact; the name and the numbers of a row belong to its first. */
    private void contacts(Field.Keyed row, Field.Keyed customer) {
        if (!(row.fields().get("emails") instanceof Field.Many emails)) {
            return;
        }
        var known = items(customer, "contacts");
        var first = true;
        for (var email : emails.items()) {
            var fields = new LinkedHashMap<String, Field>();
            fields.put("email", email);
            fields.put(
                    "name",
                    first && row.fields().containsKey("contact") ? row.fields().get("contact") : email);
            if (first && row.fields().get("phones") instanceof Field.Many phones) {
                fields.put("phones", inCountry(row, phones));
            }
            first = false;
            var there = known.stream()
                    .anyMatch(one -> one instanceof Field.Keyed keyed
                            && text(keyed.fields().get("email")).equals(text(email)));
            if (!there) {
                known.add(new Field.Keyed(row.place(), fields));
            }
        }
    }

    /** Numbers may be written as within the row's country. */
    private Field inCountry(Field.Keyed row, Field.Many phones) {
        var country = text(row.fields().get("country"));
        if (!country.isEmpty() && !PhoneNumber.isCountry(country)) {
            defects.add(
                    row.place(), Spelling.quoted(country) + " is no country of ISO 3166 in two letters, such as DE.");
        }
        return new Field.Many(
                phones.place(),
                phones.items().stream()
                        .<Field>map(one -> one instanceof Field.Text phone
                                ? new Field.Text(phone.place(), PhoneNumber.international(phone.text(), country))
                                : one)
                        .toList());
    }

    private static List<Field> items(Field.Keyed of, String list) {
        return of.fields().get(list) instanceof Field.Many many ? many.items() : new ArrayList<>();
    }

    private static String text(@org.jspecify.annotations.Nullable Field field) {
        return switch (field) {
            case null -> "";
            case Field.Text text -> text.text();
            case Field.Nothing none -> "";
            case Field.Many many ->
                many.items().stream().map(FlatTable::text).toList().toString();
            case Field.Keyed keyed -> keyed.fields().toString();
        };
    }
}
