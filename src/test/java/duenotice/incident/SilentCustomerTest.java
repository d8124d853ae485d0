package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job: a customer who says nothing (R16, R17, R19, R20, R27-R30). */
class SilentCustomerTest {
    static Stream<Policy> both_shapes() {
        return Stream.of(TestPolicies.networkOff(), TestPolicies.powerOff());
    }

    @ParameterizedTest
    @MethodSource("both_shapes")
    void a_silent_customer_is_warned_called_cut_off_and_restored(Policy policy) {
        var play = Play.underPolicy(policy).until("0:59");
        assertThat(play.notices()).isEmpty();
        play.until("1:00");
        assertThat(play.notices()).containsExactly(NoticeKind.HALF_TIME);
        play.until("1:59");
        assertThat(play.when(IncidentEvent.CustomerWarned.class)).containsExactly(at("0:00"));
        assertThat(play.outlook().state()).isEqualTo(State.WARNED);
        assertThat(play.outlook().deadline()).contains(at("2:00"));
        assertThat(play.decide().next()).contains(Next.of(NextStep.CALL, at("2:00")));

        play.until("2:00");
        assertThat(play.outlook().state()).isEqualTo(State.CALLING);
        assertThat(play.outlook().deadline()).isEmpty();

        play.until("2:47").callsInVain();
        assertThat(play.outlook().state()).isEqualTo(State.CALLED);
        assertThat(play.outlook().deadline()).contains(at("4:47"));

        play.until("3:30").isSeenAgainAt(at("3:29")).until("4:46");
        assertThat(play.all(IncidentEvent.MeasureRequested.class)).isEmpty();

        play.until("4:47");
        assertThat(play.when(IncidentEvent.MeasureRequested.class)).containsExactly(at("4:47"));
        var request = play.all(IncidentEvent.MeasureRequested.class).getFirst();
        assertThat(request.automatic()).isTrue();
        assertThat(request.kind()).isEqualTo(policy.cut().orElseThrow().measure());
        assertThat(play.outlook().state()).isEqualTo(State.CUT);
        assertThat(play.notices()).containsExactly(NoticeKind.HALF_TIME, NoticeKind.CUT);
        assertThat(play.decide().next().orElseThrow().block()).contains(Block.STATEMENT);

        play.until("5:00").confirmsInWriting();
        assertThat(play.decide().next()).contains(Next.blocked(NextStep.STAFF, at("5:30"), Block.STATEMENT_REVIEW));
        play.until("5:10").does(Play.AGENT, new Act.AcceptStatement("plausible"));
        if (policy.restoreNeeds().contains(Policy.RestoreNeed.VERIFICATION)) {
            assertThat(play.decide().next().orElseThrow().block()).contains(Block.VERIFICATION);
            play.does(
                    Play.AGENT,
                    new Act.Verify(true, IncidentEvent.VerificationBasis.CHECKLIST, "walked through the list"));
        }
        assertThat(play.when(IncidentEvent.MeasureLifted.class)).containsExactly(at("5:10"));
        assertThat(play.outlook().state()).isEqualTo(State.WATCHING);
        assertThat(play.notices()).containsExactly(NoticeKind.HALF_TIME, NoticeKind.CUT, NoticeKind.RESTORED);
        assertThat(play.decide().next()).contains(Next.of(NextStep.CLOSE, at("29:10")));

        play.until("29:10");
        assertThat(play.incident().closedAs()).contains(CloseAs.RESOLVED);
        assertThat(play.notices())
                .containsExactly(NoticeKind.HALF_TIME, NoticeKind.CUT, NoticeKind.RESTORED, NoticeKind.CLOSED);
        assertThat(play.alarms()).containsExactly(AlarmKind.CALL_OVERDUE);
    }
}
