package duenotice.inventory.source;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.inventory.Contact;
import duenotice.inventory.Role;
import duenotice.inventory.source.SourceSettings.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** WHMCS' API, as its documentation of version 8 describes it. */
class WhmcsTest extends SourceContract {
    private static final String CLIENT = """
            {"id": 17, "firstname": "Ida", "lastname": "F&uuml;rn", "companyname": "Fern &amp; Sons", "email": "ida@fern.example", "status": "Active"}""";

    @Override
    Kind kind() {
        return Kind.WHMCS;
    }

    /** HTTP says 200 all the same. */
    @Override
    void refuse(Asked asked) throws IOException {
        json(asked.exchange(), 200, "{\"result\": \"error\", \"message\": \"Authentication Failed\"}");
    }

    @Override
    void answer(Asked asked, int machines) throws IOException {
        var products = new ArrayList<String>();
        for (var number = 0; number < machines; number++) {
            products.add("""
                    {"id": "%d", "clientid": 17, "regdate": "2026-01-01", "domain": "host%d.fern.example", "dedicatedip": "%s", "assignedips": "",
                     "serverip": "203.0.113.1", "status": "Active"}""".formatted(number, number, ip(number)));
        }
        serve(asked, products, List.of());
    }

    private void serve(Asked asked, List<String> products, List<String> contacts) throws IOException {
        var parameters = asked.parameters();
        if (!SECRET.equals(parameters.get("secret")) || !"desk".equals(parameters.get("identifier"))) {
            refuse(asked);
            return;
        }
        switch (String.valueOf(parameters.get("action"))) {
            case "GetClientsProducts" -> page(asked, "products", "product", products);
            case "GetClients" -> page(asked, "clients", "client", List.of(CLIENT, CLIENT.replace("17", "18")));
            case "GetContacts" -> page(asked, "contacts", "contact", contacts);
            case "GetClientsDetails" -> json(asked.exchange(), 200, """
                        {"result": "success", "userid": 17, "client": {"id": 17, "firstname": "Ida", "lastname": "F&uuml;rn",
                          "companyname": "Fern &amp; Sons", "email": "ida@fern.example", "language": "german",
                          "phonenumber": "030 23125111", "phonenumberformatted": "+49.3023125111"}}""");
            default -> json(asked.exchange(), 200, "{\"result\": \"error\", \"message\": \"Command Not Found\"}");
        }
    }

    private static void page(Asked asked, String list, String item, List<String> rows) throws IOException {
        var start = asked.number("limitstart", 0);
        var end = Math.min(rows.size(), start + Math.min(PAGE, asked.number("limitnum", 25)));
        json(asked.exchange(), 200, """
                {"result": "success", "totalresults": %d, "startnumber": %d, "numreturned": %d, "%s": %s}""".formatted(
                rows.size(),
                start,
                end - start,
                list,
                rows.isEmpty() ? "\"\"" : "{\"" + item + "\": [" + String.join(",", rows.subList(start, end)) + "]}"));
    }

    @Test
    void services_that_live_are_servers_and_those_without_an_address_stand_on_a_shared_one()
            throws InterruptedException {
        var products = List.of(
                "{\"id\": 1, \"clientid\": 17, \"domain\": \"vps.fern.example\", \"dedicatedip\": \"192.0.2.1\", \"assignedips\": \"192.0.2.2\\r\\n2001:db8::2\\nask Bob\", \"status\": \"Active\", \"regdate\": \"0000-00-00\"}",
                "{\"id\": 2, \"clientid\": 17, \"domain\": \"shop.example\", \"dedicatedip\": \"\", \"assignedips\": \"\", \"serverip\": \"203.0.113.9\", \"status\": \"Suspended\", \"regdate\": \"2026-02-01\"}",
                "{\"id\": 3, \"clientid\": 17, \"domain\": \"blog.example\", \"dedicatedip\": \"\", \"assignedips\": \"\", \"serverip\": \"203.0.113.9\", \"status\": \"Active\", \"regdate\": \"2026-02-01\"}",
                "{\"id\": 4, \"clientid\": 18, \"domain\": \"old.example\", \"dedicatedip\": \"192.0.2.1\", \"status\": \"Terminated\"}");
        var contacts = List.of(
                "{\"id\": 5, \"userid\": 17, \"firstname\": \"Otto\", \"lastname\": \"Ops\", \"email\": \"ops@fern.example\", \"phonenumber\": \"020 7946 0102\", \"country\": \"GB\"}");
        server.answers(exchange -> serve(new Asked(exchange, server), products, contacts));
        var whole = whole(read());
        assertThat(whole.file().servers())
                .extracting(one -> one.id().text())
                .containsExactly("service-1", "service-2", "service-3");
        assertThat(whole.file().servers()).extracting(one -> one.shared()).containsExactly(false, true, true);
        assertThat(whole.file().addressCount()).isEqualTo(5);
        assertThat(whole.remarks())
                .contains("service 1: \"ask\" is no address or prefix (bits behind the prefix length must be zero).");
        assertThat(whole.file().customers()).singleElement().satisfies(customer -> {
            assertThat(customer.id()).hasToString("client-17");
            assertThat(customer.name()).isEqualTo("Fern & Sons");
            assertThat(customer.language()).isEqualTo("de");
            assertThat(customer.contacts())
                    .containsExactly(
                            new Contact(
                                    "Ida Fürn", "ida@fern.example", List.of("+493023125111"), Set.of(Role.values())),
                            new Contact(
                                    "Otto Ops", "ops@fern.example", List.of("+442079460102"), Set.of(Role.values())));
        });
    }
}
