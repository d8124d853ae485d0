package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.MessageOutcome;
import duenotice.incident.Act;
import duenotice.incident.Block;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentEvent.VerificationBasis;
import duenotice.incident.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ladder, rung by rung, when nobody answers. */
class SilentCustomerStoryTest {
    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-05-04T09:00:00Z"));

    @AfterEach
    void every_timeline_is_whole() {
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    @Test
    void a_silent_customer_loses_the_network_and_gets_it_back_for_a_written_confirmation() {
        var story = desk.customer("kite").warned();
        assertThat(story.mails())
                .singleElement()
                .satisfies(mail ->
                        assertThat(mail.text()).contains("srv-kite", story.address, "Simply reply to this mail"));
        assertThat(story.deadline()).contains(story.instant("2:00"));

        story.at("1:59:59");
        assertThat(story.state()).isEqualTo(State.WARNED);
        story.at("2:00");
        assertThat(story.state()).isEqualTo(State.CALLING);
        story.at("2:10").phonedInVain();
        assertThat(story.state()).isEqualTo(State.CALLED);

        story.at("3:00").complaint().arrives();
        story.at("4:09:59");
        assertThat(story.asked()).isEmpty();
        story.at("4:10");
        assertThat(story.state()).isEqualTo(State.CUT);
        assertThat(story.asked()).containsExactly("network-off");
        assertThat(story.machine().power()).isTrue();

        story.reply("fixed").arrives();
        assertThat(story.snapshot().incident().statement().missing()).hasSize(3);
        assertThat(story.asked()).hasSize(1);
        story.reply(Story.STATEMENT).arrives();
        assertThat(story.block()).contains(Block.STATEMENT_REVIEW);
        story.staff(new Act.AcceptStatement("names cause, deed and prevention"));
        assertThat(story.asked()).containsExactly("network-off", "network-on");
        assertThat(story.machine().network()).isTrue();
        assertThat(story.state()).isEqualTo(State.WATCHING);

        story.at("29:00");
        assertThat(story.state()).isEqualTo(State.CLOSED);
        assertThat(story.subjects())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("Please check srv-kite"),
                        reminder -> assertThat(reminder).startsWith("A reminder"),
                        cut -> assertThat(cut).isEqualTo("The network of srv-kite is off"),
                        refused -> assertThat(refused).isNotBlank(),
                        back -> assertThat(back).isEqualTo("srv-kite is back"),
                        closed -> assertThat(closed).isNotBlank());
    }

    @Test
    void a_machine_that_was_switched_off_is_repaired_and_comes_back_once_it_is_clean() {
        var story = desk.customer("moor", "policy: power-off").cutOff();
        assertThat(story.asked()).containsExactly("power-off");
        assertThat(story.machine().network()).isTrue();
        assertThat(story.machine().power()).isFalse();

        story.at("5:00").staff(new Act.AskRepair(story.contact, story.instant("29:00")));
        assertThat(story.machine().power()).isTrue();
        assertThat(story.machine().network()).isFalse();
        assertThat(story.state()).isEqualTo(State.CUT);

        story.at("6:00").reply(Story.STATEMENT).arrives();
        story.staff(new Act.AcceptStatement("names cause, deed and prevention"));
        assertThat(story.block()).contains(Block.VERIFICATION);
        story.staff(new Act.Verify(true, VerificationBasis.CHECKLIST, "no changed files, queue empty"));
        assertThat(story.machine().power()).isTrue();
        assertThat(story.machine().network()).isTrue();
        assertThat(story.state()).isEqualTo(State.WATCHING);
        assertThat(story.subjects()).contains("srv-moor is switched off", "srv-moor is back");
    }

    @Test
    void a_late_call_moves_the_cut() {
        var story = desk.customer("late").warned().at("2:47").phonedInVain();
        assertThat(story.deadline()).contains(story.instant("4:47"));
        story.at("3:30").complaint().arrives();
        story.at("4:46:59");
        assertThat(story.asked()).isEmpty();
        story.at("4:47");
        assertThat(story.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.at()).isEqualTo(story.instant("4:47")));
    }

    @Test
    void without_a_call_there_is_no_cut_and_nobody_can_approve_one() {
        var story = desk.customer("uncalled").warned().at("3:00");
        story.complaint().arrives();
        story.call(story.phones().getFirst(), CallOutcome.BUSY).at("12:00");
        assertThat(story.state()).isEqualTo(State.CALLING);
        assertThat(story.asked()).isEmpty();
        assertThat(story.alarms()).contains(duenotice.incident.AlarmKind.CALL_OVERDUE);
        assertThat(story.snapshot().incident().measures()).isEmpty();
    }

    @Test
    void without_telephone_numbers_a_person_decides_on_the_cut() {
        var story = desk.customer("mute", List.of()).warned().at("2:00");
        assertThat(story.alarms()).contains(duenotice.incident.AlarmKind.NO_CONTACT);
        story.at("3:00").complaint().arrives();
        story.at("5:00");
        assertThat(story.block()).contains(Block.NO_NUMBERS);
        assertThat(story.asked()).isEmpty();
        story.approve(story.proposal());
        assertThat(story.asked()).containsExactly("network-off");
    }

    @Test
    void what_only_strangers_say_after_the_warning_cuts_nobody_off() {
        var story = desk.customer("gossip").warned().at("2:00").phonedInVain().at("3:00");
        story.strangersComplaint(desk.now()).arrives();
        story.strangersComplaint(desk.now()).from("one@first.example").signed().arrives();
        story.strangersComplaint(desk.now()).from("two@second.example").signed().arrives();
        story.at("12:00");
        assertThat(story.block()).contains(Block.FRESH_EVIDENCE);
        assertThat(story.view().reports()).isEqualTo(4);
        assertThat(story.asked()).isEmpty();
    }

    @Test
    void a_robot_on_holiday_is_no_answer_and_gets_none() {
        var story = desk.customer("beach").warned();
        var answer = story.at("0:10")
                .reply("I am away until Monday.")
                .subject("Automatic reply: out of office")
                .header("Auto-Submitted: auto-replied")
                .arrives();
        assertThat(answer.state()).isEqualTo(MessageOutcome.State.CLOSED);
        assertThat(story.state()).isEqualTo(State.WARNED);
        assertThat(story.mails()).hasSize(1);
        story.at("2:00");
        assertThat(story.state()).isEqualTo(State.CALLING);
    }
}
