package duenotice.contact;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import duenotice.database.TestDatabase;
import duenotice.inventory.Inventory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContactMailReaderTest {
    private static final String CONTACTS = "contacts@provider.example";
    private static final String COMPLAINTS = "abuse@provider.example";
    private static final String PLAIN = "Subject: new address\r\n\r\nPlease write to ada@new.example from now on.\r\n";

    private static TestDatabase database;
    private static ContactMailReader reader;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh();
        var inventory = new Inventory(database.transactions(), List.of());
        var casework = Casework.create(
                database.transactions(),
                () -> Instant.parse("2026-03-01T03:00:00Z"),
                inventory,
                (name, version) -> {
                    throw new IllegalStateException(version);
                },
                tools -> new Casework.Parts(List.of(), List.of(), List.of(), List.of(), type -> false));
        reader = new ContactMailReader(
                CONTACTS,
                List.of(COMPLAINTS),
                inventory,
                new Tokens("the key of links and replies, kept in the data folder"),
                casework,
                database.transactions());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private Optional<MessageOutcome> read(String sender, String mail, String... recipients) {
        var message = new StoredMessage(
                new MessageId(7),
                Instant.parse("2026-03-01T03:00:00Z"),
                Channel.SMTP,
                sender,
                List.of(recipients),
                Optional.empty(),
                Optional.empty(),
                "message/rfc822",
                ("From: ada@kite.example\r\n" + mail).getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        return Optional.ofNullable(reader.read(List.of(message)).get(new MessageId(7)));
    }

    @Test
    void what_a_person_asks_for_waits_for_a_person() {
        var outcome =
                read("ada@kite.example", PLAIN, "Contacts@Provider.example").orElseThrow();

        assertThat(outcome.state()).isEqualTo(State.QUEUED);
        assertThat(outcome.reason().orElseThrow())
                .startsWith("held: a contact change waits for confirmation: it comes from nobody on file");
    }

    @Test
    void robots_are_closed_with_a_reason() {
        var vacation = read("ada@kite.example", "Auto-Submitted: auto-replied\r\n" + PLAIN, CONTACTS)
                .orElseThrow();
        var bounce = read("", """
                Subject: Undelivered Mail Returned to Sender\r
                Content-Type: multipart/report; report-type=delivery-status; boundary=cut\r
                \r
                --cut\r
                Content-Type: message/delivery-status\r
                \r
                Reporting-MTA: dns; mx.kite.example\r
                \r
                Final-Recipient: rfc822; ada@kite.example\r
                Action: failed\r
                Status: 5.1.1\r
                \r
                --cut--\r
                """, CONTACTS).orElseThrow();

        assertThat(vacation.state()).isEqualTo(State.CLOSED);
        assertThat(vacation.reason().orElseThrow()).contains("automatic mail");
        assertThat(vacation.report().orElseThrow()).contains("automatic-reply");
        assertThat(bounce.state()).isEqualTo(State.CLOSED);
        assertThat(bounce.reason().orElseThrow()).contains("a bounce");
    }

    @Test
    void complaints_are_left_to_the_reader_of_reports() {
        assertThat(read("noc@reporter.example", PLAIN, CONTACTS, COMPLAINTS)).isEmpty();
        assertThat(read("noc@reporter.example", "X-ARF: YES\r\n" + PLAIN, CONTACTS))
                .isEmpty();
        assertThat(read("noc@reporter.example", PLAIN, COMPLAINTS)).isEmpty();
    }
}
