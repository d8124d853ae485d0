package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Circumstances.ClockJump;
import duenotice.incident.Circumstances.RelayAtLastTry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where several blocks hold, the first in the order of {@link Block} is shown, on every path that shows one. */
class BlockOrderTest {
    /** What a test lets happen to an incident. */
    private interface Happening {
        void to(Play play);
    }

    private static final Happening HELD =
            play -> play.does(Play.AGENT, new Act.Hold(play.now.plusSeconds(36_000), "wait"));
    private static final Happening DISPUTED = play -> play.answers(AnswerKind.DISPUTE);
    private static final Happening STOPPED = play -> play.world.automationStopped = true;
    private static final Happening NEVER_CUT = play -> play.world.neverCut = true;
    private static final Happening REASSIGNED = play -> play.world.ownerUnchanged = false;
    private static final Happening RELAY_AWAY = play -> play.world.relay = RelayAtLastTry.AWAY;
    private static final Happening NO_CONTACT = play -> play.world.warnable.clear();
    private static final Happening JUMPED = play -> play.world.clockJump = Optional.of(new ClockJump(play.now, true));
    private static final Happening STALE = play -> play.world.inventoryStale = true;

    private static Play ascertained() {
        var play = Play.underPolicy(TestPolicies.networkOff());
        play.write(Actor.AUTOMATION, new IncidentEvent.Ascertained("a trusted report"));
        return play;
    }

    private static Play heldBack() {
        var play = ascertained();
        play.world.warningsFromSource = Circumstances.FLOOD;
        play.run();
        return play;
    }

    private static Play answered() {
        return Play.underPolicy(TestPolicies.networkOff()).until("1:00").answers(AnswerKind.ACK);
    }

    private static Play cutDue() {
        return Play.underPolicy(TestPolicies.networkOff())
                .inAWorld(world -> world.automationStopped = true)
                .until("2:00")
                .callsInVain()
                .until("3:00")
                .isSeenAgainAt(at("3:00"))
                .until("4:00")
                .inAWorld(world -> world.automationStopped = false);
    }

    /** The network refused the cut, and it is tried again. */
    private static Play refused() {
        var play = cutDue().inAWorld(world -> world.network = World.Network.REFUSES);
        play.run();
        return play;
    }

    /** Cut, and undone behind our back. */
    private static Play vanished() {
        var play = cutDue();
        play.run();
        play.write(
                new Actor(Actor.Role.INFRASTRUCTURE, "network"),
                new IncidentEvent.MeasureVanished(
                        play.incident().measures().getFirst().id(), "on"));
        return play;
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                row("held, relay away", ascertained(), Block.HOLD, HELD, RELAY_AWAY),
                row("held, no contact", ascertained(), Block.HOLD, HELD, NO_CONTACT),
                row("relay away, no contact", ascertained(), Block.RELAY, NO_CONTACT, RELAY_AWAY),
                row("held, flood", heldBack(), Block.HOLD, HELD),
                row("relay away, flood", heldBack(), Block.RELAY, RELAY_AWAY),
                row("flood, no contact", heldBack(), Block.WARNING_FLOOD, NO_CONTACT),
                row("answered, held", answered(), Block.ANSWERED, HELD),
                row("answered, clock", answered(), Block.ANSWERED, JUMPED),
                row(
                        "held, disputed",
                        Play.underPolicy(TestPolicies.networkOff()).until("1:00"),
                        Block.HOLD,
                        HELD,
                        DISPUTED),
                row("cut: stopped, never-cut", cutDue(), Block.AUTOMATION_STOPPED, NEVER_CUT, STOPPED),
                row("cut: never-cut, stale", cutDue(), Block.NEVER_CUT, STALE, NEVER_CUT),
                row("cut: held, clock", cutDue(), Block.HOLD, JUMPED, HELD),
                row("re-cut: stopped, never-cut", refused(), Block.AUTOMATION_STOPPED, NEVER_CUT, STOPPED),
                row("re-cut: stopped, reassigned", refused(), Block.AUTOMATION_STOPPED, REASSIGNED, STOPPED),
                row("re-cut: reassigned, never-cut", refused(), Block.REASSIGNED, NEVER_CUT, REASSIGNED),
                row("re-cut: never-cut, held", refused(), Block.NEVER_CUT, HELD, NEVER_CUT),
                row("re-cut: held, clock", refused(), Block.HOLD, JUMPED, HELD),
                row("re-cut: held, driver", refused(), Block.HOLD, HELD),
                row("re-cut: clock, driver", refused(), Block.CLOCK, JUMPED),
                row("vanished: stopped, never-cut", vanished(), Block.AUTOMATION_STOPPED, NEVER_CUT, STOPPED),
                row("vanished: stopped, reassigned", vanished(), Block.AUTOMATION_STOPPED, REASSIGNED, STOPPED),
                row("vanished: held hinders nothing", vanished(), Block.NEVER_CUT, HELD_ALREADY, NEVER_CUT));
    }

    /** A hold that nothing reacts to before the network is asked again. */
    private static final Happening HELD_ALREADY =
            play -> play.write(Play.AGENT, new IncidentEvent.Held(play.now.plusSeconds(3_600), "wait"));

    private static Arguments row(String name, Play play, Block shown, Happening... happenings) {
        return Arguments.of(name, play, shown, List.of(happenings));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("pairs")
    void the_first_of_all_that_hold_is_shown(String name, Play play, Block shown, List<Happening> happenings) {
        happenings.forEach(happening -> happening.to(play));
        assertThat(play.decide().next().orElseThrow().block()).as(name).contains(shown);
    }
}
