package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Inbox;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.Reporters.Standing;
import duenotice.incident.Act;
import duenotice.incident.Block;
import duenotice.incident.CloseAs;
import duenotice.rehearsal.RelayStandIn.Recorded;
import duenotice.warning.Responsible;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What reporters hear (R68, R72), and what becomes of the word of those who are often wrong (R55). */
class ReportersStoryTest {
    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-07-01T09:00:00Z"));

    @AfterEach
    void every_timeline_is_whole() {
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    private static List<String> subjects(String reporter) {
        return desk.mailsTo(reporter).stream().map(Recorded::subject).toList();
    }

    private static Draft spam(String address) {
        return desk.mail().saying("""
                Hello,

                we received spam from your network.

                Source IP: %s
                Time: %s

                Please stop it, said at %s.
                """.formatted(address, desk.now(), System.nanoTime()));
    }

    private static void closed(Story story, CloseAs as) {
        story.staff(new Act.Close(as, "looked at"));
    }

    // ---- receipts

    @Test
    void a_proven_reporter_gets_one_receipt_and_hears_the_outcome_and_nothing_of_the_customer() {
        var story = desk.customer("quiet-mill");
        spam(story.address).from("Rita <rita@honest.example>").signed().arrives();
        spam(story.address).from("rita@honest.example").signed().arrives();
        assertThat(subjects("rita@honest.example")).containsExactly("[#" + story.id() + "] We have your report");
        closed(story, CloseAs.RESOLVED);
        desk.casework.workAll();
        assertThat(subjects("rita@honest.example"))
                .containsExactly(
                        "[#" + story.id() + "] We have your report",
                        "[#" + story.id() + "] What became of your report");
        for (var mail : desk.mailsTo("rita@honest.example")) {
            assertThat(mail.headers()).containsEntry("Auto-Submitted", "auto-generated");
            assertThat(mail.envelopeFrom()).isEmpty();
            assertThat(mail.text() + mail.html() + mail.subject() + mail.headers())
                    .doesNotContain("quiet-mill", "Ada of", story.address, "spam from your network", "/c/");
        }
    }

    @Test
    void two_reporters_of_one_incident_hear_each_for_themselves() {
        var story = desk.customer("two-voices");
        spam(story.address).from("one@honest-one.example").signed().arrives();
        spam(story.address).from("two@honest-two.example").signed().arrives();
        assertThat(subjects("one@honest-one.example")).hasSize(1);
        assertThat(subjects("two@honest-two.example")).hasSize(1);
    }

    @Test
    void a_report_in_german_is_answered_in_german() {
        var story = desk.customer("muehle");
        desk.mail()
                .from("dora@ehrlich.example")
                .signed()
                .subject("Spam aus Ihrem Netz")
                .saying("""
                        Guten Tag, wir haben Spam aus Ihrem Netz bekommen und bitten Sie, das abzustellen. Das ist nicht
                        der erste Fall, und wir haben die Adresse bei uns gesperrt.

                        Source IP: %s
                        Time: %s
                        """.formatted(story.address, desk.now()))
                .arrives();
        assertThat(subjects("dora@ehrlich.example"))
                .containsExactly("[#" + story.id() + "] Ihre Meldung ist angekommen");
    }

    @Test
    void robots_lists_strangers_and_the_null_path_get_no_letter() {
        var story = desk.customer("noise");
        var before = desk.relay.recorded().size();
        spam(story.address).from("forged@honest.example").arrives();
        spam(story.address)
                .from("list@lists.example")
                .signed()
                .header("List-Id: <a.lists.example>")
                .arrives();
        spam(story.address)
                .from("robot@robots.example")
                .signed()
                .header("Auto-Submitted: auto-generated")
                .arrives();
        spam(story.address)
                .from("bulk@robots.example")
                .signed()
                .header("Precedence: bulk")
                .arrives();
        spam(story.address).from("noreply@robots.example").signed().arrives();
        spam(story.address)
                .from("null@robots.example")
                .signed()
                .withoutReturnPath()
                .arrives();
        spam(story.address).from("a@robots.example, b@robots.example").signed().arrives();
        spam(story.address).from("abuse@provider.example").signed().arrives();
        desk.hoursLater(1);
        var written =
                desk.relay.recorded().subList(before, desk.relay.recorded().size());
        assertThat(written)
                .noneMatch(mail -> mail.to().getFirst().contains("robots.example")
                        || mail.to().getFirst().contains("lists.example")
                        || mail.to().getFirst().contains("honest.example")
                        || mail.to().contains("abuse@provider.example"));
    }

    @Test
    void who_reports_by_key_is_answered_where_the_report_says() {
        var story = desk.customer("by-key");
        desk.casework.inbox().submit("partner", Optional.empty(), "application/json", """
                        {"xarf_version": "4.2.0", "report_id": "7f1f", "timestamp": "%s",
                         "reporter": {"org": "Named", "contact": "named@watch-two.example", "domain": "watch-two.example"},
                         "sender": {"org": "Sender", "contact": "sender@watch-two.example", "domain": "watch-two.example"},
                         "source_identifier": "%s", "category": "messaging", "type": "spam", "protocol": "sms"}
                        """.formatted(
                        desk.now(), story.address)
                .getBytes(StandardCharsets.UTF_8));
        desk.casework.workAll();
        assertThat(subjects("sender@watch-two.example")).hasSize(1);
        assertThat(subjects("named@watch-two.example")).isEmpty();
    }

    @Test
    void a_bulk_reporter_gets_a_few_letters_and_the_rest_once_a_day() {
        var stories = java.util.stream.IntStream.range(0, 6)
                .mapToObj(number -> desk.customer("bulk-" + number))
                .toList();
        for (var story : stories) {
            spam(story.address).from("feed@bulk-reporter.example").signed().arrives();
        }
        assertThat(subjects("feed@bulk-reporter.example")).hasSize(3);
        desk.hoursLater(23);
        assertThat(subjects("feed@bulk-reporter.example")).hasSize(3);
        desk.hoursLater(2);
        assertThat(subjects("feed@bulk-reporter.example")).hasSize(4).last().isEqualTo("Your reports of the last day");
        assertThat(desk.mailsTo("feed@bulk-reporter.example").getLast().text())
                .contains(
                        "#" + stories.get(3).id() + ": received",
                        "#" + stories.get(5).id() + ": received")
                .doesNotContain("#" + stories.get(2).id() + ":");
    }

    @Test
    void two_people_of_one_domain_read_each_only_of_their_own_reports() {
        var senders = java.util.stream.IntStream.range(0, 3)
                .mapToObj("hasty+%d@shared-house.example"::formatted)
                .toList();
        for (var sender : senders) {
            spam(desk.customer("hasty-" + sender.charAt(6)).address)
                    .from(sender)
                    .signed()
                    .arrives();
        }
        var one = desk.customer("of-one");
        spam(one.address).from("one+1@shared-house.example").signed().arrives();
        var other = desk.customer("of-other");
        spam(other.address).from("Other@shared-house.example").signed().arrives();
        var again = desk.customer("of-one-again");
        spam(again.address).from("ONE+2@shared-house.example").signed().arrives();
        desk.hoursLater(25);

        assertThat(desk.mailsTo("one+1@shared-house.example")).isEmpty();
        assertThat(desk.mailsTo("ONE+2@shared-house.example"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("#" + one.id() + ": received", "#" + again.id() + ": received")
                        .doesNotContain("#" + other.id() + ":"));
        assertThat(desk.mailsTo("Other@shared-house.example"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains("#" + other.id() + ": received")
                        .doesNotContain("#" + one.id() + ":", "#" + again.id() + ":"));
    }

    @Test
    void a_receipt_that_the_relay_puts_off_goes_later_and_once() {
        var story = desk.customer("put-off");
        desk.relay.setFault("slow@honest-three.example", Optional.of("451 later"));
        spam(story.address).from("slow@honest-three.example").signed().arrives();
        assertThat(subjects("slow@honest-three.example")).isEmpty();
        desk.relay.setFault("slow@honest-three.example", Optional.empty());
        desk.until(desk.now().plusSeconds(120));
        desk.hoursLater(1);
        assertThat(subjects("slow@honest-three.example")).hasSize(1);
    }

    // ---- not ours

    @Test
    void what_is_not_ours_is_answered_with_where_to_go_and_closed() {
        desk.responsible.put("203.0.113.77", new Responsible.Desk("abuse@other-net.example", "OTHER-NET"));
        var item =
                spam("203.0.113.77").from("lost@honest-four.example").signed().arrives();
        var mail = desk.mailsTo("lost@honest-four.example").getFirst();
        assertThat(mail.subject()).isEqualTo("Your report is not about our network");
        assertThat(mail.text()).contains("203.0.113.77", "abuse@other-net.example (OTHER-NET)");
        var closed = desk.item(item.id());
        assertThat(closed.state()).isEqualTo(State.CLOSED);
        assertThat(closed.reason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("not-ours: the reporter was told to write to abuse@other-net.example"));

        var again =
                spam("203.0.113.77").from("lost@honest-four.example").signed().arrives();
        assertThat(desk.item(again.id()).state()).isEqualTo(State.CLOSED);
        assertThat(desk.mailsTo("lost@honest-four.example")).hasSize(1);
    }

    @Test
    void where_no_registry_can_be_asked_the_answer_says_how_to_find_it() {
        spam("203.0.113.78").from("lost@honest-five.example").signed().arrives();
        assertThat(desk.mailsTo("lost@honest-five.example").getFirst().text()).contains("WHOIS or RDAP");
    }

    @Test
    void what_nobody_has_proven_or_a_key_has_sent_waits_for_people() {
        var forged = spam("203.0.113.79").from("lost@honest-six.example").arrives();
        assertThat(desk.item(forged.id()).state()).isEqualTo(State.QUEUED);
        assertThat(desk.item(forged.id()).reason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("not-ours"));
        assertThat(desk.mailsTo("lost@honest-six.example")).isEmpty();

        var byKey = desk.casework.inbox().submit("partner", Optional.empty(), "application/json", """
                        {"xarf_version": "4.2.0", "report_id": "8e2a", "timestamp": "%s",
                         "reporter": {"org": "Six", "contact": "key@honest-six.example", "domain": "honest-six.example"},
                         "sender": {"org": "Six", "contact": "key@honest-six.example", "domain": "honest-six.example"},
                         "source_identifier": "203.0.113.80", "category": "messaging", "type": "spam", "protocol": "sms"}
                        """.formatted(
                        desk.now())
                .getBytes(StandardCharsets.UTF_8));
        desk.casework.workAll();
        var waiting = desk.item(((Inbox.Submitted.Stored) byKey).id());
        assertThat(waiting.state()).isEqualTo(State.QUEUED);
        assertThat(waiting.reason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("not-ours"));
        assertThat(desk.mailsTo("key@honest-six.example")).isEmpty();
    }

    // ---- the word of those who are often wrong

    private static Standing standing(String identity) {
        return desk.casework.reporters().latest(100).stream()
                .filter(one -> one.identity().equals(identity))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whom_the_inventory_trusts_stays_trusted_and_only_his_score_falls() {
        desk.importInventory("""
                reporters:
                  - {match: hasty.example, trusted: true}
                """);
        for (var number = 0; number < 4; number++) {
            var wrong = desk.customer("hasty-" + number);
            var item = spam(wrong.address).from("team@hasty.example").signed().arrives();
            assertThat(item.report())
                    .hasValueSatisfying(read -> assertThat(read).contains("\"trust\":\"trusted\""));
            assertThat(wrong.state()).isEqualTo(duenotice.incident.State.WARNED);
            closed(wrong, CloseAs.FALSE_POSITIVE);
        }
        desk.casework.workAll();
        assertThat(standing("hasty.example").isLow()).isTrue();
        assertThat(standing("hasty.example").falseReports()).isEqualTo(4);
    }

    @Test
    void three_false_reports_cost_a_reporter_his_word_and_confirmed_ones_win_it_back() {
        for (var number = 0; number < 3; number++) {
            var wrong = desk.customer("wrong-" + number);
            spam(wrong.address).from("team@eager.example").signed().arrives();
            closed(wrong, CloseAs.FALSE_POSITIVE);
        }
        desk.casework.workAll();
        assertThat(standing("eager.example").isLow()).isTrue();
        assertThat(standing("eager.example").falseReports()).isEqualTo(3);

        var doubted = desk.customer("doubted");
        var item = spam(doubted.address).from("team@eager.example").signed().arrives();
        assertThat(item.state()).isEqualTo(State.JOINED);
        assertThat(item.report()).hasValueSatisfying(read -> assertThat(read).contains("\"trust\":\"doubted\""));
        assertThat(doubted.block()).contains(Block.EVIDENCE);
        spam(doubted.address).from("other@honest-seven.example").signed().arrives();
        assertThat(doubted.block()).as("no independent second voice either").contains(Block.EVIDENCE);

        doubted.staff(new Act.Ascertain("the logs show it"));
        closed(doubted, CloseAs.RESOLVED);
        desk.casework.workAll();
        assertThat(standing("eager.example").confirmed()).isEqualTo(1);
        assertThat(standing("eager.example").isLow()).isFalse();
        var believed = desk.customer("believed");
        spam(believed.address).from("team@eager.example").signed().arrives();
        spam(believed.address).from("other@honest-seven.example").signed().arrives();
        assertThat(believed.state()).isEqualTo(duenotice.incident.State.WARNED);
    }

    @Test
    void a_forger_does_not_spoil_the_record_of_whom_he_plays() {
        for (var number = 0; number < 4; number++) {
            var story = desk.customer("forged-" + number);
            spam(story.address).from("team@watch.example").arrives();
            closed(story, CloseAs.FALSE_POSITIVE);
        }
        desk.casework.workAll();
        assertThat(standing("unproven team@watch.example").isLow()).isTrue();
        var story = desk.customer("genuine");
        spam(story.address).from("team@watch.example").signed().arrives();
        assertThat(story.state()).isEqualTo(duenotice.incident.State.WARNED);
        assertThat(standing("watch.example").score()).isEqualTo(100);
    }

    @Test
    void an_incident_that_goes_quiet_says_nothing_of_its_reporter() {
        var story = desk.customer("went-quiet");
        spam(story.address).from("calm@honest-eight.example").signed().arrives();
        closed(story, CloseAs.OTHER);
        desk.casework.workAll();
        assertThat(standing("honest-eight.example"))
                .extracting(Standing::confirmed, Standing::falseReports, Standing::score)
                .containsExactly(0, 0, 100);
    }
}
