package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Evidence;
import duenotice.casework.Inbox;
import duenotice.database.TestDatabase;
import duenotice.mail.AuthenticationResults;
import duenotice.mail.Signatures;
import duenotice.mail.Signatures.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails that came past our own mail server are looked at by ourselves (R40). */
class OwnLookAtSignaturesTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final List<String> lookedAt = new ArrayList<>();
    private IntakeDesk desk;

    @BeforeEach
    void freshDesk() {
        desk = new IntakeDesk(DATABASE);
        desk.signaturesBy(this::holdsForWatchers);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private List<Look> holdsForWatchers(List<Signatures.Signed> mails) {
        mails.forEach(signed -> lookedAt.add(signed.mail().messageId().orElse("")));
        return mails.stream()
                .map(ignored -> (Look) new Look.Found(
                        new AuthenticationResults(Set.of("watchers.example"), Optional.empty(), Optional.empty())))
                .toList();
    }

    @Test
    void a_signature_that_holds_is_as_good_as_our_mail_servers_word() {
        desk.spamFrom("192.0.2.7").from("team@watchers.example").arrives();
        assertThat(desk.snapshot(desk.onlyIncident()).incident().isWarned()).isTrue();
        assertThat(desk.evidence(desk.onlyIncident()))
                .extracting(Evidence::weight)
                .containsExactly("trusted");
    }

    @Test
    void it_proves_nobody_else() {
        desk.spamFrom("192.0.2.7").from("someone@reporter.example").arrives();
        assertThat(desk.evidence(desk.onlyIncident()))
                .extracting(Evidence::weight)
                .containsExactly("none");
    }

    @Test
    void nobody_looks_again_where_our_mail_server_has_looked() {
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .header("Authentication-Results: " + IntakeDesk.OWN_SERVER + "; dkim=fail header.d=watchers.example")
                .arrives();
        assertThat(lookedAt).isEmpty();
        assertThat(desk.evidence(desk.onlyIncident()))
                .extracting(Evidence::weight)
                .containsExactly("none");
    }

    @Test
    void where_our_mail_server_could_not_look_we_do() {
        desk.spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .header("Authentication-Results: " + IntakeDesk.OWN_SERVER
                        + "; dkim=temperror (no key) header.d=watchers.example")
                .arrives();
        assertThat(lookedAt).hasSize(1);
        assertThat(desk.evidence(desk.onlyIncident()))
                .extracting(Evidence::weight)
                .containsExactly("trusted");
    }

    // ---- mails that somebody hands on by key

    private Optional<String> answeredAt(IntakeDesk.MailDraft handedOn) {
        var submitted =
                desk.casework.inbox().submit("partner-key", Optional.empty(), "message/rfc822", handedOn.bytes());
        desk.casework.workAll();
        return desk.database
                .jdbc()
                .sql("select address from report_author where message = :message")
                .param("message", ((Inbox.Submitted.Stored) submitted).id().number())
                .query((row, ignored) -> Optional.ofNullable(row.getString("address")))
                .single();
    }

    private IntakeDesk.MailDraft signed() {
        return desk.spamFrom("192.0.2.7").from("team@watchers.example");
    }

    @Test
    void a_key_proves_nothing_of_whose_mail_it_hands_on() {
        assertThat(answeredAt(signed())).contains("team@watchers.example");
        assertThat(answeredAt(desk.spamFrom("192.0.2.7")
                        .from("forged@reporter.example")
                        .signedBy("reporter.example")))
                .as("what our mail server is said to have found, anybody may have written")
                .isEmpty();
    }

    @Test
    void robots_lists_and_the_null_path_are_none_to_answer_in_what_is_handed_on_either() {
        for (var header : List.of(
                "Auto-Submitted: auto-generated",
                "List-Id: <a.watchers.example>",
                "Precedence: bulk",
                "Return-Path: <>")) {
            assertThat(answeredAt(signed().header(header))).as(header).isEmpty();
        }
    }
}
