package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.Openings;
import duenotice.casework.Rereading;
import duenotice.casework.Rereading.Changed;
import duenotice.incident.IncidentEvent;
import duenotice.intake.IntakeSettings;
import duenotice.intake.Reread;
import duenotice.policy.PolicyBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stored reports are read again after a reader has learned something; what an older reader made of them is played. */
class RereadStoryTest {
    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-07-01T09:00:00Z"));

    @AfterEach
    void every_timeline_is_whole() {
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    private static List<Changed> reread(Instant since, boolean apply) {
        var transactions = desk.database.transactions();
        var reread = new Reread(
                transactions,
                desk.casework,
                new Openings(transactions, desk.casework, desk.inventory, PolicyBook.shipped()),
                desk.inventory,
                new IntakeSettings(Set.of("mx.provider.example"), Set.of()));
        var changes = new ArrayList<Changed>();
        var last = Optional.<MessageId>empty();
        for (var page = reread.page(asked(since, apply, last));
                page.next().isPresent();
                page = reread.page(asked(since, apply, last))) {
            changes.addAll(page.changes());
            last = page.next();
        }
        desk.casework.workAll();
        return changes;
    }

    private static Rereading.Asked asked(Instant since, boolean apply, Optional<MessageId> last) {
        return new Rereading.Asked(since, Instant.parse("2199-01-01T00:00:00Z"), Optional.empty(), apply, last, "lea");
    }

    private static void olderReader(MessageId message, String change) {
        desk.database
                .jdbc()
                .sql("update message set " + change + " where id = :id")
                .param("id", message.number())
                .update();
    }

    @Test
    void what_nobody_understood_then_is_offered_again_and_goes_the_ordinary_way() {
        desk.hoursLater(1);
        var begin = desk.now();
        var story = desk.customer("unread");
        var id = story.complaint().accepted();
        olderReader(id, "state = 'queued', reason = 'unreadable: nobody understood it'");

        assertThat(reread(begin, false))
                .extracting(Changed::change, Changed::effect)
                .contains(org.assertj.core.groups.Tuple.tuple("read", "offered again"));
        assertThat(desk.item(id).state()).isEqualTo(State.QUEUED);
        assertThat(desk.incidentsOn(story.server)).isEmpty();

        reread(begin, true);
        assertThat(desk.item(id).state()).isEqualTo(State.JOINED);
        assertThat(story.state()).isEqualTo(duenotice.incident.State.WARNED);
        assertThat(reread(begin, true)).isEmpty();
    }

    @Test
    void facts_are_added_to_what_has_joined_and_no_running_clock_moves() {
        desk.hoursLater(1);
        var begin = desk.now();
        var known = desk.customer("known");
        var missed = desk.customer("missed");
        var seen = desk.now().minusSeconds(600);
        var id = desk.mail()
                .from("team@watch.example")
                .signed()
                .ofType("multipart/mixed; boundary=cut")
                .saying("--cut\nContent-Type: application/json\n\n[%s,%s]\n--cut--\n"
                        .formatted(xarf(known.address, seen), xarf(missed.address, seen)))
                .accepted();
        // The older reader saw one of the two servers, and no time.
        known.complaint().arrives();
        var incident = known.id();
        desk.database.transactions().run(() -> {
            var other = desk.incidentsOn(missed.server);
            assertThat(other).hasSize(1);
        });
        assertThat(desk.item(id).state()).isEqualTo(State.JOINED);
        var late = desk.customer("late");
        var second = desk.mail()
                .from("team@watch.example")
                .signed()
                .ofType("multipart/mixed; boundary=cut")
                .saying("--cut\nContent-Type: application/json\n\n[%s,%s]\n--cut--\n"
                        .formatted(xarf(known.address, seen.plusSeconds(60)), xarf(late.address, seen.plusSeconds(60))))
                .accepted();
        olderReader(
                second,
                "state = 'joined', report = '{\"kind\":\"report\",\"format\":\"xarf-v4\",\"findings\":[{\"category\":\"email-compromise\",\"type\":\"messaging/spam\",\"ip\":\""
                        + known.address + "\",\"observedAt\":null}]}'");
        desk.database
                .jdbc()
                .sql("""
                        insert into sighting (incident, message, type, zone_known, received_at, weight, reporter, source_type,
                                              owned, excerpt)
                        values (:incident, :message, 'messaging/spam', false, :now, 'trusted', 'team@watch.example',
                                'industry-contact', false, '')
                        """)
                .param("incident", incident.number())
                .param("message", second.number())
                .param("now", desk.now().atOffset(java.time.ZoneOffset.UTC))
                .update();
        var deadline = known.deadline();
        var reports = known.view().reports();
        assertThat(deadline).isPresent();

        assertThat(reread(begin, false))
                .extracting(Changed::change, Changed::what)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("time", known.address),
                        org.assertj.core.groups.Tuple.tuple("added", late.address));
        assertThat(desk.incidentsOn(late.server)).isEmpty();

        desk.until(desk.now().plusSeconds(1800));
        assertThat(reread(begin, true)).hasSize(2);
        assertThat(known.deadline()).isEqualTo(deadline);
        assertThat(known.view().reports()).isEqualTo(reports);
        assertThat(known.mails()).hasSize(1);
        assertThat(desk.casework.evidence(incident, 100))
                .filteredOn(evidence -> evidence.message().equals(second))
                .extracting(evidence -> evidence.observedAt().isPresent())
                .containsExactlyInAnyOrder(false, true);
        assertThat(known.events(IncidentEvent.Noted.class)).hasSize(1);
        assertThat(known.view().timeline())
                .anySatisfy(line -> assertThat(line.text()).contains("Report " + second + " was read again"));
        assertThat(late.state()).isEqualTo(duenotice.incident.State.WARNED);
        assertThat(late.deadline()).contains(desk.now().plusSeconds(2 * 3600));

        assertThat(reread(begin, true)).isEmpty();
        assertThat(desk.casework.evidence(incident, 100))
                .filteredOn(evidence -> evidence.message().equals(second))
                .hasSize(2);
        known.at("2:00");
        assertThat(known.state())
                .as("the call fell due when it would have")
                .isEqualTo(duenotice.incident.State.CALLING);
    }

