package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentEvent.VerificationBasis;
import duenotice.incident.Verdict.Reason;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people may not do, and why; each refusal names its reason. */
class ActJudgeTest {
    private static final ServerId SERVER = new ServerId("srv-1");
    private static final CustomerId CUSTOMER = new CustomerId("customer-1");

    private static Play fresh() {
        return Play.underPolicy(TestPolicies.networkOff());
    }

    private static Play warned() {
        return fresh().until("1:00");
    }

    private static Play calling() {
        return fresh().until("2:00");
    }

    private static Play called() {
        return calling().callsInVain().until("3:00").isSeenAgainAt(at("3:00"));
    }

    private static Play cut() {
        return called().until("4:00");
    }

    private static Play poweredOff() {
        return Play.underPolicy(TestPolicies.powerOff())
                .until("2:00")
                .callsInVain()
                .until("3:00")
                .isSeenAgainAt(at("3:00"))
                .until("4:00");
    }

    private static Play closed() {
        return warned().does(Play.AGENT, new Act.Close(CloseAs.RESOLVED, "over"));
    }

    private static Play disputed() {
        return warned().answers(AnswerKind.DISPUTE);
    }

    private static Act.RecordCall call(String number, Instant from, Instant until) {
        return new Act.RecordCall(number, CallOutcome.NO_ANSWER, from, until, "");
    }

    private static Act.AskMeasure ask(MeasureKind kind, String target, boolean emergency) {
        var until = kind == MeasureKind.NULL_ROUTE ? Optional.of(at("24:00")) : Optional.<Instant>empty();
        return new Act.AskMeasure(kind, target, true, "danger", until, emergency);
    }

    private static Act.AskMeasure route(String target, Optional<Instant> until) {
        return new Act.AskMeasure(MeasureKind.NULL_ROUTE, target, true, "flood", until, false);
    }

    private static MeasureId first() {
        return new MeasureId(new IncidentId(7), 1);
    }

