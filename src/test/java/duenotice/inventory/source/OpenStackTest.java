package duenotice.inventory.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.inventory.Contact;
import duenotice.inventory.Customer;
import duenotice.inventory.source.SourceSettings.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keystone 3, Nova 2.1 and Neutron 2.0, as their documentation describes them. */
class OpenStackTest extends SourceContract {
    private static final String TOKEN = "gAAAA-token";

    @Override
    Kind kind() {
        return Kind.OPENSTACK;
    }

    @Override
    void refuse(Asked asked) throws IOException {
        json(asked.exchange(), 401, "{\"error\": {\"code\": 401, \"title\": \"Unauthorized\"}}");
    }

    @Override
    void answer(Asked asked, int machines) throws IOException {
        var servers = new TreeMap<String, String>();
        var ports = new TreeMap<String, String>();
        for (var number = 0; number < machines; number++) {
            var id = "%04d".formatted(number);
            servers.put(id, """
                    {"id": "s%s", "name": "web", "tenant_id": "p1", "status": "ACTIVE", "metadata": {}, "created": "2026-01-01T00:00:00Z"}""".formatted(id));
            ports.put(id, """
                    {"id": "n%s", "device_id": "s%s", "device_owner": "compute:nova", "created_at": "2026-01-01T00:00:00Z",
                     "fixed_ips": [{"subnet_id": "x", "ip_address": "%s"}]}""".formatted(id, id, ip(number)));
        }
        serve(asked, servers, ports, new TreeMap<>());
    }

    private void serve(
            Asked asked,
            SortedMap<String, String> servers,
            SortedMap<String, String> ports,
            SortedMap<String, String> floating)
            throws IOException {
        var path = asked.path();
        if (path.equals("/v3/auth/tokens")) {
            if (!asked.body().contains('"' + SECRET + '"')) {
                refuse(asked);
                return;
            }
            asked.exchange().getResponseHeaders().set("X-Subject-Token", TOKEN);
            json(asked.exchange(), 201, """
                    {"token": {"expires_at": "2026-03-10T13:00:00Z", "catalog": [
                      {"type": "compute", "endpoints": [
                        {"interface": "internal", "region": "one", "url": "http://127.0.0.1:1/v2.1"},
                        {"interface": "public", "region": "one", "url": "%s"}]},
                      {"type": "network", "endpoints": [{"interface": "public", "region": "one", "url": "%s"}]}]}}""".formatted(server.uri("/compute/v2.1"), server.uri("/network/")));
            return;
        }
        if (!asked.header("X-Auth-Token").equals(TOKEN)) {
            refuse(asked);
            return;
        }
        switch (path) {
            case "/v3/projects" -> json(asked.exchange(), 200, """
                        {"projects": [{"id": "p1", "name": "Fern", "is_domain": false}, {"id": "d1", "name": "Default", "is_domain": true}], "links": {"next": null}}""");
            case "/v3/users" -> json(asked.exchange(), 200, """
                        {"users": [{"id": "u1", "name": "ida", "email": "ida@fern.example", "enabled": true}], "links": {"next": null}}""");
            case "/v3/role_assignments" -> json(asked.exchange(), 200, """
                        {"role_assignments": [{"scope": {"project": {"id": "p1"}}, "user": {"id": "u1"}, "role": {"id": "r"}},
                          {"scope": {"project": {"id": "p1"}}, "user": {"id": "u1"}, "role": {"id": "other"}},
                          {"scope": {"system": {"all": true}}, "user": {"id": "u1"}, "role": {"id": "r"}}], "links": {"next": null}}""");
            case "/compute/v2.1/servers/detail" -> page(asked, "servers", servers, "s");
            case "/network/v2.0/ports" -> page(asked, "ports", ports, "n");
            case "/network/v2.0/floatingips" -> page(asked, "floatingips", floating, "f");
            default -> json(asked.exchange(), 404, "{}");
        }
    }

    private static void page(Asked asked, String name, SortedMap<String, String> rows, String letter)
            throws IOException {
        var marker = asked.parameters().getOrDefault("marker", "");
        var rest = marker.isEmpty() ? rows : rows.tailMap(marker.substring(letter.length()) + "\0");
        var limit = Math.min(PAGE, asked.number("limit", PAGE));
        var some = new ArrayList<>(rest.values()).subList(0, Math.min(limit, rest.size()));
        json(
                asked.exchange(),
                200,
                "{\"%s\": [%s]%s}"
                        .formatted(
                                name,
                                String.join(",", some),
                                rest.size() > some.size()
                                        ? ", \"" + name
                                                + "_links\": [{\"rel\": \"next\", \"href\": \"http://inner.example/\"}]"
                                        : ""));
    }

