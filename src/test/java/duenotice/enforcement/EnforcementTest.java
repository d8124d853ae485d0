package duenotice.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.incident.Act;
import duenotice.incident.AlarmKind;
import duenotice.incident.IncidentEvent.LiftRequested;
import duenotice.incident.IncidentEvent.MeasureConfirmed;
import duenotice.incident.IncidentEvent.MeasureFailed;
import duenotice.incident.IncidentEvent.MeasureInDoubt;
import duenotice.incident.IncidentEvent.MeasureTasked;
import duenotice.incident.IncidentEvent.MeasureVanished;
import duenotice.incident.IncidentEvent.VerificationBasis;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.MeasureState;
import duenotice.rehearsal.NetworkStandIn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnforcementTest {
    private static final String SPAM = "messaging/spam";
    private static final String MALWARE = "content/malware";

    private final NetworkUnderTest desk = new NetworkUnderTest();

    @AfterEach
    void close() {
        desk.close();
    }

    private void lift(IncidentId id, int ordinal) {
        desk.act(id, new Act.LiftMeasure(desk.measure(id, ordinal).id(), "enough"));
    }

    @Test
    void a_cut_is_asked_for_once_and_restored_exactly() {
        var id = desk.cutDue("network-off", SPAM);
        assertThat(desk.asked()).containsExactly("network-off");
        assertThat(desk.network.requests().getFirst().at()).isEqualTo(NetworkUnderTest.START.plus(Duration.ofHours(4)));
        assertThat(desk.server().network()).isFalse();
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        assertThat(ObservedState.parse(desk.measure(id, 1).prior()).network()).isEqualTo(Seen.ON);

        lift(id, 1);
        assertThat(desk.asked()).containsExactly("network-off", "network-on");
        assertThat(desk.server())
                .isEqualTo(new NetworkStandIn.ServerState("srv-1", true, true, false, java.util.List.of()));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTED);
    }

    @Test
    void a_timeout_after_acting_is_settled_by_a_look() {
        desk.network.setFault("timeout-after-acting", 2);
        var id = desk.cutDue("network-off", SPAM);
        assertThat(desk.asked()).containsExactly("network-off");
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        lift(id, 1);
        assertThat(desk.asked()).containsExactly("network-off", "network-on");
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTED);
    }

    @Test
    void a_refusing_network_is_asked_again_with_the_same_key_ever_more_seldom() {
        desk.network.setFault("refuse", 3);
        var id = desk.cutDue("network-off", SPAM);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.FAILED);
        desk.until(Duration.ofHours(5));
        assertThat(desk.keys()).hasSize(4).containsOnly("cut-" + id + "-m1");
        assertThat(desk.network.requests())
                .extracting(request ->
                        Duration.between(NetworkUnderTest.START, request.at()).toMinutes())
                .containsExactly(240L, 241L, 243L, 247L);
        assertThat(desk.events(id, MeasureFailed.class)).hasSize(3);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
    }

    @Test
    void a_refused_restore_is_tried_again_until_it_is_seen() {
        var id = desk.cutDue("network-off", SPAM);
        desk.network.setFault("refuse", 1);
        lift(id, 1);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTING);
        desk.later(Duration.ofMinutes(1));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTED);
        assertThat(desk.asked()).containsExactly("network-off", "network-on", "network-on");
        assertThat(desk.keys().get(1)).isEqualTo(desk.keys().get(2));
    }

    @Test
    void a_hanging_network_leaves_a_doubt_that_is_looked_into_before_it_is_asked_again() {
        desk.network.setFault("hang", 1);
        var id = desk.silent("network-off", SPAM);
        desk.until(Duration.ofHours(4));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.UNKNOWN);
        assertThat(desk.events(id, MeasureInDoubt.class)).hasSize(1);

        desk.network.setBehindOurBack(NetworkUnderTest.SERVER, Optional.of(false), Optional.empty());
        desk.until(Duration.ofMinutes(242));
        assertThat(desk.asked()).as("it acted late after all").containsExactly("network-off");
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
    }

    /** Stands for a kill -9: nothing of the program runs on. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private record DiesAround(Cutoff network, boolean acts) implements Cutoff {
        @Override
        public ObservedState inspect(Target target) {
            return network.inspect(target);
        }

        @Override
        public Outcome cut(Order order) {
            if (acts) {
                network.cut(order);
            }
            throw new Killed();
        }

        @Override
        public Outcome restore(Order order, ObservedState back) {
            if (acts) {
                network.restore(order, back);
            }
            throw new Killed();
        }
    }

    @Test
    void a_program_that_died_after_the_cut_finds_it_done() {
        var id = desk.silent("network-off", SPAM);
        desk.restart(network -> new DiesAround(network, true));
        assertThatThrownBy(() -> desk.until(Duration.ofHours(4))).isInstanceOf(Killed.class);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.REQUESTED);

        desk.restart(network -> network);
        desk.until(Duration.ofHours(4));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        assertThat(desk.asked()).containsExactly("network-off");
    }

    @Test
    void a_program_that_died_before_the_cut_asks_once_with_the_key_of_the_intent() {
        var id = desk.silent("network-off", SPAM);
        desk.restart(network -> new DiesAround(network, false));
        assertThatThrownBy(() -> desk.until(Duration.ofHours(4))).isInstanceOf(Killed.class);

        desk.restart(network -> network);
        desk.until(Duration.ofHours(4));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        assertThat(desk.keys()).containsExactly("cut-" + id + "-m1");
    }

    @Test
    void a_program_that_died_in_a_restore_goes_on_with_it() {
        var id = desk.cutDue("network-off", SPAM);
        desk.restart(network -> new DiesAround(network, true));
        assertThatThrownBy(() -> lift(id, 1)).isInstanceOf(Killed.class);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTING);

        desk.restart(network -> network);
        desk.later(Duration.ZERO);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTED);
        assertThat(desk.asked()).containsExactly("network-off", "network-on");
    }

    @Test
    void two_incidents_share_one_cut_and_the_last_to_let_go_restores() {
        var spam = desk.cutDue("network-off", SPAM);
        var malware = desk.warned("network-off", MALWARE);
        desk.act(malware, new Act.AskMeasure(MeasureKind.NETWORK_OFF, "srv-1", true, "worm", Optional.empty(), true));
        assertThat(desk.measure(malware, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        assertThat(desk.measure(malware, 1).prior())
                .isEqualTo(desk.measure(spam, 1).prior());
        assertThat(desk.asked()).containsExactly("network-off");

        lift(spam, 1);
        assertThat(desk.measure(spam, 1).state()).isEqualTo(MeasureState.LIFTED);
        assertThat(desk.asked()).containsExactly("network-off");
        assertThat(desk.server().network()).isFalse();

        lift(malware, 1);
        assertThat(desk.measure(malware, 1).state()).isEqualTo(MeasureState.LIFTED);
        assertThat(desk.asked()).containsExactly("network-off", "network-on");
        assertThat(desk.server().network()).isTrue();
    }

    @Test
    void a_server_that_was_off_before_us_stays_off() {
        desk.network.setBehindOurBack(NetworkUnderTest.SERVER, Optional.of(false), Optional.empty());
        var id = desk.cutDue("network-off", SPAM);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        lift(id, 1);
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTED);
        assertThat(desk.asked()).doesNotContain("network-on");
        assertThat(desk.server().network()).isFalse();
    }

    private IncidentId inRepair() {
        var id = desk.cutDue("power-off", SPAM);
        desk.act(id, new Act.AskMeasure(MeasureKind.REPAIR, "srv-1", true, "to clean it", Optional.empty(), false));
        assertThat(desk.measure(id, 2).state()).isEqualTo(MeasureState.CONFIRMED);
        assertThat(desk.server().power()).isTrue();
        assertThat(desk.server().network()).isFalse();
        return id;
    }

    @Test
    void a_repair_that_runs_out_ends_in_the_power_off_and_nobody_takes_it_for_vanished() {
        var id = inRepair();
        desk.later(Duration.ofHours(23));
        assertThat(desk.events(id, MeasureVanished.class)).isEmpty();
        desk.later(Duration.ofHours(1));
        assertThat(desk.asked()).containsExactly("power-off", "repair-on", "repair-off");
        assertThat(desk.server().power()).isFalse();
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        assertThat(desk.measure(id, 2).state()).isEqualTo(MeasureState.LIFTED);
    }

    @Test
    void restoring_during_a_repair_is_one_power_on_with_the_network_back() {
        var id = inRepair();
        desk.act(id, new Act.LogWork("removed the rootkit"));
        desk.act(id, new Act.Verify(true, VerificationBasis.CHECKLIST, "all six points"));
        assertThat(desk.asked()).containsExactly("power-off", "repair-on", "power-on");
        assertThat(desk.server().power()).isTrue();
        assertThat(desk.server().network()).isTrue();
        assertThat(desk.incident(id).measures())
                .extracting(measure -> measure.state())
                .containsOnly(MeasureState.LIFTED);
    }

    @Test
    void a_repair_that_staff_end_by_itself_ends_in_the_power_off() {
        var id = inRepair();
        lift(id, 2);
        assertThat(desk.asked()).containsExactly("power-off", "repair-on", "repair-off");
        lift(id, 1);
        assertThat(desk.asked()).endsWith("repair-off", "power-on");
        assertThat(desk.server().power()).isTrue();
        assertThat(desk.server().network()).isTrue();
    }

    @Test
    void staff_who_end_a_power_off_end_its_repair_too() {
        var id = inRepair();
        lift(id, 1);
        assertThat(desk.asked()).containsExactly("power-off", "repair-on", "power-on");
        assertThat(desk.server().network()).isTrue();
    }

    @Test
    void a_null_route_touches_its_address_alone_and_is_lifted_again() {
        var id = desk.warned("victim", "infrastructure/ddos");
        desk.act(
                id,
                new Act.AskMeasure(
                        MeasureKind.NULL_ROUTE,
                        "198.51.100.7",
                        true,
                        "flood",
                        Optional.of(desk.now().plus(Duration.ofHours(1))),
                        false));
        assertThat(desk.server().nullRoutes()).containsExactly("198.51.100.7");
        assertThat(desk.server().network()).isTrue();
        lift(id, 1);
        assertThat(desk.asked()).containsExactly("null-route", "null-route-lift");
        assertThat(desk.server().nullRoutes()).isEmpty();
    }

    @Test
    void a_vanished_cut_is_made_again_as_a_new_request() {
        var id = desk.cutDue("network-off", SPAM);
        desk.network.setBehindOurBack(NetworkUnderTest.SERVER, Optional.of(true), Optional.empty());
        desk.later(Duration.ofMinutes(5));
        assertThat(desk.events(id, MeasureVanished.class)).hasSize(1);
        assertThat(desk.server().network()).isFalse();
        assertThat(desk.keys()).containsExactly("cut-" + id + "-m1", "cut-" + id + "-m1-2");
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        assertThat(ObservedState.parse(desk.measure(id, 1).prior()).network()).isEqualTo(Seen.ON);
    }

    @Test
    void with_the_automation_stopped_a_vanished_cut_waits() {
        var id = desk.cutDue("network-off", SPAM);
        desk.casework().stopAutomation("fire drill", "lead");
        desk.network.setBehindOurBack(NetworkUnderTest.SERVER, Optional.of(true), Optional.empty());
        desk.later(Duration.ofMinutes(30));
        assertThat(desk.events(id, MeasureVanished.class)).hasSize(1);
        assertThat(desk.asked()).containsExactly("network-off");

        desk.casework().startAutomation("drill over", "lead", false);
        desk.later(Duration.ZERO);
        assertThat(desk.asked()).containsExactly("network-off", "network-off");
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
    }

    @Test
    void without_a_driver_an_engineer_is_asked_once_and_says_what_he_sees() {
        var id = desk.silent("network-off", SPAM);
        desk.restart(network -> new ManualCutoff());
        desk.until(Duration.ofHours(6));
        assertThat(desk.events(id, MeasureTasked.class))
                .singleElement()
                .satisfies(task -> assertThat(task.task()).startsWith("turn the network of srv-1 off"));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.REQUESTED);

        desk.act(id, new Act.ConfirmMeasure(desk.measure(id, 1).id(), false, "port down"));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
        desk.later(Duration.ofHours(1));
        assertThat(desk.events(id, MeasureVanished.class)).isEmpty();

        lift(id, 1);
        desk.later(Duration.ofHours(1));
        assertThat(desk.events(id, MeasureTasked.class)).hasSize(2);
        assertThat(desk.events(id, LiftRequested.class)).hasSize(1);
        desk.act(id, new Act.ConfirmMeasure(desk.measure(id, 1).id(), true, "port up"));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.LIFTED);
    }

    @Test
    void a_dry_run_says_what_it_would_do_and_does_nothing() {
        var id = desk.silent("network-off", SPAM);
        desk.restart(DryRun::new);
        desk.until(Duration.ofHours(6));
        assertThat(desk.asked()).isEmpty();
        assertThat(desk.events(id, MeasureConfirmed.class)).isEmpty();
        assertThat(desk.events(id, MeasureTasked.class))
                .singleElement()
                .satisfies(task -> assertThat(task.task()).startsWith("dry run: "));
    }

    @Test
    void nothing_is_cut_whose_state_cannot_be_seen() {
        var id = desk.silent("network-off", SPAM);
        desk.restart(network -> new Blind(network));
        desk.until(Duration.ofMinutes(250));
        assertThat(desk.asked()).isEmpty();
        assertThat(desk.incident(id).measures()).isEmpty();
        assertThat(desk.casework().alarms().all())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.kind()).isEqualTo(AlarmKind.DRIVER_FAILING));
        desk.restart(network -> network);
        desk.until(Duration.ofMinutes(252));
        assertThat(desk.measure(id, 1).state()).isEqualTo(MeasureState.CONFIRMED);
    }

    private record Blind(Cutoff network) implements Cutoff {
        @Override
        public ObservedState inspect(Target target) {
            return ObservedState.unknown();
        }

        @Override
        public Outcome cut(Order order) {
            return network.cut(order);
        }

        @Override
        public Outcome restore(Order order, ObservedState back) {
            return network.restore(order, back);
        }
    }
}
