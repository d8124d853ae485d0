package duenotice.enforcement;

import duenotice.incident.MeasureKind;

/** An engineer does it and says what he sees; the desk by itself sees nothing. */
public final class ManualCutoff implements Cutoff {
    @Override
    public ObservedState inspect(Target target) {
        return ObservedState.unknown();
    }

    @Override
    public Outcome cut(Order order) {
        return new Outcome.Pending(task(order));
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        return new Outcome.Pending(task(order, back));
    }

    @Override
    public boolean canSee() {
        return false;
    }

    static String task(Order order) {
        var server = order.target().server();
        return switch (order.kind()) {
            case NETWORK_OFF ->
                "turn the network of %s off, all its interfaces; console and rescue stay reachable".formatted(server);
            case POWER_OFF -> "power %s off, gracefully, then hard; leave its disks untouched".formatted(server);
            case NULL_ROUTE -> "null-route %s of %s".formatted(address(order), server);
            case REPAIR -> "power %s on with its network off and its console reachable".formatted(server);
        };
    }

    static String task(Order order, ObservedState back) {
        var server = order.target().server();
        if (order.kind() == MeasureKind.NULL_ROUTE) {
            return "take the null route of %s of %s away".formatted(address(order), server);
        }
        return "put %s back as it was before: %s"
                .formatted(
                        server,
                        back.network() == Seen.UNKNOWN
                                ? "power " + back.power().word()
                                : back.power() == Seen.UNKNOWN
                                        ? "network " + back.network().word()
                                        : back.sentence());
    }

    private static String address(Order order) {
        return order.target().address().map(Object::toString).orElse("its address");
    }
}
