package duenotice.inventory.source;

import static duenotice.inventory.source.JsonApi.text;

import duenotice.inventory.Found;
import duenotice.inventory.Found.FoundAddress;
import duenotice.inventory.Found.FoundContact;
import duenotice.inventory.Found.FoundCustomer;
import duenotice.inventory.Found.FoundServer;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenStack: Keystone's projects are customers and their users the contacts, Nova's servers stand at the addresses of their
 * Neutron ports and the floating addresses that lead there. Needs a reader's role over all projects. Written from the
 * public documentation.
 */
final class OpenStack {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 500;

    private final SourceSettings settings;
    private final String secret;
    private final JsonApi api;
    private final String identity;
    private final List<String> remarks = new ArrayList<>();
    private Map<String, String> headers = Map.of();

    OpenStack(SourceSettings settings, String secret, JsonApi api) {
        this.settings = settings;
        this.secret = secret;
        this.api = api;
        identity = withVersion(settings.url().orElseThrow().toString(), "/v3");
    }

    Found read() throws NoReading, InterruptedException {
        var said = api.post(identity + "/auth/tokens", login(), Map.of());
        var token = said.header().apply("X-Subject-Token");
        var catalog = said.json().path("token").path("catalog");
        if (token.isEmpty() || !catalog.isArray()) {
            throw new NoReading("Keystone gave no token with a catalog of services");
        }
        headers = Map.of("X-Auth-Token", token);
        var customers = settings.takesCustomers() ? customers() : List.<FoundCustomer>of();
        var servers = settings.takesServers()
                ? servers(endpoint(catalog, "compute"), withVersion(endpoint(catalog, "network"), "/v2.0"))
                : List.<FoundServer>of();
        return new Found(customers, servers, List.of(), List.of(), remarks);
    }

    // ---- Keystone

    /** With a project by password; without one the user is the id of an application credential. */
    private JsonNode login() {
        var body = JSON.createObjectNode();
        var auth = body.putObject("auth");
        var way = auth.putObject("identity");
        if (settings.project().isEmpty()) {
            way.putArray("methods").add("application_credential");
            way.putObject("application_credential")
                    .put("id", settings.user().orElseThrow())
                    .put("secret", secret);
            return body;
        }
        way.putArray("methods").add("password");
        var user = way.putObject("password").putObject("user");
        user.put("name", settings.user().orElseThrow()).put("password", secret);
        user.putObject("domain").put("name", settings.domain());
        var project = auth.putObject("scope").putObject("project");
        project.put("name", settings.project().get());
        project.putObject("domain").put("name", settings.domain());
        return body;
    }

    private String endpoint(JsonNode catalog, String type) throws NoReading {
        for (var service : catalog) {
            if (!text(service, "type").equals(type)) {
                continue;
            }
            for (var endpoint : service.path("endpoints")) {
                var here = settings.region()
                        .map(region ->
                                region.equals(text(endpoint, "region")) || region.equals(text(endpoint, "region_id")))
                        .orElse(true);
                if (here && text(endpoint, "interface").equals(settings.endpoints())) {
                    return guarded(text(endpoint, "url"));
                }
            }
        }
        throw new NoReading("the catalog has no " + settings.endpoints() + " endpoint of " + type
                + settings.region().map(region -> " in region " + region).orElse(""));
    }

    /** The token goes there: never in the open where Keystone itself was asked safely. */
    private String guarded(String url) throws NoReading {
        return guarded(settings.url().orElseThrow(), url);
    }

    static String guarded(URI keystone, String url) throws NoReading {
        var safe = "https".equals(keystone.getScheme());
        if (url.startsWith("https://") || !safe && url.startsWith("http://")) {
            return url.replaceAll("/+$", "");
        }
        throw new NoReading("the catalog names an endpoint without https: " + JsonApi.bounded(url));
    }

    private static String withVersion(String url, String version) {
        var plain = url.replaceAll("/+$", "");
        return plain.endsWith(version) ? plain : plain + version;
    }

    private List<FoundCustomer> customers() throws NoReading, InterruptedException {
        var contacts = contacts();
        var customers = new ArrayList<FoundCustomer>();
        for (var project : list(identity + "/projects", "projects")) {
            if (!project.path("is_domain").asBoolean(false)) {
                var id = text(project, "id");
                customers.add(new FoundCustomer(
                        "project " + id,
                        settings.prefix() + id,
                        text(project, "name"),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        contacts.getOrDefault(id, List.of())));
            }
        }
        return customers;
    }

