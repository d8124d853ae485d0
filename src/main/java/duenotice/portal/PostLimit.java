package duenotice.portal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often one link may send something in; by real time, as it guards the machine and not a clock of the desk. */
final class PostLimit {
    private static final int MOST = 60;
    private static final long SPAN = 60_000_000_000L;
    private static final int KEPT = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > KEPT;
        }
    };

    private record Window(long from, int posts) {}

    PostLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized boolean allows(String link) {
        var now = nanoTime.getAsLong();
        var window = windows.get(link);
        var next = window == null || now - window.from() > SPAN
                ? new Window(now, 1)
                : new Window(window.from(), window.posts() + 1);
        windows.put(link, next);
        return next.posts() <= MOST;
    }
}
