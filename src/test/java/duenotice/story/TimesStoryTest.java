package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.IncidentEvent;
import duenotice.incident.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clocks that change, programs that die, and two programs at once. */
class TimesStoryTest {
    @Test
    void when_clocks_go_forward_two_hours_stay_two_hours_and_the_letter_shows_the_new_time() {
        try (var desk = new StoryDesk(Instant.parse("2026-03-29T00:30:00Z"))) {
            var story = desk.customer("spring", "timezone: Europe/Berlin").warned();
            assertThat(story.deadline()).contains(Instant.parse("2026-03-29T02:30:00Z"));
            assertThat(story.mails().getFirst().text().replaceAll("\\s+", " "))
                    .contains("02:30 UTC (04:30 Central European Summer Time,");
            story.at("1:59:59");
            assertThat(story.state()).isEqualTo(State.WARNED);
            story.at("2:00");
            assertThat(story.state()).isEqualTo(State.CALLING);
        }
    }

    @Test
    void when_clocks_go_back_two_hours_stay_two_hours_and_the_letter_shows_the_new_time() {
        try (var desk = new StoryDesk(Instant.parse("2026-10-25T00:30:00Z"))) {
            var story = desk.customer("autumn", "timezone: Europe/Berlin").oneMinuteBeforeTheCut();
            assertThat(story.mails().getFirst().text().replaceAll("\\s+", " "))
                    .contains("02:30 UTC (03:30 Central European Standard Time,");
            assertThat(story.asked()).isEmpty();
            story.at("4:00");
            assertThat(story.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.at()).isEqualTo(Instant.parse("2026-10-25T04:30:00Z")));
        }
    }

    @Test
    void a_program_that_dies_at_every_turn_loses_nothing_and_does_nothing_twice() {
        try (var desk = new StoryDesk(Instant.parse("2026-08-01T09:00:00Z"))) {
            var story = desk.customer("phoenix");
            story.complaint().accepted();
            desk.diesAndStartsAgain();
            desk.casework.workAll();
            assertThat(story.state()).isEqualTo(State.WARNED);
            desk.diesAndStartsAgain();
            story.at("2:00").call(story.phones().getFirst(), duenotice.incident.CallOutcome.BUSY);
            desk.diesAndStartsAgain();
            story.call(story.phones().getLast(), duenotice.incident.CallOutcome.BUSY);
            story.at("3:00").complaint().accepted();
            desk.diesAndStartsAgain();
            story.at("4:00");
            assertThat(story.state()).isEqualTo(State.CUT);
            desk.diesAndStartsAgain();
            story.reply(Story.STATEMENT).accepted();
            desk.diesAndStartsAgain();
            desk.casework.workAll();
            story.staff(new duenotice.incident.Act.AcceptStatement("names cause, deed and prevention"));
            desk.diesAndStartsAgain();
            story.at("29:00");
            assertThat(story.state()).isEqualTo(State.CLOSED);
            assertThat(story.asked()).containsExactly("network-off", "network-on");
            assertThat(desk.handed).doesNotHaveDuplicates();
            assertThat(desk.handed.stream().filter(mail -> mail.endsWith("phoenix.example")))
                    .hasSize(5);
            assertThat(desk.casework.outages().all()).isEmpty();
            assertThat(desk.wrongInTimelines()).isEmpty();
        }
    }

    @Test
    void two_programs_over_one_database_send_every_mail_once_and_cut_everybody_once() {
        try (var desk = new StoryDesk(Instant.parse("2026-09-01T09:00:00Z"))) {
            var other = desk.program();
            other.start(false);
            var stories = List.of("east", "west", "north", "south").stream()
                    .map(name -> desk.customer(name))
                    .toList();
            stories.forEach(story -> story.complaint().accepted());
            var begin = desk.now();
            desk.untilWith(other, begin.plusSeconds(2 * 3600));
            stories.forEach(Story::phonedInVain);
            desk.untilWith(other, begin.plusSeconds(3 * 3600));
            stories.forEach(story -> story.complaint().accepted());
            desk.untilWith(other, begin.plusSeconds(4 * 3600));
            assertThat(stories).allSatisfy(story -> {
                assertThat(desk.incidentsOn(story.server)).hasSize(1);
                assertThat(story.state()).isEqualTo(State.CUT);
                assertThat(story.asked()).containsExactly("network-off");
                assertThat(story.subjects()).as("warned, reminded, cut off").hasSize(3);
                assertThat(story.events(IncidentEvent.CustomerWarned.class)).hasSize(1);
                assertThat(story.view().reports()).isEqualTo(2);
            });
            assertThat(desk.handed).doesNotHaveDuplicates();
            assertThat(desk.handed.stream().filter(mail -> mail.contains(" to ada@")))
                    .hasSize(12);
            assertThat(desk.wrongInTimelines()).isEmpty();
        }
    }
}
