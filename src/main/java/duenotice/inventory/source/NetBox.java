package duenotice.inventory.source;

import static duenotice.inventory.source.JsonApi.text;

import duenotice.inventory.Found;
import duenotice.inventory.Found.FoundAddress;
import duenotice.inventory.Found.FoundContact;
import duenotice.inventory.Found.FoundCustomer;
import duenotice.inventory.Found.FoundServer;
import duenotice.inventory.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * NetBox' REST API, versions 3.5 to 4: tenants are customers, devices and virtual machines are servers, and the nearest
 * contacts count: those of the machine, else of its tenant. Written from the public documentation.
 */
final class NetBox {
    private static final int PAGE = 500;

    /** Addresses of these roles may stand on several machines at once. */
    private static final Set<String> SHARED_ROLES =
            Set.of("anycast", "vip", "vrrp", "hsrp", "glbp", "carp", "loopback");

    private static final Set<String> UNUSED = Set.of("reserved", "deprecated");

    private final SourceSettings settings;
    private final JsonApi api;
    private final String base;
    private final Map<String, String> headers;
    private final List<String> kept = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    NetBox(SourceSettings settings, String token, JsonApi api) {
        this.settings = settings;
        this.api = api;
        base = settings.url().orElseThrow().toString().replaceAll("/+$", "") + "/api/";
        // the second kind of token, since version 4.5
        headers = Map.of("Authorization", (token.startsWith("nbt_") ? "Bearer " : "Token ") + token);
    }

    Found read() throws NoReading, InterruptedException {
        var contacts = contacts();
        var customers = settings.takesCustomers() ? customers(contacts) : List.<FoundCustomer>of();
        if (!settings.takesServers()) {
            return new Found(customers, List.of(), List.of(), List.of(), remarks);
        }
        var machines = new LinkedHashMap<String, JsonNode>();
        all("dcim/devices/", settings.filter()).forEach(one -> machines.put("device-" + text(one, "id"), one));
        all("virtualization/virtual-machines/", settings.filter())
                .forEach(one -> machines.put("vm-" + text(one, "id"), one));
        var addresses = addresses();
        var ids = ids(machines);
        var servers = new ArrayList<FoundServer>();
        var withoutTenant = 0;
        for (var machine : machines.entrySet()) {
            var one = machine.getValue();
            var tenant = text(one.path("tenant"), "slug");
            if (tenant.isEmpty()) {
                withoutTenant++;
            } else if (ids.containsKey(machine.getKey())) {
                var tags = tags(one);
                var mine = addresses.getOrDefault(machine.getKey(), List.of());
                servers.add(new FoundServer(
                        machine.getKey().replace('-', ' '),
                        settings.prefix() + ids.get(machine.getKey()),
                        settings.prefix() + tenant,
                        contacts.getOrDefault(machine.getKey(), List.of()),
                        tags.contains("shared"),
                        mine.stream()
                                .map(Address::name)
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .toList(),
                        tags.contains("never-cut"),
                        mine.stream().map(Address::found).toList()));
            }
        }
        if (withoutTenant > 0) {
            remarks.add(withoutTenant + " machines have no tenant and are left out");
        }
        return new Found(customers, servers, networks(), kept, remarks);
    }

    // ---- pages

    private List<JsonNode> all(String path, String filter) throws NoReading, InterruptedException {
        var all = new ArrayList<JsonNode>();
        while (true) {
            var page = api.get(
                    base + path + "?limit=" + PAGE + "&offset=" + all.size() + "&ordering=id"
                            + (filter.isBlank() ? "" : "&" + filter.strip()),
                    headers);
            var results = page.path("results");
            if (!results.isArray() || !page.path("count").isIntegralNumber()) {
                throw new NoReading(path + ": its answer is no page of rows");
            }
            results.forEach(all::add);
            if (page.path("next").isNull() || page.path("next").isMissingNode()) {
                var count = page.path("count").asInt();
                if (all.size() != count) {
                    throw new NoReading("%s: it has %d rows and gave %d".formatted(path, count, all.size()));
                }
                return all;
            }
            if (results.isEmpty()) {
                throw new NoReading(path + ": a page is empty, and more are to come");
            }
        }
    }

