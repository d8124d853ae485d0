package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R48: the answer clock stands still while a mail server holds the warning, and nobody else has it. */
class DelayedMailTest {
    private static final String WARNING = "warning-1";

    private static Play warned() {
        return Play.underPolicy(TestPolicies.networkOff()).until("0:05");
    }

    private static Play warnedAlone() {
        return Play.underPolicy(TestPolicies.networkOff())
                .inAWorld(world -> world.warnable.remove(World.NIGHT))
                .until("0:05");
    }

    private static Play late(Play play, String address) {
        return play.does(Actor.AUTOMATION, new Act.Delay(address, WARNING, Optional.empty(), "4.4.1"));
    }

    private static Play arrived(Play play, String address) {
        return play.does(Actor.AUTOMATION, new Act.Arrive(address, WARNING, "2.0.0"));
    }

    @Test
    void while_the_only_warning_is_late_no_call_falls_due_and_the_reason_shows() {
        var play = late(warnedAlone(), World.MAYA).until("5:00");
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
        var next = play.outlook().next().orElseThrow();
        assertThat(next.step()).isEqualTo(NextStep.CALL);
        assertThat(next.block()).contains(Block.RELAY);
        assertThat(next.dueAt()).isAfter(play.now);
        assertThat(play.outlook().state()).isEqualTo(State.WARNED);
        assertThat(play.outlook().deadline()).contains(next.dueAt());
    }

