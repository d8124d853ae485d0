package duenotice.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.database.TestDatabase;
import duenotice.inventory.Found.FoundAddress;
import duenotice.inventory.Found.FoundContact;
import duenotice.inventory.Found.FoundCustomer;
import duenotice.inventory.Found.FoundServer;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several sources beside each other: previews, differences, undoing, periods, and what is not believed. */
class ImportsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    private static final String FILE = """
            customers:
              - {id: fern, name: Fern, contacts: [{name: Ida, email: ida@fern.example, phones: ["+442079460101"]}]}
              - {id: moss, name: Moss, contacts: [{name: Max, email: max@moss.example}]}
            servers:
              - {id: vm-1, customer: fern, hostnames: [shop.example], addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}]}
              - {id: vm-2, customer: moss, addresses: [{ip: 192.0.2.8, from: 2026-01-01T00:00:00Z}]}
            """;

    private final Inventory inventory = new Inventory(database.transactions(), List.of());
    private final Imports imports = new Imports(database.transactions());

    @BeforeEach
    void empty() {
        database.jdbc().sql("""
                        truncate customer, customer_contact, server, server_contact, server_hostname, server_owner,
                                 assignment, own_network, reporter, inventory_import, inventory_change, inventory_source
                        """).update();
    }

    // People's files.

    @Test
    void a_preview_names_each_row_that_would_change_and_changes_nothing() {
        imports.take(file(FILE), "lead", NOW);
        var before = everything();
        var seen = taken(imports.preview(
                file(FILE.replace("+442079460101", "+442079460102")
                        .replace("192.0.2.8", "192.0.2.9")
                        .replace("Moss,", "Moss & Sons,")),
                LATER));
        assertThat(lines(seen.difference()))
                .containsExactly(
                        "changed customer fern: contact Ida: phones +442079460101 → +442079460102",
                        "changed customer moss: name Moss → Moss & Sons",
                        "changed server vm-2: address 192.0.2.8 from 2026-01-01T00:00:00Z removed;"
                                + " address 192.0.2.9 from 2026-01-01T00:00:00Z added");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void undoing_puts_everything_back_that_the_last_import_changed() {
        imports.take(file(FILE), "lead", NOW);
        var before = everything();
        imports.take(
                file(FILE.replace("customer: fern", "customer: moss")
                                .replace("shop.example", "store.example")
                                .replace("192.0.2.8", "192.0.2.9")
                                .replace("+442079460101", "+442079460102")
                        + "  - {id: vm-3, customer: fern, addresses: [{ip: 198.51.100.1, from: 2026-01-01T00:00:00Z}]}\n"
                        + "reporters: [{match: trusted.example, trusted: true}]\n"),
                "lead",
                LATER);
        assertThat(inventory.ownerAt(new ServerId("vm-1"), LATER)).contains(new CustomerId("moss"));
        assertThat(imports.past(5)).extracting(Imports.Past::mayBeUndone).containsExactly(true, false);

        var undone = imports.undoLast("the wrong file", "lead", LATER.plusSeconds(60));

        assertThat(undone)
                .isInstanceOfSatisfying(
                        Imports.Undone.Done.class,
                        done -> assertThat(lines(done.difference()))
                                .anyMatch(line -> line.startsWith("changed server vm-1: ")
                                        && line.contains("customer fern → moss"))
                                .contains("added server vm-3", "added reporter trusted.example"));
        assertThat(everything())
                .as("but for the row of the added server, which reports of the meantime may stand on")
                .isEqualTo(before + "\nvm-3 gone");
        assertThat(whose("198.51.100.1", LATER)).isInstanceOf(Whose.Foreign.class);
        assertThat(imports.past(5).getFirst())
                .satisfies(past -> assertThat(past.isUndo()).isTrue())
                .satisfies(past -> assertThat(past.reason()).contains("the wrong file"));
        assertThat(taken(imports.take(file(FILE), "lead", LATER.plusSeconds(120)))
                        .difference()
                        .isEmpty())
                .as("what stands there now is the first file again")
                .isTrue();
    }

    @Test
    void what_was_undone_can_be_imported_again_and_undoing_goes_back_step_by_step() {
        imports.take(file(FILE), "lead", NOW);
        var other = FILE.replace("192.0.2.8", "192.0.2.9");
        imports.take(file(other), "lead", LATER);
        imports.undoLast("wrong", "lead", LATER);
        var again = taken(imports.take(file(other), "lead", LATER.plusSeconds(1)));
        assertThat(again.result().unchanged()).isFalse();
        assertThat(whose("192.0.2.9", LATER)).isInstanceOf(Whose.Owned.class);
        imports.undoLast("wrong again", "lead", LATER.plusSeconds(2));
        assertThat(imports.undoLast("the first too", "lead", LATER.plusSeconds(3)))
                .isInstanceOf(Imports.Undone.Done.class);
        assertThat(whose("192.0.2.7", LATER)).isInstanceOf(Whose.Foreign.class);
        assertThat(imports.undoLast("none left", "lead", LATER.plusSeconds(4)))
                .isEqualTo(new Imports.Undone.Refused("there is no import to undo"));
    }

    // Sources beside each other.

    @Test
    void one_source_neither_removes_nor_changes_the_rows_of_another() {
        imports.take(file(FILE), "lead", NOW);
        take("cloud", found(server("c-1", "fern", "198.51.100.1")), NOW);
        take("panel", found(server("p-1", "moss", "198.51.100.2"), server("p-2", "moss", "198.51.100.3")), NOW);
        var difference = take("panel", found(server("p-1", "moss", "198.51.100.2")), LATER);
        assertThat(lines(difference)).containsExactly("removed server p-2");
        assertThat(inventory.serverIds())
                .extracting(ServerId::text)
                .containsExactly("c-1", "p-1", "p-2", "vm-1", "vm-2");
        assertThat(whose("198.51.100.1", LATER)).isEqualTo(owned("c-1", "fern"));
        assertThat(whose("192.0.2.7", LATER)).isEqualTo(owned("vm-1", "fern"));

        assertThatThrownBy(() -> take("panel", found(server("c-1", "moss", "198.51.100.9")), LATER))
                .isInstanceOf(InventoryRefused.class)
                .hasMessage("panel server c-1: The server c-1 is handed in by the source cloud; a row has one source.");
        assertThatThrownBy(
                        () -> imports.take(file("servers: [{id: c-1, customer: fern, addresses: []}]"), "lead", LATER))
                .isInstanceOf(InventoryRefused.class)
                .hasMessage("test.yaml:1: The server c-1 is handed in by the source cloud; a row has one source.");
    }

    @Test
    void an_overlap_is_refused_with_both_rows_named_within_a_source_and_between_two() {
        imports.take(file(FILE), "lead", NOW);
        assertThat(Sifting.of(
                        "cloud",
                        found(server("a", "fern", "198.51.100.1"), server("b", "fern", "198.51.100.0/30")),
                        false))
                .isEqualTo(new Reading.Trouble(
                        "cloud address 198.51.100.1: 198.51.100.1 of server a overlaps 198.51.100.0/30 of server b"
                                + " in cloud address 198.51.100.0/30."));
        assertThatThrownBy(() -> take("cloud", found(server("c-1", "fern", "192.0.2.7")), LATER))
                .isInstanceOf(InventoryRefused.class)
                .hasMessageStartingWith("cloud address 192.0.2.7: 192.0.2.7 of server c-1")
                .hasMessageEndingWith(
                        "overlaps 192.0.2.7 of server vm-1 from 2026-01-01T00:00:00Z, which was stored before.");
    }

    // Periods of what only says what is now.

    @Test
    void what_a_source_names_no_more_ends_and_its_past_is_kept() {
        imports.take(file(FILE), "lead", NOW);
        take("cloud", found(server("c-1", "fern", "198.51.100.1"), server("c-2", "moss", "198.51.100.2")), NOW);
        assertThat(whose("198.51.100.1", NOW.minus(Duration.ofDays(30)))).isEqualTo(owned("c-1", "fern"));
        // it moves to another server, and the second server goes
        take("cloud", found(server("c-3", "moss", "198.51.100.1"), server("c-1", "fern")), LATER);
        assertThat(whose("198.51.100.1", LATER.minusSeconds(1))).isEqualTo(owned("c-1", "fern"));
        assertThat(whose("198.51.100.1", LATER)).isEqualTo(owned("c-3", "moss"));
        assertThat(whose("198.51.100.2", NOW)).isEqualTo(owned("c-2", "moss"));
        assertThat(whose("198.51.100.2", LATER)).isEqualTo(new Whose.NoCustomer());
        // and comes back
        take("cloud", found(server("c-1", "fern", "198.51.100.1"), server("c-3", "moss")), LATER.plusSeconds(3600));
        assertThat(whose("198.51.100.1", NOW)).isEqualTo(owned("c-1", "fern"));
        assertThat(whose("198.51.100.1", LATER.plusSeconds(60))).isEqualTo(owned("c-3", "moss"));
        assertThat(whose("198.51.100.1", LATER.plusSeconds(3600))).isEqualTo(owned("c-1", "fern"));
    }

    @Test
    void the_same_reading_again_changes_nothing_and_leaves_no_trace() {
        imports.take(file(FILE), "lead", NOW);
        var found = found(server("c-1", "fern", "198.51.100.1"));
        take("cloud", found, NOW);
        var count = imports.past(100).size();
        assertThat(take("cloud", found, LATER).isEmpty()).isTrue();
        assertThat(imports.past(100)).hasSize(count);
    }

    @Test
    void an_address_begins_when_the_source_says_but_not_before_it_was_free() {
        imports.take(file(FILE), "lead", NOW);
        var since = Instant.parse("2026-02-01T00:00:00Z");
        take("cloud", found(server("c-1", "fern", "198.51.100.1")), NOW);
        take(
                "cloud",
                found(
                        server("c-1", "fern"),
                        new FoundServer(
                                "server c-2",
                                "c-2",
                                "moss",
                                List.of(),
                                false,
                                List.of(),
                                false,
                                List.of(
                                        new FoundAddress("address a", "198.51.100.1", Optional.of(since)),
                                        new FoundAddress("address b", "198.51.100.2", Optional.of(since))))),
                LATER);
        assertThat(whose("198.51.100.1", NOW)).isEqualTo(owned("c-1", "fern"));
        assertThat(whose("198.51.100.1", LATER)).isEqualTo(owned("c-2", "moss"));
        assertThat(whose("198.51.100.2", since)).isEqualTo(owned("c-2", "moss"));
        assertThat(whose("198.51.100.2", since.minusSeconds(1))).isEqualTo(new Whose.NoCustomer());
    }

    // What nobody can read, and what is not believed.

    @Test
    void a_bad_row_costs_itself_is_named_and_takes_nothing_away() {
        imports.take(file(FILE), "lead", NOW);
        take("cloud", found(server("c-1", "fern", "198.51.100.1"), server("c-2", "moss", "198.51.100.2")), NOW);
        var reading = (Reading.Whole) Sifting.of(
                "cloud",
                new Found(
                        List.of(new FoundCustomer(
                                "project 9",
                                "nine",
                                "Nine",
                                false,
                                Optional.of("Klingon"),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(
                                        new FoundContact(
                                                "user 1",
                                                "Ann",
                                                "ann@nine.example",
                                                List.of("call me", "+442079460103"),
                                                Set.of()),
                                        new FoundContact("user 2", "Bob", "no address", List.of(), Set.of())))),
                        List.of(
                                server("c-1", "fern", "198.51.100.1", "see ticket"),
                                server("c-2", "nobody we know", "198.51.100.2"),
                                server("c-3", "unknown", "198.51.100.3")),
                        List.of("198.51.100.0/24"),
                        List.of(),
                        List.of()),
                false);
        assertThat(reading.remarks())
                .containsExactly(
                        "project 9: \"Klingon\" is no BCP 47 language tag such as en or de-AT.",
                        "user 1: The phone number \"call me\" must begin with + and the country code.",
                        "user 2: \"no address\" is no e-mail address.",
                        "address see ticket: \"see ticket\" is no address or prefix (bits behind the prefix length must be zero).",
                        "server c-2: The id \"nobody we know\" must begin with a letter or digit, and go on with letters, digits and . _ : @ + - only.");
        var taken = taken(
                imports.take("cloud", reading, Optional.of(0.2), Optional.empty(), Optional.empty(), "cloud", LATER));
        assertThat(taken.remarks())
                .anyMatch(
                        remark -> remark.startsWith("cloud server c-3: the customer \"unknown\" stands neither here"));
        assertThat(lines(taken.difference())).containsExactly("added customer nine", "added network 198.51.100.0/24");
        assertThat(whose("198.51.100.2", LATER)).isEqualTo(owned("c-2", "moss"));
        assertThat(whose("198.51.100.77", LATER)).isEqualTo(new Whose.NoCustomer());
        assertThat(inventory.customer(new CustomerId("nine")).orElseThrow().contacts())
                .extracting(Contact::phones)
                .containsExactly(List.of("+442079460103"));
    }

    @Test
    void a_source_that_loses_too_much_at_once_is_not_believed_until_staff_let_that_much_through() {
        imports.take(file(FILE), "lead", NOW);
        var all = new FoundServer[10];
        Arrays.setAll(all, number -> server("c-" + number, "fern", "198.51.100." + number));
        take("cloud", found(all), NOW);
        var most = found(Arrays.copyOf(all, 8));
        var few = found(Arrays.copyOf(all, 7));
        var before = everything();
        assertThat(attempt(few, Optional.empty()))
                .isEqualTo(new Outcome.Doubted(
                        "it would remove 3 of 10 servers and 3 of 10 addresses; nothing is changed until it names them"
                                + " again or staff let it through",
                        6));
        assertThat(attempt(found(), Optional.empty())).isInstanceOf(Outcome.Doubted.class);
        assertThat(attempt(found(), Optional.of(6))).isInstanceOf(Outcome.Doubted.class);
        assertThat(everything()).isEqualTo(before);
        assertThat(attempt(few, Optional.of(6))).isInstanceOf(Outcome.Taken.class);
        imports.undoLast("after all not", "lead", LATER);
        assertThat(attempt(most, Optional.empty())).isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void servers_that_stay_and_lose_their_addresses_are_doubted_too() {
        imports.take(file(FILE), "lead", NOW);
        var all = new FoundServer[4];
        Arrays.setAll(all, number -> server("c-" + number, "fern", "198.51.100." + number));
        take("cloud", found(all), NOW);
        var bare = new FoundServer[4];
        Arrays.setAll(bare, number -> server("c-" + number, "fern"));
        assertThat(attempt(found(bare), Optional.empty()))
                .isEqualTo(new Outcome.Doubted(
                        "it would remove 4 of 4 addresses; nothing is changed until it names them again or staff let it"
                                + " through",
                        4));
    }

    @Test
    void a_source_whose_contacts_fail_to_come_empties_no_list() {
        take("panel", customers(12, "ada", "kite.example"), NOW);
        assertThat(panel(customers(12, "", ""), Optional.empty()))
                .isEqualTo(new Outcome.Doubted(
                        "it would remove 12 of 12 lists of contacts; nothing is changed until it names them again or staff"
                                + " let it through",
                        12));
        assertThat(contacts("c-3")).containsExactly("ada3@kite.example");
        assertThat(panel(customers(12, "", ""), Optional.of(12))).isInstanceOf(Outcome.Taken.class);
        assertThat(contacts("c-3")).isEmpty();
    }

    @Test
    void a_source_in_which_many_get_other_addresses_at_once_is_not_believed_and_a_few_are() {
        take("panel", customers(12, "ada", "kite.example"), NOW);
        assertThat(panel(customers(12, "eve", "thief.example"), Optional.empty()))
                .isEqualTo(new Outcome.Doubted(
                        "it would remove every address in 12 of 12 lists of contacts; nothing is changed until it names"
                                + " them again or staff let it through",
                        12));
        assertThat(contacts("c-3")).containsExactly("ada3@kite.example");
        assertThat(panel(customers(12, "ada", "kite.example", 9, "thief.example"), Optional.empty()))
                .isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void an_address_that_cannot_be_read_leaves_what_is_stored_of_its_contact() {
        take("panel", customers(1, "ada", "kite.example"), NOW);
        var broken = new Found(
                List.of(customer(
                        "c-0",
                        new FoundContact("contact 1", "ada 0", "ada0 at kite.example", List.of(), Set.of()),
                        new FoundContact("contact 2", "Bob", "bob@kite.example", List.of(), Set.of()))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertThat(panel(broken, Optional.empty())).isInstanceOf(Outcome.Taken.class);
        assertThat(contacts("c-0")).containsExactlyInAnyOrder("ada0@kite.example", "bob@kite.example");
    }

    @Test
    void a_list_of_which_nothing_can_be_read_keeps_what_is_stored_and_is_not_counted_as_lost() {
        take("panel", customers(12, "ada", "kite.example"), NOW);
        assertThat(panel(customers(12, "ada", "kite"), Optional.empty())).isInstanceOf(Outcome.Taken.class);
        assertThat(contacts("c-3")).containsExactly("ada3@kite.example");
    }

    @Test
    void an_address_in_other_letters_is_no_other_address() {
        take("panel", customers(12, "ada", "kite.example"), NOW);
        assertThat(panel(customers(12, "ADA", "kite.example"), Optional.empty()))
                .isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void contacts_of_servers_are_not_lost_unnoticed_either() {
        var ada = new FoundContact("contact 1", "Ada", "ada@kite.example", List.of(), Set.of());
        take(
                "panel",
                new Found(
                        List.of(customer("kite")),
                        List.of(server("k-1", "kite", ada)),
                        List.of(),
                        List.of(),
                        List.of()),
                NOW);
        assertThat(panel(
                        new Found(
                                List.of(customer("kite")),
                                List.of(server("k-1", "kite")),
                                List.of(),
                                List.of(),
                                List.of()),
                        Optional.empty()))
                .isInstanceOfSatisfying(
                        Outcome.Doubted.class,
                        doubted -> assertThat(doubted.why()).startsWith("it would remove 1 of 1 lists of contacts;"));
    }

    @Test
    void twenty_imports_can_be_undone_and_none_before_them() {
        for (var number = 0; number < 22; number++) {
            imports.take(file(FILE.replace("192.0.2.8", "192.0.2." + (100 + number))), "lead", NOW.plusSeconds(number));
        }
        for (var number = 21; number > 1; number--) {
            assertThat(imports.undoLast("back", "lead", LATER)).isInstanceOf(Imports.Undone.Done.class);
            assertThat(whose("192.0.2." + (99 + number), LATER)).isEqualTo(owned("vm-2", "moss"));
        }
        assertThat(imports.undoLast("further back", "lead", LATER))
                .isEqualTo(new Imports.Undone.Refused(
                        "the last import is too long ago: what was before it is no longer kept"));
        assertThat(whose("192.0.2.101", LATER)).isEqualTo(owned("vm-2", "moss"));
    }

    @Test
    void what_keeps_us_from_reaching_people_is_counted() {
        imports.take(
                file(FILE.replace("servers:", "  - {id: bare, name: Bare, contacts: []}\nservers:")
                        + "  - {id: vm-9, customer: bare, addresses: []}\n"),
                "lead",
                NOW);
        var gaps = imports.gaps(5);
        assertThat(gaps.someServers()).containsExactly("vm-9");
        assertThat(gaps.someContacts()).containsExactly("customer moss, Max");
    }

    // ---- how the tests speak

    private Outcome attempt(Found found, Optional<Integer> letThrough) {
        return imports.take("cloud", whole(found), Optional.of(0.2), letThrough, Optional.empty(), "cloud", LATER);
    }

    private Outcome panel(Found found, Optional<Integer> letThrough) {
        return imports.take(
                "panel", whole("panel", found), Optional.of(0.2), letThrough, Optional.empty(), "panel", LATER);
    }

    private List<String> contacts(String customer) {
        return inventory.customer(new CustomerId(customer)).orElseThrow().contacts().stream()
                .map(Contact::email)
                .toList();
    }

    private static Found customers(int count, String name, String domain) {
        return customers(count, name, domain, 0, domain);
    }

    /** The first so many have other addresses; no name means no contacts. */
    private static Found customers(int count, String name, String domain, int others, String otherDomain) {
        return new Found(
                IntStream.range(0, count)
                        .mapToObj(number -> name.isEmpty()
                                ? customer("c-" + number)
                                : customer(
                                        "c-" + number,
                                        new FoundContact(
                                                "contact " + number,
                                                name + " " + number,
                                                name + number + "@" + (number < others ? otherDomain : domain),
                                                List.of(),
                                                Set.of())))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static FoundCustomer customer(String id, FoundContact... contacts) {
        return new FoundCustomer(
                "client " + id,
                id,
                "Client " + id,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(contacts));
    }

    private Difference take(String source, Found found, Instant now) {
        return taken(imports.take(
                        source,
                        whole(source, found),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        source,
                        now))
                .difference();
    }

    private static Reading.Whole whole(Found found) {
        return whole("cloud", found);
    }

    private static Reading.Whole whole(String source, Found found) {
        return (Reading.Whole) Sifting.of(source, found, false);
    }

    private static Outcome.Taken taken(Outcome outcome) {
        return (Outcome.Taken) outcome;
    }

    private static Found found(FoundServer... servers) {
        return new Found(List.of(), List.of(servers), List.of(), List.of(), List.of());
    }

    private static FoundServer server(String id, String customer, String... addresses) {
        return new FoundServer(
                "server " + id,
                id,
                customer,
                List.of(),
                false,
                List.of(),
                false,
                Arrays.stream(addresses)
                        .map(ip -> new FoundAddress("address " + ip, ip, Optional.empty()))
                        .toList());
    }

    private static FoundServer server(String id, String customer, FoundContact contact) {
        return new FoundServer("server " + id, id, customer, List.of(contact), false, List.of(), false, List.of());
    }

    private static InventoryFile file(String yaml) {
        return InventoryFile.of("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(Difference difference) {
        return difference.changes().stream().map(Difference.Change::toString).toList();
    }

    private Whose whose(String address, Instant at) {
        return inventory.whose(Prefix.of(address), Optional.empty(), Optional.of(at), LATER.plus(Duration.ofDays(60)));
    }

    private static Whose.Owned owned(String server, String customer) {
        return new Whose.Owned(new ServerId(server), new CustomerId(customer), true);
    }

    /** All rows, to see that nothing else changed. */
    private String everything() {
        var lines = new ArrayList<String>();
        lines.addAll(database.jdbc().sql("""
                select image::text from customer_image where gone_at is null
                union all select image::text from server_image where gone_at is null
                union all select reporter::text from reporter
                union all select prefix::text from own_network
                order by 1
                """).query(String.class).list());
        lines.addAll(database.jdbc()
                .sql("select id || ' gone' from server where gone_at is not null order by 1")
                .query(String.class)
                .list());
        return String.join("\n", lines);
    }
}