    @Test
    void floating_addresses_lead_to_the_server_of_their_port_and_private_ones_are_left_out()
            throws InterruptedException {
        var servers = new TreeMap<>(Map.of("1", """
                {"id": "s1", "tenant_id": "p1", "metadata": {"never-cut": "true"}}"""));
        var ports = new TreeMap<>(Map.of(
                "1", """
                {"id": "n1", "device_id": "s1", "device_owner": "compute:nova", "fixed_ips": [{"ip_address": "10.0.0.7"}, {"ip_address": "2001:db8::7"}]}""",
                "2", """
                {"id": "n2", "device_id": "r1", "device_owner": "network:router_gateway", "fixed_ips": [{"ip_address": "203.0.113.1"}]}"""));
        var floating = new TreeMap<>(Map.of(
                "1", """
                {"id": "f1", "floating_ip_address": "203.0.113.7", "port_id": "n1", "updated_at": "2026-02-01T00:00:00Z"}""",
                "2", """
                {"id": "f2", "floating_ip_address": "203.0.113.8", "port_id": null}"""));
        server.answers(exchange -> serve(new Asked(exchange, server), servers, ports, floating));
        var whole = whole(read());
        assertThat(whole.file().servers()).singleElement().satisfies(one -> {
            assertThat(one.id()).hasToString("s1");
            assertThat(one.neverCut()).isTrue();
        });
        assertThat(whole.file().addressCount()).isEqualTo(2);
        assertThat(whole.remarks()).containsExactly("1 private addresses are left out");
        assertThat(whole.file().customers()).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo("Fern");
            assertThat(one.contacts()).extracting(Contact::email).containsExactly("ida@fern.example");
        });
    }

    @Test
    void a_list_of_projects_in_pages_is_read_whole_and_one_that_is_cut_short_not_at_all() throws InterruptedException {
        server.answers(exchange -> {
            var asked = new Asked(exchange, server);
            if (!asked.path().equals("/v3/projects")) {
                answer(asked, 1);
            } else if (asked.parameters().containsKey("page")) {
                json(
                        exchange,
                        200,
                        "{\"projects\": [{\"id\": \"p2\", \"name\": \"Moss\"}], \"links\": {\"next\": null}}");
            } else {
                json(exchange, 200, """
                        {"projects": [{"id": "p1", "name": "Fern"}], "links": {"next": "%s"}}""".formatted(server.uri("/v3/projects?page=2")));
            }
        });
        assertThat(whole(read()).file().customers()).extracting(Customer::name).containsExactly("Fern", "Moss");

        server.answers(exchange -> {
            var asked = new Asked(exchange, server);
            if (asked.path().equals("/v3/projects")) {
                json(exchange, 200, "{\"projects\": [{\"id\": \"p1\", \"name\": \"Fern\"}], \"truncated\": true}");
            } else {
                answer(asked, 1);
            }
        });
        assertThat(trouble(read()).reason()).contains("cuts its list of projects short");
    }

    @Test
    void a_password_is_sent_with_its_project_and_an_application_credential_without() throws InterruptedException {
        holds(1);
        read();
        assertThat(server.requests().getFirst().body()).isEqualTo("""
                        {"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"desk","secret":"s3cret-of-the-source"}}}}""");
        read(TestSource.with(settings(100), Map.of("project", Optional.of("admin"), "region", Optional.of("one"))));
        assertThat(server.requests().stream()
                        .filter(one -> one.path().endsWith("tokens"))
                        .toList()
                        .getLast()
                        .body())
                .isEqualTo("""
                        {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"desk","password":"s3cret-of-the-source","domain":{"name":"Default"}}}},"scope":{"project":{"name":"admin","domain":{"name":"Default"}}}}}""");
    }

    @ParameterizedTest
    @CsvSource({
        "https://keystone.example/v3, https://nova.example/v2.1/, https://nova.example/v2.1",
        "https://keystone.example/v3, http://nova.example/v2.1,",
        "https://keystone.example/v3, HTTP://nova.example/v2.1,",
        "https://keystone.example/v3, nova.example/v2.1,",
        "https://keystone.example/v3, ftp://nova.example/,",
        "https://keystone.example/v3, '',",
        "http://127.0.0.1:5000/v3, http://127.0.0.1:8774/v2.1//, http://127.0.0.1:8774/v2.1",
        "http://127.0.0.1:5000/v3, https://nova.example/v2.1, https://nova.example/v2.1",
        "http://127.0.0.1:5000/v3, file:///etc/passwd,"
    })
    void the_token_goes_nowhere_in_the_open_where_keystone_was_asked_safely(
            URI keystone, String named, @Nullable String asked) throws NoReading {
        if (asked == null) {
            assertThatThrownBy(() -> OpenStack.guarded(keystone, named))
                    .isInstanceOf(NoReading.class)
                    .hasMessage("the catalog names an endpoint without https: " + named);
        } else {
            assertThat(OpenStack.guarded(keystone, named)).isEqualTo(asked);
        }
    }
}
