package duenotice.inventory.source;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.inventory.Contact;
import duenotice.inventory.Customer;
import duenotice.inventory.Role;
import duenotice.inventory.Server;
import duenotice.inventory.source.SourceSettings.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** NetBox' REST API, as its documentation of version 4 describes it. */
class NetBoxTest extends SourceContract {
    @Override
    Kind kind() {
        return Kind.NETBOX;
    }

    @Override
    void refuse(Asked asked) throws IOException {
        json(asked.exchange(), 401, "{\"detail\": \"Invalid token\"}");
    }

    @Override
    void answer(Asked asked, int machines) throws IOException {
        var devices = new ArrayList<String>();
        var addresses = new ArrayList<String>();
        for (var number = 0; number < machines; number++) {
            devices.add("""
                    {"id": %d, "name": "web%d", "tenant": {"id": 4, "slug": "fern", "name": "Fern"}, "tags": [], "status": {"value": "active"}}""".formatted(number, number));
            addresses.add("""
                    {"id": %d, "address": "%s/24", "vrf": null, "status": {"value": "active"}, "role": null, "dns_name": "",
                     "assigned_object_type": "dcim.interface", "assigned_object_id": %d,
                     "assigned_object": {"id": %d, "device": {"id": %d, "name": "web%d"}}, "created": "2026-01-01T00:00:00Z"}""".formatted(number, ip(number), number, number, number, number));
        }
        serve(
                asked,
                Map.of(
                        "dcim/devices/", devices,
                        "ipam/ip-addresses/", addresses,
                        "tenancy/tenants/",
                                List.of(
                                        "{\"id\": 4, \"slug\": \"fern\", \"name\": \"Fern\", \"tags\": [], \"custom_fields\": {}}"),
                        "tenancy/contacts/",
                                List.of(
                                        "{\"id\": 9, \"name\": \"Ida\", \"email\": \"ida@fern.example\", \"phone\": \"+442079460101\"}"),
                        "tenancy/contact-assignments/", List.of("""
                        {"id": 1, "object_type": "tenancy.tenant", "object_id": 4, "contact": {"id": 9}, "role": {"slug": "abuse"}, "priority": {"value": "primary"}}""")));
    }

    private void serve(Asked asked, Map<String, List<String>> tables) throws IOException {
        if (!asked.header("Authorization").equals("Token " + SECRET)) {
            refuse(asked);
            return;
        }
        var rows = tables.getOrDefault(asked.path().replace("/api/", ""), List.of());
        var offset = asked.number("offset", 0);
        var end = Math.min(rows.size(), offset + Math.min(PAGE, asked.number("limit", 50)));
        json(asked.exchange(), 200, """
                {"count": %d, "next": %s, "previous": null, "results": [%s]}""".formatted(
                        rows.size(),
                        // a proxy in front often makes this a wrong address
                        end < rows.size() ? "\"http://inner.example/api/?offset=" + end + "\"" : "null",
                        String.join(",", rows.subList(Math.min(offset, end), end))));
    }

