package duenotice.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriverGuardsTest {
    private final NetworkUnderTest desk = new NetworkUnderTest();
    private final Cutoff guarded = new Guarded(desk.network, desk.inventory());

    @AfterEach
    void close() {
        desk.close();
    }

    private Outcome cut(String server, MeasureKind kind, Optional<String> address) {
        return guarded.cut(new Order(
                new IncidentId(1),
                kind,
                new Target(new ServerId(server), address.map(Prefix::of)),
                "k",
                NetworkUnderTest.START));
    }

    @Test
    void a_server_on_the_never_cut_list_is_not_cut_whoever_asks() {
        assertThat(cut("resolver", MeasureKind.NETWORK_OFF, Optional.empty())).isInstanceOf(Outcome.Never.class);
        assertThat(cut("resolver", MeasureKind.POWER_OFF, Optional.empty())).isInstanceOf(Outcome.Never.class);
        assertThat(cut("unheard-of", MeasureKind.NETWORK_OFF, Optional.empty())).isInstanceOf(Outcome.Never.class);
        assertThat(desk.asked()).isEmpty();
        assertThat(cut("srv-1", MeasureKind.NETWORK_OFF, Optional.empty())).isEqualTo(new Outcome.Done());
    }

    @Test
    void null_routes_are_for_single_addresses_of_our_own() {
        assertThat(cut("srv-1", MeasureKind.NULL_ROUTE, Optional.of("192.0.2.1")))
                .isInstanceOf(Outcome.Never.class);
        assertThat(cut("srv-1", MeasureKind.NULL_ROUTE, Optional.of("198.51.100.0/24")))
                .isInstanceOf(Outcome.Never.class);
        assertThat(cut("srv-1", MeasureKind.NULL_ROUTE, Optional.empty())).isInstanceOf(Outcome.Never.class);
        assertThat(desk.asked()).isEmpty();
        assertThat(cut("srv-1", MeasureKind.NULL_ROUTE, Optional.of("198.51.100.7")))
                .isEqualTo(new Outcome.Done());
    }

    @Test
    void a_driver_that_hangs_is_left_after_its_time() {
        var never = new CountDownLatch(1);
        var limited = new TimeLimited(new Hanging(never), Duration.ofMillis(50));
        var order = new Order(
                new IncidentId(1),
                MeasureKind.NETWORK_OFF,
                Target.of(NetworkUnderTest.SERVER),
                "k",
                NetworkUnderTest.START);
        assertThat(limited.cut(order)).isEqualTo(new Outcome.InDoubt("no answer within 50 ms"));
        assertThat(limited.inspect(order.target())).isEqualTo(ObservedState.unknown());
    }

    private record Hanging(CountDownLatch never) implements Cutoff {
        @Override
        public ObservedState inspect(Target target) {
            hang();
            return ObservedState.unknown();
        }

        @Override
        public Outcome cut(Order order) {
            hang();
            return new Outcome.Done();
        }

        @Override
        public Outcome restore(Order order, ObservedState back) {
            hang();
            return new Outcome.Done();
        }

        private void hang() {
            try {
                never.await();
            } catch (InterruptedException left) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
