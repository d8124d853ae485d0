package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Circumstances.ClockJump;
import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.IncidentEvent.Standing;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each guard is the only thing that stands between the same story and a cut: without it the server would be off. */
class GuardRemovalTest {
    /** Silent, called in vain, seen again after the call: due to be cut at 4:00. */
    private static Play aMomentBeforeTheCut() {
        return calledInVain(TestPolicies.networkOff()).isSeenAgainAt(at("3:00")).until("3:59");
    }

    private static Play calledInVain(Policy policy) {
        return Play.underPolicy(policy).until("2:00").callsInVain().until("3:00");
    }

    private static boolean isCut(Play play) {
        return !play.all(IncidentEvent.MeasureRequested.class).isEmpty();
    }

    /** What holds at that moment, judged by the guards alone, whatever the ladder makes of it. */
    private static Set<Block> standing(Play play, String due) {
        var circumstances = play.world.circumstances();
        var persisting = Persisting.at(play.incident(), circumstances, play.policy, play.now);
        return new CutGuards(play.incident(), circumstances, play.policy, persisting, at(due), play.now).standing();
    }

    static Arguments guard(Block block, Consumer<Play> change) {
        return Arguments.of(block, change);
    }

    static Stream<Arguments> guards() {
        return Stream.of(
                guard(Block.UNVERIFIED_ANSWER, play -> play.answers(AnswerKind.OTHER, Standing.TOKEN_ONLY, play.now)),
                guard(Block.APPROVAL, play -> play.world.vip = true),
                guard(Block.APPROVAL, play -> play.world.restsOnNames = true),
                guard(Block.AUTOMATION_STOPPED, play -> play.world.automationStopped = true),
                guard(Block.CAP, play -> play.world.automaticCuts = 5),
                guard(Block.BACKLOG, play -> play.world.unread.add(at("3:58"))),
                guard(Block.BACKLOG, play -> play.world.unread.add(at("4:00"))),
                guard(Block.REASSIGNED, play -> play.world.ownerUnchanged = false),
                guard(Block.SHARED, play -> play.world.shared = true),
                guard(Block.NEVER_CUT, play -> play.world.neverCut = true),
                guard(
                        Block.OUTAGE,
                        play -> play.world.outages.add(
                                new Outage(OutagePart.MAIL_IN, at("3:00"), Optional.of(at("3:06"))))),
                guard(
                        Block.OUTAGE,
                        play -> play.world.outages.add(new Outage(OutagePart.MAIL_IN, at("3:59"), Optional.empty()))),
                guard(
                        Block.OUTAGE,
                        play -> play.world.outages.add(new Outage(OutagePart.MAIL_IN, at("4:00"), Optional.empty()))),
                guard(Block.CLOCK, play -> play.world.clockJump = Optional.of(new ClockJump(at("3:30"), false))),
                guard(Block.INVENTORY_STALE, play -> play.world.inventoryStale = true));
    }