    // ---- customers and contacts

    private List<FoundCustomer> customers(Map<String, List<FoundContact>> contacts)
            throws NoReading, InterruptedException {
        var customers = new ArrayList<FoundCustomer>();
        for (var tenant : all("tenancy/tenants/", "")) {
            var fields = tenant.path("custom_fields");
            customers.add(new FoundCustomer(
                    "tenant " + text(tenant, "id"),
                    settings.prefix() + text(tenant, "slug"),
                    text(tenant, "name"),
                    tags(tenant).contains("vip"),
                    filled(fields, "language"),
                    filled(fields, "timezone"),
                    filled(fields, "policy"),
                    contacts.getOrDefault("tenant-" + text(tenant, "id"), List.of())));
        }
        return customers;
    }

    /** By what they are assigned to: {@code tenant-4}, {@code device-17}, {@code vm-42}; the primary ones first. */
    private Map<String, List<FoundContact>> contacts() throws NoReading, InterruptedException {
        var people = new HashMap<String, JsonNode>();
        all("tenancy/contacts/", "").forEach(one -> people.put(text(one, "id"), one));
        record Assigned(String to, int rank, FoundContact contact) {}
        var assigned = new ArrayList<Assigned>();
        for (var one : all("tenancy/contact-assignments/", "")) {
            // called content_type before version 4
            var type = text(one, "object_type").isEmpty() ? text(one, "content_type") : text(one, "object_type");
            var kind = switch (type) {
                case "tenancy.tenant" -> "tenant-";
                case "dcim.device" -> "device-";
                case "virtualization.virtualmachine" -> "vm-";
                default -> "";
            };
            var person = people.get(text(one.path("contact"), "id"));
            var priority = word(one.path("priority"));
            if (kind.isEmpty() || person == null || priority.equals("inactive")) {
                continue;
            }
            assigned.add(new Assigned(
                    kind + text(one, "object_id"),
                    rank(priority),
                    new FoundContact(
                            "contact " + text(person, "id"),
                            text(person, "name"),
                            text(person, "email"),
                            List.of(text(person, "phone")),
                            roles(text(one.path("role"), "slug")))));
        }
        var contacts = new HashMap<String, List<FoundContact>>();
        assigned.stream().sorted(Comparator.comparingInt(Assigned::rank)).forEach(one -> {
            var list = contacts.computeIfAbsent(one.to, any -> new ArrayList<>());
            merge(list, one.contact);
        });
        return contacts;
    }

    private static int rank(String priority) {
        return switch (priority) {
            case "primary" -> 1;
            case "secondary" -> 2;
            default -> 3;
        };
    }

    /** One person assigned in two roles is one contact with both. */
    private static void merge(List<FoundContact> list, FoundContact contact) {
        for (var number = 0; number < list.size(); number++) {
            var other = list.get(number);
            if (other.where().equals(contact.where())) {
                var roles = new HashSet<>(other.roles());
                roles.addAll(contact.roles());
                list.set(number, new FoundContact(other.where(), other.name(), other.email(), other.phones(), roles));
                return;
            }
        }
        list.add(contact);
    }

    /** Whoever is there for abuse is asked first; the others when nobody is. */
    private static Set<Role> roles(String slug) {
        return slug.toLowerCase(Locale.ROOT).contains("abuse") ? Set.of(Role.ABUSE) : Set.of(Role.OWNER);
    }

    // ---- machines and addresses

