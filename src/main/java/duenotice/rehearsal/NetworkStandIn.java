package duenotice.rehearsal;

import duenotice.enforcement.Cutoff;
import duenotice.enforcement.ObservedState;
import duenotice.enforcement.Order;
import duenotice.enforcement.Outcome;
import duenotice.enforcement.Seen;
import duenotice.enforcement.Target;
import duenotice.incident.MeasureKind;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stands in for the provider's network and power control: a small world of servers that are on or off, which records every
 * changing request and can be told to misbehave. It outlives the desk's own death, as a real network does.
 */
public final class NetworkStandIn implements Cutoff {
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Duration patience;

    /** @param patience the drivers' time limit in real time, which a hanging request uses up */
    public NetworkStandIn(JdbcClient jdbc, InstantSource clock, Duration patience) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.patience = patience;
    }

    /** How the infrastructure sees a server. */
    public record ServerState(String server, boolean network, boolean power, boolean repair, List<String> nullRoutes) {
        static ServerState untouched(String server) {
            return new ServerState(server, true, true, false, List.of());
        }
    }

    /** A changing request, whether or not it was carried out. */
    public record Request(Instant at, String server, String kind, String key) {}

    private enum Fault {
        TIMEOUT_AFTER_ACTING,
        REFUSE,
        HANG;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    // ---- the port

    @Override
    public ObservedState inspect(Target target) {
        var state = state(target.server().text());
        return new ObservedState(
                seen(state.network()),
                seen(state.power()),
                state.nullRoutes().stream().map(Prefix::of).toList(),
                state.repair() ? "repair" : "");
    }

    private static Seen seen(boolean on) {
        return on ? Seen.ON : Seen.OFF;
    }

    @Override
    public Outcome cut(Order order) {
        var kind = switch (order.kind()) {
            case NETWORK_OFF -> "network-off";
            case POWER_OFF -> "power-off";
            case NULL_ROUTE -> "null-route";
            case REPAIR -> "repair-on";
        };
        return change(
                order,
                kind,
                () -> put(after(order, state(order.target().server().text()))));
    }

    private static ServerState after(Order order, ServerState state) {
        return switch (order.kind()) {
            case NETWORK_OFF ->
                new ServerState(state.server(), false, state.power(), state.repair(), state.nullRoutes());
            case POWER_OFF -> new ServerState(state.server(), state.network(), false, false, state.nullRoutes());
            case REPAIR -> new ServerState(state.server(), false, true, true, state.nullRoutes());
            case NULL_ROUTE -> {
                var routes = new java.util.TreeSet<>(state.nullRoutes());
                routes.add(order.target().address().orElseThrow().text());
                yield new ServerState(
                        state.server(), state.network(), state.power(), state.repair(), List.copyOf(routes));
            }
        };
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        var kind = switch (order.kind()) {
            case NETWORK_OFF -> "network-on";
            case POWER_OFF -> "power-on";
            case NULL_ROUTE -> "null-route-lift";
            case REPAIR -> "repair-off";
        };
        return change(
                order,
                kind,
                () -> put(before(order, back, state(order.target().server().text()))));
    }

    private static ServerState before(Order order, ObservedState back, ServerState state) {
        if (order.kind() == MeasureKind.NULL_ROUTE) {
            var address = order.target().address().orElseThrow();
            var routes = state.nullRoutes().stream()
                    .filter(route ->
                            !route.equals(address.text()) || back.nullRouted().contains(address))
                    .toList();
            return new ServerState(state.server(), state.network(), state.power(), state.repair(), routes);
        }
        return new ServerState(
                state.server(),
                back.network() == Seen.UNKNOWN ? state.network() : back.network() == Seen.ON,
                back.power() == Seen.UNKNOWN ? state.power() : back.power() == Seen.ON,
                false,
                state.nullRoutes());
    }

    /** A key that was carried out before changes nothing more. */
    private Outcome change(Order order, String kind, Runnable act) {
        jdbc.sql("insert into rehearsal_request (at, server, kind, key) values (:at, :server, :kind, :key)")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("server", order.target().server().text())
                .param("kind", kind)
                .param("key", order.key())
                .update();
        var fault = takeFault();
        if (fault.isEmpty()) {
            act.run();
            return new Outcome.Done();
        }
        return switch (fault.get()) {
            case REFUSE -> new Outcome.Later("the stand-in was told to refuse");
            case TIMEOUT_AFTER_ACTING -> {
                act.run();
                yield new Outcome.InDoubt("the stand-in was told to time out after acting");
            }
            case HANG -> {
                hang();
                yield new Outcome.InDoubt("no answer within " + patience.toMillis() + " ms");
            }
        };
    }

    private void hang() {
        try {
            Thread.sleep(patience);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Fault> takeFault() {
        for (var fault : Fault.values()) {
            var left = jdbc.sql("select times from rehearsal_network_fault where kind = :kind")
                    .param("kind", fault.word())
                    .query(Integer.class)
                    .optional();
            if (left.isPresent()) {
                setFault(fault.word(), left.get() - 1);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    // ---- the trainer's side

    /** @return false for an unknown kind of fault; {@code times} 0 ends it */
    public boolean setFault(String kind, int times) {
        if (Arrays.stream(Fault.values()).noneMatch(fault -> fault.word().equals(kind))) {
            return false;
        }
        jdbc.sql("delete from rehearsal_network_fault where kind = :kind")
                .param("kind", kind)
                .update();
        if (times > 0) {
            jdbc.sql("insert into rehearsal_network_fault (kind, times) values (:kind, :times)")
                    .param("kind", kind)
                    .param("times", times)
                    .update();
        }
        return true;
    }

    /** Somebody else changes it behind our back. */
    public void setBehindOurBack(ServerId server, Optional<Boolean> network, Optional<Boolean> power) {
        var state = state(server.text());
        put(new ServerState(
                state.server(),
                network.orElse(state.network()),
                power.orElse(state.power()),
                state.repair(),
                state.nullRoutes()));
    }

    public ServerState state(String server) {
        return jdbc.sql("select * from rehearsal_server where server = :server")
                .param("server", server)
                .query((row, ignored) -> new ServerState(
                        row.getString("server"),
                        row.getBoolean("network"),
                        row.getBoolean("power"),
                        row.getBoolean("repair"),
                        List.of((String[]) row.getArray("null_routes").getArray())))
                .optional()
                .orElse(ServerState.untouched(server));
    }

    private void put(ServerState state) {
        jdbc.sql("""
                insert into rehearsal_server (server, network, power, repair, null_routes)
                values (:server, :network, :power, :repair, :routes)
                on conflict (server) do update
                set network = excluded.network, power = excluded.power, repair = excluded.repair,
                    null_routes = excluded.null_routes
                """)
                .param("server", state.server())
                .param("network", state.network())
                .param("power", state.power())
                .param("repair", state.repair())
                .param("routes", state.nullRoutes().toArray(String[]::new))
                .update();
    }

    /** What was asked to change, oldest first, without mere looks. */
    public List<Request> requests() {
        return jdbc.sql("select * from rehearsal_request order by id")
                .query((row, ignored) -> new Request(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("server"),
                        row.getString("kind"),
                        row.getString("key")))
                .list();
    }
}