    /** Users with a role on the project; many clouds keep no addresses of them, and some let nobody look. */
    private Map<String, List<FoundContact>> contacts() throws NoReading, InterruptedException {
        var contacts = new HashMap<String, List<FoundContact>>();
        List<JsonNode> users;
        List<JsonNode> assignments;
        try {
            users = list(identity + "/users", "users");
            assignments = list(identity + "/role_assignments", "role_assignments");
        } catch (NoReading refused) {
            if (!refused.trouble().isStatus(403)) {
                throw refused;
            }
            remarks.add("Keystone shows no users (HTTP 403): projects have no contacts from here");
            return contacts;
        }
        var byId = new LinkedHashMap<String, JsonNode>();
        users.forEach(user -> byId.put(text(user, "id"), user));
        var withoutEmail = new LinkedHashSet<String>();
        var seen = new LinkedHashSet<String>();
        for (var one : assignments) {
            var project = text(one.path("scope").path("project"), "id");
            var user = byId.get(text(one.path("user"), "id"));
            if (project.isEmpty() || user == null || !user.path("enabled").asBoolean(true)) {
                continue;
            }
            if (text(user, "email").isEmpty()) {
                withoutEmail.add(text(user, "id"));
            } else if (seen.add(project + " " + text(user, "id"))) {
                contacts.computeIfAbsent(project, any -> new ArrayList<>())
                        .add(new FoundContact(
                                "user " + text(user, "id"),
                                text(user, "name"),
                                text(user, "email"),
                                List.of(),
                                Set.of()));
            }
        }
        if (!withoutEmail.isEmpty()) {
            remarks.add(withoutEmail.size() + " users of projects have no e-mail address and are left out");
        }
        return contacts;
    }

    /** Keystone gives its lists whole, with a link to the next page where a driver parts them. */
    private List<JsonNode> list(String url, String name) throws NoReading, InterruptedException {
        var all = new ArrayList<JsonNode>();
        for (var next = url; !next.isEmpty(); ) {
            var page = api.get(next, headers);
            if (!page.path(name).isArray()) {
                throw new NoReading("Keystone's answer holds no " + name);
            }
            if (page.path("truncated").asBoolean(false)) {
                throw new NoReading("Keystone cuts its list of " + name + " short (list_limit)");
            }
            page.path(name).forEach(all::add);
            next = text(page.path("links"), "next");
            if (!next.isEmpty()) {
                next = guarded(next);
            }
        }
        return all;
    }

    // ---- Nova and Neutron

    private List<FoundServer> servers(String compute, String network) throws NoReading, InterruptedException {
        var machines = paged(compute + "/servers/detail?all_tenants=1&", "servers");
        var ports = paged(network + "/ports?", "ports");
        var floating = paged(network + "/floatingips?", "floatingips");
        var ofServer = new HashMap<String, List<FoundAddress>>();
        var serverOfPort = new HashMap<String, String>();
        for (var port : ports) {
            if (!text(port, "device_owner").startsWith("compute:")) {
                continue;
            }
            var server = text(port, "device_id");
            serverOfPort.put(text(port, "id"), server);
            for (var fixed : port.path("fixed_ips")) {
                ofServer.computeIfAbsent(server, any -> new ArrayList<>())
                        .add(new FoundAddress(
                                "port " + text(port, "id"),
                                text(fixed, "ip_address"),
                                instant(text(port, "created_at"))));
            }
        }
        for (var one : floating) {
            var server = serverOfPort.get(text(one, "port_id"));
            if (server != null) {
                ofServer.computeIfAbsent(server, any -> new ArrayList<>())
                        .add(new FoundAddress(
                                "floating address " + text(one, "id"),
                                text(one, "floating_ip_address"),
                                // it may have led elsewhere before it was last changed
                                instant(text(one, "updated_at"))));
            }
        }
        var servers = new ArrayList<FoundServer>();
        for (var machine : machines) {
            var id = text(machine, "id");
            var metadata = machine.path("metadata");
            servers.add(new FoundServer(
                    "server " + id,
                    settings.prefix() + id,
                    settings.prefix() + text(machine, "tenant_id"),
                    List.of(),
                    false,
                    List.of(),
                    text(metadata, "never-cut").equals("true"),
                    ofServer.getOrDefault(id, List.of())));
        }
        return servers;
    }

    /** By the last id of the page before, as long as there is a link to the next. */
    private List<JsonNode> paged(String url, String name) throws NoReading, InterruptedException {
        var all = new ArrayList<JsonNode>();
        var seen = new LinkedHashSet<String>();
        var marker = "";
        while (true) {
            var page = api.get(
                    url + "limit=" + PAGE + (marker.isEmpty() ? "" : "&marker=" + JsonApi.encoded(marker)), headers);
            var rows = page.path(name);
            if (!rows.isArray()) {
                throw new NoReading("the answer holds no " + name);
            }
            for (var row : rows) {
                if (!seen.add(text(row, "id"))) {
                    throw new NoReading("the list of " + name + " comes round again");
                }
                all.add(row);
                marker = text(row, "id");
            }
            if (!hasNext(page.path(name + "_links"))) {
                return all;
            }
            if (rows.isEmpty()) {
                throw new NoReading("a page of " + name + " is empty, and more are to come");
            }
        }
    }

    private static boolean hasNext(JsonNode links) {
        for (var link : links) {
            if (text(link, "rel").equals("next")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
