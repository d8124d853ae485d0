package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Evidence;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.Reporters.Standing;
import duenotice.database.TestDatabase;
import duenotice.incident.Entry;
import duenotice.incident.IncidentEvent;
import duenotice.mail.AuthenticationResults;
import duenotice.mail.Signatures;
import duenotice.mail.Signatures.Look;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key that could not be looked up is asked for again; the report waits for nothing (R40). */
class LateSignaturesTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private IntakeDesk desk;
    private boolean away = true;
    private boolean holds = true;
    private int looks;

    @BeforeEach
    void freshDesk() {
        desk = new IntakeDesk(DATABASE);
        desk.signaturesBy(this::look);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private List<Look> look(List<Signatures.Signed> mails) {
        looks += mails.size();
        return mails.stream()
                .<Look>map(signed -> {
                    var proven = Set.of(signed.mail().from().orElseThrow().domain());
                    return away
                            ? new Look.CouldNotLook()
                            : holds
                                    ? new Look.Found(
                                            new AuthenticationResults(proven, Optional.empty(), Optional.empty()))
                                    : Look.Found.NOTHING;
                })
                .toList();
    }

    private String trust(MessageId message) {
        return desk.item(message).report().orElseThrow().replaceAll(".*\"trust\":\"([a-z-]*)\".*", "$1");
    }

    private Optional<String> answerTo(MessageId message) {
        return DATABASE.jdbc()
                .sql("select address from report_author where message = :message")
                .param("message", message.number())
                .query((row, ignored) -> Optional.ofNullable(row.getString("address")))
                .single();
    }

    private int waiting() {
        return DATABASE.jdbc()
                .sql("select count(*) from signature_look")
                .query(Integer.class)
                .single();
    }

    private List<String> weights() {
        return desk.evidence(desk.onlyIncident()).stream().map(Evidence::weight).toList();
    }

    private Inbox.Item reported(String from) {
        return desk.spamFrom("192.0.2.7").from(from).envelopeFrom(from).arrives();
    }

    @Test
    void the_report_joins_at_once_and_its_trusted_reporter_counts_as_soon_as_the_key_is_there() {
        var item = reported("team@watchers.example");
        assertThat(trust(item.id())).isEqualTo("unchecked");
        assertThat(weights()).containsExactly("none");
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isFalse();
        assertThat(answerTo(item.id())).isEmpty();

        away = false;
        desk.after(Duration.ofMinutes(1));

        assertThat(trust(item.id())).isEqualTo("trusted");
        assertThat(weights()).containsExactly("trusted");
        assertThat(desk.evidence(desk.onlyIncident()).getFirst().sourceType()).isEqualTo("industry-contact");
        var snapshot = desk.snapshot(desk.onlyIncident());
        assertThat(snapshot.incident().isWarned()).isTrue();
        assertThat(desk.count(desk.onlyIncident(), "reporter_weight")).isEqualTo(2);
        assertThat(desk.count(desk.onlyIncident(), "reports")).isEqualTo(1);
        assertThat(snapshot.timeline().stream().map(Entry::event))
                .as("why it is warned only now")
                .anyMatch(IncidentEvent.Noted.class::isInstance);
        assertThat(answerTo(item.id())).contains("team@watchers.example");
        assertThat(desk.casework.reporters().of(item.id()))
                .get()
                .extracting(Standing::identity, Standing::reports)
                .containsExactly("watchers.example", 1);
        assertThat(waiting()).isZero();
    }

    @Test
    void two_independent_reporters_suffice_although_one_was_proven_late() {
        reported("a@one.example");
        away = false;
        reported("b@two.example");
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isFalse();
        desk.after(Duration.ofMinutes(2));
        assertThat(weights()).containsExactlyInAnyOrder("authenticated", "authenticated");
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isTrue();
    }

    @Test
    void the_same_mail_again_after_its_key_came_back_counts_once() {
        var mail = desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .envelopeFrom("team@watchers.example")
                .messageId("<once@watchers.example>");
        var first = mail.arrives();
        away = false;
        desk.after(Duration.ofMinutes(2));
        var again = mail.arrives();
        assertThat(again.state()).isEqualTo(State.DUPLICATE);
        assertThat(again.reason()).contains("the same report as " + first.id());
        assertThat(desk.count(desk.onlyIncident(), "reports")).isEqualTo(1);
    }

    @Test
    void a_signature_that_does_not_hold_after_all_proves_nothing() {
        var item = reported("team@watchers.example");
        away = false;
        holds = false;
        desk.after(Duration.ofHours(1));
        assertThat(trust(item.id())).isEqualTo("unproven");
        assertThat(weights()).containsExactly("none");
        assertThat(looks).isEqualTo(2);
        assertThat(waiting()).isZero();
    }

    @Test
    void it_is_asked_again_with_growing_pauses_and_not_for_ever() {
        var item = reported("team@watchers.example");
        desk.after(Duration.ofHours(1));
        assertThat(looks).as("at 1, 3, 7, 15 and 31 minutes").isEqualTo(1 + 5);
        desk.after(Duration.ofDays(2));
        assertThat(looks).isEqualTo(1 + 10);
        assertThat(waiting()).isZero();
        assertThat(trust(item.id())).isEqualTo("unproven");
    }

    @Test
    void strangers_word_for_a_flood_stays_a_hint() {
        var flood = desk.mail()
                .from("a@one.example")
                .envelopeFrom("a@one.example")
                .ofType("application/json")
                .saying(IntakeDesk.xarfText("192.0.2.7", "connection/ddos", "f-1", desk.now()));
        flood.arrives();
        away = false;
        desk.after(Duration.ofMinutes(1));
        assertThat(weights()).containsExactly("none");
    }

    @Test
    void what_is_not_ours_is_answered_once_its_sender_is_proven() {
        var item = desk.spamFrom("203.0.113.99")
                .from("rita@honest.example")
                .envelopeFrom("rita@honest.example")
                .arrives();
        assertThat(letters()).isZero();
        away = false;
        desk.after(Duration.ofMinutes(1));
        assertThat(letters()).isOne();
        assertThat(trust(item.id())).isEqualTo("proven");
    }

    private int letters() {
        return DATABASE.jdbc()
                .sql("select count(*) from receipt where kind = 'not-ours'")
                .query(Integer.class)
                .single();
    }

    @Test
    void what_staff_have_vouched_for_stays_so() {
        var item = reported("team@elsewhere.example");
        DATABASE.jdbc().sql("update sighting set weight = 'trusted'").update();
        away = false;
        desk.after(Duration.ofMinutes(1));
        assertThat(weights()).containsExactly("trusted");
        assertThat(trust(item.id())).isEqualTo("proven");
    }
}
