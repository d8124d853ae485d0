package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Acted;
import duenotice.incident.Act;
import duenotice.incident.AlarmKind;
import duenotice.incident.Block;
import duenotice.incident.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an answer does, and what comes back instead of one. */
class AnswersStoryTest {
    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-06-01T09:00:00Z"));

    @AfterEach
    void every_timeline_is_whole() {
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    @Test
    void a_reply_one_second_before_the_cut_counts_although_it_is_read_after_it() {
        var story = desk.customer("last-minute").oneMinuteBeforeTheCut().at("3:59:59");
        desk.casework.pauseReading(true);
        story.reply("We removed the script.").accepted();
        story.at("4:30");
        assertThat(story.block()).contains(Block.BACKLOG);
        assertThat(story.asked()).isEmpty();
        desk.casework.pauseReading(false);
        desk.casework.workAll();
        assertThat(story.state()).isEqualTo(State.ANSWERED);
        assertThat(story.deadline()).contains(story.instant("27:59:59"));
        assertThat(story.asked()).isEmpty();
    }

    @Test
    void a_cut_that_waited_for_the_reading_goes_as_soon_as_it_has_caught_up() {
        var story = desk.customer("backlog").oneMinuteBeforeTheCut();
        desk.casework.pauseReading(true);
        desk.casework
                .inbox()
                .accept(
                        "eve@elsewhere.example",
                        List.of("abuse@provider.example"),
                        "Subject: hello\r\n\r\nNothing to complain of.\r\n".getBytes(StandardCharsets.UTF_8),
                        desk.casework.now());
        story.at("4:30");
        assertThat(story.block()).contains(Block.BACKLOG);
        assertThat(story.asked()).isEmpty();
        desk.casework.pauseReading(false);
        desk.casework.workAll();
        assertThat(story.asked()).containsExactly("network-off");
    }

    @Test
    void a_reply_that_came_before_the_cut_and_shows_after_it_restores_as_our_error() {
        var story = desk.customer("delayed").cutOff().at("4:05");
        story.reply("We removed the script.").acceptedAt(story.instant("3:59:59"));
        desk.casework.workAll();
        assertThat(story.asked()).containsExactly("network-off", "network-on");
        assertThat(story.mails().getLast().text()).contains("We should not have cut it off, and we are sorry");
        assertThat(story.state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void a_reply_one_second_after_the_cut_was_due_is_too_late() {
        var story = desk.customer("too-late").oneMinuteBeforeTheCut().at("4:00:01");
        story.reply("We removed the script.").arrives();
        assertThat(story.state()).isEqualTo(State.CUT);
    }

    @Test
    void when_every_mail_comes_back_the_call_is_due_at_once_and_a_person_decides_on_the_cut() {
        var story = desk.customer("gone").warned().at("0:20");
        story.bounceOf(story.mails().getFirst()).arrives();
        assertThat(story.state()).isEqualTo(State.CALLING);
        story.at("0:30").phonedInVain().at("1:00").complaint().arrives();
        story.at("2:30");
        assertThat(story.block()).contains(Block.APPROVAL);
        assertThat(story.asked()).isEmpty();
        assertThat(story.approve(story.proposal())).isInstanceOf(Acted.Done.class);
        assertThat(story.asked()).containsExactly("network-off");
    }

    @Test
    void who_says_fixed_again_and_again_is_called_and_then_staff_decide() {
        var story = desk.customer("again").warned().at("1:00");
        story.reply("We removed the script.").arrives();
        assertThat(story.deadline()).contains(story.instant("25:00"));
        story.at("20:00").complaint().arrives();
        assertThat(story.state()).isEqualTo(State.ANSWERED);
        assertThat(story.mails()).as("warned, reminded, told of the doubt").hasSize(3);

        story.at("25:00");
        assertThat(story.state()).isEqualTo(State.CALLING);
        story.reply("Fixed it now, we removed another script.").arrives();
        assertThat(story.state()).isEqualTo(State.CALLING);
        story.at("25:10").phonedInVain().at("26:00").complaint().arrives();
        story.at("27:10");
        assertThat(story.block()).contains(Block.FIXED_AGAIN);
        assertThat(story.alarms()).contains(AlarmKind.FIXED_AGAIN);
        assertThat(story.asked()).isEmpty();
        story.approve(story.proposal());
        assertThat(story.asked()).containsExactly("network-off");
    }

    @Test
    void a_dispute_waits_for_staff_and_a_hold_moves_every_deadline() {
        var story = desk.customer("proud").warned().at("1:00");
        story.reply("This is a false positive.").arrives();
        assertThat(story.state()).isEqualTo(State.DISPUTED);
        story.at("3:30").complaint().arrives();
        assertThat(story.state()).isEqualTo(State.DISPUTED);
        assertThat(story.alarms()).contains(AlarmKind.DISPUTE_OVERDUE);

        story.at("4:00").staff(new Act.DecideDispute(false, "the logs are the server's own"));
        assertThat(story.deadline()).contains(story.instant("8:00"));
        assertThat(story.mails()).as("warned, reminded, told of the decision").hasSize(3);
        story.at("5:00").staff(new Act.Hold(story.instant("7:00"), "their datacentre has no power"));
        assertThat(story.state()).isEqualTo(State.HELD);
        assertThat(story.deadline()).contains(story.instant("10:00"));
        story.at("9:59:59");
        assertThat(story.state()).isEqualTo(State.WARNED);
        story.at("10:00");
        assertThat(story.state()).isEqualTo(State.CALLING);
    }

    @Test
    void a_hold_over_the_due_instant_of_the_cut_lets_it_come_later_by_its_whole_length() {
        var story = desk.customer("held").oneMinuteBeforeTheCut();
        story.staff(new Act.Hold(story.instant("6:59"), "the owner is on his way"));
        story.at("6:58");
        assertThat(story.asked()).isEmpty();
        story.at("7:00");
        assertThat(story.asked()).containsExactly("network-off");
        assertThat(story.requests().getFirst().at()).isEqualTo(story.instant("7:00"));
    }
}
