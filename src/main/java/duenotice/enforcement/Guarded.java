package duenotice.enforcement;

import duenotice.incident.MeasureKind;
import duenotice.inventory.Inventory;
import duenotice.report.Prefix;

/**
 * The last look before anything is changed: servers on the never-cut list are not cut, and null routes are for single
 * addresses of our own, whoever asked (R60). Undoing is never held up.
 */
final class Guarded implements Cutoff {
    private final Cutoff driver;
    private final Inventory inventory;

    Guarded(Cutoff driver, Inventory inventory) {
        this.driver = driver;
        this.inventory = inventory;
    }

    @Override
    public ObservedState inspect(Target target) {
        return driver.inspect(target);
    }

    @Override
    public Outcome cut(Order order) {
        var target = order.target();
        if (order.kind() == MeasureKind.NULL_ROUTE) {
            return target.address().filter(this::isOneOfOurs).isPresent()
                    ? driver.cut(order)
                    : new Outcome.Never("a null route is for one address of our own networks");
        }
        var server = inventory.server(target.server());
        if (server.isEmpty()) {
            return new Outcome.Never("the inventory does not know " + target.server());
        }
        return order.kind().isCut() && server.get().neverCut()
                ? new Outcome.Never(target.server() + " stands on the never-cut list")
                : driver.cut(order);
    }

    private boolean isOneOfOurs(Prefix address) {
        return address.isAddress() && inventory.ownNetworks().stream().anyMatch(network -> network.contains(address));
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        return driver.restore(order, back);
    }

    @Override
    public boolean canSee() {
        return driver.canSee();
    }
}
