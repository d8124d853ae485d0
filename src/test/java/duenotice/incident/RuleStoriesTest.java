package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Circumstances.ClockJump;
import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.report.Type;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One short story per rule: answers, pauses, the watch, our own errors, measures (R22, R44-R64, R75). */
class RuleStoriesTest {
    private static Play network() {
        return Play.underPolicy(TestPolicies.networkOff());
    }

    private static Play cut() {
        return cut(TestPolicies.networkOff());
    }

    private static Play cut(Policy policy) {
        return Play.underPolicy(policy)
                .until("2:00")
                .callsInVain()
                .until("3:00")
                .isSeenAgainAt(at("3:00"))
                .until("4:00");
    }

    private static void assertNext(Play play, NextStep step, String due) {
        assertThat(play.decide().next()).contains(Next.of(step, at(due)));
    }

    @ParameterizedTest
    @CsvSource({"ACK, 5:00, CALL", "EXTENSION, 5:00, CALL", "CORRECTIVE, 25:00, WATCH", "OTHER, 25:00, WATCH"})
    void an_answer_of_each_kind_starts_its_own_clock(AnswerKind kind, String due, NextStep step) {
        var play = network().until("1:00").answers(kind);
        assertThat(play.outlook().state()).isEqualTo(State.ANSWERED);
        assertThat(play.outlook().deadline()).contains(at(due));
        assertThat(play.decide().next()).contains(Next.blocked(step, at(due), Block.ANSWERED));
    }

    @Test
    void the_first_fix_after_an_acknowledgement_starts_a_day_and_no_later_one_does() {
        var play = network().until("1:00").answers(AnswerKind.ACK).until("4:00").answers(AnswerKind.CORRECTIVE);
        assertThat(play.outlook().deadline()).contains(at("28:00"));
        play.until("6:00").answers(AnswerKind.CORRECTIVE);
        assertThat(play.outlook().deadline()).contains(at("28:00"));
    }

    @Test
    void an_acknowledgement_that_staff_read_as_a_fix_after_its_time_had_run_out_has_its_day_all_the_same() {
        var play = network().until("1:00").answers(AnswerKind.ACK).until("5:00");
        assertThat(play.outlook().state()).isEqualTo(State.CALLING);
        play.does(Play.AGENT, new Act.RereadAnswer(1, AnswerKind.CORRECTIVE, "it says what was done"));
        assertThat(play.outlook().state()).isEqualTo(State.ANSWERED);
        assertThat(play.outlook().deadline()).contains(at("25:00"));
        play.until("24:59").isSeenAgainAt(at("24:59")).until("25:00");
        assertThat(play.outlook().state()).isEqualTo(State.CALLING);
    }

    @Test
    void a_fix_that_staff_read_as_a_fix_once_more_changes_nothing() {
        var play = network().until("1:00").answers(AnswerKind.CORRECTIVE).until("20:00");
        play.isSeenAgainAt(at("20:00")).until("25:00");
        play.does(Play.AGENT, new Act.RereadAnswer(1, AnswerKind.CORRECTIVE, "read again"));
        assertThat(play.outlook().state()).isEqualTo(State.CALLING);
    }

    @Test
    void every_granted_extension_counts_and_a_later_hold_moves_it() {
        var play = network().until("1:00").answers(AnswerKind.ACK);
        play.until("4:00").does(Play.AGENT, new Act.Extend(at("8:00"), "asked"));
        play.until("7:00").does(Play.AGENT, new Act.Extend(at("10:00"), "asked again"));
        assertThat(play.outlook().deadline()).contains(at("10:00"));
        play.until("9:00").does(Play.AGENT, new Act.Hold(at("11:00"), "wait"));
        assertThat(play.outlook().deadline()).contains(at("12:00"));
        assertThat(play.notices()).containsExactly(NoticeKind.HALF_TIME, NoticeKind.EXTENDED, NoticeKind.EXTENDED);
    }

