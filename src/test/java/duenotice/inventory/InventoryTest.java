package duenotice.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import duenotice.database.TestDatabase;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InventoryTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final CustomerId FERN = new CustomerId("fern");
    private static final CustomerId MOSS = new CustomerId("moss");
    private static final ServerId VM_1 = new ServerId("vm-1");
    private static final ServerId VM_2 = new ServerId("vm-2");

    private static final String TWO_CUSTOMERS = """
            customers:
              - {id: fern, name: Fern, contacts: [{name: Ida, email: ida@fern.example, phones: ["+442079460101"]}]}
              - {id: moss, name: Moss, contacts: [{name: Max, email: max@moss.example}]}
            """;

    private final Inventory inventory = new Inventory(database.transactions(), List.of(Prefix.of("203.0.113.0/24")));

    @BeforeEach
    void empty() {
        database.jdbc().sql("""
                        truncate customer, customer_contact, server, server_contact, server_hostname, server_owner,
                                 assignment, own_network, reporter, inventory_import
                        """).update();
    }

    // Whose it was.

    @Test
    void an_address_belongs_to_whoever_had_it_at_event_time() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z, until: 2026-02-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss, addresses: [{ip: 192.0.2.7, from: 2026-02-01T00:00:00Z}]}
                """);
        assertThat(whose("192.0.2.7", "2026-01-31T23:59:59Z")).isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("192.0.2.7", "2026-02-01T00:00:00Z")).isEqualTo(new Whose.Owned(VM_2, MOSS, true));
        assertThat(whose("192.0.2.7", "2025-12-31T00:00:00Z")).isEqualTo(new Whose.NoCustomer());
        assertThat(whose("192.0.2.8", "2026-01-31T23:59:59Z")).isEqualTo(new Whose.Foreign());
        assertThat(whose("203.0.113.8", "2026-01-31T23:59:59Z")).isEqualTo(new Whose.NoCustomer());
    }

    @Test
    void ipv6_prefixes_are_looked_up_like_addresses() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: '2001:db8:1::/64', from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss, addresses: [{ip: '2001:db8:2::10', from: 2026-01-01T00:00:00Z}]}
                """);
        assertThat(whose("2001:db8:1::abcd", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("2001:db8:1::/64", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("2001:db8:2::/64", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Owned(VM_2, MOSS, true));
        assertThat(whose("2001:db8:2::/56", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Shared(List.of(VM_2)));
        assertThat(whose("2001:db8:3::1", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Foreign());
    }

    @Test
    void a_prefix_wider_than_what_one_server_holds_names_nobody() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.0/25, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss, addresses: [{ip: 192.0.2.200, from: 2026-01-01T00:00:00Z}]}
                """);
        assertThat(whose("192.0.2.64/26", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("192.0.2.0/24", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Shared(List.of(VM_1, VM_2)));
        assertThat(whose("192.0.2.192/26", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Shared(List.of(VM_2)));
        assertThat(whose("192.0.2.128/26", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Foreign());
        assertThat(whose("0.0.0.0/0", "2026-03-01T00:00:00Z")).isInstanceOf(Whose.Shared.class);
    }

    @Test
    void without_a_sure_time_a_change_of_hands_within_seven_days_is_uncertain() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z, until: 2026-03-04T12:00:00Z}]}
                  - {id: vm-2, customer: moss, addresses: [{ip: 192.0.2.7, from: 2026-03-04T12:00:00Z}]}
                """);
        assertThat(whoseWithoutTime("192.0.2.7", NOW)).isEqualTo(new Whose.Owned(VM_2, MOSS, false));
        assertThat(whoseWithoutTime("192.0.2.7", NOW.plus(Duration.ofDays(1))))
                .isEqualTo(new Whose.Owned(VM_2, MOSS, true));
        assertThat(whoseWithoutTime("192.0.2.7", Instant.parse("2026-03-04T11:00:00Z")))
                .isEqualTo(new Whose.Owned(VM_1, FERN, true));
    }

    @Test
    void without_a_sure_time_an_address_given_up_days_ago_is_uncertain_and_later_nobodys() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z, until: 2026-03-04T12:00:00Z}]}
                """);
        assertThat(whoseWithoutTime("192.0.2.7", NOW)).isEqualTo(new Whose.Owned(VM_1, FERN, false));
        assertThat(whoseWithoutTime("192.0.2.7", NOW.plus(Duration.ofDays(2)))).isEqualTo(new Whose.NoCustomer());
    }

    @Test
    void a_freshly_assigned_address_that_nobody_had_before_is_certain() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-03-09T00:00:00Z}]}
                """);
        assertThat(whoseWithoutTime("192.0.2.7", NOW)).isEqualTo(new Whose.Owned(VM_1, FERN, true));
    }

    private static final String SHARED = TWO_CUSTOMERS + """
            servers:
              - {id: vm-1, customer: fern, shared: true, hostnames: [fern.example], addresses: [{ip: 192.0.2.80, from: 2026-01-01T00:00:00Z}]}
              - {id: vm-2, customer: moss, shared: true, hostnames: [moss.example, shop.fern.example], addresses: [{ip: 192.0.2.80, from: 2026-01-01T00:00:00Z}]}
            """;

    @Test
    void behind_a_shared_address_a_host_name_tells_who_is_meant() {
        load(SHARED);
        assertThat(whose("192.0.2.80", "fern.example", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("192.0.2.80", "WWW.Fern.Example.", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("192.0.2.80", "a.shop.fern.example", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Owned(VM_2, MOSS, true));
        assertThat(whose("192.0.2.80", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Shared(List.of(VM_1, VM_2)));
        assertThat(whose("192.0.2.80", "other.example", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Shared(List.of(VM_1, VM_2)));
        assertThat(whose("192.0.2.80", "notfern.example", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Shared(List.of(VM_1, VM_2)));
        assertThat(whose("192.0.2.80", "fern.example", "2025-03-01T00:00:00Z")).isEqualTo(new Whose.NoCustomer());
    }

    @Test
    void a_shared_address_of_one_server_alone_still_needs_a_host_name() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, shared: true, hostnames: [fern.example], addresses: [{ip: 192.0.2.80, from: 2026-01-01T00:00:00Z}]}
                """);
        assertThat(whose("192.0.2.80", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.Shared(List.of(VM_1)));
        assertThat(whose("192.0.2.80", "fern.example", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Owned(VM_1, FERN, true));
    }

    @Test
    void a_host_name_that_two_tenants_have_names_neither() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, shared: true, hostnames: [both.example], addresses: [{ip: 192.0.2.80, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss, shared: true, hostnames: [both.example], addresses: [{ip: 192.0.2.80, from: 2026-01-01T00:00:00Z}]}
                """);
        assertThat(whose("192.0.2.80", "both.example", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Shared(List.of(VM_1, VM_2)));
    }

    @Test
    void an_unshared_address_decides_against_a_host_name_of_somebody_else() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss, hostnames: [moss.example], addresses: [{ip: 192.0.2.8, from: 2026-01-01T00:00:00Z}]}
                """);
        assertThat(whose("192.0.2.7", "moss.example", "2026-03-01T00:00:00Z"))
                .isEqualTo(new Whose.Owned(VM_1, FERN, true));
    }

    @Test
    void a_host_name_alone_finds_its_server() {
        load(SHARED);
        assertThat(inventory.whose(
                        List.of(
                                new Question(Optional.empty(), Optional.of("fern.example"), Optional.empty()),
                                new Question(Optional.empty(), Optional.of("www.moss.example"), Optional.empty()),
                                new Question(Optional.empty(), Optional.of("foreign.example"), Optional.of(NOW)),
                                new Question(Optional.empty(), Optional.of("example"), Optional.of(NOW)),
                                new Question(Optional.empty(), Optional.of(".."), Optional.of(NOW)),
                                new Question(Optional.empty(), Optional.empty(), Optional.empty())),
                        NOW))
                .containsExactly(
                        new Whose.Owned(VM_1, FERN, true),
                        new Whose.Owned(VM_2, MOSS, true),
                        new Whose.Foreign(),
                        new Whose.Foreign(),
                        new Whose.Foreign(),
                        new Whose.Foreign());
    }

    @Test
    void many_questions_are_answered_in_their_order() {
        load(SHARED.replace("192.0.2.80", "192.0.2.81"));
        var questions = IntStream.range(0, 300)
                .mapToObj(number -> new Question(
                        Optional.of(Prefix.of("192.0.2." + number % 100)),
                        number % 2 == 0 ? Optional.empty() : Optional.of("shop.fern.example"),
                        number % 3 == 0 ? Optional.empty() : Optional.of(NOW)))
                .toList();
        var answers = inventory.whose(questions, NOW);
        assertThat(answers).hasSize(300);
        for (var number = 0; number < 300; number++) {
            assertThat(answers.get(number))
                    .isEqualTo(number % 100 != 81 ? new Whose.Foreign() : new Whose.Owned(VM_2, MOSS, true));
        }
        assertThat(inventory.whose(List.of(), NOW)).isEmpty();
    }

    @Test
    void neighbours_asked_together_get_the_answers_they_get_alone() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.0/27, from: 2026-01-01T00:00:00Z}, {ip: 2001:db8:1::/64, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss, addresses: [{ip: 192.0.2.32, from: 2026-01-01T00:00:00Z, until: 2026-03-08T00:00:00Z}, {ip: 192.0.2.33, from: 2026-03-09T00:00:00Z}]}
                  - {id: vm-3, customer: fern, addresses: [{ip: 192.0.2.32, from: 2026-03-08T00:00:00Z}, {ip: 198.51.100.0/23, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-4, customer: fern, shared: true, hostnames: [fern.example], addresses: [{ip: 192.0.2.40, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-5, customer: moss, shared: true, hostnames: [moss.example], addresses: [{ip: 192.0.2.40, from: 2026-03-07T00:00:00Z}]}
                  - {id: vm-6, customer: fern, addresses: [{ip: "2001:db8:2::7", from: 2026-01-01T00:00:00Z}, {ip: 192.0.2.255, from: 2026-01-01T00:00:00Z}]}
                """);
        database.jdbc().sql("""
                        update server_owner set during = tstzrange(lower(during), '2026-03-06T00:00:00Z')
                        where server = 'vm-6' and upper_inf(during)
                        """).update();
        database.jdbc()
                .sql("insert into server_owner values ('vm-6', 'moss', tstzrange('2026-03-06T00:00:00Z', null))")
                .update();
        var addresses = Stream.concat(
                        Stream.of(
                                "203.0.113.9",
                                "10.0.0.1",
                                "192.0.2.0/26",
                                "192.0.2.64/26",
                                "2001:db8:1::/64",
                                "2001:db8:9::1"),
                        Stream.concat(
                                IntStream.range(0, 256).mapToObj(last -> "192.0.2." + last),
                                IntStream.range(0, 12)
                                        .mapToObj(last -> List.of(
                                                "198.51.100." + last,
                                                "198.51.101." + last,
                                                "2001:db8:1::" + last,
                                                "2001:db8:2::" + last,
                                                "2001:db8:1:0:1:2:3:" + last))
                                        .flatMap(List::stream)))
                .toList();
        var times = Stream.of(
                        "2025-12-31T00:00:00Z",
                        "2026-01-01T00:00:00Z",
                        "2026-03-05T23:59:59Z",
                        "2026-03-06T00:00:00Z",
                        "2026-03-08T00:00:00Z",
                        "2026-03-08T12:00:00Z",
                        "2026-03-10T12:00:00Z")
                .map(Instant::parse)
                .map(Optional::of)
                .collect(Collectors.toCollection(ArrayList::new));
        times.add(Optional.empty());
        var questions = addresses.stream()
                .flatMap(address -> times.stream()
                        .map(time -> new Question(
                                Optional.of(Prefix.of(address)),
                                address.hashCode() % 2 == 0 ? Optional.of("www.moss.example") : Optional.empty(),
                                time)))
                .toList();
        var together = inventory.whose(questions, NOW);
        var alone = questions.stream()
                .map(question -> inventory.whose(List.of(question), NOW).getFirst())
                .toList();
        assertThat(together).isEqualTo(alone);
        assertThat(together.stream().map(Whose::getClass).distinct()).hasSize(4);
    }

    // Importing.

    @Test
    void the_same_file_again_changes_nothing() {
        var file = TWO_CUSTOMERS + """
                servers: [{id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}]}]
                """;
        var first = load(file);
        assertThat(first).isEqualTo(new ImportResult(false, 2, 1, 1, 0, Set.of(FERN, MOSS), Set.of(VM_1)));
        var again = inventory.importFile(InventoryFileTest.yaml(file), "lead", NOW.plusSeconds(60));
        assertThat(again).isEqualTo(new ImportResult(true, 2, 1, 1, 0, Set.of(), Set.of()));
        assertThat(imports()).isEqualTo(1);

        var sameInOtherWords =
                inventory.importFile(InventoryFileTest.yaml("# again\n" + file), "lead", NOW.plusSeconds(60));
        assertThat(sameInOtherWords.unchanged()).isFalse();
        assertThat(sameInOtherWords.changedCustomers()).isEmpty();
        assertThat(sameInOtherWords.changedServers()).isEmpty();
        assertThat(imports()).isEqualTo(2);
    }

    @Test
    void rows_replace_those_with_the_same_id_and_others_stay() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, hostnames: [a.example, b.example], console: 'https://console.example/1', addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}, {ip: 192.0.2.8, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss}
                reporters: [{match: trusted.example, trusted: true, source: blocklist}]
                """);
        var result = load("""
                customers:
                  - {id: fern, name: Fern Ltd, contacts: [{name: Ina, email: ina@fern.example}, {name: Ida, email: ida@fern.example, phones: ["+442079460102"]}]}
                servers:
                  - {id: vm-1, customer: fern, never-cut: true, hostnames: [b.example], addresses: [{ip: 192.0.2.9, from: 2026-01-01T00:00:00Z}, {ip: 192.0.2.8, from: 2026-01-01T00:00:00Z}]}
                reporters: [{match: trusted.example}]
                """);
        assertThat(result.changedCustomers()).containsExactly(FERN);
        assertThat(result.changedServers()).containsExactly(VM_1);
        var fern = inventory.customer(FERN).orElseThrow();
        assertThat(fern.name()).isEqualTo("Fern Ltd");
        assertThat(fern.contacts())
                .extracting(Contact::name, Contact::phones)
                .containsExactly(tuple("Ina", List.of()), tuple("Ida", List.of("+442079460102")));
        assertThat(inventory.customer(MOSS)).isPresent();
        assertThat(inventory.server(VM_2)).isPresent();
        assertThat(inventory.server(VM_1))
                .contains(new Server(
                        VM_1,
                        FERN,
                        List.of(),
                        false,
                        List.of("b.example"),
                        true,
                        Optional.empty(),
                        List.of(
                                assignment("192.0.2.9", "2026-01-01T00:00:00Z"),
                                assignment("192.0.2.8", "2026-01-01T00:00:00Z"))));
        assertThat(whose("192.0.2.7", "2026-03-01T00:00:00Z")).isEqualTo(new Whose.NoCustomer());
        assertThat(inventory.ownNetworks())
                .containsExactlyInAnyOrder(
                        Prefix.of("203.0.113.0/24"),
                        Prefix.of("192.0.2.7"),
                        Prefix.of("192.0.2.8"),
                        Prefix.of("192.0.2.9"));
        assertThat(inventory.reporter("Trusted.example"))
                .contains(new Reporter("trusted.example", false, Optional.empty()));
        assertThat(inventory.server(new ServerId("vm-9"))).isEmpty();
        assertThat(inventory.customer(new CustomerId("nobody"))).isEmpty();
        assertThat(inventory.reporter("nobody.example")).isEmpty();
    }

    @Test
    void a_changed_customer_holds_from_the_import_and_the_past_is_kept() {
        var server = """
                servers: [{id: vm-1, customer: %s, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}]}]
                """;
        load(TWO_CUSTOMERS + server.formatted("fern"));
        var changed = NOW.plus(Duration.ofDays(30));
        var result = inventory.importFile(InventoryFileTest.yaml(server.formatted("moss")), "lead", changed);
        assertThat(result.changedServers()).containsExactly(VM_1);

        assertThat(inventory.ownerAt(VM_1, Instant.parse("1999-01-01T00:00:00Z")))
                .contains(FERN);
        assertThat(inventory.ownerAt(VM_1, changed.minusSeconds(1))).contains(FERN);
        assertThat(inventory.ownerAt(VM_1, changed)).contains(MOSS);
        assertThat(inventory.server(VM_1).orElseThrow().customer()).isEqualTo(MOSS);
        assertThat(whose("192.0.2.7", "2026-02-01T00:00:00Z")).isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("192.0.2.7", changed.toString())).isEqualTo(new Whose.Owned(VM_1, MOSS, true));
        assertThat(whoseWithoutTime("192.0.2.7", changed.plusSeconds(60)))
                .isEqualTo(new Whose.Owned(VM_1, MOSS, false));
        assertThat(whoseWithoutTime("192.0.2.7", changed.plus(Duration.ofDays(8))))
                .isEqualTo(new Whose.Owned(VM_1, MOSS, true));

        assertThat(inventory.stillAt(Prefix.of("192.0.2.7"), VM_1, FERN, changed.minusSeconds(1)))
                .isTrue();
        assertThat(inventory.stillAt(Prefix.of("192.0.2.7"), VM_1, FERN, changed))
                .isFalse();
        assertThat(inventory.stillHeld(
                        List.of(
                                new Holding(Prefix.of("192.0.2.8"), VM_1, MOSS),
                                new Holding(Prefix.of("192.0.2.7"), VM_1, MOSS),
                                new Holding(Prefix.of("192.0.2.7"), VM_2, MOSS)),
                        changed))
                .containsExactly(false, true, false);

        load(server.formatted("fern"), changed);
        assertThat(inventory.ownerAt(VM_1, changed))
                .as("changed twice at one instant")
                .contains(FERN);
    }

    @Test
    void an_address_that_overlaps_a_stored_one_is_refused_with_both_rows_named_and_nothing_is_imported() {
        load(TWO_CUSTOMERS + """
                servers: [{id: vm-1, customer: fern, addresses: [{ip: 192.0.2.0/28, from: 2026-01-01T00:00:00Z}]}]
                """);
        var defects = refusal("""
                customers: [{id: oak, name: Oak, contacts: []}]
                servers:
                  - id: vm-2
                    customer: moss
                    addresses:
                      - {ip: 192.0.2.20, from: 2026-01-01T00:00:00Z}
                      - {ip: 192.0.2.5, from: 2026-02-01T00:00:00Z}
                """);
        assertThat(defects)
                .containsExactly(new Defect(
                        "provider.yaml",
                        7,
                        "192.0.2.5 of server vm-2 from 2026-02-01T00:00:00Z overlaps 192.0.2.0/28 of server vm-1 from"
                                + " 2026-01-01T00:00:00Z, which was stored before."));
        assertThat(inventory.customer(new CustomerId("oak"))).isEmpty();
        assertThat(inventory.server(VM_2)).isEmpty();
        assertThat(imports()).isEqualTo(1);
    }

    @Test
    void an_address_moves_when_the_file_ends_it_on_the_old_server() {
        load(TWO_CUSTOMERS + """
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}]}
                  - {id: vm-2, customer: moss}
                """);
        load("""
                servers:
                  - {id: vm-2, customer: moss, addresses: [{ip: 192.0.2.7, from: 2026-03-10T00:00:00Z}]}
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z, until: 2026-03-10T00:00:00Z}]}
                """);
        assertThat(whose("192.0.2.7", "2026-03-09T00:00:00Z")).isEqualTo(new Whose.Owned(VM_1, FERN, true));
        assertThat(whose("192.0.2.7", "2026-03-10T00:00:00Z")).isEqualTo(new Whose.Owned(VM_2, MOSS, true));
    }

    @Test
    void the_database_itself_refuses_unshared_addresses_that_overlap() {
        load(TWO_CUSTOMERS + """
                servers: [{id: vm-1, customer: fern, addresses: [{ip: 192.0.2.0/28, from: 2026-01-01T00:00:00Z}]}, {id: vm-2, customer: moss}]
                """);
        var insert = """
                insert into assignment (server, address, shared, during, position)
                values ('vm-2', '192.0.2.3', %s, '[2026-02-01Z,2026-03-01Z)', 1)
                """;
        assertThat(catchThrowableOfType(
                        RuntimeException.class,
                        () -> database.jdbc().sql(insert.formatted(false)).update()))
                .hasMessageContaining("unshared_addresses_do_not_overlap");
        assertThat(database.jdbc().sql(insert.formatted(true)).update()).isEqualTo(1);
    }

    @Test
    void unknown_customers_and_resellers_and_circles_are_refused() {
        assertThat(refusal("servers:\n  - {id: vm-1, customer: nobody}\n"))
                .containsExactly(new Defect(
                        "provider.yaml", 2, "The customer \"nobody\" stands neither in this file nor stored before."));
        assertThat(refusal("customers:\n  - {id: fern, name: Fern, contacts: [], reseller: nobody}\n"))
                .containsExactly(new Defect(
                        "provider.yaml", 2, "The reseller \"nobody\" is no customer in this file or stored before."));
        load(TWO_CUSTOMERS.replace("name: Fern", "name: Fern, reseller: moss"));
        assertThat(refusal("customers:\n  - {id: moss, name: Moss, contacts: [], reseller: fern}\n"))
                .containsExactly(
                        new Defect("provider.yaml", 2, "The customer moss resells to itself, through its resellers."));
    }

    @Test
    void the_shipped_sample_is_imported() {
        var sample = InventoryFile.sample();
        assertThat(inventory.isEmpty()).isTrue();
        inventory.importFile(sample, "automation", NOW);
        assertThat(inventory.isEmpty()).isFalse();
        assertThat(sample.servers())
                .allSatisfy(server -> assertThat(inventory.server(server.id())).contains(server));
        assertThat(sample.customers())
                .allSatisfy(customer ->
                        assertThat(inventory.customer(customer.id())).contains(customer));
        assertThat(sample.reporters())
                .allSatisfy(reporter ->
                        assertThat(inventory.reporter(reporter.match())).contains(reporter));
        assertThat(inventory.reporter("blocklist.example").flatMap(Reporter::source))
                .contains(SourceType.BLOCKLIST);
    }

    @Test
    void twenty_thousand_servers_are_imported_and_imported_again() {
        var file = new StringBuilder(TWO_CUSTOMERS).append("servers:\n");
        for (var number = 0; number < 20_000; number++) {
            file.append(
                    "  - {id: vm-%d, customer: %s, hostnames: [h%d.example], addresses: [{ip: 10.%d.%d.%d, from: 2026-01-01T00:00:00Z}]}\n"
                            .formatted(
                                    number,
                                    number % 2 == 0 ? "fern" : "moss",
                                    number,
                                    number / 65536,
                                    number / 256 % 256,
                                    number % 256));
        }
        assertThat(load(file.toString()).changedServers()).hasSize(20_000);
        assertThat(load("# again\n" + file).changedServers()).isEmpty();
        assertThat(load(file.toString().replace("from: 2026-01-01", "from: 2026-01-02"))
                        .changedServers())
                .hasSize(20_000);
        assertThat(whose("10.0.78.31", "2026-02-01T00:00:00Z"))
                .isEqualTo(new Whose.Owned(new ServerId("vm-19999"), MOSS, true));
        var plan = String.join(
                "\n",
                database.jdbc()
                        .sql(
                                "explain select server from assignment where address && inet '10.0.78.31' and during @> timestamptz '2026-02-01Z'")
                        .query(String.class)
                        .list());
        assertThat(plan).contains("assignment_by_address");
    }

    // Whom to warn, and who may speak.

    @Test
    void warnings_go_to_the_abuse_contacts_and_calls_to_the_owners_after_them() {
        load("""
                customers:
                  - id: fern
                    name: Fern
                    language: de
                    timezone: Europe/Berlin
                    contacts:
                      - {name: Boss, email: boss@fern.example, phones: ["+442079460101"], roles: [owner]}
                      - {name: Ida, email: ida@fern.example, phones: ["+442079460102", "+442079460101"], roles: [abuse]}
                      - {name: Ina, email: ina@fern.example, phones: [], roles: [abuse]}
                servers: [{id: vm-1, customer: fern, never-cut: true}]
                """);
        assertThat(inventory.warned(VM_1, NOW))
                .containsExactly(
                        new Recipient(
                                "Ida",
                                "ida@fern.example",
                                List.of("+442079460102", "+442079460101"),
                                "de",
                                ZoneId.of("Europe/Berlin"),
                                false),
                        new Recipient("Ina", "ina@fern.example", List.of(), "de", ZoneId.of("Europe/Berlin"), false));
        assertThat(inventory.owners(VM_1, NOW)).extracting(Recipient::name).containsExactly("Boss");
        var facts = inventory.facts(VM_1, NOW).orElseThrow();
        assertThat(facts.numbers())
                .extracting(NumberOnFile::number, number -> number.contact().name())
                .containsExactly(tuple("+442079460102", "Ida"), tuple("+442079460101", "Ida"));
        assertThat(facts.neverCut()).isTrue();
        assertThat(facts.vip()).isFalse();
        assertThat(facts.owner()).contains(FERN);
        assertThat(inventory.isAuthorized("IDA@fern.example", VM_1, NOW)).isTrue();
        assertThat(inventory.isAuthorized("boss@fern.example", VM_1, NOW)).isTrue();
        assertThat(inventory.isAuthorized("stranger@fern.example", VM_1, NOW)).isFalse();
        assertThat(inventory.isAuthorized("ida@fern.example", VM_2, NOW)).isFalse();
    }

    @Test
    void without_abuse_contacts_the_owners_are_warned_and_without_any_nobody_is() {
        load("""
                customers:
                  - {id: fern, name: Fern, contacts: [{name: Boss, email: boss@fern.example, roles: [owner]}]}
                  - {id: moss, name: Moss, contacts: []}
                servers: [{id: vm-1, customer: fern}, {id: vm-2, customer: moss}]
                """);
        assertThat(inventory.warned(VM_1, NOW)).extracting(Recipient::name).containsExactly("Boss");
        assertThat(inventory.warned(VM_2, NOW)).isEmpty();
        assertThat(inventory.facts(VM_2, NOW).orElseThrow().numbers()).isEmpty();
    }

    @Test
    void a_servers_own_contacts_stand_in_the_customers_place_for_that_server() {
        load("""
                customers:
                  - id: fern
                    name: Fern
                    contacts:
                      - {name: Boss, email: boss@fern.example, roles: [owner]}
                      - {name: Ida, email: ida@fern.example, roles: [abuse]}
                servers:
                  - {id: vm-1, customer: fern, contacts: [{name: Vera, email: vera@fern.example, roles: [abuse]}]}
                  - {id: vm-2, customer: fern}
                """);
        assertThat(inventory.warned(VM_1, NOW)).extracting(Recipient::name).containsExactly("Vera");
        assertThat(inventory.warned(VM_2, NOW)).extracting(Recipient::name).containsExactly("Ida");
        assertThat(inventory.owners(VM_1, NOW)).extracting(Recipient::name).containsExactly("Boss");
        assertThat(inventory.facts(VM_1, NOW).orElseThrow().authorized())
                .containsExactlyInAnyOrder("vera@fern.example", "boss@fern.example");
        assertThat(inventory.isAuthorized("vera@fern.example", VM_2, NOW)).isFalse();
        assertThat(inventory.customersOfContacts(
                        List.of("ida@fern.example", "Vera@fern.example", "nobody@fern.example")))
                .containsOnly(Map.entry("ida@fern.example", FERN), Map.entry("vera@fern.example", FERN));
    }

    @Test
    void a_reseller_gets_notices_and_calls_and_the_end_customer_only_where_copies_are_wanted() {
        load("""
                customers:
                  - {id: fern, name: Fern, reseller: oak, contacts: [{name: Ida, email: ida@fern.example, phones: ["+442079460101"]}]}
                  - {id: moss, name: Moss, reseller: oak, copy-end-customer: true, vip: true, policy: power-off, contacts: [{name: Max, email: max@moss.example, phones: ["+442079460102"]}]}
                  - id: oak
                    name: Oak
                    timezone: America/New_York
                    contacts:
                      - {name: Desk, email: desk@oak.example, phones: ["+12025550141"], roles: [abuse]}
                      - {name: Olga, email: olga@oak.example, phones: ["+12025550142"], roles: [owner]}
                servers:
                  - {id: vm-1, customer: fern}
                  - {id: vm-2, customer: moss}
                  - {id: vm-3, customer: oak, shared: true}
                """);
        var facts = inventory.facts(List.of(VM_1, VM_2, new ServerId("vm-3"), new ServerId("vm-9")), NOW);
        assertThat(facts).hasSize(3);
        assertThat(facts.get(VM_1).warned())
                .containsExactly(new Recipient(
                        "Desk",
                        "desk@oak.example",
                        List.of("+12025550141"),
                        "en",
                        ZoneId.of("America/New_York"),
                        true));
        assertThat(facts.get(VM_1).numbers())
                .extracting(NumberOnFile::number)
                .containsExactly("+12025550141", "+12025550142");
        assertThat(facts.get(VM_1).isAuthorized("ida@fern.example")).isTrue();
        assertThat(facts.get(VM_1).isAuthorized("desk@oak.example")).isTrue();
        assertThat(facts.get(VM_1).isAuthorized("max@moss.example")).isFalse();
        assertThat(facts.get(VM_2).warned())
                .extracting(Recipient::name, Recipient::forReseller)
                .containsExactly(tuple("Desk", true), tuple("Max", false));
        assertThat(facts.get(VM_2).vip()).isTrue();
        assertThat(facts.get(VM_2).policy()).contains("power-off");
        assertThat(facts.get(new ServerId("vm-3")).warned())
                .extracting(Recipient::name, Recipient::forReseller)
                .containsExactly(tuple("Desk", false));
        assertThat(facts.get(new ServerId("vm-3")).shared()).isTrue();
        assertThat(facts.get(VM_1).console()).isEqualTo(Optional.<URI>empty());
    }

    private ImportResult load(String yaml) {
        return load(yaml, NOW);
    }

    private ImportResult load(String yaml, Instant now) {
        return inventory.importFile(InventoryFileTest.yaml(yaml), "lead", now);
    }

    private List<Defect> refusal(String yaml) {
        var refused = catchThrowableOfType(InventoryRefused.class, () -> load(yaml));
        assertThat(refused).as("the import is refused").isNotNull();
        return refused.defects();
    }

    private Whose whose(String address, String at) {
        return inventory.whose(Prefix.of(address), Optional.empty(), Optional.of(Instant.parse(at)), NOW);
    }

    private Whose whose(String address, String hostname, String at) {
        return inventory.whose(Prefix.of(address), Optional.of(hostname), Optional.of(Instant.parse(at)), NOW);
    }

    private Whose whoseWithoutTime(String address, Instant now) {
        return inventory.whose(Prefix.of(address), Optional.empty(), Optional.empty(), now);
    }

    private static Assignment assignment(String address, String from) {
        return new Assignment(Prefix.of(address), Instant.parse(from), Optional.empty());
    }

    private static int imports() {
        return database.jdbc()
                .sql("select count(*) from inventory_import")
                .query(Integer.class)
                .single();
    }
}