    private static String xarf(String address, Instant at) {
        return """
                {"xarf_version": "4.2.0", "report_id": "r-%s-%s", "timestamp": "%s", "source_identifier": "%s",
                 "category": "messaging", "type": "spam"}""".formatted(address, at, at, address);
    }

    @Test
    void what_automation_closed_is_no_more_closed_than_what_waits() {
        desk.hoursLater(1);
        var begin = desk.now();
        for (var reason : List.of(
                "not-ours: the reporter was told to write to abuse@other-net.example (by automation)",
                "old evidence: incident DN-000001 was over at 2026-07-01T09:00:00Z, after what is reported happened",
                "the report complains of nothing")) {
            var story = desk.customer("closed" + reason.length());
            var id = story.complaint().accepted();
            olderReader(
                    id,
                    "state = 'closed', report = '{\"kind\":\"report\",\"findings\":[]}', reason = '" + reason + "'");

            reread(begin, true);
            assertThat(desk.item(id).state()).as(reason).isEqualTo(State.JOINED);
            assertThat(story.state()).as(reason).isEqualTo(duenotice.incident.State.WARNED);
        }
    }

    @Test
    void what_staff_closed_stays_closed_whatever_their_names() {
        desk.hoursLater(1);
        var begin = desk.now();
        for (var agent : List.of("mara", "Mara (night shift)")) {
            var id = desk.customer("byhand" + agent.length()).complaint().accepted();
            olderReader(
                    id,
                    "state = 'closed', report = '{\"kind\":\"report\",\"findings\":[]}', reason = 'nothing (by " + agent
                            + ")'");

            assertThat(reread(begin, true)).as(agent).isEmpty();
            assertThat(desk.item(id).state()).as(agent).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void what_staff_closed_or_customers_wrote_stays_as_it_is() {
        desk.hoursLater(1);
        var begin = desk.now();
        var story = desk.customer("settled").warned();
        story.reply("We look into it.").arrives();
        var junk = desk.mail()
                .from("shop@elsewhere.example")
                .saying("What do servers cost?")
                .arrives();
        desk.casework.closeFromQueue(junk.id(), "no complaint", "mara");
        olderReader(junk.id(), "report = '{\"kind\":\"unreadable\",\"findings\":[]}'");
        assertThat(reread(begin, true)).isEmpty();
        assertThat(desk.item(junk.id()).state()).isEqualTo(State.CLOSED);
    }
}