    private static Arguments row(Play play, Act act, Reason reason, String because) {
        return Arguments.of(act, because, reason, play);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                row(fresh(), new Act.Ascertain(" "), Reason.INVALID, "a reason is missing"),
                row(warned(), new Act.Ascertain("seen"), Reason.CONFLICT, "ascertained already"),
                row(closed(), new Act.Close(CloseAs.RESOLVED, "again"), Reason.CONFLICT, "closed"),
                row(cut(), new Act.Close(CloseAs.RESOLVED, "over"), Reason.CONFLICT, "lift it first"),
                row(warned(), call(World.FIRST_NUMBER, at("1:00"), at("1:00")), Reason.INVALID, "no call is due"),
                row(calling(), call(World.FIRST_NUMBER, at("1:59"), at("2:00")), Reason.INVALID, "due only at"),
                row(calling(), call(World.FIRST_NUMBER, at("2:00"), at("2:01")), Reason.INVALID, "in the future"),
                row(
                        calling().until("2:10"),
                        call(World.FIRST_NUMBER, at("2:09"), at("2:08")),
                        Reason.INVALID,
                        "ended before it began"),
                row(
                        calling(),
                        call("+12025550199", at("2:00"), at("2:00")),
                        Reason.INVALID,
                        "not a number of this round"),
                row(called(), call(World.FIRST_NUMBER, at("3:00"), at("3:00")), Reason.CONFLICT, "is complete"),
                row(
                        calling().calls(World.FIRST_NUMBER, CallOutcome.BUSY),
                        call(World.FIRST_NUMBER, at("2:00"), at("2:00")),
                        Reason.CONFLICT,
                        "tried already"),
                row(
                        calling().calls(World.FIRST_NUMBER, CallOutcome.WRONG_NUMBER),
                        call(World.FIRST_NUMBER, at("2:00"), at("2:00")),
                        Reason.CONFLICT,
                        "found to be wrong"),
                row(closed(), call(World.FIRST_NUMBER, at("1:00"), at("1:00")), Reason.CONFLICT, "closed"),
                row(
                        warned(),
                        new Act.EnterAnswer("stranger@example.org", false, AnswerKind.ACK, "hello", at("1:00")),
                        Reason.INVALID,
                        "not an authorized contact"),
                row(
                        warned(),
                        new Act.EnterAnswer(World.MAYA, true, AnswerKind.ACK, "hello", at("1:01")),
                        Reason.INVALID,
                        "in the future"),
                row(
                        warned(),
                        new Act.EnterAnswer(
                                World.MAYA,
                                true,
                                AnswerKind.ACK,
                                "hello",
                                at("0:00").minusSeconds(1)),
                        Reason.INVALID,
                        "before the incident was opened"),
                row(
                        warned(),
                        new Act.EnterAnswer(World.MAYA, true, AnswerKind.ACK, " ", at("1:00")),
                        Reason.INVALID,
                        "empty"),
                row(warned(), new Act.AcceptAnswer(1, "known"), Reason.INVALID, "no answer 1"),
                row(
                        warned().answers(AnswerKind.ACK),
                        new Act.AcceptAnswer(1, "known"),
                        Reason.CONFLICT,
                        "counts already"),
                row(warned(), new Act.RereadAnswer(1, AnswerKind.ACK, "misread"), Reason.INVALID, "no answer 1"),
                row(warned(), new Act.SendMessage("customer", ""), Reason.INVALID, "empty"),
                row(closed(), new Act.SendMessage("customer", "hello"), Reason.CONFLICT, "closed"),
                row(closed(), new Act.SayPersisting(Persistence.YES, "seen"), Reason.CONFLICT, "closed"),
                row(cut(), new Act.AcceptStatement("fine"), Reason.CONFLICT, "no statement waits"),
                row(cut(), new Act.RefuseStatement("thin"), Reason.CONFLICT, "no statement waits"),
                row(
                        warned(),
                        new Act.Verify(true, VerificationBasis.STAFF, "looked"),
                        Reason.CONFLICT,
                        "no measure is in force"),
                row(
                        poweredOff(),
                        new Act.Verify(true, VerificationBasis.STAFF, "looked"),
                        Reason.CONFLICT,
                        "the customer did the cleaning"),
                row(
                        poweredOff(),
                        new Act.Verify(true, VerificationBasis.RETEST, "probe"),
                        Reason.CONFLICT,
                        "ask for a repair first"),
                row(poweredOff(), new Act.Verify(false, VerificationBasis.STAFF, ""), Reason.INVALID, "rests on"),
                row(warned(), new Act.LogWork(""), Reason.INVALID, "empty"),
                row(warned(), new Act.LogWork("cleaned", 30), Reason.CONFLICT, "has not agreed to pay"),
                row(warned(), new Act.LogWork("cleaned", 1441), Reason.INVALID, "from 1 to 1440"),
                row(warned(), new Act.LogWork("cleaned", -1), Reason.INVALID, "from 1 to 1440"),
                row(
                        warned(),
                        new Act.RecordPayment("eve@elsewhere.example", false, "all of it"),
                        Reason.INVALID,
                        "not an authorized contact"),
                row(warned(), new Act.Hold(at("1:00"), "wait"), Reason.INVALID, "ends before it begins"),
                row(warned(), new Act.Release("go on"), Reason.CONFLICT, "not held"),
                row(warned(), new Act.Extend(at("0:59"), "more"), Reason.INVALID, "in the past"),
                row(warned(), new Act.Extend(at("2:00"), "more"), Reason.INVALID, "has time until"),
                row(calling(), new Act.Extend(at("9:00"), "more"), Reason.CONFLICT, "no clock"),
                row(warned(), new Act.DecideDispute(true, "right"), Reason.CONFLICT, "no dispute is open"),
                row(
                        warned(),
                        new Act.Move(SERVER, CUSTOMER, "network-off", "version-1", "wrong"),
                        Reason.INVALID,
                        "about this server already"),
                row(closed(), new Act.Withdraw("mistake"), Reason.CONFLICT, "closed"),
                row(
                        warned(),
                        ask(MeasureKind.NETWORK_OFF, "srv-1", false),
                        Reason.CONFLICT,
                        "phone the contacts first"),
                row(cut(), ask(MeasureKind.NETWORK_OFF, "srv-1", false), Reason.CONFLICT, "in force already"),
                row(
                        called().inAWorld(world -> world.neverCut = true),
                        ask(MeasureKind.NETWORK_OFF, "srv-1", true),
                        Reason.CONFLICT,
                        "never-cut"),
                row(
                        called().inAWorld(world -> world.ownerUnchanged = false),
                        ask(MeasureKind.NETWORK_OFF, "srv-1", true),
                        Reason.CONFLICT,
                        "changed hands"),
                row(closed(), ask(MeasureKind.NETWORK_OFF, "srv-1", true), Reason.CONFLICT, "closed"),
                row(called(), route("198.51.100.7", Optional.empty()), Reason.INVALID, "needs expiresAt"),
                row(called(), route("198.51.100.0/24", Optional.of(at("9:00"))), Reason.INVALID, "one address"),
                row(called(), route("srv-1", Optional.of(at("9:00"))), Reason.INVALID, "not an address"),
                row(called(), route("198.51.100.7", Optional.of(at("3:00"))), Reason.INVALID, "in the past"),
                row(cut(), ask(MeasureKind.REPAIR, "srv-1", false), Reason.CONFLICT, "follows a power-off"),
                row(warned(), new Act.ApproveMeasure(first(), "go"), Reason.CONFLICT, "does not wait"),
                row(warned(), new Act.RejectMeasure(first(), "no"), Reason.CONFLICT, "does not wait"),
                row(warned(), new Act.ConfirmMeasure(first(), false, ""), Reason.CONFLICT, "nobody's look"),
                row(warned(), new Act.LiftMeasure(first(), "enough"), Reason.CONFLICT, "not in force"),
                row(warned(), new Act.Assign(" "), Reason.INVALID, "name the agent"),
                row(warned(), new Act.Note(""), Reason.INVALID, "empty"),
                row(warned(), new Act.ReleaseWarning("go on"), Reason.CONFLICT, "held back"),
                row(warned(), new Act.DiscardWarning("spam"), Reason.CONFLICT, "held back"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void it_is_refused_and_says_why(Act act, String because, Reason reason, Play play) {
        assertThat(play.judge(Play.LEAD, act)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.sentence()).contains(because);
        });
    }