    /** Their ids here, by what NetBox calls them; a name that is missing or there twice tells nobody apart. */
    private Map<String, String> ids(Map<String, JsonNode> machines) {
        var ids = new LinkedHashMap<String, String>();
        var names = new HashMap<String, Integer>();
        machines.values().forEach(one -> names.merge(text(one, "name"), 1, Integer::sum));
        for (var machine : machines.keySet()) {
            var name = text(machines.get(machine), "name");
            if (settings.serverIds().equals("number")) {
                ids.put(machine, machine);
            } else if (!name.isEmpty() && names.getOrDefault(name, 0) == 1) {
                ids.put(machine, name);
            } else {
                if (!name.isEmpty()) {
                    kept.add(settings.prefix() + name);
                }
                remarks.add(machine.replace('-', ' ') + ": its name "
                        + (name.isEmpty() ? "is missing" : "stands there twice") + ", and it is left out");
            }
        }
        return ids;
    }

    private record Address(String where, String ip, String role, String name, Optional<Instant> since) {
        FoundAddress found() {
            return new FoundAddress(where, ip, since);
        }
    }

    private Map<String, List<Address>> addresses() throws NoReading, InterruptedException {
        var byMachine = new HashMap<String, List<Address>>();
        var machinesOf = new HashMap<String, Set<String>>();
        var loose = 0;
        for (var one : all("ipam/ip-addresses/", "")) {
            var vrf = text(one.path("vrf"), "name");
            if (!vrf.isEmpty() && !settings.vrfs().contains(vrf) || UNUSED.contains(word(one.path("status")))) {
                continue;
            }
            var machine = machine(one);
            if (machine.isEmpty()) {
                loose++;
                continue;
            }
            var address = text(one, "address");
            var slash = address.indexOf('/');
            var ip = slash < 0 ? address : address.substring(0, slash);
            machinesOf.computeIfAbsent(ip, any -> new HashSet<>()).add(machine.get());
            byMachine
                    .computeIfAbsent(machine.get(), any -> new ArrayList<>())
                    .add(new Address(
                            "ip-address " + text(one, "id"),
                            ip,
                            word(one.path("role")),
                            text(one, "dns_name"),
                            instant(text(one, "created"))));
        }
        if (loose > 0) {
            remarks.add(loose + " addresses are assigned to no machine");
        }
        for (var addresses : byMachine.values()) {
            addresses.removeIf(one -> {
                var onMany = SHARED_ROLES.contains(one.role())
                        && machinesOf.getOrDefault(one.ip(), Set.of()).size() > 1;
                if (onMany) {
                    remarks.add(one.where() + ": " + one.ip() + " (" + one.role()
                            + ") stands on several machines and is left out");
                }
                return onMany;
            });
        }
        return byMachine;
    }

    private static Optional<String> machine(JsonNode address) {
        var object = address.path("assigned_object");
        return switch (text(address, "assigned_object_type")) {
            case "dcim.interface" -> Optional.of("device-" + text(object.path("device"), "id"));
            case "virtualization.vminterface" -> Optional.of("vm-" + text(object.path("virtual_machine"), "id"));
            default -> Optional.empty();
        };
    }

    private List<String> networks() throws NoReading, InterruptedException {
        var networks = new ArrayList<String>();
        for (var one : all("ipam/prefixes/", "")) {
            var vrf = text(one.path("vrf"), "name");
            if (vrf.isEmpty() || settings.vrfs().contains(vrf)) {
                networks.add(text(one, "prefix"));
            }
        }
        return networks;
    }

    // ---- fields

    /** The value of a choice: an object since version 2.7. */
    private static String word(JsonNode choice) {
        return choice.isObject() ? text(choice, "value") : choice.asString("");
    }

    private static Set<String> tags(JsonNode one) {
        var tags = new HashSet<String>();
        one.path("tags").forEach(tag -> tags.add(text(tag, "slug")));
        return tags;
    }

    private static Optional<String> filled(JsonNode fields, String name) {
        var choice = fields.path(name);
        return Optional.of(word(choice).strip()).filter(text -> !text.isEmpty());
    }

    /** Older versions give the day alone. */
    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            text.length() == 10
                                    ? Instant.parse(text + "T00:00:00Z")
                                    : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
