package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.casework.Evidence;
import duenotice.casework.MailboxDoor;
import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import duenotice.database.TestDatabase;
import duenotice.incident.AlarmKind;
import duenotice.incident.AnswerKind;
import duenotice.incident.IncidentEvent;
import duenotice.mail.DovecotUnderTest;
import duenotice.mail.ImapMailbox;
import duenotice.mail.MailboxSettings;
import duenotice.mail.RelaySettings;
import duenotice.mail.StoreUnavailableException;
import duenotice.mail.Trouble;
import duenotice.report.SourceType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a mailbox to an incident. */
class MailboxChainTest {
    private static final String SUBSCRIBER = "lists@desk.example";

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private IntakeDesk desk;

    @BeforeEach
    void open() {
        desk = new IntakeDesk(database);
    }

    private MailboxDoor door(Optional<SourceType> source) {
        return new MailboxDoor(
                desk.casework,
                "lists",
                SUBSCRIBER,
                source,
                address -> desk.tokens.ofAddress(address).isPresent());
    }

    private List<StoredMessage> stored() {
        desk.casework.workAll();
        return database.jdbc().sql("select id from message order by id").query(Long.class).list().stream()
                .map(id -> desk.casework
                        .inbox()
                        .message(new duenotice.casework.MessageId(id))
                        .orElseThrow())
                .toList();
    }

    private static final String TRUSTING = """
            customers: []
            servers: []
            reporters:
              - match: watchers.example
                trusted: true
                source: blocklist
            """;

    @Test
    void the_label_of_a_mailbox_is_the_source_unless_the_inventory_knows_better() throws StoreUnavailableException {
        var door = door(Optional.of(SourceType.MAILING_LIST));
        door.keep(1, 1, desk.spamFrom("192.0.2.7").bytes(), desk.now());
        door.keep(
                1,
                2,
                desk.spamFrom("192.0.2.7")
                        .from("team@other.example")
                        .signedBy("other.example")
                        .bytes(),
                desk.now());
        desk.importInventory(TRUSTING);
        door.keep(
                1,
                3,
                desk.spamFrom("192.0.2.7")
                        .from("team@watchers.example")
                        .signedBy("watchers.example")
                        .bytes(),
                desk.now());
        door(Optional.empty())
                .keep(1, 4, desk.spamFrom("192.0.2.7").from("x@third.example").bytes(), desk.now());

        assertThat(stored()).allSatisfy(message -> {
            assertThat(message.channel()).isEqualTo(Channel.MAILBOX);
            assertThat(message.recipients()).containsExactly(SUBSCRIBER);
        });
        assertThat(desk.evidence(desk.onlyIncident()).stream()
                        .map(Evidence::sourceType)
                        .toList())
                .containsExactlyInAnyOrder("mailing-list", "mailing-list", "blocklist", "public");
    }

    @Test
    void mails_numbered_anew_are_known_by_their_bytes_and_new_ones_are_taken() throws StoreUnavailableException {
        var door = door(Optional.empty());
        var first = desk.spamFrom("192.0.2.7").bytes();
        var second = desk.spamFrom("192.0.2.7").bytes();
        door.keep(10, 1, first, desk.now());
        door.keep(10, 2, second, desk.now());
        assertThat(door.held(10, List.of(1L, 2L, 3L))).containsExactlyInAnyOrder(1L, 2L);
        assertThat(door.held(11, List.of(1L, 2L))).isEmpty();

        var third = desk.spamFrom("192.0.2.7").bytes();
        door.keep(11, 1, second, desk.now());
        door.keep(11, 2, third, desk.now());
        door.keep(11, 3, first, desk.now());
        door.keep(11, 3, first, desk.now());

        assertThat(stored()).hasSize(3);
        assertThat(door.held(11, List.of(1L, 2L, 3L))).hasSize(3);
    }

