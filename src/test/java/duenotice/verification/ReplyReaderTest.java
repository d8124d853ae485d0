package duenotice.verification;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Inbox;
import duenotice.casework.MessageOutcome.State;
import duenotice.database.TestDatabase;
import duenotice.incident.Act;
import duenotice.incident.Answer;
import duenotice.incident.AnswerKind;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentId;
import duenotice.incident.Persistence;
import duenotice.intake.IntakeDesk;
import duenotice.intake.IntakeDesk.MailDraft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplyReaderTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private final IntakeDesk desk = new IntakeDesk(database);
    private final IncidentId id = desk.warned();

    // ---- whose word it is (R41)

    @Test
    void a_contact_is_believed_by_the_token_in_the_address_or_by_a_proven_sender() {
        reply("ida@fern.example").saying("We are working on it.").arrives();
        answering()
                .from("Ida <IDA@fern.example>")
                .signedBy("fern.example")
                .saying("Removed it.")
                .arrives();
        assertThat(answers())
                .extracting(Answer::standing, Answer::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Standing.AUTHORIZED, AnswerKind.ACK),
                        org.assertj.core.groups.Tuple.tuple(Standing.AUTHORIZED, AnswerKind.CORRECTIVE));
    }

    @Test
    void a_stranger_with_the_token_makes_it_a_decision_of_staff() {
        reply("cousin@elsewhere.example").saying("We removed it.").arrives();
        assertThat(answers()).singleElement().extracting(Answer::standing).isEqualTo(Standing.TOKEN_ONLY);
    }

    @Test
    void a_contacts_name_without_token_or_proof_is_kept_and_unverified() {
        answering().from("ida@fern.example").saying("We removed it.").arrives();
        answering()
                .from("cousin@elsewhere.example")
                .signedBy("elsewhere.example")
                .saying("Removed.")
                .arrives();
        assertThat(answers()).extracting(Answer::standing).containsOnly(Standing.UNVERIFIED);
        assertThat(desk.snapshot(id).incident().firstAnswer()).isEmpty();
    }

    @Test
    void another_customers_contact_is_a_stranger() {
        reply("max@moss.example")
                .signedBy("moss.example")
                .saying("We removed it.")
                .arrives();
        assertThat(answers()).singleElement().extracting(Answer::standing).isEqualTo(Standing.TOKEN_ONLY);
    }

    @Test
    void two_senders_in_one_mail_are_nobody() {
        reply("ida@fern.example, x@elsewhere.example").saying("We removed it.").arrives();
        assertThat(answers()).singleElement().extracting(Answer::standing).isEqualTo(Standing.TOKEN_ONLY);
    }

    @Test
    void a_forged_token_answers_nothing() {
        var token = desk.replyAddress(id, "ida@fern.example");
        var forged = token.replace(token.charAt(20), token.charAt(20) == 'a' ? 'b' : 'a');
        desk.mail().to(forged).from("ida@fern.example").saying("We removed it.").arrives();
        assertThat(answers()).isEmpty();
    }

    @Test
    void a_contact_who_complains_of_another_address_answers_nothing() {
        var item = desk.mail()
                .from("ida@fern.example")
                .signedBy("fern.example")
                .saying("We received spam.\n\nSource IP: 192.0.2.8\nTime: %s\n".formatted(desk.now()))
                .arrives();
        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(item.report().orElseThrow()).contains("\"sourceType\":\"client\"");
        assertThat(answers()).isEmpty();
    }

    @Test
    void a_complaint_of_a_neighbour_sent_to_the_reply_address_answers_nothing() {
        var item = reply("ida@fern.example")
                .saying("192[.]0[.]2[.]8 scans our hosts, last at %s, please look.".formatted(desk.now()))
                .arrives();
        assertThat(item.report().orElseThrow()).contains("\"sourceType\":\"client\"");
        assertThat(answers()).isEmpty();
    }

    @Test
    void an_answer_that_names_a_neighbour_is_still_an_answer() {
        reply("ida@fern.example")
                .saying("We removed the script; it had been placed from 192.0.2.8.")
                .arrives();
        assertThat(answers()).singleElement().extracting(Answer::kind).isEqualTo(AnswerKind.CORRECTIVE);
    }

    @Test
    void an_answer_to_a_warning_that_was_moved_waits_for_people() {
        var address = desk.replyAddress(id, "ida@fern.example");
        desk.staff(
                id,
                new Act.Move(
                        new duenotice.report.ServerId("vm-2"),
                        new duenotice.report.CustomerId("moss"),
                        desk.snapshot(id).incident().policy(),
                        desk.snapshot(id).incident().policyVersion(),
                        "a slip of the pen"));
        var item = desk.mail()
                .to(address)
                .from("ida@fern.example")
                .saying("We removed it.")
                .arrives();
        assertThat(item.state()).isEqualTo(State.QUEUED);
        assertThat(answers()).isEmpty();
    }

    @Test
    void an_answer_that_lost_its_way_back_is_known_by_its_proven_sender() {
        var lost = desk.mail().from("ida@fern.example").subject("Re: your mail").saying("We removed it.");
        assertThat(lost.arrives().state()).as("proven by nothing").isNotEqualTo(State.JOINED);
        desk.mail()
                .from("ida@fern.example")
                .signedBy("fern.example")
                .subject("Re: your mail")
                .saying("We removed it.")
                .arrives();
        assertThat(answers()).singleElement().extracting(Answer::standing).isEqualTo(Standing.AUTHORIZED);
        desk.mail()
                .from("ida@fern.example")
                .signedBy("fern.example")
                .subject("Re: [#999999] another")
                .saying("We removed it.")
                .arrives();
        desk.mail()
                .from("ida@fern.example")
                .signedBy("fern.example")
                .subject("Re: your mail")
                .saying("192.0.2.8 scans our hosts, we blocked it.")
                .arrives();
        desk.mail()
                .from("ida@fern.example")
                .signedBy("fern.example")
                .subject("Re: your receipt")
                .header("In-Reply-To: <receipt-7@desk.example>")
                .to("abuse@desk.example")
                .saying("We removed it.")
                .arrives();
        assertThat(answers()).hasSize(1);
    }

    // ---- robots (R42, R43)

    @Test
    void robots_bounces_and_empty_quotes_are_no_answers() {
        assertThat(closed(reply("ida@fern.example")
                        .header("Auto-Submitted: auto-replied")
                        .saying("I am away."))) // a robot says so
                .contains("automatic");
        assertThat(closed(reply("ida@fern.example").envelopeFrom("").saying("We removed it.")))
                .contains("automatic");
        assertThat(closed(reply("ida@fern.example").header("X-Autoreply: yes").saying("Ticket opened.")))
                .contains("automatic");
        assertThat(closed(reply("mailer-daemon@fern.example")
                        .envelopeFrom("")
                        .subject("Undelivered Mail Returned to Sender")
                        .saying("<ida@fern.example>: user unknown 5.1.1")))
                .contains("bounce");
        assertThat(closed(reply("ida@fern.example").saying("> we found spam\n> please answer\n")))
                .contains("quoted");
        assertThat(answers()).isEmpty();
    }

    // ---- what it says

    @Test
    void what_was_quoted_is_not_the_customers_word_and_passwords_are_not_kept() {
        reply("ida@fern.example").saying("""
                We look into it. The root password: hunter2

                On Mon, 4 May 2026 at 09:00, Desk <abuse@desk.example> wrote:
                > Has it been fixed? Is it a false positive?
                """).arrives();
        assertThat(answers()).singleElement().extracting(Answer::kind).isEqualTo(AnswerKind.ACK);
        assertThat(desk.casework.texts(id).values())
                .singleElement()
                .asString()
                .contains("password: [masked]")
                .doesNotContain("hunter2", "false positive");
    }

    @Test
    void a_statement_by_mail_is_taken_when_complete_and_refused_when_not() {
        reply("ida@fern.example").saying("Cause: a stolen key\nDone: fixed\n").arrives();
        assertThat(desk.snapshot(id).incident().statement().progress().word()).isEqualTo("refused");
        reply("ida@fern.example")
                .saying(
                        "Cause: a stolen key\nDone: revoked the key and removed the script\nPrevention: hardware keys\n")
                .arrives();
        assertThat(desk.snapshot(id).incident().statement().progress().word()).isEqualTo("submitted");
    }

    @Test
    void receipt_decides_and_not_when_it_is_read() {
        desk.after(Duration.ofMinutes(119));
        desk.casework.pauseReading(true);
        reply("ida@fern.example").saying("We removed it.").store();
        desk.after(Duration.ofHours(3));
        desk.casework.pauseReading(false);
        desk.casework.workAll();
        assertThat(answers())
                .singleElement()
                .extracting(Answer::receivedAt)
                .isEqualTo(IntakeDesk.START.plus(Duration.ofMinutes(119)));
        assertThat(desk.snapshot(id).incident().firstAnswer()).isPresent();
    }

    // ---- retests (R45)

    @Test
    void a_retest_is_made_before_the_call_and_its_no_ends_the_ladder() {
        desk.probeFinds(Persistence.NO);
        desk.after(Duration.ofHours(2));
        assertThat(desk.snapshot(id).incident().rounds()).isEmpty();
        assertThat(desk.snapshot(id).outlook().state().word()).isEqualTo("watching");
    }

    // ---- the ordinary

    private MailDraft reply(String from) {
        return desk.mail()
                .to(desk.replyAddress(id, "ida@fern.example"))
                .from(from)
                .envelopeFrom("someone@elsewhere.example")
                .subject("Re: Spam from your server");
    }

    /** To the desk's own address, referring to a warning of ours. */
    private MailDraft answering() {
        return desk.mail()
                .subject("Re: Spam from your server")
                .header("In-Reply-To: <"
                        + desk.replyAddress(id, "ida@fern.example").replace("@", "@m1.") + ">");
    }

    private String closed(MailDraft mail) {
        Inbox.Item item = mail.arrives();
        assertThat(item.state()).isEqualTo(State.CLOSED);
        return item.reason().orElseThrow();
    }

    private List<Answer> answers() {
        return desk.snapshot(id).incident().answers();
    }
}
