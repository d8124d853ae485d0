package duenotice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class InventoryCallsTest {
    private static final String MORE = """
            customers: [{id: thyme, name: Thyme, contacts: []}]
            servers: [{id: vm-thyme, customer: thyme, addresses: [{ip: 198.51.100.77, from: 2026-01-01T00:00:00Z}]}]
            """;

    @Test
    void a_file_is_looked_at_taken_and_undone() {
        try (var api = new ApiUnderTest()) {
            var seen = api.call(HttpMethod.POST, "lead", "/inventory/preview", "application/yaml", MORE, Map.of())
                    .is(200)
                    .json();
            assertThat(seen.get("summary").asString()).isEqualTo("2 added, 0 changed, 0 removed");
            assertThat(seen.get("changes").get(1).get("id").asString()).isEqualTo("vm-thyme");
            var before = api.get("lead", "/inventory/imports").is(200).json().size();

            api.call(HttpMethod.PUT, "lead", "/inventory", "application/yaml", MORE, Map.of())
                    .is(200);
            var imports = api.get("auditor", "/inventory/imports").is(200).json();
            assertThat(imports.size()).isEqualTo(before + 1);
            var last = imports.get(0);
            assertThat(last.get("mayBeUndone").asBoolean()).isTrue();
            assertThat(api.get("agent", "/inventory/imports/" + last.get("id").asString())
                            .is(200)
                            .json()
                            .get("added")
                            .asInt())
                    .isEqualTo(2);
            assertThat(api.get("agent", "/inventory/gaps")
                            .is(200)
                            .json()
                            .get("someServers")
                            .asString())
                    .contains("vm-thyme");

            api.post("agent", "/inventory/undo", "{\"reason\": \"wrong file\"}").refused(403, "lead");
            api.post("lead", "/inventory/undo", "{}").refused(422, "reason is missing");
            assertThat(api.post("lead", "/inventory/undo", "{\"reason\": \"wrong file\"}")
                            .is(200)
                            .json()
                            .get("summary")
                            .asString())
                    .isEqualTo("2 added, 0 changed, 0 removed");
            assertThat(api.get("lead", "/inventory/imports")
                            .is(200)
                            .json()
                            .get(0)
                            .get("kind")
                            .asString())
                    .isEqualTo("undo");

            assertThat(api.get("agent", "/inventory/sources").is(200).json().isEmpty())
                    .isTrue();
            api.post("lead", "/inventory/sources/netbox/preview", "").refused(404, "netbox");
            api.post("lead", "/inventory/sources/netbox/let-through", "{\"reason\": \"r\"}")
                    .refused(409, "netbox");
            api.call(
                            HttpMethod.POST,
                            "lead",
                            "/inventory/preview",
                            "application/yaml",
                            "servers:\n  - {id: x}\n",
                            Map.of())
                    .refused(422, "inventory.yaml:2");
        }
    }
}
