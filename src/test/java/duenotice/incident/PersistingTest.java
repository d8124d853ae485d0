package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Circumstances.Sighting;
import duenotice.report.Type;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does it persist: each instant on which the answer turns, from both sides (R44-R46). */
class PersistingTest {
    private static Play warned() {
        return Play.underPolicy(TestPolicies.networkOff()).until("0:00");
    }

    private static Persisting judged(Play play, String when) {
        return judged(play, at(when));
    }

    private static Persisting judged(Play play, Instant when) {
        return Persisting.at(play.incident(), play.world.circumstances(), play.policy, when);
    }

    /** Told, without anything being decided on it. */
    private static void isTold(Play play, Type type, String observed, String received) {
        play.world.sightings.add(new Sighting(type, at(observed), at(received)));
    }

    private static void looks(Play play, String when, Persistence value) {
        play.now = at(when);
        play.write(Play.AGENT, new IncidentEvent.StaffFound(value, "looked"));
    }

    @Test
    void before_the_warning_nobody_can_tell() {
        var play = Play.underPolicy(TestPolicies.networkOff());
        isTold(play, Play.SPAM, "0:30", "0:30");
        assertThat(judged(play, "48:00"))
                .isEqualTo(new Persisting(Persistence.UNKNOWN, "no warning yet", Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "0:15, 1:00, UNKNOWN",
        "0:16, 1:00, YES",
        "1:05, 1:00, YES",
        "1:06, 1:00, UNKNOWN",
    })
    void an_event_counts_once_it_is_settled_and_not_from_the_future(
            String observed, String received, Persistence value) {
        var play = warned();
        isTold(play, Play.SPAM, observed, received);
        assertThat(judged(play, "2:00").value()).isEqualTo(value);
        assertThat(judged(play, "2:00").freshest())
                .isEqualTo(value == Persistence.YES ? Optional.of(at(observed)) : Optional.empty());
    }

    @Test
    void an_event_of_a_type_that_is_not_in_the_incident_does_not_count() {
        var play = warned();
        isTold(play, Type.of("connection/port_scan"), "1:00", "1:00");
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.UNKNOWN);
    }

    @Test
    void a_day_of_quiet_after_the_warning_and_after_the_last_event_is_an_end() {
        var play = warned();
        assertThat(judged(play, at("24:00").minusNanos(1)).value()).isEqualTo(Persistence.UNKNOWN);
        assertThat(judged(play, "24:00"))
                .isEqualTo(new Persisting(
                        Persistence.NO,
                        "nothing seen since " + at("0:00"),
                        Optional.empty(),
                        Optional.of(at("24:00"))));
        isTold(play, Play.SPAM, "1:00", "1:30");
        assertThat(judged(play, at("25:00").minusNanos(1)))
                .isEqualTo(new Persisting(
                        Persistence.YES,
                        "reported as seen at " + at("1:00"),
                        Optional.of(at("1:00")),
                        Optional.of(at("25:00"))));
        assertThat(judged(play, "25:00").value()).isEqualTo(Persistence.NO);
    }

    @Test
    void quiet_counts_from_a_claimed_fix() {
        var play = warned().until("1:00").answers(AnswerKind.CORRECTIVE);
        assertThat(judged(play, "2:00").quietAt()).contains(at("25:00"));
    }

    @Test
    void a_begun_round_keeps_quiet_from_being_an_end_until_its_answer_time_is_over() {
        var play = warned().until("2:00");
        assertThat(judged(play, "48:00").quietAt()).isEmpty();
        assertThat(judged(play, "48:00").value()).isEqualTo(Persistence.UNKNOWN);
        play.until("23:00").callsInVain();
        assertThat(judged(play, at("25:00").minusNanos(1)).value()).isEqualTo(Persistence.UNKNOWN);
        assertThat(judged(play, "25:00").value()).isEqualTo(Persistence.NO);
    }

    @Test
    void an_answer_after_the_round_began_lets_quiet_count_again() {
        var play = warned().until("2:00").answers(AnswerKind.ACK);
        assertThat(judged(play, "3:00").quietAt()).contains(at("24:00"));
    }

    @Test
    void an_answer_before_the_round_that_followed_it_does_not() {
        var play = warned().until("1:00").answers(AnswerKind.ACK).until("5:00");
        assertThat(play.outlook().state()).isEqualTo(State.CALLING);
        assertThat(judged(play, "6:00").quietAt()).isEmpty();
    }

