package duenotice.contact;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.inventory.Contact;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactWordsTest {
    private static final List<FiledContact> ON_LIST =
            List.of(filed("Ada", "ada@kite.example", "+442079460001"), filed("Bo", "bo@kite.example", "+442079460002"));

    private static FiledContact filed(String name, String email, String phone) {
        return new FiledContact(
                ContactOwner.customer("kite"),
                new Contact(name, email, List.of(phone), Set.of(Role.ABUSE)),
                Instant.EPOCH);
    }

    private static Optional<ContactWish> read(String text) {
        return ContactWords.read(text, ON_LIST, "ada@kite.example", "provider.example");
    }

    private static ContactWish moved(String from, String to) {
        return new ContactWish(
                Optional.of(from), Optional.empty(), Optional.of(to), Optional.empty(), Optional.empty(), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Please write to ada@new.example from now on.",
                "Hello,\nour address has changed: it is ada@new.example now.\nAda",
                "Guten Tag,\nbitte verwenden Sie ab sofort ada@new.example.\n",
                "ada@kite.example is no longer in use, please use ada@new.example instead (contacts@provider.example)",
            })
    void one_new_address_in_plain_words_replaces_the_senders_own(String text) {
        assertThat(read(text)).contains(moved("ada@kite.example", "ada@new.example"));
    }

    @Test
    void plain_words_may_name_another_entry_of_the_list() {
        assertThat(read("Please replace bo@kite.example by eve@kite.example."))
                .contains(moved("bo@kite.example", "eve@kite.example"));
        assertThat(read("Bo has left us, please remove bo@kite.example."))
                .contains(new ContactWish(
                        Optional.of("bo@kite.example"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true));
    }

    @Test
    void a_new_number_in_plain_words_replaces_the_only_one() {
        assertThat(read("My new phone number is +44 20 7946 0099.")
                        .orElseThrow()
                        .phones())
                .contains(List.of("+44 20 7946 0099"));
        assertThat(read("Meine neue Telefonnummer: +49 30 23125 999")
                        .orElseThrow()
                        .phones())
                .contains(List.of("+49 30 23125 999"));
    }

    @Test
    void labelled_lines_say_it_all() {
        assertThat(read("""
                        Please add a contact:

                        Name: Eve Adler
                        E-Mail: eve@kite.example
                        Telefon: +49 30 23125 111, +49 30 23125 112
                        Rolle: Abuse und Inhaber
                        """))
                .contains(new ContactWish(
                        Optional.empty(),
                        Optional.of("Eve Adler"),
                        Optional.of("eve@kite.example"),
                        Optional.of(List.of("+49 30 23125 111", "+49 30 23125 112")),
                        Optional.of(Set.of(Role.ABUSE, Role.OWNER)),
                        false));
        assertThat(read("Old address: bo@kite.example\nNew address: eve@kite.example"))
                .contains(moved("bo@kite.example", "eve@kite.example"));
        assertThat(read("Entfernen: bo@kite.example").orElseThrow().removed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Who is on file for us?",
                "Please do not use ada@new.example.",
                "Please use ada@new.example or eve@new.example from now on.",
                "Please also write to eve@kite.example from now on.",
                "New address: soon, we hope",
                "E-mail: ada@new.example\nE-mail: eve@new.example",
                "Phone: 0123 456",
                "Role: king",
                "Remove: bo@kite.example\nE-mail: eve@kite.example",
                "E-mail: ada@new.example\nPlease tell eve@elsewhere.example about it",
                "Swap ada@kite.example, bo@kite.example and use them",
            })
    void what_can_be_read_in_two_ways_waits_for_a_person(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void a_megabyte_of_anything_is_read_in_no_time() {
        for (var piece : List.of("a", "a@", "a.", "+1 ", "new: ", "E-mail: a@b\n", "new\n")) {
            var text = piece.repeat(1_000_000 / piece.length());
            var begin = System.nanoTime();
            read(text);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