    @Test
    void a_warning_that_arrives_late_gives_the_whole_time_from_then_on() {
        var play = late(warnedAlone(), World.MAYA).until("1:00");
        arrived(play, World.MAYA);
        assertThat(play.outlook().deadline()).contains(at("3:00"));
        assertThat(play.outlook().next().orElseThrow().block()).isEmpty();
        play.until("2:59");
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
        play.until("3:00");
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("3:00"));
    }

    @Test
    void a_late_warning_that_comes_back_for_good_makes_the_call_due_at_once() {
        var play = late(warnedAlone(), World.MAYA).until("3:00");
        play.does(Actor.AUTOMATION, new Act.Bounce(World.MAYA, WARNING, "4.4.7"));
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("3:00"));
        assertThat(play.all(IncidentEvent.CallDue.class).getFirst().reason())
                .isEqualTo(IncidentEvent.CallReason.UNREACHABLE_BY_MAIL);
        play.callsInVain().until("4:00").isSeenAgainAt(at("4:00")).until("5:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("5:00"), Block.APPROVAL));
    }

    @Test
    void one_address_that_has_it_keeps_the_clock_going() {
        var play = late(warned(), World.MAYA).until("2:00");
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("2:00"));
    }

    @Test
    void the_clock_stands_where_one_is_late_and_the_others_are_dead() {
        var play = late(warned(), World.MAYA).until("0:30");
        play.does(Actor.AUTOMATION, new Act.Bounce(World.NIGHT, WARNING, "5.1.1"))
                .until("2:30");
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
        arrived(play, World.MAYA);
        // It ran until the other one came back, and stood from then to the arrival.
        assertThat(play.outlook().deadline()).contains(at("4:00"));
    }

    @Test
    void a_hold_and_a_delay_at_the_same_time_count_once() {
        var play = late(warnedAlone(), World.MAYA);
        play.does(Play.AGENT, new Act.Hold(at("1:00"), "wait")).until("1:30");
        arrived(play, World.MAYA);
        assertThat(play.outlook().deadline()).contains(at("3:30"));
    }

    @Test
    void what_the_server_says_of_its_patience_is_believed_for_half_a_day() {
        var play = warnedAlone();
        play.does(Actor.AUTOMATION, new Act.Delay(World.MAYA, WARNING, Optional.of(at("4:00")), "4.4.1"));
        assertThat(play.outlook().deadline()).contains(at("6:00"));
        play.does(Actor.AUTOMATION, new Act.Delay(World.MAYA, WARNING, Optional.of(at("400:00")), "4.4.1"));
        assertThat(play.outlook().deadline()).contains(at("14:00"));
        play.until("14:00");
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("14:00"));
    }

    @Test
    void a_warning_that_nobody_is_known_to_have_got_needs_an_approval_for_the_cut() {
        var play = late(warnedAlone(), World.MAYA).until("13:50").isSeenAgainAt(at("13:50"));
        play.until("14:00")
                .callsInVain()
                .until("15:00")
                .isSeenAgainAt(at("15:00"))
                .until("16:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("16:00"), Block.APPROVAL));
    }

    @Test
    void a_call_that_is_due_already_stays_due() {
        var play = warnedAlone().until("2:00");
        late(play, World.MAYA);
        assertThat(play.decide().next()).contains(Next.of(NextStep.CALL, at("2:00")));
    }

    @Test
    void a_delay_of_another_notice_moves_no_clock() {
        var play = warnedAlone();
        play.does(Actor.AUTOMATION, new Act.Delay(World.MAYA, "reminder", Optional.empty(), "4.4.1"))
                .until("2:00");
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("2:00"));
    }

    @Test
    void a_delay_that_is_told_after_the_arrival_says_nothing_new() {
        var play = arrived(warnedAlone(), World.MAYA);
        late(play, World.MAYA).until("2:00");
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("2:00"));
    }

    @Test
    void an_answer_ends_the_waiting() {
        var play = late(warnedAlone(), World.MAYA).until("1:00").answers(AnswerKind.ACK);
        assertThat(play.outlook().state()).isEqualTo(State.ANSWERED);
        assertThat(play.outlook().deadline()).contains(at("5:00"));
    }

    @Test
    void a_soft_bounce_is_tried_again_with_growing_pauses_and_the_clock_waits_for_it() {
        var play = warnedAlone().until("1:00");
        play.does(Actor.AUTOMATION, new Act.Return(World.MAYA, WARNING, "4.2.2"));
        assertThat(play.all(IncidentEvent.AddressWarned.class)).isEmpty();
        play.until("1:15");
        assertThat(play.when(IncidentEvent.AddressWarned.class)).containsExactly(at("1:15"));
        assertThat(play.outlook().deadline()).contains(at("3:15"));
        play.does(Actor.AUTOMATION, new Act.Return(World.MAYA, WARNING, "4.2.2"))
                .until("2:00");
        assertThat(play.when(IncidentEvent.AddressWarned.class)).containsExactly(at("1:15"), at("1:45"));
        assertThat(play.outlook().deadline()).contains(at("3:45"));
    }

    @Test
    void an_address_that_is_soft_for_the_fourth_time_counts_as_dead() {
        var play = warnedAlone();
        for (var time = 0; time < 4; time++) {
            play.does(Actor.AUTOMATION, new Act.Return(World.MAYA, WARNING, "4.2.2"));
            play.until(play.now.plusSeconds(7200));
        }
        assertThat(play.all(IncidentEvent.AddressBounced.class)).hasSize(1);
        assertThat(play.all(IncidentEvent.CallDue.class).getFirst().reason())
                .isEqualTo(IncidentEvent.CallReason.UNREACHABLE_BY_MAIL);
    }

    @Test
    void delays_and_returns_that_somebody_makes_up_stop_the_clock_for_half_a_day_all_together() {
        var play = late(warnedAlone(), World.MAYA).until("11:59");
        play.does(Actor.AUTOMATION, new Act.Return(World.MAYA, WARNING, "4.2.2"))
                .until("12:14");
        assertThat(play.all(IncidentEvent.AddressWarned.class)).hasSize(1);
        late(play, World.MAYA);
        assertThat(play.outlook().deadline()).contains(at("14:00"));
        play.until("13:00").does(Actor.AUTOMATION, new Act.Return(World.MAYA, WARNING, "4.2.2"));
        play.until("50:00");
        assertThat(play.when(IncidentEvent.CallDue.class).getFirst()).isEqualTo(at("14:00"));
    }

    @Test
    void each_mail_shows_how_it_fared_address_by_address() {
        var play = warned();
        play.world.refusedAddresses.add("nobody");
        late(play, World.MAYA);
        play.does(Actor.AUTOMATION, new Act.Bounce(World.NIGHT, WARNING, "5.1.1"));
        assertThat(SentMail.of(play.timeline))
                .extracting(SentMail::mail, SentMail::address, SentMail::state, SentMail::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(WARNING, World.MAYA, SentMail.State.DELAYED, "4.4.1"),
                        org.assertj.core.groups.Tuple.tuple(WARNING, World.NIGHT, SentMail.State.BOUNCED, "5.1.1"));
        arrived(play, World.MAYA);
        play.does(Actor.AUTOMATION, new Act.Complain(World.MAYA, WARNING));
        assertThat(SentMail.of(play.timeline).getFirst().state()).isEqualTo(SentMail.State.COMPLAINED);
        assertThat(SentMail.of(play.timeline).getFirst().arrivedAt()).contains(at("0:05"));
    }

    @Test
    void a_message_of_staff_is_queued_until_the_relay_has_it() {
        var play = warned();
        play.write(
                Play.AGENT, new IncidentEvent.Messaged(World.MAYA, TextDigest.of("Please look at the second machine")));
        assertThat(SentMail.of(play.timeline).getLast())
                .extracting(SentMail::address, SentMail::state)
                .containsExactly(World.MAYA, SentMail.State.QUEUED);
        play.run();
        assertThat(SentMail.of(play.timeline).getLast().state()).isEqualTo(SentMail.State.ACCEPTED);
    }
}
