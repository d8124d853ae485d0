package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.OutagePart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an incident that waits is looked at again, and how far tries are apart. */
class LookAgainTest {
    /** Called in vain at 2:00 and seen again at 3:00: the cut falls due at 4:00. */
    private static Play beforeTheCut() {
        return Play.underPolicy(TestPolicies.networkOff())
                .until("2:00")
                .callsInVain()
                .until("3:00")
                .isSeenAgainAt(at("3:00"));
    }

    private static Instant look(Play play, String now) {
        play.now = at(now);
        return ((Step.LookAgain) play.decide().step()).at();
    }

    @ParameterizedTest
    @CsvSource({
        "3:00, 4:00", // at its due instant
        "4:00, 4:01",
        "4:04, 4:05",
        "4:08, 4:10", // a quarter of what it has waited already
        "5:00, 5:15",
        "8:00, 9:00", // at most an hour
        "9:00, 10:00"
    })
    void what_no_event_would_tell_of_is_looked_for_ever_less_often(String now, String again) {
        var play = beforeTheCut();
        play.world.automationStopped = true;
        assertThat(look(play, now)).isEqualTo(at(again));
    }

    @Test
    void a_backlog_alone_is_soon_over() {
        var play = beforeTheCut();
        play.world.unread.add(at("3:30"));
        assertThat(look(play, "9:00")).isEqualTo(at("9:01"));
        play.world.neverCut = true;
        assertThat(look(play, "9:00")).isEqualTo(at("10:00"));
    }

    @Test
    void what_its_own_timeline_will_tell_of_is_not_looked_for() {
        var cut = beforeTheCut().until("4:00");
        assertThat(cut.decide().next().orElseThrow().block()).contains(Block.STATEMENT);
        cut.now = at("4:30");
        assertThat(cut.decide().step()).isInstanceOf(Step.Rest.class);
    }

    @Test
    void the_end_of_a_hold_is_an_instant_to_look_at() {
        var play = Play.underPolicy(TestPolicies.networkOff()).until("2:00");
        play.does(Play.AGENT, new Act.Hold(at("3:30"), "wait"));
        assertThat(play.run()).contains(at("3:30"));
    }

    @Test
    void an_hour_after_an_outage_is_an_instant_to_look_at() {
        var play = beforeTheCut();
        play.world.outages.add(new Outage(OutagePart.MAIL_IN, at("3:00"), Optional.of(at("3:50"))));
        assertThat(look(play, "4:45")).isEqualTo(at("4:50"));
        assertThat(play.until("4:50").outlook().state()).isEqualTo(State.CUT);
    }

    @Test
    void the_end_of_the_quiet_time_is_an_instant_to_look_at() {
        var play = Play.underPolicy(TestPolicies.networkOff()).until("1:30").isSeenAgainAt(at("1:30"));
        play.until("2:00").callsInVain().until("5:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), Block.FRESH_EVIDENCE));
        assertThat(play.run()).contains(at("25:30"));
        assertThat(play.until("25:30").outlook().state()).isEqualTo(State.WATCHING);
    }

    // ---- retests

    @Test
    void retests_while_a_cut_waits_for_evidence_are_ever_further_apart() {
        var play = Play.underPolicy(TestPolicies.networkOff())
                .inAWorld(world -> world.retestPossible = true)
                .until("2:00")
                .callsInVain()
                .until("20:00");
        assertThat(play.when(IncidentEvent.RetestFound.class))
                .containsExactly(at("2:00"), at("4:00"), at("4:30"), at("5:30"), at("7:30"), at("11:30"), at("19:30"));
    }

    @ParameterizedTest
    @CsvSource({"4:29, false", "4:30, true", "6:00, true"})
    void a_cut_that_something_else_held_up_is_judged_anew_after_half_an_hour(String released, boolean anew) {
        var play = beforeTheCut().inAWorld(world -> {
            world.retestPossible = true;
            world.probe = Persistence.YES;
            world.automationStopped = true;
        });
        play.until("4:00").until(released);
        play.findsPersisting(Persistence.YES);
        var before = play.all(IncidentEvent.RetestFound.class).size();
        play.world.automationStopped = false;
        play.run();
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        assertThat(play.all(IncidentEvent.RetestFound.class)).hasSize(before + (anew ? 1 : 0));
    }

    // ---- the network

    @Test
    void a_network_that_refuses_is_asked_again_after_one_minute_and_at_last_every_half_hour() {
        var play = beforeTheCut().inAWorld(world -> world.network = World.Network.REFUSES);
        play.until("5:31");
        assertThat(play.when(IncidentEvent.MeasureFailed.class))
                .containsExactly(
                        at("4:00"), at("4:01"), at("4:03"), at("4:07"), at("4:15"), at("4:31"), at("5:01"), at("5:31"));
    }

    @Test
    void a_measure_that_was_put_off_waits_for_its_time() {
        var steps = new ArrayList<Step>();
        var play = beforeTheCut().inAWorld(world -> world.network = World.Network.LEAVES_US_IN_DOUBT);
        play.until("4:00");
        var key = play.incident().measures().getFirst().key();
        play.world.postponed.put(key, at("6:00"));
        play.watchedBy(steps::add).until("5:59");
        assertThat(steps).filteredOn(Step.Settle.class::isInstance).isEqualTo(List.of());
        play.until("6:00");
        assertThat(steps).filteredOn(Step.Settle.class::isInstance).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"4:04, false", "4:06, true"})
    void an_open_outage_undoes_a_cut_once_it_has_lasted_too_long(String now, boolean undone) {
        var play = beforeTheCut().until("4:01");
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        play.world.outages.add(new Outage(OutagePart.MAIL_IN, at("4:00"), Optional.empty()));
        play.until(now);
        assertThat(!play.all(IncidentEvent.MeasureLifted.class).isEmpty()).isEqualTo(undone);
    }
}