    @Test
    void with_every_guard_content_the_server_is_cut_off() {
        assertThat(isCut(aMomentBeforeTheCut().until("4:00"))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("guards")
    void one_guard_alone_keeps_it_from_being_cut(Block block, Consumer<Play> change) {
        var play = aMomentBeforeTheCut();
        change.accept(play);
        play.until("4:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), block));
        assertThat(standing(play, "4:00")).containsExactly(block);
        assertThat(isCut(play)).isFalse();
        var proposed = play.incident().measures().stream().anyMatch(Measure::isProposed);
        assertThat(proposed).isEqualTo(block.isOverridable());
        if (block.isOverridable()) {
            play.approves(Play.ENGINEER);
            assertThat(isCut(play)).isTrue();
            assertThat(play.all(IncidentEvent.MeasureRequested.class).getFirst().automatic())
                    .isFalse();
        }
    }

    static Stream<Arguments> what_does_not_count() {
        return Stream.of(
                guard(Block.CAP, play -> play.world.automaticCuts = 4),
                guard(
                        Block.OUTAGE,
                        play -> play.world.outages.add(
                                new Outage(OutagePart.MAIL_IN, at("3:00"), Optional.of(at("3:05"))))),
                guard(
                        Block.OUTAGE,
                        play -> play.world.outages.add(
                                new Outage(OutagePart.MAIL_IN, at("2:00"), Optional.of(at("3:00"))))),
                guard(
                        Block.OUTAGE,
                        play -> play.world.outages.add(new Outage(OutagePart.MAIL_OUT, at("3:00"), Optional.empty()))),
                guard(
                        Block.OUTAGE,
                        play -> play.world.outages.add(new Outage(OutagePart.MAIL_IN, at("5:00"), Optional.empty()))),
                guard(Block.UNVERIFIED_ANSWER, play -> play.answers(AnswerKind.OTHER, Standing.UNVERIFIED, play.now)));
    }

    @ParameterizedTest
    @MethodSource("what_does_not_count")
    void what_comes_close_to_a_guard_does_not_count(Block ignored, Consumer<Play> change) {
        var play = aMomentBeforeTheCut();
        change.accept(play);
        assertThat(isCut(play.until("4:00"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "1, true"})
    void only_what_was_received_up_to_the_due_time_must_have_been_read(int secondsAfterDue, boolean cut) {
        var play = aMomentBeforeTheCut();
        play.world.automationStopped = true;
        play.until("4:00");
        play.world.unread.add(at("4:00").plusSeconds(secondsAfterDue));
        play.world.automationStopped = false;
        play.until("4:10");
        assertThat(isCut(play)).isEqualTo(cut);
    }

    @Test
    void a_cut_that_waits_for_the_reading_alone_is_looked_at_every_minute() {
        var play = aMomentBeforeTheCut();
        play.world.unread.add(at("3:58"));
        play.until("9:00");
        assertThat(play.decide().step())
                .isInstanceOfSatisfying(
                        Step.LookAgain.class, again -> assertThat(again.at()).isBeforeOrEqualTo(at("9:01")));
    }

    @Test
    void without_a_completed_round_nothing_is_cut_however_long_it_lasts() {
        var play = Play.underPolicy(TestPolicies.networkOff()).until("2:00");
        play.calls(World.FIRST_NUMBER, CallOutcome.NO_ANSWER);
        play.calls(World.SECOND_NUMBER, CallOutcome.NOT_PLACED);
        play.until("9:00").isSeenAgainAt(at("9:00")).until("20:00");
        assertThat(isCut(play)).isFalse();
        assertThat(play.decide().next()).contains(Next.of(NextStep.CALL, at("2:00")));
    }

    @Test
    void without_anything_seen_after_the_round_a_person_decides() {
        var play = Play.underPolicy(TestPolicies.networkOff()).until("1:00").isSeenAgainAt(at("1:00"));
        play.until("2:00").callsInVain().until("4:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), Block.FRESH_EVIDENCE));
        assertThat(standing(play, "4:00")).contains(Block.FRESH_EVIDENCE);
        assertThat(isCut(play)).isFalse();
        assertThat(isCut(play.approves(Play.ENGINEER))).isTrue();
    }

    @Test
    void fresh_evidence_that_comes_late_lets_the_cut_go_and_takes_the_proposal_back() {
        var play = calledInVain(TestPolicies.networkOff()).until("5:00").isSeenAgainAt(at("4:59"));
        assertThat(play.when(IncidentEvent.ProposalWithdrawn.class)).containsExactly(at("5:00"));
        assertThat(play.when(IncidentEvent.MeasureRequested.class)).containsExactly(at("5:00"));
    }

    @Test
    void nobody_to_call_needs_an_approval() {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.world.numbers.clear();
        play.until("3:00").isSeenAgainAt(at("3:00")).until("4:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), Block.NO_NUMBERS));
        assertThat(standing(play, "4:00")).contains(Block.NO_NUMBERS);
        assertThat(play.alarms()).contains(AlarmKind.NO_CONTACT);
        assertThat(isCut(play.approves(Play.ENGINEER))).isTrue();
    }

    @Test
    void wrong_numbers_only_count_as_nobody_to_call() {
        var play = Play.underPolicy(TestPolicies.networkOff()).until("2:00");
        play.calls(World.FIRST_NUMBER, CallOutcome.WRONG_NUMBER).calls(World.SECOND_NUMBER, CallOutcome.WRONG_NUMBER);
        play.until("3:00").isSeenAgainAt(at("3:00")).until("4:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), Block.NO_NUMBERS));
    }

    @Test
    void an_answer_after_the_ladder_has_gone_on_makes_it_a_decision_of_people() {
        var play = Play.underPolicy(TestPolicies.networkOff()).until("1:00").answers(AnswerKind.ACK);
        play.until("4:00").isSeenAgainAt(at("4:00")).until("5:00");
        assertThat(play.incident().round().orElseThrow().reason()).isEqualTo(IncidentEvent.CallReason.FIX_OVERDUE);
        play.answers(AnswerKind.ACK);
        assertThat(play.alarms()).contains(AlarmKind.FIXED_AGAIN);
        play.callsInVain().until("6:00").isSeenAgainAt(at("6:00")).until("7:00");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("7:00"), Block.FIXED_AGAIN));
        assertThat(standing(play, "7:00")).contains(Block.FIXED_AGAIN);
        assertThat(isCut(play)).isFalse();
        assertThat(isCut(play.approves(Play.ENGINEER))).isTrue();
    }

    @Test
    void mail_that_reached_nobody_brings_the_call_forward_and_needs_an_approval() {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.world.refusedAddresses.add(World.MAYA);
        play.until("0:20").does(Actor.AUTOMATION, new Act.Bounce(World.NIGHT, "5.1.1"));
        assertThat(play.when(IncidentEvent.CallDue.class)).containsExactly(at("0:20"));
        play.callsInVain().until("1:00").isSeenAgainAt(at("1:00")).until("2:20");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("2:20"), Block.APPROVAL));
        assertThat(isCut(play.approves(Play.ENGINEER))).isTrue();
    }

    @Test
    void a_partial_bounce_changes_nothing() {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.world.refusedAddresses.add(World.MAYA);
        play.until("1:59");
        assertThat(play.all(IncidentEvent.CallDue.class)).isEmpty();
        play.until("2:00").callsInVain().until("3:00").isSeenAgainAt(at("3:00")).until("4:00");
        assertThat(isCut(play)).isTrue();
    }

    @Test
    void a_hold_moves_the_cut_by_its_length_and_an_approval_does_not_lift_it() {
        var play = aMomentBeforeTheCut();
        play.does(Play.AGENT, new Act.Hold(at("6:59"), "wait")).until("6:58");
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("7:00"), Block.HOLD));
        assertThat(isCut(play)).isFalse();
        play.until("7:00");
        assertThat(isCut(play)).isTrue();
    }

    @Test
    void a_hold_entered_while_the_due_cut_waits_for_evidence_keeps_it_waiting() {
        var play = calledInVain(TestPolicies.networkOff()).until("4:30");
        play.does(Play.AGENT, new Act.Hold(at("6:00"), "wait")).until("5:00").isSeenAgainAt(at("4:59"));
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), Block.HOLD));
        assertThat(standing(play, "4:00")).containsExactly(Block.HOLD);
        assertThat(isCut(play.until("5:59"))).isFalse();
        assertThat(isCut(play.until("6:00"))).isTrue();
    }

    /** Two mechanisms forbid it, each by itself: the ladder plans no cut before the round is complete, and the guard holds. */
    @Test
    void a_cut_without_a_completed_round_is_barred_by_the_ladder_and_by_the_guard() {
        var play = Play.underPolicy(TestPolicies.ladder(
                        "blunt",
                        MeasureKind.NETWORK_OFF,
                        Policy.Approval.NONE,
                        Policy.CutWhen.NOT_FIXED,
                        Policy.RestoreNeed.STATEMENT))
                .until("1:59");
        assertThat(standing(play, "1:59")).containsExactly(Block.CALL_ROUND);
        play.until("2:00").calls(World.FIRST_NUMBER, CallOutcome.NO_ANSWER).until("8:00");
        assertThat(standing(play, "4:00")).containsExactly(Block.CALL_ROUND);
        assertThat(play.decide().next()).contains(Next.of(NextStep.CALL, at("2:00")));
        play.calls(World.SECOND_NUMBER, CallOutcome.NO_ANSWER);
        assertThat(standing(play, "10:00")).isEmpty();
    }

    /** Two mechanisms again: the ladder leaves a disputed incident to people, and the guard holds. */
    @Test
    void a_disputed_cut_is_barred_by_the_ladder_and_by_the_guard() {
        var play = aMomentBeforeTheCut().answers(AnswerKind.DISPUTE).until("9:00");
        assertThat(standing(play, "4:00")).containsExactly(Block.DISPUTE);
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.STAFF, at("5:59"), Block.DISPUTE));
        assertThat(isCut(play)).isFalse();
    }

    static Stream<Arguments> what_keeps_a_refused_cut_from_being_asked_again() {
        return Stream.of(
                guard(Block.AUTOMATION_STOPPED, play -> play.world.automationStopped = true),
                guard(Block.NEVER_CUT, play -> play.world.neverCut = true),
                guard(Block.REASSIGNED, play -> play.world.ownerUnchanged = false),
                guard(Block.HOLD, play -> play.does(Play.AGENT, new Act.Hold(at("20:00"), "wait"))),
                guard(Block.CLOCK, play -> play.world.clockJump = Optional.of(new ClockJump(at("3:30"), false))));
    }

    @ParameterizedTest
    @MethodSource("what_keeps_a_refused_cut_from_being_asked_again")
    void a_cut_that_the_network_refused_is_not_asked_again_while_a_guard_holds(Block block, Consumer<Play> change) {
        var play = aMomentBeforeTheCut().inAWorld(world -> world.network = World.Network.REFUSES);
        play.until("4:00");
        change.accept(play);
        play.world.network = World.Network.OBEYS;
        play.until("9:00");
        assertThat(play.all(IncidentEvent.MeasureConfirmed.class)).isEmpty();
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CONFIRM, at("4:00"), block));
    }

    @Test
    void two_approvals_of_two_people_where_the_policy_wants_two() {
        var play = calledInVain(TestPolicies.ladder(
                        "strict",
                        MeasureKind.NETWORK_OFF,
                        Policy.Approval.TWO,
                        Policy.CutWhen.FRESH,
                        Policy.RestoreNeed.STATEMENT))
                .isSeenAgainAt(at("3:00"))
                .until("4:00")
                .approves(Play.ENGINEER);
        assertThat(isCut(play)).isFalse();
        assertThat(play.tries(
                        Play.ENGINEER,
                        new Act.ApproveMeasure(
                                play.incident().measures().getLast().id(), "again")))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(isCut(play.approves(Play.LEAD))).isTrue();
    }

    @Test
    void what_only_a_look_up_of_a_name_leads_to_is_fresh_and_yet_cuts_nobody_off_by_itself() {
        var play = calledInVain(TestPolicies.networkOff());
        play.world.sightings.add(new Circumstances.Sighting(Play.SPAM, at("3:00"), play.now, true));
        play.until("4:00");
        assertThat(standing(play, "4:00")).containsExactly(Block.APPROVAL);
        assertThat(isCut(play)).isFalse();
        assertThat(play.all(IncidentEvent.MeasureProposed.class))
                .singleElement()
                .satisfies(proposed ->
                        assertThat(proposed.reason()).endsWith("only where a reported name points leads here"));
        play.isSeenAgainAt(play.now);
        assertThat(isCut(play)).as("the address itself was named").isTrue();
    }

    @Test
    void where_quiet_is_all_that_keeps_from_a_cut_a_name_does_not_break_it() {
        var play = calledInVain(TestPolicies.ladder(
                "blunt",
                MeasureKind.NETWORK_OFF,
                Policy.Approval.NONE,
                Policy.CutWhen.NOT_FIXED,
                Policy.RestoreNeed.STATEMENT));
        play.world.automationStopped = true;
        play.until("20:00");
        play.world.sightings.add(new Circumstances.Sighting(Play.SPAM, at("19:00"), play.now, true));
        play.until("30:00");
        play.world.automationStopped = false;
        assertThat(standing(play, "4:00")).containsExactly(Block.APPROVAL);
    }

    @Test
    void a_capped_cut_does_not_go_by_itself_when_the_hour_is_over() {
        var play = aMomentBeforeTheCut();
        play.world.automaticCuts = 5;
        play.until("4:00");
        play.world.automaticCuts = 0;
        play.until("6:00");
        assertThat(play.decide().next().orElseThrow().block()).contains(Block.CAP);
        assertThat(isCut(play)).isFalse();
    }

    @Test
    void a_capped_cut_that_was_rejected_does_not_go_by_itself_either() {
        var play = aMomentBeforeTheCut();
        play.world.automaticCuts = 5;
        play.until("4:00")
                .does(
                        Play.ENGINEER,
                        new Act.RejectMeasure(
                                play.incident().measures().getLast().id(), "not yet"));
        play.world.automaticCuts = 0;
        assertThat(isCut(play.until("6:00"))).isFalse();
        assertThat(standing(play, "4:00")).containsExactly(Block.CAP);
    }

    @Test
    void what_is_not_yet_due_is_not_held_up_by_what_may_pass() {
        var play = aMomentBeforeTheCut();
        play.world.automaticCuts = 5;
        play.world.outages.add(new Outage(OutagePart.MAIL_IN, at("3:50"), Optional.empty()));
        assertThat(standing(play, "4:00")).isEmpty();
        assertThat(standing(play.until("4:00"), "4:00")).containsExactlyInAnyOrder(Block.CAP, Block.OUTAGE);
    }

    @Test
    void what_a_cut_was_decided_on_is_kept_with_it() {
        var play = aMomentBeforeTheCut().until("4:00");
        assertThat(play.all(IncidentEvent.MeasureRequested.class).getFirst().reason())
                .isEqualTo("persisting: yes, reported as seen at " + at("3:00") + "; call round completed at "
                        + at("2:00"));
    }

    @ParameterizedTest
    @CsvSource({"ONE, false, 1", "TWO, false, 2", "TWO, true, 2", "NONE, true, 1"})
    void as_many_approve_as_the_policy_wants_and_one_at_least_for_a_vip(
            Policy.Approval wanted, boolean vip, int needed) {
        var play = Play.underPolicy(TestPolicies.ladder(
                        "content", MeasureKind.NETWORK_OFF, wanted, Policy.CutWhen.FRESH, Policy.RestoreNeed.STATEMENT))
                .inAWorld(world -> world.vip = vip);
        play.until("2:00").callsInVain().until("3:00").isSeenAgainAt(at("3:00")).until("4:00");
        assertThat(play.incident().measures().getLast().approvalsNeeded()).isEqualTo(needed);
    }

    @Test
    void of_two_blocks_each_is_proposed_and_approved_by_itself() {
        var play = calledInVain(TestPolicies.networkOff()).inAWorld(world -> world.shared = true);
        play.until("4:00");
        assertThat(standing(play, "4:00")).containsExactlyInAnyOrder(Block.FRESH_EVIDENCE, Block.SHARED);
        play.approves(Play.ENGINEER);
        assertThat(isCut(play)).isFalse();
        assertThat(play.all(IncidentEvent.MeasureProposed.class))
                .flatExtracting(proposed -> proposed.block().stream().toList())
                .containsExactlyInAnyOrder(Block.FRESH_EVIDENCE, Block.SHARED);
        play.approves(Play.LEAD);
        assertThat(play.all(IncidentEvent.MeasureRequested.class).getFirst().measure())
                .isEqualTo(new MeasureId(new IncidentId(7), 2));
    }

    @Test
    void a_proposal_is_taken_back_when_its_need_ends_though_another_guard_still_holds() {
        var play = calledInVain(TestPolicies.networkOff()).until("4:00");
        play.world.automationStopped = true;
        play.until("4:30").isSeenAgainAt(at("4:29"));
        assertThat(play.when(IncidentEvent.ProposalWithdrawn.class)).containsExactly(at("4:30"));
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.CUT, at("4:00"), Block.AUTOMATION_STOPPED));
    }

    @Test
    void a_dispute_of_a_cut_that_waits_takes_its_proposal_back_and_leaves_four_hours_after_the_rejection() {
        var play = aMomentBeforeTheCut();
        play.world.automaticCuts = 5;
        play.until("4:30").answers(AnswerKind.DISPUTE);
        assertThat(play.when(IncidentEvent.ProposalWithdrawn.class)).containsExactly(at("4:30"));
        play.world.automaticCuts = 0;
        play.until("5:00").does(Play.LEAD, new Act.DecideDispute(false, "the samples are real"));
        assertThat(play.decide().next()).contains(Next.of(NextStep.CUT, at("9:00")));
        assertThat(isCut(play.until(at("9:00").minusSeconds(1)))).isFalse();
        assertThat(isCut(play.until("9:00"))).isTrue();
    }

    @Test
    void an_approval_does_not_outlive_its_round() {
        var play = calledInVain(TestPolicies.networkOff()).until("4:00");
        play.world.unread.add(at("3:59"));
        play.approves(Play.ENGINEER);
        assertThat(standing(play, "4:00")).containsExactly(Block.BACKLOG);
        play.world.unread.clear();
        play.write(
                Actor.AUTOMATION,
                new IncidentEvent.CallDue(2, IncidentEvent.CallReason.FIX_OVERDUE, play.world.numbers));
        play.write(Actor.AUTOMATION, new IncidentEvent.CallRoundCompleted(2, at("4:00"), false));
        assertThat(standing(play, "4:00")).containsExactly(Block.FRESH_EVIDENCE);
    }

    @Test
    void an_approval_overrides_its_own_block_alone() {
        var play = calledInVain(TestPolicies.networkOff()).until("4:00");
        play.world.unread.add(at("3:59"));
        play.approves(Play.ENGINEER);
        assertThat(play.decide().next().orElseThrow().block()).contains(Block.BACKLOG);
        assertThat(isCut(play)).isFalse();
        play.world.unread.clear();
        play.until(play.now.plus(Duration.ofMinutes(5)));
        assertThat(isCut(play)).isTrue();
    }

    @Test
    void a_rejected_cut_is_not_proposed_again_in_this_round() {
        var play = calledInVain(TestPolicies.networkOff()).until("4:00");
        play.does(
                Play.ENGINEER,
                new Act.RejectMeasure(play.incident().measures().getLast().id(), "not yet"));
        play.until("9:00");
        assertThat(play.all(IncidentEvent.MeasureProposed.class)).hasSize(1);
        assertThat(isCut(play)).isFalse();
    }
}
