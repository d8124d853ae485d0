package duenotice.inventory.source;

import static duenotice.inventory.source.JsonApi.text;

import duenotice.inventory.Found;
import duenotice.inventory.Found.FoundAddress;
import duenotice.inventory.Found.FoundContact;
import duenotice.inventory.Found.FoundCustomer;
import duenotice.inventory.Found.FoundServer;
import duenotice.inventory.PhoneNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.parser.Parser;
import tools.jackson.databind.JsonNode;

/**
 * WHMCS' API: clients are customers, their services that run or are suspended are servers. HTTP says 200 of failures too:
 * {@code result} counts. Written from the public documentation.
 */
final class Whmcs {
    private static final int PAGE = 250;

    /** Of services that still hold their addresses. */
    private static final Set<String> LIVE = Set.of("active", "suspended");

    private static final Map<String, String> LANGUAGES = languages();

    private final SourceSettings settings;
    private final String secret;
    private final JsonApi api;
    private final String url;
    private final List<String> remarks = new ArrayList<>();

    Whmcs(SourceSettings settings, String secret, JsonApi api) {
        this.settings = settings;
        this.secret = secret;
        this.api = api;
        var base = settings.url().orElseThrow().toString().replaceAll("/+$", "");
        url = base.endsWith(".php") ? base : base + "/includes/api.php";
    }

    Found read() throws NoReading, InterruptedException {
        var services = all("GetClientsProducts", "products", "product").stream()
                .filter(one -> LIVE.contains(text(one, "status").toLowerCase(Locale.ROOT)))
                .toList();
        return new Found(
                settings.takesCustomers() ? customers(services) : List.of(),
                settings.takesServers() ? services.stream().map(this::server).toList() : List.of(),
                List.of(),
                List.of(),
                remarks);
    }

    // ---- pages

    private JsonNode call(String action, Map<String, String> more) throws NoReading, InterruptedException {
        var fields = new HashMap<>(more);
        fields.put("action", action);
        fields.put("identifier", settings.user().orElseThrow());
        fields.put("secret", secret);
        fields.put("responsetype", "json");
        var answer = api.postForm(url, fields);
        if (!text(answer, "result").equals("success")) {
            throw new NoReading(action + ": "
                    + JsonApi.bounded(
                            text(answer, "message").isEmpty() ? "the answer is none" : text(answer, "message")));
        }
        return answer;
    }

    private List<JsonNode> all(String action, String list, String item) throws NoReading, InterruptedException {
        var all = new ArrayList<JsonNode>();
        while (true) {
            var page = call(
                    action, Map.of("limitstart", Integer.toString(all.size()), "limitnum", Integer.toString(PAGE)));
            // an empty list may be an empty text: PHP
            var rows = page.path(list).path(item);
            var total = page.path("totalresults").asInt(-1);
            if (total < 0) {
                throw new NoReading(action + ": the answer does not say how many there are");
            }
            rows.forEach(all::add);
            if (all.size() >= total) {
                if (all.size() > total) {
                    throw new NoReading("%s: it has %d rows and gave %d".formatted(action, total, all.size()));
                }
                return all;
            }
            if (rows.isEmpty()) {
                throw new NoReading("%s: it has %d rows and gave %d".formatted(action, total, all.size()));
            }
        }
    }

    // ---- customers

    /** Those with a service; a client's telephone and language stand in his details only. */
    private List<FoundCustomer> customers(List<JsonNode> services) throws NoReading, InterruptedException {
        var clients = new LinkedHashSet<String>();
        services.forEach(service -> clients.add(text(service, "clientid")));
        var further = new HashMap<String, List<FoundContact>>();
        for (var contact : all("GetContacts", "contacts", "contact")) {
            further.computeIfAbsent(text(contact, "userid"), any -> new ArrayList<>())
                    .add(contact("contact " + text(contact, "id"), contact));
        }
        var customers = new ArrayList<FoundCustomer>();
        for (var client : all("GetClients", "clients", "client")) {
            var id = text(client, "id");
            if (clients.contains(id)) {
                var answer = call("GetClientsDetails", Map.of("clientid", id, "stats", "false"));
                var details = answer.path("client").isObject() ? answer.path("client") : answer;
                var contacts = new ArrayList<FoundContact>();
                contacts.add(contact("client " + id, details));
                contacts.addAll(further.getOrDefault(id, List.of()));
                customers.add(new FoundCustomer(
                        "client " + id,
                        settings.prefix() + "client-" + id,
                        name(details),
                        false,
                        Optional.ofNullable(LANGUAGES.get(language(text(details, "language")))),
                        Optional.empty(),
                        Optional.empty(),
                        contacts));
            }
        }
        return customers;
    }

    private static FoundContact contact(String where, JsonNode of) {
        return new FoundContact(where, person(of), text(of, "email"), List.of(phone(of)), Set.of());
    }

    private static String name(JsonNode client) {
        var company = plain(text(client, "companyname"));
        return company.isEmpty() ? person(client) : company;
    }

    private static String person(JsonNode of) {
        return (plain(text(of, "firstname")) + " " + plain(text(of, "lastname"))).strip();
    }

    /** Texts come with entities as on their pages. */
    private static String plain(String text) {
        return Parser.unescapeEntities(text, false)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }

    /** {@code +49.15112345678}: country code, dot, number; or as people write it in the country they have given. */
    private static String phone(JsonNode of) {
        var formatted = text(of, "phonenumberformatted");
        var country = text(of, "countrycode");
        return PhoneNumber.international(
                (formatted.startsWith("+") ? formatted : text(of, "phonenumber")).replace('.', ' '),
                country.isEmpty() ? text(of, "country") : country);
    }

    private static String language(String word) {
        var dash = word.indexOf('-');
        return (dash < 0 ? word : word.substring(0, dash)).toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> languages() {
        var languages = new LinkedHashMap<String, String>();
        for (var code : Locale.getISOLanguages()) {
            languages.putIfAbsent(
                    Locale.of(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
        }
        return Map.copyOf(languages);
    }

    // ---- servers

    /** Without an address of its own a service stands on a machine that others share. */
    private FoundServer server(JsonNode service) {
        var id = text(service, "id");
        var where = "service " + id;
        var own = new LinkedHashSet<String>();
        own.add(text(service, "dedicatedip"));
        // free text, usually an address a line
        own.addAll(Arrays.asList(text(service, "assignedips").split("[\\s,;]+")));
        own.removeIf(String::isBlank);
        var machine = text(service, "serverip");
        var shared = own.isEmpty() && !machine.isEmpty();
        var since = since(text(service, "regdate"));
        return new FoundServer(
                where,
                settings.prefix() + "service-" + id,
                settings.prefix() + "client-" + text(service, "clientid"),
                List.of(),
                shared,
                List.of(text(service, "domain")),
                false,
                (shared ? List.of(machine) : List.copyOf(own))
                        .stream().map(ip -> new FoundAddress(where, ip, since)).toList());
    }

    private static Optional<Instant> since(String day) {
        try {
            return day.startsWith("0000") || day.length() < 10
                    ? Optional.empty()
                    : Optional.of(
                            LocalDate.parse(day.substring(0, 10)).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }
}
