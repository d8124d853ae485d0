package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Acted;
import duenotice.casework.MessageOutcome;
import duenotice.incident.Act;
import duenotice.incident.AlarmKind;
import duenotice.incident.Block;
import duenotice.incident.IncidentEvent;
import duenotice.incident.State;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What reports do to an incident, and whose it is. */
class ReportsStoryTest {
    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-07-01T09:00:00Z"));

    @AfterEach
    void every_timeline_is_whole() {
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    // ---- many, again, late

    @Test
    void a_storm_of_240_reports_is_one_incident_with_a_counter_and_a_short_timeline() {
        var story = desk.customer("storm");
        story.complaint().accepted();
        for (var number = 1; number < 240; number++) {
            story.strangersComplaint(desk.now())
                    .from("someone@neighbour-%d.example".formatted(number))
                    .accepted();
        }
        desk.casework.workAll();
        assertThat(desk.incidentsOn(story.server)).hasSize(1);
        assertThat(story.view().reports()).isEqualTo(240);
        assertThat(story.view().reporters()).isEqualTo(240);
        assertThat(story.view().timeline()).hasSizeLessThan(6);
        assertThat(story.mails()).hasSize(1);
    }

    @Test
    void what_is_seen_again_in_the_watch_calls_at_once_and_cuts_again() {
        var story = desk.customer("relapse").cutOff();
        restored(story, "5:00").at("10:00").complaint().arrives();
        assertThat(story.state()).isEqualTo(State.CALLING);
        assertThat(story.subjects().getLast()).startsWith("Seen again on srv-relapse");
        assertThat(desk.incidentsOn(story.server)).hasSize(1);

        story.at("10:10").phonedInVain().at("11:00").complaint().arrives();
        story.at("12:09:59");
        assertThat(story.asked()).containsExactly("network-off", "network-on");
        story.at("12:10");
        assertThat(story.asked()).containsExactly("network-off", "network-on", "network-off");
    }

    @Test
    void what_is_seen_after_the_watch_is_a_new_incident_with_its_own_warning() {
        var story = desk.customer("next-week").cutOff();
        restored(story, "5:00").at("30:00");
        assertThat(story.state()).isEqualTo(State.CLOSED);
        var first = story.id();
        var mails = story.mails().size();

        story.at("31:00").complaint().arrives();
        assertThat(story.id()).isNotEqualTo(first);
        assertThat(story.state()).isEqualTo(State.WARNED);
        assertThat(story.snapshot().incident().linked()).contains(first);
        assertThat(story.mails()).hasSize(mails + 1);
        assertThat(story.deadline()).contains(story.instant("33:00"));
    }

    @Test
    void old_evidence_that_arrives_late_is_no_relapse_and_reopens_nothing() {
        var story = desk.customer("slow-post").cutOff();
        restored(story, "5:00").at("10:00");
        story.complaint(story.instant("3:30")).arrives();
        assertThat(story.state()).isEqualTo(State.WATCHING);

        story.at("30:00");
        var late = story.complaint(story.instant("3:40")).arrives();
        assertThat(late.state()).isEqualTo(MessageOutcome.State.CLOSED);
        assertThat(late.reason().orElseThrow()).startsWith("old evidence");
        assertThat(story.state()).isEqualTo(State.CLOSED);
        assertThat(desk.incidentsOn(story.server)).hasSize(1);
    }

    private static Story restored(Story story, String when) {
        story.at(when).reply(Story.STATEMENT).arrives();
        story.staff(new Act.AcceptStatement("names cause, deed and prevention"));
        assertThat(story.state()).isEqualTo(State.WATCHING);
        return story;
    }

    // ---- whose it is

    @Test
    void a_server_that_has_changed_hands_is_not_cut() {
        var story = desk.customer("seller").oneMinuteBeforeTheCut();
        desk.importInventory("""
                customers:
                  - {id: buyer, name: The buyer, contacts: [{name: Bea, email: bea@buyer.example}]}
                servers:
                  - {id: srv-seller, customer: buyer, addresses: [{ip: %s, from: 2020-01-01T00:00:00Z}]}
                """.formatted(story.address));
        story.at("8:00");
        assertThat(story.block()).contains(Block.REASSIGNED);
        assertThat(story.alarms()).contains(AlarmKind.REASSIGNED);
        assertThat(story.asked()).isEmpty();
        assertThat(desk.mailsTo("bea@buyer.example")).isEmpty();
    }

    @Test
    void an_address_of_several_customers_waits_for_people_and_is_never_cut_by_itself() {
        var story = desk.customer("flat-a");
        desk.importInventory("""
                customers:
                  - {id: flat-b, name: Flat B, contacts: [{name: Bo, email: bo@flat-b.example}]}
                servers:
                  - {id: srv-flat-a, customer: flat-a, shared: true, hostnames: [a.flats.example], addresses: [{ip: 203.0.113.80, from: 2020-01-01T00:00:00Z}]}
                  - {id: srv-flat-b, customer: flat-b, shared: true, hostnames: [b.flats.example], addresses: [{ip: 203.0.113.80, from: 2020-01-01T00:00:00Z}]}
                """);
        var waiting = story.complaint().saying("""
                We received spam from your network.

                Source IP: 203.0.113.80
                Time: %s
                """.formatted(desk.now())).arrives();
        assertThat(waiting.state()).isEqualTo(MessageOutcome.State.QUEUED);
        assertThat(waiting.reason().orElseThrow()).startsWith("shared");
        assertThat(story.mails()).isEmpty();
        assertThat(desk.mailsTo("bo@flat-b.example")).isEmpty();

        desk.casework.assignFromQueue(
                waiting.id(),
                new ServerId("srv-flat-a"),
                Category.EMAIL_COMPROMISE,
                Type.of("messaging/spam"),
                Optional.of(desk.now()),
                "the mail's headers name a.flats.example",
                "mara");
        desk.casework.workAll();
        story.at("2:00")
                .phonedInVain()
                .at("3:00")
                .staff(new Act.SayPersisting(duenotice.incident.Persistence.YES, "the queue still grows"));
        story.at("8:00");
        assertThat(story.block()).contains(Block.SHARED);
        assertThat(story.asked()).isEmpty();
        assertThat(desk.mailsTo("bo@flat-b.example")).isEmpty();
    }

    @Test
    void who_is_attacked_is_told_without_a_word_of_fault_and_never_cut() {
        var story = desk.customer("target");
        desk.casework.inbox().submit("reporter", Optional.empty(), "application/json", """
                {"xarf_version": "4.2.0", "report_id": "5f1d4b1e-0c39-4f0e-9d0e-0d6c1b7f2a10", "timestamp": "%1$s",
                 "reporter": {"org": "Watch", "contact": "team@watch.example", "domain": "watch.example"},
                 "sender": {"org": "Watch", "contact": "team@watch.example", "domain": "watch.example"},
                 "source_identifier": "192.0.2.200", "source_port": 5353, "category": "connection", "type": "ddos",
                 "destination_ip": "%2$s", "destination_port": 443, "protocol": "udp", "first_seen": "%1$s",
                 "evidence_source": "flow_analysis", "description": "a flood towards a server of yours"}
                """.formatted(
                        desk.now(), story.address)
                .getBytes(StandardCharsets.UTF_8));
        desk.casework.workAll();
        assertThat(story.snapshot().incident().policy()).isEqualTo("victim");
        assertThat(story.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).contains("is under attack");
            assertThat(mail.text().replaceAll("\\s+", " ")).contains("You have done nothing wrong");
            assertThat(mail.text())
                    .doesNotContainIgnoringCase("turn off", "switch off", "Cause:", "answer by", "stop it");
        });
        assertThat(story.deadline()).isEmpty();
        assertThat(story.tries(new Act.RecordCall(
                        story.phones().getFirst(), duenotice.incident.CallOutcome.BUSY, desk.now(), desk.now(), "")))
                .isInstanceOf(Acted.Refused.class);
        story.at("26:00");
        assertThat(story.state()).isEqualTo(State.CLOSED);
        assertThat(story.asked()).isEmpty();
        assertThat(story.events(IncidentEvent.CallDue.class)).isEmpty();
    }

    @Test
    void a_client_who_complains_of_another_and_that_other_never_learn_of_each_other() {
        var plaintiff = desk.customer("plaintiff");
        var accused = desk.customer("accused");
        var complaint = accused.strangersComplaint(desk.now())
                .from("Ada of plaintiff <ada@plaintiff.example>")
                .signed()
                .saying("""
                        Hello,

                        our mail server %1$s (srv-plaintiff.plaintiff.example) received spam from your network.

                        Source IP: %2$s
                        Time: %3$s

                        Received: from bulk (unknown [%2$s]) by mx.plaintiff.example ([%1$s]) for <ada@plaintiff.example>
                        From: news@shop.example
                        To: ada@plaintiff.example
                        Subject: Dear Ada of plaintiff

                        Kind regards
                        Ada of plaintiff
                        The plaintiff company, ada@plaintiff.example
                        """.formatted(plaintiff.address, accused.address, desk.now()))
                .arrives();
        assertThat(complaint.report().orElseThrow()).contains("\"sourceType\":\"client\"");
        accused.complaint().arrives();
        assertThat(accused.state()).isEqualTo(State.WARNED);
        accused.staff(new Act.SendMessage("reporter", "Thank you, we look into it."));
        accused.at("2:00").phonedInVain().at("3:00").complaint().arrives();
        accused.at("4:00");
        assertThat(accused.state()).isEqualTo(State.CUT);

        assertThat(accused.mails())
                .as("warned, reminded, cut off")
                .hasSize(3)
                .allSatisfy(mail -> assertThat(everythingIn(mail))
                        .doesNotContainIgnoringCase("plaintiff")
                        .doesNotContain(plaintiff.address));
        assertThat(plaintiff.mails())
                .as("the receipt, and what staff wrote")
                .hasSize(2)
                .allSatisfy(mail -> assertThat(everythingIn(mail))
                        .doesNotContainIgnoringCase("accused")
                        .doesNotContain(accused.address));
    }

    @Test
    void the_headers_of_a_clients_own_mail_do_not_tell_the_other_who_complained() {
        var plaintiff = desk.customer("beehive");
        var accused = desk.customer("drone");
        accused.strangersComplaint(desk.now())
                .from("Ada of beehive <ada@beehive.example>")
                .signed()
                .ofType("multipart/report; report-type=feedback-report; boundary=cut")
                .saying("""
                        --cut
                        Content-Type: text/plain

                        Spam that came to our server %1$s.

                        --cut
                        Content-Type: message/feedback-report

                        Feedback-Type: abuse
                        User-Agent: Beehive/1
                        Version: 1
                        Source-IP: %2$s
                        Arrival-Date: Wed, 1 Jul 2026 09:00:00 +0000
                        Reporting-MTA: dns; mx.beehive.example

                        --cut
                        Content-Type: message/rfc822

                        Received: from bulk (unknown [%2$s]) by mx.beehive.example ([%1$s])
                          for <ada@beehive.example>; Wed, 1 Jul 2026 09:00:00 +0000
                        From: news@drone.example
                        To: Ada of beehive <ada@beehive.example>
                        Subject: Only today
                        Message-ID: <77@drone.example>
                        Date: Wed, 1 Jul 2026 09:00:00 +0000

                        Buy now.
                        --cut--
                        """.formatted(plaintiff.address, accused.address))
                .arrives();
        accused.staff(new Act.Ascertain("the queue is full of it"));
        assertThat(accused.mails())
                .singleElement()
                .satisfies(mail -> assertThat(everythingIn(mail))
                        .contains("Only today", accused.address)
                        .doesNotContainIgnoringCase("beehive")
                        .doesNotContain(plaintiff.address));
    }

    private static String everythingIn(duenotice.rehearsal.RelayStandIn.Recorded mail) {
        return String.join(
                "\n",
                List.of(
                        mail.subject(),
                        mail.headers().toString(),
                        mail.text(),
                        mail.html().orElse("")));
    }
}