    @Test
    void the_nearest_contacts_count_and_what_is_nobodys_is_left_out() throws InterruptedException {
        var tables = new HashMap<String, List<String>>();
        tables.put(
                "tenancy/tenants/",
                List.of(
                        "{\"id\": 4, \"slug\": \"fern\", \"name\": \"Fern\", \"tags\": [{\"slug\": \"vip\"}], \"custom_fields\": {\"language\": \"de\", \"timezone\": {\"value\": \"Europe/Berlin\"}}}",
                        "{\"id\": 5, \"slug\": \"moss\", \"name\": \"Moss\", \"tags\": [], \"custom_fields\": {}}"));
        tables.put(
                "tenancy/contacts/",
                List.of(
                        "{\"id\": 1, \"name\": \"Ida\", \"email\": \"ida@fern.example\", \"phone\": \"+44 20 7946 0101\"}",
                        "{\"id\": 2, \"name\": \"Otto\", \"email\": \"otto@fern.example\", \"phone\": \"\"}",
                        "{\"id\": 3, \"name\": \"Vera\", \"email\": \"vera@fern.example\", \"phone\": \"ring twice\"}",
                        "{\"id\": 4, \"name\": \"No mail\", \"email\": \"\", \"phone\": \"\"}"));
        tables.put(
                "tenancy/contact-assignments/",
                List.of(
                        assigned("tenancy.tenant", 4, 2, "billing", "primary"),
                        assigned("tenancy.tenant", 4, 1, "abuse-desk", "secondary"),
                        assigned("virtualization.virtualmachine", 7, 3, "admin", "primary"),
                        assigned("tenancy.tenant", 5, 4, "admin", "primary"),
                        assigned("tenancy.tenant", 4, 3, "admin", "inactive"),
                        assigned("circuits.circuit", 4, 3, "admin", "primary")));
        tables.put(
                "dcim/devices/",
                List.of(
                        "{\"id\": 7, \"name\": \"web\", \"tenant\": {\"slug\": \"fern\"}, \"tags\": [{\"slug\": \"never-cut\"}]}",
                        "{\"id\": 8, \"name\": null, \"tenant\": null, \"tags\": []}"));
        tables.put(
                "virtualization/virtual-machines/",
                List.of("{\"id\": 7, \"name\": \"db\", \"tenant\": {\"slug\": \"moss\"}, \"tags\": []}"));
        tables.put(
                "ipam/ip-addresses/",
                List.of(
                        address(
                                1,
                                "192.0.2.1/24",
                                "dcim.interface",
                                "{\"device\": {\"id\": 7}}",
                                "",
                                "null",
                                "active",
                                "www.fern.example"),
                        address(
                                2,
                                "2001:db8::1/64",
                                "dcim.interface",
                                "{\"device\": {\"id\": 7}}",
                                "",
                                "null",
                                "active",
                                ""),
                        address(
                                3,
                                "192.0.2.3/24",
                                "virtualization.vminterface",
                                "{\"virtual_machine\": {\"id\": 7}}",
                                "",
                                "null",
                                "active",
                                ""),
                        address(
                                4,
                                "192.0.2.1/24",
                                "virtualization.vminterface",
                                "{\"virtual_machine\": {\"id\": 7}}",
                                "",
                                "{\"name\": \"lab\"}",
                                "active",
                                ""),
                        address(
                                5,
                                "192.0.2.9/24",
                                "virtualization.vminterface",
                                "{\"virtual_machine\": {\"id\": 7}}",
                                "anycast",
                                "null",
                                "active",
                                ""),
                        address(
                                6,
                                "192.0.2.9/24",
                                "dcim.interface",
                                "{\"device\": {\"id\": 7}}",
                                "anycast",
                                "null",
                                "active",
                                ""),
                        address(
                                7,
                                "10.1.2.3/8",
                                "dcim.interface",
                                "{\"device\": {\"id\": 7}}",
                                "",
                                "null",
                                "active",
                                ""),
                        address(
                                8,
                                "192.0.2.8/24",
                                "dcim.interface",
                                "{\"device\": {\"id\": 7}}",
                                "",
                                "null",
                                "deprecated",
                                ""),
                        address(9, "192.0.2.10/24", "ipam.fhrpgroup", "{}", "", "null", "active", "")));
        tables.put(
                "ipam/prefixes/",
                List.of(
                        "{\"prefix\": \"192.0.2.0/24\", \"vrf\": null}",
                        "{\"prefix\": \"203.0.113.0/24\", \"vrf\": {\"name\": \"lab\"}}"));
        server.answers(exchange -> serve(new Asked(exchange, server), tables));

        var whole = whole(read());

        assertThat(whole.file().servers()).extracting(one -> one.id().text()).containsExactly("device-7", "vm-7");
        assertThat(whole.file().addressCount()).isEqualTo(3);
        var device = whole.file().servers().getFirst();
        assertThat(device.neverCut()).isTrue();
        assertThat(device.hostnames()).containsExactly("www.fern.example");
        assertThat(device.contacts()).isEmpty();
        assertThat(whole.file().servers().getLast())
                .extracting(Server::contacts)
                .isEqualTo(List.of(new Contact("Vera", "vera@fern.example", List.of(), Set.of(Role.OWNER))));
        assertThat(whole.file().customers().getFirst()).satisfies(fern -> {
            assertThat(fern.vip()).isTrue();
            assertThat(fern.language()).isEqualTo("de");
            assertThat(fern.zone()).hasToString("Europe/Berlin");
            assertThat(fern.contacts())
                    .containsExactly(
                            new Contact("Otto", "otto@fern.example", List.of(), Set.of(Role.OWNER)),
                            new Contact("Ida", "ida@fern.example", List.of("+442079460101"), Set.of(Role.ABUSE)));
        });
        assertThat(whole.file().customers()).extracting(Customer::name).containsExactly("Fern", "Moss");
        assertThat(whole.remarks())
                .contains(
                        "1 machines have no tenant and are left out",
                        "1 addresses are assigned to no machine",
                        "1 private addresses are left out",
                        "contact 3: The phone number \"ring twice\" must begin with + and the country code.",
                        "contact 4: the contact has no e-mail address and is left out")
                .anyMatch(remark -> remark.contains("192.0.2.9 (anycast) stands on several machines and is left out"));
    }

    @Test
    void machines_of_one_name_cannot_be_told_apart_and_the_known_one_stays() throws InterruptedException {
        var machine = "{\"id\": %d, \"name\": \"%s\", \"tenant\": {\"slug\": \"fern\"}, \"tags\": []}";
        Map<String, List<String>> tables = Map.of(
                "tenancy/tenants/",
                List.of("{\"id\": 4, \"slug\": \"fern\", \"name\": \"Fern\", \"tags\": [], \"custom_fields\": {}}"),
                "dcim/devices/",
                List.of(machine.formatted(1, "web"), machine.formatted(2, "db")),
                "virtualization/virtual-machines/",
                List.of(machine.formatted(1, "web")));
        server.answers(exchange -> serve(new Asked(exchange, server), tables));

        var whole = whole(read(named(settings(5000))));

        assertThat(whole.file().servers()).extracting(one -> one.id().text()).containsExactly("db");
        assertThat(whole.kept()).containsExactly("server web", "server web");
        assertThat(whole.remarks()).contains("device 1: its name stands there twice, and it is left out");
    }

    private static SourceSettings named(SourceSettings usual) {
        return TestSource.with(usual, Map.of("serverIds", "name"));
    }

    private static String assigned(String type, int object, int contact, String role, String priority) {
        return """
                {"object_type": "%s", "object_id": %d, "contact": {"id": %d}, "role": {"slug": "%s"}, "priority": {"value": "%s"}}""".formatted(type, object, contact, role, priority);
    }

    private static String address(
            int id, String address, String type, String object, String role, String vrf, String status, String name) {
        return """
                {"id": %d, "address": "%s", "vrf": %s, "status": {"value": "%s"}, "role": %s, "dns_name": "%s",
                 "assigned_object_type": "%s", "assigned_object": %s, "created": "2026-01-01"}""".formatted(
                        id,
                        address,
                        vrf,
                        status,
                        role.isEmpty() ? "null" : "{\"value\": \"" + role + "\"}",
                        name,
                        type,
                        object);
    }
}
