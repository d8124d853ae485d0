package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.AlarmKind;
import duenotice.rehearsal.RelayStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An alarm in the night, and the people on the rota. */
class AlarmsStoryTest {
    private static final Instant BEGIN = Instant.parse("2026-05-03T01:00:00Z");
    private static final String FIRST = StoryDesk.ROTA.getFirst();
    private static final String SECOND = StoryDesk.ROTA.getLast();

    private final StoryDesk desk = new StoryDesk(BEGIN);

    @AfterEach
    void end() {
        desk.close();
    }

    @Test
    void an_alarm_goes_round_the_rota_until_somebody_acknowledges_it() {
        alarm();
        after(25);
        assertThat(minutes(FIRST)).containsExactly(0L, 20L);
        assertThat(minutes(SECOND)).containsExactly(10L);
        assertThat(desk.pager.asked).containsExactly(0, 1, 2);
        assertThat(desk.mailsTo(FIRST))
                .extracting(RelayStandIn.Recorded::incident)
                .containsOnly(Optional.empty());

        acknowledge();
        after(120);
        assertThat(desk.mailsTo(FIRST)).hasSize(2);
        assertThat(desk.mailsTo(SECOND)).hasSize(1);
        assertThat(desk.pager.asked).hasSize(3);
    }

    @Test
    void what_could_not_be_delivered_is_tried_again_with_the_same_member_while_it_climbs() {
        desk.relay.setFault(FIRST, Optional.of("451 later"));
        alarm();
        after(5);
        desk.relay.setFault(FIRST, Optional.empty());
        after(12);

        assertThat(minutes(FIRST)).containsExactly(7L);
        assertThat(minutes(SECOND)).containsExactly(10L);
        assertThat(desk.pager.asked).as("the pager took it, nothing to repeat").containsExactly(0, 1);
    }

    @Test
    void a_pager_out_of_order_is_tried_after_1_2_4_minutes_and_does_not_repeat_the_mail() {
        desk.pager.outOfOrder = true;
        alarm();
        after(9);

        assertThat(desk.pager.asked).containsExactly(0, 0, 0, 0);
        assertThat(minutes(FIRST)).containsExactly(0L);
    }

    @Test
    void somebody_who_cannot_be_reached_is_told_until_it_is_acknowledged_and_no_longer() {
        desk.relay.setFault("*", Optional.of("451 away"));
        desk.pager.outOfOrder = true;
        alarm();
        after(180);
        acknowledge();
        var tries = desk.pager.asked.size();
        desk.relay.setFault("*", Optional.empty());
        after(240);

        assertThat(desk.mailsTo(FIRST)).isEmpty();
        assertThat(desk.pager.asked).hasSize(tries);
    }

    @Test
    void an_alarm_that_nobody_wants_goes_on_hourly_after_two_hours_and_daily_after_a_day() {
        alarm();
        after(60 * 24 * 4 - 1);

        assertThat(minutes(FIRST).size() + minutes(SECOND).size()).isEqualTo(12 + 22 + 3);
    }

    @Test
    void a_program_that_starts_again_goes_on_where_it_was() {
        desk.relay.setFault(FIRST, Optional.of("451 later"));
        alarm();
        desk.diesAndStartsAgain();
        desk.relay.setFault(FIRST, Optional.empty());
        after(12);

        assertThat(minutes(FIRST)).containsExactly(1L);
        assertThat(minutes(SECOND)).containsExactly(10L);
    }

    private void alarm() {
        desk.casework.raise(AlarmKind.CAP_REACHED, Optional.empty(), "five cuts in an hour");
        desk.casework.workAll();
    }

    private void acknowledge() {
        desk.casework
                .alarms()
                .acknowledge(desk.casework.alarms().all().getFirst().id(), "mara", desk.now());
    }

    private void after(int minutes) {
        desk.until(BEGIN.plus(Duration.ofMinutes(minutes)));
    }

    /** When mails reached that member, in minutes since the alarm. */
    private List<Long> minutes(String member) {
        return desk.mailsTo(member).stream()
                .map(mail -> Duration.between(BEGIN, mail.at()).toMinutes())
                .toList();
    }
}