    @Test
    void a_dispute_is_decided_by_somebody_other_than_who_acted_first() {
        var play = warned().does(Play.AGENT, new Act.Note("looking")).answers(AnswerKind.DISPUTE);
        assertThat(play.judge(Play.AGENT, new Act.DecideDispute(false, "no")))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN));
        assertThat(play.judge(Play.LEAD, new Act.DecideDispute(false, "no"))).isInstanceOf(Verdict.Done.class);
    }

    @Test
    void nobody_approves_what_they_asked_for() {
        var play = called().inAWorld(world -> world.vip = true);
        play.does(Play.ENGINEER, ask(MeasureKind.NETWORK_OFF, "srv-1", false));
        var asked = new Act.ApproveMeasure(first(), "go");
        assertThat(play.judge(Play.ENGINEER, asked))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN));
        play.does(Play.LEAD, asked);
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
    }

    @ParameterizedTest
    @CsvSource({"NETWORK_OFF, srv-1", "POWER_OFF, srv-1", "NULL_ROUTE, 198.51.100.7"})
    void what_takes_something_from_a_vip_waits_for_a_second_person_and_its_lift_for_nobody(
            MeasureKind kind, String target) {
        var play = called().inAWorld(world -> world.vip = true);
        play.does(Play.ENGINEER, ask(kind, target, true));
        assertThat(play.incident().measures().getFirst().state()).isEqualTo(MeasureState.PROPOSED);
        assertThat(play.until("3:00").all(IncidentEvent.MeasureRequested.class)).isEmpty();
        play.does(Play.LEAD, new Act.ApproveMeasure(first(), "go"));
        assertThat(play.incident().measures().getFirst().state()).isEqualTo(MeasureState.CONFIRMED);
        play.does(Play.ENGINEER, new Act.LiftMeasure(first(), "enough"));
        assertThat(play.incident().measures().getFirst().state()).isEqualTo(MeasureState.LIFTED);
    }

    @ParameterizedTest
    @CsvSource({"NETWORK_OFF, srv-1", "POWER_OFF, srv-1", "NULL_ROUTE, 198.51.100.7"})
    void where_the_policy_wants_two_a_measure_of_staff_waits_for_the_second(MeasureKind kind, String target) {
        var policy = TestPolicies.ladder(
                "strict",
                MeasureKind.NETWORK_OFF,
                Policy.Approval.TWO,
                Policy.CutWhen.FRESH,
                Policy.RestoreNeed.STATEMENT);
        var play = Play.underPolicy(policy).until("2:00").callsInVain();
        play.does(Play.ENGINEER, ask(kind, target, true));
        assertThat(play.incident().measures().getFirst().state()).isEqualTo(MeasureState.PROPOSED);
        assertThat(play.incident().measures().getFirst().approvalsNeeded()).isEqualTo(1);
    }

    @Test
    void a_vip_s_repair_is_done_at_once() {
        var play = called().inAWorld(world -> world.vip = true);
        play.does(Play.ENGINEER, ask(MeasureKind.POWER_OFF, "srv-1", false));
        play.does(Play.LEAD, new Act.ApproveMeasure(first(), "go"));
        play.does(Play.ENGINEER, ask(MeasureKind.REPAIR, "srv-1", false));
        assertThat(play.incident().measures().getLast().state()).isEqualTo(MeasureState.CONFIRMED);
    }

    @Test
    void a_proposal_whose_time_is_over_is_approved_by_nobody() {
        var play = called().inAWorld(world -> world.vip = true);
        play.does(Play.ENGINEER, ask(MeasureKind.NULL_ROUTE, "198.51.100.7", false));
        var expires = play.incident().measures().getFirst().expiresAt().orElseThrow();
        play.until(expires.minusSeconds(1));
        assertThat(play.judge(Play.LEAD, new Act.ApproveMeasure(first(), "go"))).isInstanceOf(Verdict.Done.class);
        play.until(expires);
        assertThat(play.judge(Play.LEAD, new Act.ApproveMeasure(first(), "go"))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void a_round_never_ends_more_than_a_quarter_of_an_hour_before_its_last_try_was_entered() {
        var play = fresh().until("5:00");
        play.does(Play.AGENT, call(World.FIRST_NUMBER, at("2:05"), at("2:06")));
        play.does(Play.AGENT, call(World.SECOND_NUMBER, at("2:07"), at("2:08")));
        assertThat(play.incident().round().orElseThrow().endedAt()).contains(at("4:45"));
    }

    @Test
    void a_further_incomplete_statement_does_not_take_the_waiting_one_away() {
        var play = cut().confirmsInWriting();
        var text = "Cause:\nDone: ok\nPrevention:";
        play.does(
                Actor.customer(World.MAYA),
                new Act.Answer(
                        World.MAYA, AnswerKind.OTHER, Standing.AUTHORIZED, play.now, text, Statement.read(text)));
        assertThat(play.incident().statement().progress()).isEqualTo(Incident.StatementState.Progress.SUBMITTED);
    }

    @Test
    void fixed_alone_is_refused_with_a_reason() {
        var play = cut().answers(AnswerKind.CORRECTIVE);
        assertThat(play.incident().statement().progress()).isEqualTo(Incident.StatementState.Progress.REFUSED);
        assertThat(play.incident().statement().missing()).containsExactly(StatementPart.values());
        assertThat(play.notices()).contains(NoticeKind.STATEMENT_REFUSED);
    }

    @Test
    void an_upheld_dispute_restores_and_closes() {
        var play = cut();
        play.answers(AnswerKind.DISPUTE).does(Play.LEAD, new Act.DecideDispute(true, "they are right"));
        assertThat(play.all(IncidentEvent.MeasureLifted.class)).hasSize(1);
        assertThat(play.incident().closedAs()).contains(CloseAs.FALSE_POSITIVE);
        assertThat(disputed().outlook().state()).isEqualTo(State.DISPUTED);
    }
}