    @Test
    void no_quiet_hour_counts_while_a_measure_stands_and_none_of_its_time_after_it() {
        var play = warned();
        play.does(
                Play.ENGINEER,
                new Act.AskMeasure(
                        MeasureKind.NULL_ROUTE, "198.51.100.7", true, "flood", Optional.of(at("9:00")), false));
        assertThat(judged(play, "48:00").quietAt()).isEmpty();
        play.until("1:00").does(Play.ENGINEER, new Act.LiftMeasure(new MeasureId(new IncidentId(7), 1), "enough"));
        assertThat(judged(play, "2:00").quietAt()).contains(at("25:00"));
        isTold(play, Play.SPAM, "1:00", "2:00");
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.UNKNOWN);
        isTold(play, Play.SPAM, "1:01", "2:00");
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.YES);
    }

    @ParameterizedTest
    @CsvSource({"YES, YES, looked", "NO, NO, gone", "UNKNOWN, UNKNOWN, cannot tell"})
    void what_was_looked_at_last_weighs_more_than_what_was_told_at_the_same_instant(
            Persistence look, Persistence value, String ignored) {
        var play = warned();
        isTold(play, Play.SPAM, "1:00", "1:30");
        looks(play, "1:30", look);
        assertThat(judged(play, "2:00").value()).isEqualTo(value);
        isTold(play, Play.SPAM, "1:10", "1:31");
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.YES);
        assertThat(judged(play, "2:00").basis()).isEqualTo("reported as seen at " + at("1:10"));
    }

    @ParameterizedTest
    @CsvSource({"YES, staff found it going on", "NO, staff found it gone", "UNKNOWN, staff cannot tell"})
    void a_look_says_what_it_found(Persistence value, String basis) {
        var play = warned();
        looks(play, "1:00", value);
        assertThat(judged(play, "2:00").basis()).isEqualTo(basis);
        assertThat(judged(play, "2:00").freshest())
                .isEqualTo(value == Persistence.YES ? Optional.of(at("1:00")) : Optional.empty());
        assertThat(judged(play, "2:00").quietAt())
                .isEqualTo(
                        switch (value) {
                            case YES -> Optional.of(at("25:00"));
                            case NO -> Optional.empty();
                            case UNKNOWN -> Optional.of(at("24:00"));
                        });
    }

    @Test
    void what_a_no_overtook_is_not_fresh_any_more() {
        var play = warned();
        isTold(play, Play.SPAM, "1:20", "1:30");
        looks(play, "1:25", Persistence.YES);
        looks(play, "1:30", Persistence.NO);
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.NO);
        isTold(play, Play.SPAM, "1:10", "1:40");
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.YES);
        assertThat(judged(play, "2:00").freshest()).contains(at("1:10"));
    }

    @Test
    void of_two_looks_at_one_instant_the_later_entry_decides() {
        var play = warned();
        looks(play, "1:00", Persistence.NO);
        looks(play, "1:00", Persistence.YES);
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.YES);
        assertThat(judged(play, "2:00").freshest()).contains(at("1:00"));
    }

    @Test
    void a_look_before_the_claimed_fix_no_longer_counts_and_one_at_its_instant_counts_if_entered_after_it() {
        var play = warned();
        looks(play, "1:00", Persistence.YES);
        play.run();
        play.answers(AnswerKind.CORRECTIVE);
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.UNKNOWN);
        looks(play, "1:00", Persistence.YES);
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.YES);
        looks(play, "1:00", Persistence.NO);
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.NO);
    }

    @Test
    void what_was_found_before_the_warning_does_not_count_nor_a_retest_that_found_nothing_out() {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.write(Play.AGENT, new IncidentEvent.StaffFound(Persistence.NO, "looked"));
        play.now = at("0:01");
        play.run();
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.UNKNOWN);
        isTold(play, Play.SPAM, "1:00", "1:00");
        play.now = at("1:40");
        play.write(Actor.AUTOMATION, new IncidentEvent.RetestFound("1.call-1", Persistence.UNKNOWN, "no answer"));
        assertThat(judged(play, "2:00").value()).isEqualTo(Persistence.YES);
    }

    @Test
    void a_look_that_cannot_tell_does_not_shorten_the_quiet_after_what_was_seen() {
        var play = warned();
        isTold(play, Play.SPAM, "1:00", "1:00");
        looks(play, "1:40", Persistence.UNKNOWN);
        assertThat(judged(play, "2:00").quietAt()).contains(at("25:00"));
    }

    @Test
    void the_hours_of_a_cut_by_our_own_error_are_no_quiet_ones() {
        var play = warned().until("2:00").callsInVain().until("3:00").isSeenAgainAt(at("3:00"));
        play.until("10:00").answers(AnswerKind.CORRECTIVE, IncidentEvent.Standing.AUTHORIZED, at("3:59"));
        assertThat(play.when(IncidentEvent.MeasureLifted.class)).containsExactly(at("10:00"));
        assertThat(judged(play, "10:00").quietAt()).contains(at("33:59"));
    }

    @Test
    void only_what_was_seen_later_than_an_instant_is_fresh_after_it() {
        var play = warned();
        isTold(play, Play.SPAM, "1:00", "1:30");
        assertThat(judged(play, "2:00").isFreshAfter(at("1:00").minusNanos(1))).isTrue();
        assertThat(judged(play, "2:00").isFreshAfter(at("1:00"))).isFalse();
        looks(play, "1:40", Persistence.UNKNOWN);
        assertThat(judged(play, "2:00").isFreshAfter(at("0:30"))).isFalse();
    }
}
