package duenotice.inventory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryFileTest {

    @Test
    void a_file_with_every_key_is_read() {
        var file = yaml("""
                customers:
                  - id: fern
                    name: Fern & Sons
                    language: de-AT
                    timezone: Europe/Vienna
                    vip: true
                    policy: power-off
                    reseller: moss
                    copy-end-customer: true
                    brand: second
                    contacts:
                      - name: Ida
                        email: Ida@FERN.example
                        phones: [+49 30 23125-111, "+493023125111", "+442079460101"]
                        roles: [owner]
                servers:
                  - id: vm-1
                    customer: fern
                    contacts: [{name: Vm, email: vm@fern.example}]
                    shared: true
                    hostnames: [WWW.Fern.example., bücher.example]
                    never-cut: yes
                    console: https://console.example/vm-1
                    addresses:
                      - ip: 2001:DB8:0::10
                        from: 2026-01-01T01:00:00+01:00
                        until: 2026-02-01T00:00:00Z
                reporters:
                  - match: Trusted.example
                    trusted: true
                    source: blocklist
                """);
        assertThat(file.customers())
                .containsExactly(new Customer(
                        new CustomerId("fern"),
                        "Fern & Sons",
                        "de-AT",
                        ZoneId.of("Europe/Vienna"),
                        true,
                        Optional.of("power-off"),
                        Optional.of(new CustomerId("moss")),
                        true,
                        "second",
                        List.of(new Contact(
                                "Ida",
                                "Ida@fern.example",
                                List.of("+493023125111", "+442079460101"),
                                Set.of(Role.OWNER)))));
        assertThat(file.servers())
                .containsExactly(new Server(
                        new ServerId("vm-1"),
                        new CustomerId("fern"),
                        List.of(new Contact("Vm", "vm@fern.example", List.of(), Set.of(Role.ABUSE, Role.OWNER))),
                        true,
                        List.of("www.fern.example", "xn--bcher-kva.example"),
                        true,
                        Optional.of(URI.create("https://console.example/vm-1")),
                        List.of(new Assignment(
                                Prefix.of("2001:db8::10"),
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Optional.of(Instant.parse("2026-02-01T00:00:00Z"))))));
        assertThat(file.reporters())
                .containsExactly(new Reporter("trusted.example", true, Optional.of(SourceType.BLOCKLIST)));
    }

    @Test
    void a_file_with_the_required_keys_alone_gets_the_defaults() {
        var file = yaml("""
                customers:
                  - id: 42
                    name: Fern
                    contacts: []
                servers:
                  - id: 7
                    customer: 42
                    addresses: [{ip: 192.0.2.0/28, from: 2026-01-01T00:00:00Z, until: null}]
                """);
        assertThat(file.customers())
                .containsExactly(new Customer(
                        new CustomerId("42"),
                        "Fern",
                        "en",
                        ZoneId.of("UTC"),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "default",
                        List.of()));
        assertThat(file.servers().getFirst().addresses().getFirst().until()).isEmpty();
    }

    @Test
    void json_is_read_as_yaml() {
        var file = yaml("""
                {"customers": [{"id": "fern", "name": "F\\u00e4rn \\/ Sons", "vip": false, "reseller": null,
                  "contacts": [{"name": "Ida", "email": "ida@fern.example", "phones": []}]}],
                 "servers": []}
                """);
        assertThat(file.customers().getFirst().name()).isEqualTo("Färn / Sons");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id: a b                                | 2 | The id "a b" must begin with a letter or digit
            id: <script>                           | 2 | The id "<script>" must begin with a letter or digit
            id: []                                 | 2 | The key id must hold a single value.
            id:                                    | 2 | The key id is missing in a customer.
            name: "a\\nb"                          | 3 | The name "a?b" must have 1 to 200 characters on one line.
            name: ''                               | 3 | The name "" must have 1 to 200 characters on one line.
            language: english                      | 4 | "english" is no BCP 47 language tag
            language: e                            | 4 | "e" is no BCP 47 language tag
            language: qq                           | 4 | "qq" is no BCP 47 language tag
            timezone: Mars/Olympus                 | 5 | "Mars/Olympus" is no time zone
            vip: maybe                             | 6 | "maybe" must be true or false.
            policy: Network Off                    | 7 | "Network Off" must be a word
            reseller: fern                         | 2 | The customer fern is named as its own reseller.
            copy-end-customer: 1                   | 9 | "1" must be true or false.
            brand: "?"                             | 10 | "?" must be a word
            colour: green                          | 15 | The key "colour" is unknown in a customer; there are brand, contacts
            contacts: ida                          | 11 | The key contacts must hold a list.
            contacts: [ida]                        | 11 | Here must stand a contact with its keys.
            contacts:                              | 2 | The key contacts is missing in a customer
            contact-name:                          | 12 | The key name is missing in a contact.
            email:                                 | 12 | The key email is missing in a contact.
            email: ida                             | 13 | "ida" is no e-mail address.
            email: ida@localhost                   | 13 | "ida@localhost" is no e-mail address.
            email: "ida@a..example"                | 13 | "ida@a..example" is no e-mail address.
            email: "i da@fern.example"             | 13 | "i da@fern.example" is no e-mail address.
            email: "x@fern.example\\r\\nBcc: y@z.example" | 13 | is no e-mail address.
            phones: ["030 23125111"]               | 14 | The phone number "030 23125111" must begin with + and the country code.
            phones: ["112"]                        | 14 | The phone number "112" must begin with + and the country code.
            phones: ["+99912345678"]               | 14 | The phone number "+99912345678" cannot be read
            phones: [null]                         | 14 | An entry of phones is empty.
            roles: [boss]                          | 14 | The role "boss" is unknown; there are abuse, owner.
            roles: []                              | 12 | A contact needs at least one role, abuse or owner.
            """)
    void a_wrong_value_of_a_customer_is_refused_with_its_line(String change, int line, String reason) {
        var lines = new LinkedHashMap<String, String>();
        lines.put("customers:", "");
        lines.put("id", "  - id: fern");
        lines.put("name", "    name: Fern");
        lines.put("language", "    language: en");
        lines.put("timezone", "    timezone: UTC");
        lines.put("vip", "    vip: false");
        lines.put("policy", "    policy: network-off");
        lines.put("reseller", "    reseller: null");
        lines.put("copy-end-customer", "    copy-end-customer: false");
        lines.put("brand", "    brand: default");
        lines.put("contacts", "    contacts:");
        lines.put("contact-name", "      - name: Ida");
        lines.put("email", "        email: ida@fern.example");
        lines.put("phones", "        phones: []");
        var key = change.substring(0, change.indexOf(':'));
        if (key.equals("contacts")) {
            lines.keySet().removeAll(Set.of("contact-name", "email", "phones"));
        }
        if (key.equals("roles")) {
            lines.put("phones", "        " + change);
        } else if (key.equals("contact-name")) {
            lines.put("contact-name", "      - name:");
        } else {
            lines.put(
                    key,
                    (key.equals("id") ? "  - " : key.equals("email") || key.equals("phones") ? "        " : "    ")
                            + change);
        }
        var text = "customers:\n"
                + lines.entrySet().stream().skip(1).map(Map.Entry::getValue).collect(Collectors.joining("\n"));
        assertThat(refusal(text)).anySatisfy(defect -> {
            assertThat(defect.reason()).contains(reason).endsWith(".").doesNotContain("\n");
            assertThat(defect.line()).isEqualTo(line);
            assertThat(defect.file()).isEqualTo("provider.yaml");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {customer: fern}                                              | The key id is missing in a server.
            {id: vm-1}                                                    | The key customer is missing in a server.
            {id: vm-1, customer: fern, ram: 4}                            | The key "ram" is unknown in a server
            {id: vm-1, customer: fern, shared: perhaps}                   | "perhaps" must be true or false.
            {id: vm-1, customer: fern, never-cut: perhaps}                | "perhaps" must be true or false.
            {id: vm-1, customer: fern, hostnames: ['a b']}                | "a b" is no host name.
            {id: vm-1, customer: fern, hostnames: [{a: b}]}               | The key hostnames must hold a single value.
            {id: vm-1, customer: fern, console: 'javascript:alert(1)'}    | "javascript:alert(1)" is no web address
            {id: vm-1, customer: fern, console: 'https://a b'}            | "https://a b" is no web address
            {id: vm-1, customer: fern, addresses: {}}                     | The key addresses must hold a list.
            {id: vm-1, customer: fern, addresses: [192.0.2.1]}            | Here must stand an address with its keys.
            {id: vm-1, customer: fern, addresses: [{from: 2026-01-01T00:00:00Z}]}                      | The key ip is missing in an address.
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1}]}                                   | The key from is missing in an address.
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01T00:00:00Z, to: x}]} | The key "to" is unknown in an address
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.999, from: 2026-01-01T00:00:00Z}]}     | "192.0.2.999" is no address or prefix
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1/24, from: 2026-01-01T00:00:00Z}]}    | "192.0.2.1/24" is no address or prefix
            {id: vm-1, customer: fern, addresses: [{ip: 0.0.0.0/0, from: 2026-01-01T00:00:00Z}]}       | 0.0.0.0/0 is too wide for one server.
            {id: vm-1, customer: fern, addresses: [{ip: '::/0', from: 2026-01-01T00:00:00Z}]}          | ::/0 is too wide for one server.
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01}]}                 | "2026-01-01" is no instant
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: '2026-01-01T00:00:00'}]}      | "2026-01-01T00:00:00" is no instant
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: '2026-02-30T00:00:00Z'}]}     | "2026-02-30T00:00:00Z" is no instant
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01T00:00:00Z, until: soon}]} | "soon" is no instant
            {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01T00:00:00Z, until: 2026-01-01T00:00:00Z}]} | The address 192.0.2.1 ends before or when it begins.
            """)
    void a_wrong_value_of_a_server_is_refused_with_its_line(String server, String reason) {
        assertThat(refusal("servers:\n\n  - " + server)).anySatisfy(defect -> {
            assertThat(defect.reason()).contains(reason).endsWith(".");
            assertThat(defect.line()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {trusted: true}                      | The key match is missing in a reporter.
            {match: 'a b'}                       | "a b" is neither a domain nor the name of an API key.
            {match: a.example, trusted: 2}       | "2" must be true or false.
            {match: a.example, source: rumour}   | The source "rumour" is unknown; there are feedback-loop, blocklist
            {match: a.example, score: 3}         | The key "score" is unknown in a reporter
            """)
    void a_wrong_value_of_a_reporter_is_refused_with_its_line(String reporter, String reason) {
        assertThat(refusal("reporters:\n  - " + reporter)).anySatisfy(defect -> {
            assertThat(defect.reason()).contains(reason).endsWith(".");
            assertThat(defect.line()).isEqualTo(2);
        });
    }

    @Test
    void what_is_longer_than_any_domain_is_refused_in_any_script() {
        assertThat(refusal("reporters:\n  - {match: '" + "\u00e4".repeat(2_000) + "'}"))
                .anySatisfy(defect -> assertThat(defect.reason()).contains("neither a domain nor"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            |1|The file lists neither customers nor servers nor reporters.
            # nothing|1|Here must stand an inventory with its keys.
            - id: fern|1|Here must stand an inventory with its keys.
            machines: []|1|The key "machines" is unknown in an inventory; there are customers, reporters, servers.
            customers: [|2|This is no YAML:
            customers: {fern: x}|1|The key customers must hold a list.
            customers: [{id: a, id: b}]|1|The key "id" stands here a second time.
            servers: []~---~servers: []|3|A second YAML document begins here
            servers: [*nobody]|1|The alias *nobody names no finished part above.
            servers: &all [*all]|1|The alias *all names no finished part above.
            ? [a]~: b|1|A key must be a plain word.
            """)
    void a_file_of_the_wrong_shape_is_refused(String text, int line, String reason) {
        var lines = text == null ? "servers:\n" : text.replace("~", "\n") + "\n";
        assertThat(refusal(lines)).anySatisfy(defect -> {
            assertThat(defect.reason()).contains(reason);
            assertThat(defect.line()).isEqualTo(line);
        });
    }

    @Test
    void all_defects_are_reported_at_once() {
        assertThat(refusal("""
                customers:
                  - id: fern
                    name: Fern
                    contacts: [{name: Ida, email: ida}]
                  - id: fern
                    name: Fern
                    contacts: [{name: Ida, email: a@fern.example}, {name: Ida, email: b@fern.example}]
                servers:
                  - id: vm-1
                    customer: fern
                  - id: vm-1
                    customer: fern
                reporters: [{match: a.example}, {match: A.example}]
                """))
                .extracting(Defect::line, Defect::reason)
                .containsExactly(
                        tuple(4, "\"ida\" is no e-mail address."),
                        tuple(5, "The customer fern stands here a second time, after line 2."),
                        tuple(7, "The contact Ida stands here a second time, after line 7."),
                        tuple(11, "The server vm-1 stands here a second time, after line 9."),
                        tuple(13, "The reporter a.example stands here a second time, after line 13."));
    }

    @Test
    void overlapping_unshared_addresses_are_refused_with_both_rows_named() {
        assertThat(refusal("""
                servers:
                  - id: vm-1
                    customer: fern
                    addresses:
                      - ip: 192.0.2.77
                        from: 2026-03-01T00:00:00Z
                  - id: vm-2
                    customer: fern
                    addresses:
                      - ip: 192.0.2.64/26
                        from: 2026-01-01T00:00:00Z
                        until: 2026-03-01T00:00:01Z
                """))
                .containsExactly(new Defect(
                        "provider.yaml",
                        10,
                        "192.0.2.64/26 of server vm-2 from 2026-01-01T00:00:00Z until 2026-03-01T00:00:01Z overlaps"
                                + " 192.0.2.77 of server vm-1 from 2026-03-01T00:00:00Z in line 5."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.1    | 2026-01-01 |            | 192.0.2.1     | 2026-02-01 |            | 1
            192.0.2.1    | 2026-02-01 |            | 192.0.2.1     | 2026-01-01 |            | 1
            192.0.2.1    | 2026-01-01 | 2026-02-01 | 192.0.2.1     | 2026-02-01 |            | 0
            192.0.2.1    | 2026-02-01 |            | 192.0.2.1     | 2026-01-01 | 2026-02-01 | 0
            192.0.2.1    | 2026-01-01 | 2026-04-01 | 192.0.2.1     | 2026-02-01 | 2026-03-01 | 1
            192.0.2.1    | 2026-02-01 | 2026-03-01 | 192.0.2.1     | 2026-01-01 | 2026-04-01 | 1
            192.0.2.0/24 | 2026-01-01 |            | 192.0.2.255   | 2026-01-01 |            | 1
            192.0.2.0/25 | 2026-01-01 |            | 192.0.2.128/25 | 2026-01-01 |           | 0
            192.0.2.0/24 | 2026-01-01 | 2026-02-01 | 192.0.2.9     | 2026-02-01 |            | 0
            2001:db8::/32 | 2026-01-01 |           | 2001:db8:f::1 | 2026-01-01 |            | 1
            2001:db8::/48 | 2026-01-01 |           | 2001:db8:1::1 | 2026-01-01 |            | 0
            32.1.13.184  | 2026-01-01 |            | 2001:db8::    | 2026-01-01 |            | 0
            """)
    void prefixes_overlap_where_they_share_an_address_and_an_instant(
            String one, String from, String until, String other, String otherFrom, String otherUntil, int overlaps) {
        var text = "servers:\n" + server("vm-1", one, from, until) + server("vm-2", other, otherFrom, otherUntil);
        assertThat(overlaps == 0 ? List.of() : refusal(text)).hasSize(overlaps);
        assertThat(yaml(text.replace("customer: fern", "customer: fern, shared: true"))
                        .servers())
                .hasSize(2);
        if (overlaps == 0) {
            assertThat(yaml(text).servers()).hasSize(2);
        }
    }

    private static String server(String id, String address, String from, String until) {
        return "  - {id: %s, customer: fern, addresses: [{ip: '%s', from: %sT00:00:00Z, until: %s}]}\n"
                .formatted(id, address, from, until == null ? "null" : until + "T00:00:00Z");
    }

    @Test
    void a_long_history_of_one_address_and_many_nested_prefixes_are_compared_in_no_time() {
        var history = IntStream.range(0, 20_000)
                .mapToObj(day -> "{ip: 192.0.2.1, from: %s, until: %s}"
                        .formatted(
                                Instant.EPOCH.plusSeconds(86_400L * day),
                                Instant.EPOCH.plusSeconds(86_400L * day + 86_400)))
                .toList();
        var servers = IntStream.range(0, 4)
                .mapToObj(server -> "  - {id: vm-%d, customer: fern, addresses: [%s]}"
                        .formatted(server, String.join(", ", history.subList(server * 5_000, server * 5_000 + 5_000))))
                .collect(Collectors.joining("\n"));
        assertThat(yaml("servers:\n" + servers).addressRows()).hasSize(20_000);
    }

    @Test
    void a_file_wrong_throughout_is_given_up_after_a_while() {
        var text = "reporters:\n" + "  - {match: 'a b'}\n".repeat(5_000);
        assertThat(refusal(text))
                .hasSize(201)
                .last()
                .extracting(Defect::reason)
                .isEqualTo("Reading stopped here after 200 defects.");
    }

    @Test
    void hostile_nesting_and_aliases_end_in_a_refusal() {
        assertThat(refusal("servers: " + "[".repeat(100_000)).getFirst().reason())
                .contains("nested deeper than 20");
        var bomb = new StringBuilder("customers:\n  - &a {id: a, name: A, contacts: []}\nservers:\n");
        for (var i = 0; i < 10_001; i++) {
            bomb.append("  - *a\n");
        }
        assertThat(refusal(bomb.toString()).getLast().reason()).contains("more than 10000 aliases");
    }

    @Test
    void text_that_is_not_utf_8_is_refused_with_its_line() {
        var bytes = "servers: []\n# f\u00fcr\n".getBytes(ISO_8859_1);
        assertThat(refusal(bytes))
                .containsExactly(new Defect("provider.yaml", 2, "The text is not UTF-8 from this line on."));
        assertThat(refusal("servers:\n\n  - \u0001\n"))
                .first()
                .extracting(Defect::line)
                .isEqualTo(3);
    }

    private static final Map<String, String> TABLES = Map.of(
            "customers.csv",
            "\uFEFFid,name,vip,timezone\r\nfern,\"Fern, \"\"and\"\" Sons\",true,Europe/Berlin\r\nmoss,Moss,,\r\n",
            "contacts.csv",
            "customer,server,name,email,phones,roles\nfern,,Ida,ida@fern.example,+493023125111;+442079460101,abuse\n,vm-1,Vm,vm@fern.example,,\n",
            "servers.csv",
            "id,customer,hostnames,shared\nvm-1,fern,a.example; b.example,\n\nvm-2,moss,,yes\n",
            "addresses.csv",
            "server,ip,from,until\nvm-1,192.0.2.1,2026-01-01T00:00:00Z,\nvm-1,192.0.2.2,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z\n",
            "reporters.csv",
            "match,trusted,source\ntrusted.example,true,blocklist\n");

    private static final String SAME_AS_YAML = """
            customers:
              - id: fern
                name: Fern, "and" Sons
                vip: true
                timezone: Europe/Berlin
                contacts:
                  - {name: Ida, email: ida@fern.example, phones: ["+493023125111", "+442079460101"], roles: [abuse]}
              - {id: moss, name: Moss, contacts: []}
            servers:
              - id: vm-1
                customer: fern
                hostnames: [a.example, b.example]
                contacts: [{name: Vm, email: vm@fern.example}]
                addresses:
                  - {ip: 192.0.2.1, from: 2026-01-01T00:00:00Z}
                  - {ip: 192.0.2.2, from: 2026-01-01T00:00:00Z, until: 2026-02-01T00:00:00Z}
              - {id: vm-2, customer: moss, shared: true}
            reporters: [{match: trusted.example, trusted: true, source: blocklist}]
            """;

    @Test
    void a_zip_and_a_folder_of_tables_say_the_same_as_yaml(@TempDir Path folder) throws IOException {
        for (var table : TABLES.entrySet()) {
            Files.writeString(folder.resolve(table.getKey()), table.getValue());
        }
        Files.writeString(folder.resolve("readme.txt"), "not a table");
        var fromYaml = yaml(SAME_AS_YAML);
        for (var file : List.of(InventoryFile.read(folder), InventoryFile.of("provider.zip", zip(TABLES)))) {
            assertThat(file.customers()).isEqualTo(fromYaml.customers());
            assertThat(file.servers()).isEqualTo(fromYaml.servers());
            assertThat(file.reporters()).isEqualTo(fromYaml.reporters());
        }
        assertThat(InventoryFile.read(folder).digest())
                .isEqualTo(InventoryFile.of("provider.zip", zip(TABLES)).digest())
                .isNotEqualTo(fromYaml.digest());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            contacts.csv  | customer,server,name,email~,,Ida,ida@fern.example         | contacts.csv:2 | A contact names either its customer or its server.
            contacts.csv  | customer,server,name,email~fern,vm-1,Ida,ida@fern.example | contacts.csv:2 | A contact names either its customer or its server.
            contacts.csv  | customer,name,email~~nobody,Ida,ida@fern.example          | contacts.csv:3 | The customer "nobody" does not stand in customers.csv.
            contacts.csv  | customer,name,email~fern,Ida,ida                          | contacts.csv:2 | "ida" is no e-mail address.
            contacts.csv  | customer,name,email,phones~fern,Ida,ida@fern.example,030 1 | contacts.csv:2 | The phone number "030 1" must begin with +
            addresses.csv | server,ip,from~vm-9,192.0.2.1,2026-01-01T00:00:00Z        | addresses.csv:2 | The server "vm-9" does not stand in servers.csv.
            addresses.csv | server,ip,from~,192.0.2.1,2026-01-01T00:00:00Z            | addresses.csv:2 | The column server is empty.
            addresses.csv | server,ip,from~vm-1,192.0.2.1,2026-01-01T00:00:00Z~vm-2,192.0.2.1,2026-02-01T00:00:00Z~vm-1,192.0.2.0/24,2026-02-01T00:00:00Z | addresses.csv:4 | 192.0.2.0/24 of server vm-1 from 2026-02-01T00:00:00Z overlaps
            servers.csv   | id,customer,colour~vm-1,fern,green                        | servers.csv:1 | The column "colour" is unknown in servers.csv; there are console, customer, hostnames, id, never-cut, shared.
            servers.csv   | id,customer,id~vm-1,fern,vm-1                             | servers.csv:1 | The column "id" stands there twice.
            servers.csv   | id,customer~vm-1                                          | servers.csv:2 | The line has 1 cells, the header 2.
            servers.csv   | id,customer~"vm~1",fern                                   | servers.csv:2 | The id "vm?1" must begin
            servers.csv   | id,customer~"vm-1,fern                                    | servers.csv:2 | This is no CSV
            servers.csv   | id,customer~vm-1,fern~vm-2,moss~vm-1,moss                 | servers.csv:4 | The server vm-1 stands here a second time, after line 2.
            customers.csv | name~Fern                                                 | customers.csv:2 | The key id is missing in a customer.
            customers.csv | ''                                                        | customers.csv:1 | The table has no header line.
            reporters.csv | match,source~a.example,rumour                             | reporters.csv:2 | The source "rumour" is unknown
            machines.csv  | id                                                        | machines.csv:1 | The table "machines.csv" is unknown; there are addresses.csv, contacts.csv
            """)
    void a_wrong_table_is_refused_with_its_line(String table, String text, String place, String reason) {
        var tables = new LinkedHashMap<>(TABLES);
        tables.put(table, text.replace("~", "\n"));
        assertThat(refusal(zip(tables))).anySatisfy(defect -> {
            assertThat(defect.reason()).contains(reason).endsWith(".");
            assertThat(defect.file() + ":" + defect.line()).isEqualTo(place);
        });
    }

    @Test
    void a_forgotten_table_is_refused() {
        assertThat(refusal(zip(Map.of("customers.csv", "id,name\nfern,Fern\n"))))
                .containsExactly(new Defect(
                        "customers.csv",
                        1,
                        "The table customers.csv needs contacts.csv beside it, if only with its header line."));
        assertThat(refusal(zip(Map.of("readme.txt", "")))).hasSize(1);
    }

    @Test
    void a_broken_or_swollen_zip_is_refused() {
        var zip = zip(TABLES);
        assertThat(refusal(Arrays.copyOf(zip, zip.length / 2))).hasSize(1);
        var swollen = zip(Map.of("customers.csv", "x".repeat(InventoryFile.MOST_BYTES + 1)));
        assertThat(swollen.length).isLessThan(1024 * 1024);
        assertThat(refusal(swollen).getFirst().reason()).isEqualTo("The inventory is larger than 64 MiB.");
        var many = new LinkedHashMap<String, String>();
        IntStream.range(0, 101).forEach(number -> many.put(number + ".txt", ""));
        assertThat(refusal(zip(many)).getFirst().reason()).isEqualTo("The zip has more than 100 entries.");
        var twice = new LinkedHashMap<>(TABLES);
        twice.put("old/customers.csv", "id,name\n");
        assertThat(refusal(zip(twice)).getFirst().reason()).isEqualTo("The zip holds the table customers.csv twice.");
    }

    @Test
    void the_shipped_sample_is_in_order() {
        var file = InventoryFile.sample();
        assertThat(file.customers()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(file.customers()).anyMatch(Customer::vip);
        assertThat(file.customers()).anyMatch(customer -> customer.reseller().isPresent());
        assertThat(file.customers()).anyMatch(customer -> customer.language().equals("de"));
        assertThat(file.servers()).anyMatch(Server::neverCut).anyMatch(Server::shared);
        assertThat(file.reporters()).anyMatch(Reporter::trusted);
    }

    static InventoryFile yaml(String text) {
        return InventoryFile.of("provider.yaml", text.getBytes(UTF_8));
    }

    private static List<Defect> refusal(String text) {
        return refusal(text.getBytes(UTF_8));
    }

    private static List<Defect> refusal(byte[] bytes) {
        var refused = catchThrowableOfType(InventoryRefused.class, () -> InventoryFile.of("provider.yaml", bytes));
        assertThat(refused).as("the file is refused").isNotNull();
        return refused.defects();
    }

    private static byte[] zip(Map<String, String> tables) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var table : tables.entrySet()) {
                zip.putNextEntry(new ZipEntry(table.getKey()));
                zip.write(table.getValue().getBytes(UTF_8));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
