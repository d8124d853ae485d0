package duenotice.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.TestDatabase;
import duenotice.report.ServerId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands in place of the file's rows (docs/decisions/0009). */
class ContactBookTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static TestDatabase database;
    private static Inventory inventory;
    private static int lists;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        inventory = new Inventory(database.transactions(), List.of());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static String imported(String name, String email, String server) {
        var file = """
                customers:
                  - {id: %1$s, name: %1$s, contacts: [{name: Ada, email: %2$s, phones: []}]}
                  - {id: other-%1$s, name: other, contacts: [{name: Eve, email: eve@other.example}]}
                servers:
                  - {id: srv-%1$s, customer: %3$s, addresses: [{ip: "2001:db8:55::%4$d", from: 2020-01-01T00:00:00Z}]}
                """.formatted(name, email, server, Math.abs(name.hashCode() % 9999));
        inventory.importFile(InventoryFile.of("file.yaml", file.getBytes(StandardCharsets.UTF_8)), "test", NOW);
        return name;
    }

    private static String list() {
        var name = "list-" + ++lists;
        return imported(name, "ada@first.example", name);
    }

    /** A change as the changes' store keeps one. */
    private static long change(ContactOwner owner, String email) {
        return database.jdbc()
                .sql("""
                insert into contact_change (kind, owner, name, email, phones, roles, old_phones, old_roles, way, proposed_by,
                                            proposed_at, expires_at, state, confirmed_by, confirmed_at)
                values (:kind, :owner, 'Ada', :email, '{}', '{abuse}', '{}', '{}', 'staff', 'mara', :now, :now,
                        'confirmed', 'call-back', :now)
                returning id
                """)
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .param("email", email)
                .param("now", NOW.atOffset(java.time.ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private static long moved(ContactOwner owner, Optional<Contact> before, String email, boolean settled) {
        var id = change(owner, email);
        var after = new Contact("Ada", email, List.of(), Set.of(Role.ABUSE, Role.OWNER));
        database.transactions()
                .run(() -> inventory.contactBook().stand(id, owner, "Ada", before, Optional.of(after), settled, NOW));
        return id;
    }

    private static List<String> emails(ContactOwner owner) {
        return inventory.contactBook().of(owner).stream()
                .map(one -> one.contact().email() + (one.contact().authorized() ? "" : " (no authority)"))
                .toList();
    }

    private static String state(long change) {
        return database.jdbc()
                .sql("select state from contact_change where id = :id")
                .param("id", change)
                .query(String.class)
                .single();
    }

    private static Contact ada(String email) {
        return new Contact("Ada", email, List.of(), Set.of(Role.ABUSE, Role.OWNER));
    }

    @Test
    void until_it_is_settled_the_old_one_keeps_the_authority_and_both_are_warned() {
        var name = list();
        var owner = ContactOwner.customer(name);
        var id = moved(owner, Optional.of(ada("ada@first.example")), "ada@second.example", false);

        assertThat(emails(owner)).containsExactlyInAnyOrder("ada@first.example", "ada@second.example (no authority)");
        var facts = inventory.facts(new ServerId("srv-" + name), NOW).orElseThrow();
        assertThat(facts.warned().stream().map(Recipient::email)).contains("ada@first.example", "ada@second.example");
        assertThat(facts.authorized()).containsExactly("ada@first.example");

        inventory.contactBook().settle(id);
        assertThat(emails(owner)).containsExactly("ada@second.example");
        assertThat(inventory
                        .facts(new ServerId("srv-" + name), NOW)
                        .orElseThrow()
                        .authorized())
                .containsExactly("ada@second.example");
    }

    @Test
    void one_change_goes_on_from_another_and_undoing_brings_the_earlier_one_back() {
        var owner = ContactOwner.customer(list());
        moved(owner, Optional.of(ada("ada@first.example")), "ada@second.example", true);
        var third = moved(owner, Optional.of(ada("ada@second.example")), "ada@third.example", false);
        assertThat(emails(owner)).containsExactlyInAnyOrder("ada@second.example", "ada@third.example (no authority)");

        database.transactions().run(() -> inventory.contactBook().undo(third, NOW));
        assertThat(emails(owner)).containsExactly("ada@second.example");
    }

    @Test
    void an_unsettled_change_that_is_replaced_hands_on_whoever_has_authority() {
        var owner = ContactOwner.customer(list());
        moved(owner, Optional.of(ada("ada@first.example")), "ada@second.example", false);
        moved(owner, Optional.of(ada("ada@second.example")), "ada@third.example", false);
        assertThat(emails(owner)).containsExactlyInAnyOrder("ada@first.example", "ada@third.example (no authority)");
    }

    @Test
    void a_file_that_says_the_same_agrees_and_one_that_says_something_else_wins() {
        var name = list();
        var owner = ContactOwner.customer(name);
        var id = moved(owner, Optional.of(ada("ada@first.example")), "ada@second.example", false);
        imported(name, "ada@second.example", name);
        assertThat(state(id)).isEqualTo("confirmed");
        assertThat(emails(owner)).as("a file counts as verified").containsExactly("ada@second.example");

        var third = moved(owner, Optional.of(ada("ada@second.example")), "ada@third.example", true);
        imported(name, "ada@fourth.example", name);
        assertThat(state(third)).isEqualTo("overtaken");
        assertThat(emails(owner)).containsExactly("ada@fourth.example");
    }

    @Test
    void a_server_that_goes_to_another_customer_loses_what_the_former_one_had_changed() {
        var name = list();
        var server = ContactOwner.server("srv-" + name);
        var id = moved(server, Optional.empty(), "ada@second.example", true);
        assertThat(inventory.isAuthorized("ada@second.example", new ServerId("srv-" + name), NOW))
                .isTrue();
        imported(name, "ada@first.example", "other-" + name);
        assertThat(state(id)).isEqualTo("overtaken");
        assertThat(inventory.isAuthorized("ada@second.example", new ServerId("srv-" + name), NOW))
                .isFalse();
        assertThat(emails(server)).isEmpty();
    }
}
