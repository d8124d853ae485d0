package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Acted;
import duenotice.incident.AlarmKind;
import duenotice.incident.Block;
import duenotice.incident.State;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What keeps the last resort from going wrong once everything before it was right. */
class MeasuresStoryTest {
    @RegisterExtension
    static final StoryDesk desk = new StoryDesk(Instant.parse("2026-11-02T09:00:00Z"));

    @BeforeEach
    void no_cut_of_an_earlier_story_counts_in_this_hour() {
        desk.hoursLater(2);
    }

    @AfterEach
    void every_timeline_is_whole() {
        assertThat(desk.wrongInTimelines()).isEmpty();
    }

    @Test
    void a_driver_that_times_out_after_acting_is_looked_at_and_not_asked_again() {
        var story = desk.customer("doubt").oneMinuteBeforeTheCut();
        desk.network.setFault("timeout-after-acting", 1);
        story.at("4:05");
        assertThat(story.state()).isEqualTo(State.CUT);
        assertThat(story.asked()).containsExactly("network-off");
        assertThat(story.subjects())
                .filteredOn(subject -> subject.contains("is off"))
                .hasSize(1);
    }

    @Test
    void a_driver_that_refuses_is_asked_again_under_the_same_key_and_nobody_is_told_too_early() {
        var story = desk.customer("stubborn").oneMinuteBeforeTheCut();
        desk.network.setFault("refuse", 1);
        story.at("4:00");
        assertThat(story.state()).isNotEqualTo(State.CUT);
        assertThat(story.mails()).as("warned and reminded").hasSize(2);
        story.at("4:30");
        assertThat(story.state()).isEqualTo(State.CUT);
        assertThat(story.requests())
                .hasSize(2)
                .extracting(request -> request.key())
                .containsOnly(story.requests().getFirst().key());
        assertThat(story.mails()).hasSize(3);
    }

    @Test
    void the_kill_switch_stops_cuts_and_nothing_else() {
        var story = desk.customer("brake").warned();
        desk.casework.stopAutomation("the new firewall", "engineer");
        story.at("2:00");
        assertThat(story.state()).isEqualTo(State.CALLING);
        story.phonedInVain().at("3:00").complaint().arrives();
        story.at("6:00");
        assertThat(story.block()).contains(Block.AUTOMATION_STOPPED);
        assertThat(story.asked()).isEmpty();
        desk.casework.startAutomation("the firewall is fine", "engineer", false);
        desk.casework.workAll();
        assertThat(story.asked()).containsExactly("network-off");
    }

    @Test
    void of_six_cuts_due_at_once_five_go_and_the_sixth_waits_for_a_person() {
        var stories = Stream.of("one", "two", "three", "four", "five", "six")
                .map(name -> desk.customer(name))
                .toList();
        stories.forEach(Story::warned);
        stories.getFirst().at("2:00");
        stories.forEach(Story::phonedInVain);
        stories.getFirst().at("3:00");
        stories.forEach(story -> story.complaint().arrives());
        stories.getFirst().at("4:00");
        assertThat(stories.subList(0, 5))
                .allSatisfy(story -> assertThat(story.asked()).containsExactly("network-off"));
        var sixth = stories.getLast();
        assertThat(sixth.block()).contains(Block.CAP);
        assertThat(desk.casework.alarms().all()).anyMatch(alarm -> alarm.kind() == AlarmKind.CAP_REACHED);
        sixth.at("8:00");
        assertThat(sixth.asked()).isEmpty();
        assertThat(sixth.approve(sixth.proposal())).isInstanceOf(Acted.Done.class);
        assertThat(sixth.asked()).containsExactly("network-off");
    }
}
