package duenotice.crash;

import duenotice.enforcement.Cutoff;
import duenotice.enforcement.ObservedState;
import duenotice.enforcement.Order;
import duenotice.enforcement.Outcome;
import duenotice.enforcement.Target;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// A network as far away as real ones: a change takes a while to get there, and its answer a while to come back.
record DistantNetwork(Cutoff network, Duration way) implements Cutoff {
    @Override
    public ObservedState inspect(Target target) {
        return network.inspect(target);
    }

    @Override
    public Outcome cut(Order order) {
        return thereAndBack(() -> network.cut(order));
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        return thereAndBack(() -> network.restore(order, back));
    }

    private Outcome thereAndBack(Supplier<Outcome> change) {
        LockSupport.parkNanos(way.toNanos());
        var outcome = change.get();
        LockSupport.parkNanos(way.toNanos());
        return outcome;
    }
}
