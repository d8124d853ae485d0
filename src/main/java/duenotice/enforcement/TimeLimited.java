package duenotice.enforcement;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for a driver only so long, in real time: whoever hangs leaves the desk in doubt, not in a standstill. */
public final class TimeLimited implements Cutoff {
    private final Cutoff driver;
    private final Duration limit;

    public TimeLimited(Cutoff driver, Duration limit) {
        this.driver = driver;
        this.limit = limit;
    }

    @Override
    public ObservedState inspect(Target target) {
        return call(() -> driver.inspect(target), ObservedState.unknown());
    }

    @Override
    public Outcome cut(Order order) {
        return call(() -> driver.cut(order), noAnswer());
    }

    @Override
    public Outcome restore(Order order, ObservedState back) {
        return call(() -> driver.restore(order, back), noAnswer());
    }

    @Override
    public boolean canSee() {
        return driver.canSee();
    }

    private Outcome noAnswer() {
        return new Outcome.InDoubt("no answer within " + limit.toMillis() + " ms");
    }

    private <T> T call(Supplier<T> work, T otherwise) {
        var answer = new CompletableFuture<T>();
        var worker = Thread.ofVirtual().name("cutoff").start(() -> {
            try {
                answer.complete(work.get());
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            worker.interrupt();
            return otherwise;
        } catch (InterruptedException interrupted) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }
}