    @Test
    void an_answer_in_a_mailbox_counts_as_one_that_was_sent_to_its_reply_address() throws StoreUnavailableException {
        var incident = desk.warned();
        var reply = desk.replyAddress(incident, "ida@fern.example");
        var mail = desk.mail()
                .from("ida@fern.example")
                .to(reply)
                .saying("We are looking into it and will report back.")
                .bytes();
        var arrived = desk.now().plus(Duration.ofMinutes(10));
        desk.only(Duration.ofHours(1));
        door(Optional.empty()).keep(1, 1, mail, arrived);
        desk.casework.workAll();

        assertThat(desk.snapshot(incident).timeline().stream()
                        .map(duenotice.incident.Entry::event)
                        .filter(IncidentEvent.Answered.class::isInstance)
                        .map(IncidentEvent.Answered.class::cast)
                        .toList())
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.kind()).isEqualTo(AnswerKind.ACK);
                    assertThat(answer.receivedAt())
                            .as("when it came to the mailbox")
                            .isEqualTo(arrived);
                });
    }

    @Test
    void what_does_not_pass_by_itself_rings_at_once_and_the_rest_after_a_while() {
        var door = door(Optional.empty());
        var away = new Trouble(desk.now(), "connection refused", false);
        door.failed(away);
        assertThat(desk.casework.alarms().all()).isEmpty();
        desk.only(Duration.ofMinutes(11));
        door.failed(away);
        door.failed(away);
        assertThat(desk.casework.alarms().all()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(AlarmKind.CHANNEL_FAILING);
            assertThat(alarm.text()).contains("mailbox lists", "connection refused");
        });
        door.recovered();
        door.failed(new Trouble(desk.now(), "the login was refused", true));
        assertThat(desk.casework.alarms().all()).hasSize(2);
    }

    @Test
    @Tag("peer")
    void a_folder_made_anew_by_a_real_server_loses_and_doubles_nothing(@TempDir Path folder) throws IOException {
        var mails = List.of(
                text(desk.spamFrom("192.0.2.7").bytes()),
                text(desk.spamFrom("192.0.2.7").bytes()));
        var late = text(desk.spamFrom("192.0.2.7").bytes());
        try (var dovecot = DovecotUnderTest.start(folder)) {
            dovecot.deliver("Lists", mails.toArray(String[]::new));
            watched(dovecot, 2);
            var before = generations();

            // As after a restore: the same mails under other numbers and without our flags.
            dovecot.delete("Lists");
            dovecot.deliver("Lists", mails.get(1), late, mails.get(0));
            watched(dovecot, 3);
            assertThat(stored())
                    .hasSize(3)
                    .extracting(message -> text(message.body()))
                    .contains(late);
            assertThat(generations()).hasSize(2).containsAll(before);
            assertThat(dovecot.lying("Lists"))
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(one).contains("$Duenotice"));
        } finally {
            DovecotUnderTest.clear(folder);
        }
        assertThat(desk.onlyIncident()).isNotNull();
    }

    /** The database refuses mails of exactly that length; all others are welcome. */
    private void refuse(int length) {
        database.jdbc()
                .sql("alter table message add constraint refused check (body_size <> %d) not valid".formatted(length))
                .update();
    }

    private static void welcomeAgain() {
        database.jdbc()
                .sql("alter table message drop constraint if exists refused")
                .update();
    }

    @Test
    void a_mail_that_the_database_refuses_is_told_from_an_outage() throws StoreUnavailableException {
        var door = door(Optional.empty());
        var refused =
                desk.mail().saying("refused, and says so in so many words").bytes();
        refuse(refused.length);
        try {
            assertThatThrownBy(() -> door.keep(1, 1, refused, desk.now()))
                    .isNotInstanceOf(StoreUnavailableException.class)
                    .hasMessage("the database refuses it, SQLSTATE 23514");
            door.keep(1, 2, desk.spamFrom("192.0.2.7").bytes(), desk.now());
        } finally {
            welcomeAgain();
        }
        assertThat(door.held(1, List.of(1L, 2L))).containsExactly(2L);

        database.jdbc().sql("alter table fetched rename to fetched_away").update();
        try {
            assertThatThrownBy(() -> door.keep(1, 3, desk.spamFrom("192.0.2.7").bytes(), desk.now()))
                    .isInstanceOf(StoreUnavailableException.class);
        } finally {
            database.jdbc().sql("alter table fetched_away rename to fetched").update();
        }
    }

    @Test
    @Tag("peer")
    void a_mail_that_the_database_refuses_is_put_aside_and_keeps_no_other_waiting(@TempDir Path folder)
            throws IOException {
        var refused = desk.mail().saying("refused").bytes();
        var welcome = desk.spamFrom("192.0.2.7").bytes();
        assertThat(welcome.length).isNotEqualTo(refused.length);
        refuse(refused.length);
        try (var dovecot = DovecotUnderTest.start(folder)) {
            dovecot.deliver("Lists", text(refused), text(welcome));
            watched(dovecot, 1);
            assertThat(desk.casework.alarms().all())
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.text())
                            .contains("mailbox lists: mail 1 could not be taken and stays there", "SQLSTATE 23514"));
            assertThat(dovecot.lying("Lists"))
                    .hasSize(2)
                    .filteredOn(one -> one.contains("$Duenotice"))
                    .hasSize(1);
        } finally {
            welcomeAgain();
            DovecotUnderTest.clear(folder);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private List<Long> generations() {
        return database.jdbc()
                .sql("select distinct generation from fetched")
                .query(Long.class)
                .list();
    }

    /** Until the mailbox was looked through once. */
    private void watched(DovecotUnderTest dovecot, int mails) {
        var settings = new MailboxSettings(
                "lists",
                "127.0.0.1",
                dovecot.port,
                RelaySettings.Security.NONE,
                Optional.empty(),
                new RelaySettings.Login(DovecotUnderTest.USER, DovecotUnderTest.PASSWORD),
                "Lists",
                new MailboxSettings.After.Flag(),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                new MailboxSettings.Pauses(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20)),
                10_000_000);
        try (var mailbox = new ImapMailbox(settings, door(Optional.empty()), Instant::now)) {
            mailbox.start();
            var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (mailbox.wayIn().lastSuccess().isEmpty() && System.nanoTime() < end) {
                LockSupport.parkNanos(10_000_000);
            }
        }
        assertThat(stored()).hasSize(mails);
    }
}
