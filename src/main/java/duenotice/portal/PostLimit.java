package duenotice.portal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How much one link or one address may send in; by real time, as it guards the machine and not a clock of the desk. */
final class PostLimit {
    private static final int KEPT = 10_000;

    private final LongSupplier nanoTime;
    private final long most;
    private final long span;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > KEPT;
        }
    };

    private record Window(long from, long used) {}

    PostLimit(LongSupplier nanoTime) {
        this(nanoTime, 60, Duration.ofMinutes(1));
    }

    /** @param most within one span, which begins with the first */
    PostLimit(LongSupplier nanoTime, long most, Duration span) {
        this.nanoTime = nanoTime;
        this.most = most;
        this.span = span.toNanos();
    }

    boolean allows(String sender) {
        return allows(sender, 1);
    }

    /** @param cost what is sent, in the unit of the limit */
    synchronized boolean allows(String sender, long cost) {
        var now = nanoTime.getAsLong();
        var window = windows.get(sender);
        var next = window == null || now - window.from() > span
                ? new Window(now, cost)
                : new Window(window.from(), window.used() + cost);
        windows.put(sender, next);
        return next.used() <= most;
    }
}
