package duenotice.bench;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntUnaryOperator;

/// Runs the same work in so many threads at once.
final class Workers {
    static final int USUAL = 4;

    private Workers() {}

    /// @param work takes the worker's number from 0 and gives how many it did
    /// @return what all did together
    static int run(int workers, IntUnaryOperator work) {
        var done = new int[workers];
        var failure = new AtomicReference<Throwable>();
        var threads = new ArrayList<Thread>();
        for (var number = 0; number < workers; number++) {
            var own = number;
            threads.add(Thread.ofPlatform().name("bench-" + number).start(() -> {
                try {
                    done[own] = work.applyAsInt(own);
                } catch (RuntimeException | Error broken) {
                    failure.compareAndSet(null, broken);
                }
            }));
        }
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        var broken = failure.get();
        if (broken != null) {
            throw new IllegalStateException("a worker failed: " + broken, broken);
        }
        var sum = 0;
        for (var one : done) {
            sum += one;
        }
        return sum;
    }
}
