package duenotice.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every driver that changes something by itself has to keep. Each test begins with a server that is on. */
public abstract class CutoffContract {
    private static final Target SERVER = Target.of(new ServerId("srv-1"));
    private static final Target ADDRESS = new Target(new ServerId("srv-1"), Optional.of(Prefix.of("198.51.100.7")));

    /** The driver, before an infrastructure in which {@code srv-1} is on and nothing was ever asked. */
    protected abstract Cutoff driver();

    private static Order order(MeasureKind kind, Target target, String key) {
        return new Order(new IncidentId(4711), kind, target, key, Instant.parse("2026-03-01T03:00:00Z"));
    }

    private static Order order(MeasureKind kind, String key) {
        return order(kind, SERVER, key);
    }

    private ObservedState seen() {
        return driver().inspect(SERVER);
    }

    @Test
    void network_off_turns_the_network_off_and_nothing_else() {
        assertThat(driver().cut(order(MeasureKind.NETWORK_OFF, "k1"))).isEqualTo(new Outcome.Done());
        assertThat(seen().network()).isEqualTo(Seen.OFF);
        assertThat(seen().power()).isEqualTo(Seen.ON);
    }

    @Test
    void a_repeated_request_changes_nothing_more() {
        driver().cut(order(MeasureKind.NETWORK_OFF, "k1"));
        assertThat(driver().cut(order(MeasureKind.NETWORK_OFF, "k1"))).isEqualTo(new Outcome.Done());
        assertThat(seen().network()).isEqualTo(Seen.OFF);
    }

    @Test
    void restoring_brings_back_what_was_saved_and_leaves_the_unknown_alone() {
        var before = seen();
        driver().cut(order(MeasureKind.POWER_OFF, "k1"));
        driver().cut(order(MeasureKind.NETWORK_OFF, "k2"));
        assertThat(driver().restore(order(MeasureKind.NETWORK_OFF, "k3"), before.with(Seen.ON, Seen.UNKNOWN)))
                .isEqualTo(new Outcome.Done());
        assertThat(seen().network()).isEqualTo(Seen.ON);
        assertThat(seen().power()).isEqualTo(Seen.OFF);
        driver().restore(order(MeasureKind.POWER_OFF, "k4"), before.with(Seen.UNKNOWN, Seen.ON));
        assertThat(seen().power()).isEqualTo(Seen.ON);
    }

    @Test
    void what_was_off_before_stays_off() {
        driver().cut(order(MeasureKind.NETWORK_OFF, "k1"));
        driver().restore(order(MeasureKind.NETWORK_OFF, "k2"), seen().with(Seen.OFF, Seen.UNKNOWN));
        assertThat(seen().network()).isEqualTo(Seen.OFF);
    }

    @Test
    void a_repair_runs_without_network_and_ends_in_the_power_off() {
        driver().cut(order(MeasureKind.POWER_OFF, "k1"));
        var before = seen();
        driver().cut(order(MeasureKind.REPAIR, "k2"));
        assertThat(seen().shows(MeasureKind.REPAIR, SERVER)).isEqualTo(Seen.ON);
        driver().restore(order(MeasureKind.REPAIR, "k3"), before.with(Seen.ON, Seen.OFF));
        assertThat(seen().power()).isEqualTo(Seen.OFF);
        assertThat(seen().network()).isEqualTo(Seen.ON);
    }

    @Test
    void a_null_route_is_for_one_address_and_leaves_the_server_on() {
        var before = driver().inspect(ADDRESS);
        driver().cut(order(MeasureKind.NULL_ROUTE, ADDRESS, "k1"));
        assertThat(driver().inspect(ADDRESS).nullRouted()).isEqualTo(List.of(Prefix.of("198.51.100.7")));
        assertThat(seen().network()).isEqualTo(Seen.ON);
        driver().restore(order(MeasureKind.NULL_ROUTE, ADDRESS, "k2"), before);
        assertThat(driver().inspect(ADDRESS).nullRouted()).isEmpty();
    }
}
