package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engineer sees at the server, and what it means for a measure that is on its way (R22, R60). */
class EngineersLookTest {
    private static final MeasureId FIRST = new MeasureId(new IncidentId(7), 1);
    private static final MeasureId SECOND = new MeasureId(new IncidentId(7), 2);

    private static Play asked(MeasureKind kind) {
        var play = Play.underPolicy(TestPolicies.powerOff())
                .until("2:00")
                .callsInVain()
                .inAWorld(world -> world.network = World.Network.LEAVES_US_IN_DOUBT);
        return play.does(Play.AGENT, new Act.AskMeasure(kind, "srv-1", true, "by hand", Optional.empty(), false));
    }

    private static Play off() {
        var play = asked(MeasureKind.POWER_OFF);
        play.does(Play.ENGINEER, new Act.ConfirmMeasure(FIRST, false, ""));
        return play;
    }

    private static IncidentEvent seen(Play play, MeasureId measure, boolean on, String note) {
        var verdict = play.judge(Play.ENGINEER, new Act.ConfirmMeasure(measure, on, note));
        assertThat(verdict).isInstanceOf(Verdict.Done.class);
        return ((Verdict.Done) verdict).events().getFirst();
    }

    private static boolean refused(Play play, MeasureId measure) {
        return play.judge(Play.ENGINEER, new Act.ConfirmMeasure(measure, false, "")) instanceof Verdict.Refused;
    }

    @ParameterizedTest
    @CsvSource({"NETWORK_OFF", "POWER_OFF"})
    void a_cut_is_in_effect_where_the_server_is_seen_off(MeasureKind kind) {
        var play = asked(kind);
        assertThat(seen(play, FIRST, false, "port is down"))
                .isEqualTo(new IncidentEvent.MeasureConfirmed(FIRST, "off, port is down"));
        assertThat(seen(play, FIRST, true, " ")).isEqualTo(new IncidentEvent.MeasureFailed(FIRST, "on"));
    }

    @Test
    void a_cut_is_undone_where_the_server_is_seen_on() {
        var play = off();
        play.does(Play.LEAD, new Act.LiftMeasure(FIRST, "a mistake"));
        assertThat(play.outlook().state()).isEqualTo(State.RESTORING);
        assertThat(seen(play, FIRST, true, "")).isEqualTo(new IncidentEvent.MeasureLifted(FIRST, "on"));
        assertThat(seen(play, FIRST, false, "")).isEqualTo(new IncidentEvent.LiftFailed(FIRST, "off"));
    }

    @Test
    void a_repair_is_in_effect_where_the_server_is_seen_on() {
        var play = off();
        play.does(Play.AGENT, new Act.AskMeasure(MeasureKind.REPAIR, "srv-1", true, "repair", Optional.empty(), false));
        assertThat(play.incident().measure(SECOND).orElseThrow().expiresAt()).contains(at("26:00"));
        assertThat(seen(play, SECOND, true, "")).isEqualTo(new IncidentEvent.MeasureConfirmed(SECOND, "on"));
        assertThat(seen(play, SECOND, false, "")).isEqualTo(new IncidentEvent.MeasureFailed(SECOND, "off"));
    }

    @Test
    void nobody_s_look_is_waited_for_before_a_measure_is_sent_nor_once_it_is_settled() {
        var play = off();
        assertThat(refused(play, FIRST)).isTrue();
        assertThat(refused(play, SECOND)).isTrue();
        var vip = Play.underPolicy(TestPolicies.powerOff()).until("2:00").callsInVain();
        vip.world.vip = true;
        vip.does(
                Play.AGENT,
                new Act.AskMeasure(MeasureKind.POWER_OFF, "srv-1", true, "by hand", Optional.empty(), false));
        assertThat(refused(vip, FIRST)).isTrue();
    }

    @Test
    void what_is_asked_for_already_is_not_asked_for_again() {
        var ask = new Act.AskMeasure(MeasureKind.POWER_OFF, "srv-1", true, "by hand", Optional.empty(), false);
        assertThat(asked(MeasureKind.POWER_OFF).judge(Play.AGENT, ask)).isInstanceOf(Verdict.Refused.class);
        assertThat(asked(MeasureKind.NETWORK_OFF).judge(Play.AGENT, ask)).isInstanceOf(Verdict.Done.class);
    }
}