    @Test
    void a_rejected_dispute_leaves_at_least_four_hours() {
        var play = network().until("1:30").answers(AnswerKind.DISPUTE);
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.STAFF, at("3:30"), Block.DISPUTE));
        play.until("3:30");
        assertThat(play.alarms()).contains(AlarmKind.DISPUTE_OVERDUE);
        play.until("9:00").does(Play.LEAD, new Act.DecideDispute(false, "the samples are real"));
        assertNext(play, NextStep.CALL, "13:00");
        assertThat(play.notices()).containsExactly(NoticeKind.HALF_TIME, NoticeKind.DISPUTE_REJECTED);
    }

    @Test
    void overlapping_pauses_count_once() {
        var play = network().until("1:00").does(Play.AGENT, new Act.Hold(at("3:00"), "wait"));
        play.until("2:00").does(Play.AGENT, new Act.Hold(at("4:00"), "wait longer"));
        assertThat(play.outlook().deadline()).contains(at("5:00"));
        play.until("3:30").does(Play.AGENT, new Act.Release("go on"));
        assertNext(play, NextStep.CALL, "4:30");
    }

    @ParameterizedTest
    @CsvSource({
        "P10D, PT1H, 1:00, 2:00",
        "P30D, PT1H, 1:00, 2:00",
        "P31D, PT1H, 2:00, 4:00",
        "P10D, PT5M, 0:30, 1:00",
        "P10D, PT3H, 2:00, 4:00",
        "-PT1H, PT1H, 2:00, 4:00"
    })
    void the_same_trouble_again_shortens_the_times_to_answer_and_nothing_else(
            Duration before, Duration within, String called, String cut) {
        var play = Play.underPolicy(TestPolicies.repeating(TestPolicies.networkOff(), within));
        play.inAWorld(world ->
                world.earlier = Optional.of(new Circumstances.Earlier(new IncidentId(3), Play.OPENED.minus(before))));
        play.until("0:00");
        assertThat(play.all(IncidentEvent.CustomerWarned.class).getFirst().printedDeadline())
                .contains(at(called));
        assertThat(play.outlook().deadline()).contains(at(called));
        assertNext(play, NextStep.CALL, called);
        play.until(called);
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at(called));
        play.callsInVain();
        assertThat(play.outlook().deadline()).contains(at(cut));
        play.until(at(cut).minusSeconds(60)).isSeenAgainAt(at(cut).minusSeconds(60));
        assertThat(play.all(IncidentEvent.MeasureRequested.class)).isEmpty();
        play.until(cut);
        assertThat(play.when(IncidentEvent.MeasureRequested.class)).containsExactly(at(cut));
    }

    @Test
    void a_repeat_is_fixed_before_the_warning_and_never_after_it() {
        var play = Play.underPolicy(TestPolicies.repeating(TestPolicies.networkOff(), Duration.ofHours(1)))
                .until("0:10");
        play.world.earlier = Optional.of(new Circumstances.Earlier(new IncidentId(3), at("0:00")));
        play.until("2:00");
        assertThat(play.all(IncidentEvent.RepeatFound.class)).isEmpty();
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("2:00"));
    }

    @Test
    void a_repeat_without_the_policy_saying_so_is_an_incident_like_another() {
        var play = network()
                .inAWorld(
                        world -> world.earlier = Optional.of(new Circumstances.Earlier(new IncidentId(3), at("0:00"))));
        assertThat(play.until("0:00").outlook().deadline()).contains(at("2:00"));
    }

    @Test
    void after_a_change_of_policy_or_owner_a_repeat_no_longer_shortens_the_call() {
        var play = Play.underPolicy(TestPolicies.repeating(TestPolicies.networkOff(), Duration.ofHours(1)))
                .inAWorld(
                        world -> world.earlier = Optional.of(new Circumstances.Earlier(new IncidentId(3), at("0:00"))))
                .until("1:00")
                .callsInVain();
        assertThat(play.outlook().deadline()).contains(at("2:00"));
        play.does(Play.LEAD, new Act.ChangePolicy("network-off", "version-2", "milder"));
        assertThat(play.outlook().deadline()).contains(at("3:00"));
    }

    @Test
    void quiet_ends_in_a_watch_and_the_watch_in_a_close() {
        var play = network().until("1:00").answers(AnswerKind.CORRECTIVE).until("25:00");
        assertThat(play.outlook().state()).isEqualTo(State.WATCHING);
        play.until("49:00");
        assertThat(play.incident().closedAs()).contains(CloseAs.RESOLVED);
    }

    @Test
    void evidence_against_a_claimed_fix_is_told_and_moves_no_clock() {
        var play = network()
                .until("1:00")
                .answers(AnswerKind.CORRECTIVE)
                .until("2:00")
                .isSeenAgainAt(at("1:30"));
        assertThat(play.notices()).containsExactly(NoticeKind.HALF_TIME, NoticeKind.FIX_DOUBTED);
        assertThat(play.outlook().deadline()).contains(at("25:00"));
        play.until("25:00");
        assertThat(play.outlook().state()).isEqualTo(State.CALLING);
    }

    @ParameterizedTest
    @CsvSource({"1:10, UNKNOWN", "1:15, UNKNOWN", "1:16, YES", "3:05, YES", "3:06, UNKNOWN"})
    void only_events_after_the_claimed_fix_and_not_from_the_future_count(String observed, Persistence value) {
        var play = network()
                .until("1:00")
                .answers(AnswerKind.CORRECTIVE)
                .until("3:00")
                .isSeenAgainAt(at(observed));
        assertThat(play.outlook().persisting().value()).isEqualTo(value);
    }

    @Test
    void of_several_observations_the_latest_received_wins() {
        var play = network().until("1:00").isSeenAgainAt(at("1:00")).findsPersisting(Persistence.NO);
        assertThat(play.outlook().persisting().value()).isEqualTo(Persistence.NO);
        play.until("1:10").isSeenAgainAt(at("1:05"));
        assertThat(play.outlook().persisting().value()).isEqualTo(Persistence.YES);
        play.until("1:20").findsPersisting(Persistence.UNKNOWN);
        assertThat(play.outlook().persisting().value()).isEqualTo(Persistence.UNKNOWN);
    }

    @Test
    void a_new_event_in_the_watch_calls_again_with_its_own_answer_time() {
        var play = cut().until("5:00").confirmsInWriting().does(Play.AGENT, new Act.AcceptStatement("plausible"));
        play.until("10:00").isSeenAgainAt(at("9:50"));
        assertThat(play.outlook().state()).isEqualTo(State.CALLING);
        assertThat(play.notices()).contains(NoticeKind.RECURRED);
        play.callsInVain();
        assertThat(play.outlook().deadline()).contains(at("12:00"));
        play.until("11:00").isSeenAgainAt(at("11:00")).until("12:00");
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        assertThat(play.incident().statement().progress()).isEqualTo(Incident.StatementState.Progress.NONE);
    }

    @Test
    void what_was_confirmed_before_a_cut_and_not_decided_neither_waits_nor_undoes_the_cut() {
        var play = network()
                .until("1:00")
                .confirmsInWriting()
                .until("24:30")
                .isSeenAgainAt(at("24:30"))
                .until("25:00");
        play.callsInVain().until("26:00").isSeenAgainAt(at("26:00")).until("27:00");
        play.approvesWhatIsProposed();
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        assertThat(play.decide().next().orElseThrow().block()).contains(Block.STATEMENT);
        assertThat(play.alarms()).doesNotContain(AlarmKind.STATEMENT_OVERDUE);
        assertThat(play.judge(Play.AGENT, new Act.AcceptStatement("plausible"))).isInstanceOf(Verdict.Refused.class);
        play.confirmsInWriting();
        assertThat(play.decide().next().orElseThrow().block()).contains(Block.STATEMENT_REVIEW);
        play.does(Play.AGENT, new Act.AcceptStatement("plausible"));
        assertThat(play.outlook().state()).isEqualTo(State.WATCHING);
    }

    @Test
    void a_refusal_before_a_cut_stays_told_after_it() {
        var play = network().until("1:00").confirmsInWriting();
        play.does(Play.AGENT, new Act.RefuseStatement("names no cause"));
        play.until("24:30").isSeenAgainAt(at("24:30")).until("25:00").callsInVain();
        play.until("26:00").isSeenAgainAt(at("26:00")).until("27:00").approvesWhatIsProposed();
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        assertThat(play.incident().statement().progress()).isEqualTo(Incident.StatementState.Progress.REFUSED);
    }

    @Test
    void a_message_that_cannot_go_out_now_holds_up_none_after_it() {
        var play = network().until("1:00");
        var first = play.timeline.size() + 1;
        play.world.postponed.put("message-" + first, at("9:00"));
        play.does(Play.AGENT, new Act.SendMessage("customer", "one"));
        play.does(Play.AGENT, new Act.SendMessage("customer", "two"));
        assertThat(play.all(IncidentEvent.MessageSent.class))
                .extracting(IncidentEvent.MessageSent::entry)
                .containsExactly(first + 1);
        assertThat(play.run()).contains(at("2:00"));
        play.until("9:00");
        assertThat(play.when(IncidentEvent.MessageSent.class)).containsExactly(at("1:00"), at("9:00"));
    }

    @ParameterizedTest
    @CsvSource({"AWAY, true, true", "PUT_OFF, true, false", "NOT_TO_BLAME, false, false"})
    void only_a_relay_that_is_away_rings(Circumstances.RelayAtLastTry relay, boolean blocks, boolean rings) {
        var play = network().inAWorld(world -> {
            world.postponed.put("warning-1", at("0:05"));
            world.relay = relay;
        });
        play.until("0:01");
        assertThat(play.decide()
                        .next()
                        .orElseThrow()
                        .block()
                        .filter(Block.RELAY::equals)
                        .isPresent())
                .isEqualTo(blocks);
        assertThat(play.alarms().contains(AlarmKind.RELAY_DOWN)).isEqualTo(rings);
        play.until("0:05");
        assertThat(play.incident().isWarned()).isTrue();
    }

    @Test
    void old_evidence_never_reopens_the_watch() {
        var play = cut().until("5:00").confirmsInWriting().does(Play.AGENT, new Act.AcceptStatement("plausible"));
        play.until("10:00").isSeenAgainAt(at("4:59"));
        assertThat(play.outlook().state()).isEqualTo(State.WATCHING);
    }

    @Test
    void an_answer_received_before_the_cut_and_read_after_it_restores() {
        var play = cut().until("4:05").answers(AnswerKind.ACK, Standing.AUTHORIZED, at("3:59"));
        assertThat(play.all(IncidentEvent.LiftRequested.class).getFirst().why())
                .isEqualTo(IncidentEvent.LiftReason.OUR_ERROR);
        assertThat(play.outlook().state()).isEqualTo(State.ANSWERED);
        assertThat(play.outlook().deadline()).contains(at("7:59"));
    }

    @Test
    void an_answer_that_comes_while_the_network_refuses_stops_the_cut() {
        var play = network().inAWorld(world -> world.network = World.Network.REFUSES);
        play.until("2:00").callsInVain().until("3:00").isSeenAgainAt(at("3:00")).until("4:06");
        assertThat(play.alarms()).contains(AlarmKind.DRIVER_FAILING);
        assertThat(play.decide().next().orElseThrow().block()).contains(Block.DRIVER);
        play.world.network = World.Network.OBEYS;
        play.answers(AnswerKind.ACK);
        assertThat(play.all(IncidentEvent.MeasureConfirmed.class)).isEmpty();
        assertThat(play.outlook().state()).isEqualTo(State.ANSWERED);
    }

    @Test
    void an_outage_entered_after_a_cut_it_touches_restores_and_bars_the_next() {
        var play = cut().until("4:30");
        play.world.outages.add(new Outage(OutagePart.MAIL_IN, at("3:50"), Optional.of(at("4:10"))));
        play.run();
        assertThat(play.all(IncidentEvent.MeasureLifted.class)).hasSize(1);
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), Block.OUTAGE));
        play.until("5:09");
        assertThat(play.all(IncidentEvent.MeasureRequested.class)).hasSize(1);
        play.until("5:10");
        assertThat(play.all(IncidentEvent.MeasureRequested.class)).hasSize(2);
    }

    @Test
    void while_a_clock_jump_is_open_nothing_falls_due_and_cuts_wait_for_the_lead() {
        var play = network().until("1:00");
        play.world.clockJump = Optional.of(new ClockJump(at("1:00"), true));
        play.now = at("30:00");
        play.run();
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CALL, at("2:00"), Block.CLOCK));
    }

    @Test
    void a_repair_ends_before_its_power_off_is_restored() {
        var play = cut(TestPolicies.powerOff());
        play.does(Actor.customer(World.MAYA), new Act.AskRepair(World.MAYA, at("20:00")));
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        play.until("6:00").confirmsInWriting().does(Play.AGENT, new Act.AcceptStatement("plausible"));
        play.does(Play.AGENT, new Act.Verify(true, IncidentEvent.VerificationBasis.RETEST, "probe"));
        assertThat(play.all(IncidentEvent.MeasureLifted.class))
                .extracting(lifted -> lifted.measure().ordinal())
                .containsExactly(2, 1);
        assertThat(play.all(IncidentEvent.LiftRequested.class))
                .extracting(IncidentEvent.LiftRequested::why)
                .containsOnly(IncidentEvent.LiftReason.VERIFIED_CLEAN);
    }

    @Test
    void a_repair_whose_time_is_over_ends_in_the_power_off() {
        var play = cut(TestPolicies.powerOff());
        play.does(Actor.customer(World.MAYA), new Act.AskRepair(World.MAYA, at("20:00")))
                .until("20:00");
        assertThat(play.all(IncidentEvent.LiftRequested.class).getFirst().why())
                .isEqualTo(IncidentEvent.LiftReason.REPAIR_OVER);
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        assertThat(play.notices()).contains(NoticeKind.REPAIR_OVER);
    }

    @ParameterizedTest
    @CsvSource({"YES, 3:00", "NO, 2:00", "UNKNOWN, 2:00"})
    void a_null_route_is_extended_once_while_the_flood_goes_on(Persistence probe, String lifted) {
        var play = Play.underPolicy(TestPolicies.victim())
                .inAWorld(world -> world.probe = probe)
                .until("1:00");
        play.does(
                Play.ENGINEER,
                new Act.AskMeasure(
                        MeasureKind.NULL_ROUTE, "198.51.100.7", true, "flood", Optional.of(at("2:00")), false));
        assertThat(play.outlook().state()).isEqualTo(State.PROTECTED);
        play.until("4:00");
        assertThat(play.when(IncidentEvent.MeasureLifted.class)).containsExactly(at(lifted));
        assertThat(play.notices().contains(NoticeKind.PROTECTION_EXTENDED)).isEqualTo(probe == Persistence.YES);
        assertThat(play.notices()).contains(NoticeKind.PROTECTED, NoticeKind.PROTECTION_LIFTED);
    }

    @Test
    void the_emergency_ladder_cuts_then_warns_then_calls() {
        var play = Play.underPolicy(TestPolicies.emergency()).until("0:00");
        assertThat(play.when(IncidentEvent.MeasureRequested.class)).containsExactly(at("0:00"));
        assertThat(play.all(IncidentEvent.CustomerWarned.class)).hasSize(1);
        assertThat(play.all(IncidentEvent.CallDue.class).getFirst().reason())
                .isEqualTo(IncidentEvent.CallReason.EMERGENCY);
    }

    @Test
    void information_is_told_reminded_and_closes_by_itself() {
        var play = Play.underPolicy(TestPolicies.information()).until("168:00");
        assertThat(play.notices()).containsExactly(NoticeKind.REMINDER);
        assertThat(play.incident().isClosed()).isTrue();
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
    }

    @Test
    void child_abuse_material_is_a_task_for_people_alone() {
        var play =
                Play.about(TestPolicies.networkOff(), Type.of("content/csam")).until("9:00");
        assertThat(play.decide().next().orElseThrow().step()).isEqualTo(NextStep.STAFF);
        assertThat(play.all(IncidentEvent.CustomerWarned.class)).isEmpty();
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
    }

    @Test
    void child_abuse_material_stops_every_ladder_wherever_it_stands_and_is_fetched_by_nobody() {
        for (var policy : List.of(TestPolicies.networkOff(), TestPolicies.emergency(), TestPolicies.information())) {
            for (var joinedAt : List.of("0:00", "1:59", "3:59")) {
                var play = Play.underPolicy(policy).inAWorld(world -> world.retestPossible = true);
                if (!joinedAt.equals("0:00")) {
                    play.until(joinedAt);
                }
                play.write(Actor.AUTOMATION, new IncidentEvent.TypeJoined(Type.of("content/csem")));
                var before = play.timeline.size();
                play.isSeenAgainAt(play.now).until("30:00");
                assertThat(play.timeline.subList(before, play.timeline.size()))
                        .as("%s, joined at %s", policy.name(), joinedAt)
                        .extracting(Entry::event)
                        .hasOnlyElementsOfTypes(IncidentEvent.Ascertained.class);
                if (!play.incident().measureInForce()) {
                    assertThat(play.decide().next().orElseThrow().step()).isEqualTo(NextStep.STAFF);
                }
            }
        }
    }

    @Test
    void the_twenty_first_warning_on_one_source_waits_for_a_lead() {
        var play = network().inAWorld(world -> world.warningsFromSource = 20);
        play.until("1:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.WARN, at("0:00"), Block.WARNING_FLOOD));
        assertThat(play.alarms()).containsExactly(AlarmKind.WARNING_FLOOD);
        play.does(Play.LEAD, new Act.ReleaseWarning("real"));
        assertThat(play.when(IncidentEvent.CustomerWarned.class)).containsExactly(at("1:00"));
    }

    @Test
    void nothing_is_called_or_cut_while_an_apology_for_a_withdrawn_warning_waits() {
        var play = network().until("1:00").inAWorld(world -> world.postponed.put("withdrawn", at("30:00")));
        play.does(Play.LEAD, new Act.Withdraw("wrong server")).until("29:00");
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
        play.world.postponed.clear();
        play.until("30:00");
        assertThat(play.incident().isClosed()).isTrue();
    }

    @Test
    void a_false_positive_restores_first_and_then_closes() {
        var play = cut().does(Play.LEAD, new Act.Close(CloseAs.FALSE_POSITIVE, "a test of ours"));
        assertThat(play.all(IncidentEvent.MeasureLifted.class)).hasSize(1);
        assertThat(play.incident().closedAs()).contains(CloseAs.FALSE_POSITIVE);
        assertThat(play.notices()).endsWith(NoticeKind.FALSE_POSITIVE);
    }

    @Test
    void a_failed_cut_is_not_tried_again_on_a_server_that_changed_hands() {
        var play = network().inAWorld(world -> world.network = World.Network.REFUSES);
        play.until("2:00").callsInVain().until("3:00").isSeenAgainAt(at("3:00")).until("4:00");
        play.world.ownerUnchanged = false;
        play.world.network = World.Network.OBEYS;
        play.until("9:00");
        assertThat(play.all(IncidentEvent.MeasureConfirmed.class)).isEmpty();
        assertThat(play.decide().next().orElseThrow().block()).contains(Block.REASSIGNED);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void undone_behind_our_back_it_is_cut_again_but_not_for_ever(int times) {
        var play = cut();
        for (var i = 0; i < times; i++) {
            play.write(
                    new Actor(Actor.Role.INFRASTRUCTURE, "network"),
                    new IncidentEvent.MeasureVanished(
                            play.incident().measures().getFirst().id(), "on"));
            play.run();
        }
        assertThat(play.all(IncidentEvent.MeasureConfirmed.class)).hasSize(1 + Math.min(times, 2));
        assertThat(play.alarms()).contains(AlarmKind.MEASURE_VANISHED);
    }

    @Test
    void a_safe_retest_runs_before_every_judgement_and_decides_it() {
        var play = network().inAWorld(world -> {
            world.retestPossible = true;
            world.probe = Persistence.YES;
        });
        play.until("2:00").callsInVain().until("4:00");
        assertThat(play.when(IncidentEvent.RetestFound.class)).containsExactly(at("2:00"), at("4:00"));
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
    }

    @Test
    void a_retest_that_finds_nothing_out_is_made_again_ever_less_often() {
        var play = network().inAWorld(world -> world.retestPossible = true);
        play.until("2:00").callsInVain().until("9:00");
        assertThat(play.when(IncidentEvent.RetestFound.class))
                .containsExactly(at("2:00"), at("4:00"), at("4:30"), at("5:30"), at("7:30"));
    }

    @Test
    void working_hours_skip_the_night_and_a_day_on_which_clocks_change() {
        var calendar = new WorkingCalendar(
                ZoneId.of("Europe/Berlin"),
                EnumSet.allOf(DayOfWeek.class),
                LocalTime.of(1, 0),
                LocalTime.of(4, 0),
                Set.of());
        var springNight = Instant.parse("2026-03-29T00:00:00Z");
        assertThat(calendar.after(springNight, Duration.ofHours(2))).isEqualTo(Instant.parse("2026-03-29T02:00:00Z"));
        assertThat(calendar.after(springNight, Duration.ofHours(3))).isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
    }

    @Test
    void after_a_move_the_wrong_one_hears_an_apology_and_clocks_begin_anew() {
        var play = network().until("1:30");
        play.does(
                Play.LEAD,
                new Act.Move(
                        new duenotice.report.ServerId("srv-2"),
                        new duenotice.report.CustomerId("customer-2"),
                        "network-off",
                        "version-1",
                        "wrong server"));
        assertThat(play.notices()).containsExactly(NoticeKind.HALF_TIME, NoticeKind.WITHDRAWN);
        assertNext(play, NextStep.CALL, "3:30");
        play.answers(AnswerKind.ACK);
        assertThat(play.incident().answers().getFirst().number()).isEqualTo(1);
    }
}
