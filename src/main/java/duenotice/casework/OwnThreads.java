package duenotice.casework;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of its own for each deed, so many at once as its lane has room for. */
final class OwnThreads implements Lanes {
    private static final Logger log = LoggerFactory.getLogger(OwnThreads.class);

    private final Map<Lane, Semaphore> places = new ConcurrentHashMap<>();
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final Runnable ended;

    /** @param ended called after each deed, when its place is free again */
    OwnThreads(Runnable ended) {
        this.ended = ended;
    }

    private Semaphore places(Lane lane) {
        return places.computeIfAbsent(lane, one -> new Semaphore(one.room()));
    }

    @Override
    public int free(Lane lane) {
        return places(lane).availablePermits();
    }

    @Override
    public boolean take(Lane lane) {
        return places(lane).tryAcquire();
    }

    @Override
    public void giveBack(Lane lane) {
        places(lane).release();
    }

    @Override
    public void run(Lane lane, Runnable deed) {
        start(() -> done(lane, deed));
    }

    @Override
    public void runInTurn(Lane lane, Runnable deed) {
        start(() -> {
            places(lane).acquireUninterruptibly();
            done(lane, deed);
        });
    }

    private void start(Runnable work) {
        var thread = Thread.ofVirtual().name("outside").unstarted(() -> {
            try {
                work.run();
            } finally {
                running.remove(Thread.currentThread());
                ended.run();
            }
        });
        running.add(thread);
        thread.start();
    }

    private void done(Lane lane, Runnable deed) {
        try {
            deed.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            log.warn("something outside could not be brought to its end: {}", failure.toString());
        } finally {
            giveBack(lane);
        }
    }

    /** Waits for what is under way, at most so long. What still hangs then is left as a crash would leave it. */
    void finish(Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        for (var thread : List.copyOf(running)) {
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                return;
            }
        }
    }
}
