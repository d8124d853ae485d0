package duenotice.contact;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Casework;
import duenotice.contact.ChangeJudge.Why;
import duenotice.contact.ContactChange.Way;
import duenotice.contact.ContactChanges.Outcome;
import duenotice.database.TestDatabase;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much mail anybody can make us send about contacts, and how much we send by ourselves. */
class ContactBoundsTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    private static final ContactOwner KITE = ContactOwner.customer("kite");

    private final TestDatabase database = TestDatabase.fresh();
    private final Inventory inventory = new Inventory(database.transactions(), List.of());
    private Instant now = START;
    private final Casework casework = Casework.create(
            database.transactions(),
            () -> now,
            inventory,
            (name, version) -> {
                throw new IllegalStateException(version);
            },
            tools -> new Casework.Parts(List.of(), List.of(), List.of(), List.of(), type -> false));
    private final ContactChanges changes =
            new ContactChanges(database.transactions(), casework, inventory, "provider.example");
    private int asked;

    @AfterEach
    void close() {
        database.close();
    }

    private void customers(int number) {
        inventory.importFile(
                InventoryFile.of(
                        "inventory.yaml",
                        ("customers:\n  - {id: kite, name: Kite, contacts: [{name: Ada, email: ada@kite.example}]}\n"
                                        + IntStream.rangeClosed(1, number)
                                                .mapToObj(
                                                        "  - {id: c-%1$d, name: C, contacts: [{name: One, email: one@c-%1$d.example}]}\n"
                                                                ::formatted)
                                                .collect(Collectors.joining()))
                                .getBytes(StandardCharsets.UTF_8)),
                "test",
                START);
    }

    private Outcome asks(Way way) {
        var wish = new ContactWish(
                Optional.empty(),
                Optional.of("Ada"),
                Optional.of("ada@new-" + ++asked + ".example"),
                Optional.empty(),
                Optional.empty(),
                false);
        return changes.propose(KITE, wish, way, "ada@kite.example", Optional.empty(), Optional.empty());
    }

    private static Why why(Outcome outcome) {
        return ((Outcome.Refused) outcome).why();
    }

    private static long id(Outcome outcome) {
        return ((Outcome.Done) outcome).change().id();
    }

    private int mails(String occasion) {
        return database.jdbc()
                .sql("select count(*) from contact_mail where occasion = :occasion")
                .param("occasion", occasion)
                .query(Integer.class)
                .single();
    }

    @Test
    void five_changes_of_a_list_wait_at_once_and_the_same_wish_is_no_sixth() {
        customers(0);
        for (var number = 0; number < ContactChanges.MOST_OPEN; number++) {
            assertThat(asks(Way.MAIL)).isInstanceOf(Outcome.Done.class);
        }
        assertThat(why(asks(Way.PAGE))).isEqualTo(Why.TOO_MANY);
        asked = 0;
        assertThat(asks(Way.PAGE)).as("the first wish again").isInstanceOf(Outcome.Done.class);
        assertThat(mails("proposed")).isEqualTo(ContactChanges.MOST_OPEN);
    }

    @Test
    void whoever_asks_again_whenever_he_is_refused_makes_twenty_mails_a_day_and_staff_still_get_through() {
        customers(0);
        for (var number = 0; number < ContactChanges.MOST_IN_A_DAY; number++) {
            changes.refuse(id(asks(Way.MAIL)), "ada@kite.example");
        }
        assertThat(why(asks(Way.MAIL))).isEqualTo(Why.TOO_OFTEN);
        assertThat(why(asks(Way.PAGE))).isEqualTo(Why.TOO_OFTEN);
        assertThat(asks(Way.STAFF)).isInstanceOf(Outcome.Done.class);
        now = now.plus(Duration.ofDays(1));
        assertThat(asks(Way.MAIL)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_whole_inventory_of_one_day_is_asked_two_hundred_a_day() {
        customers(450);
        var reviews = new ContactReviews(database.transactions(), casework, inventory);
        now = START.plus(ContactReviews.YEAR);
        for (var expected : List.of(200, 400, 451, 451)) {
            reviews.run(now);
            assertThat(mails("review")).isEqualTo(expected);
            now = now.plus(Duration.ofDays(1));
        }
    }
}
