package duenotice.casework;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the casework going: threads that read and decide while something is due, and look again every now and then. What
 * touches the outside has threads of its own, unless the clock is moved by hand: then things go one after the other.
 */
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** So long arrivals are collected under load. */
    private static final Duration COLLECT = Duration.ofMillis(20);

    private static final Duration BEAT_EVERY = Duration.ofSeconds(3);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /** So long running steps may take to come to their end, all together; and so long the good-bye may take. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(5);

    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    private final Casework casework;
    private final Duration lastSteps;
    private final boolean ownThreads;
    private final Optional<GuardedClock> guarded;
    private final ReentrantReadWriteLock turn = new ReentrantReadWriteLock(true);
    private final Semaphore signal = new Semaphore(0);
    private final Pace pace = new Pace(COLLECT);
    private final OwnThreads outside = new OwnThreads(this::wake);
    private final List<Thread> threads = new ArrayList<>();
    private Optional<Thread> heart = Optional.empty();
    private volatile boolean running = true;

    /** @param clock where it is set by hand, things go one after the other */
    public Worker(Casework casework, InstantSource clock) {
        this(casework, clock, LAST_STEPS);
    }

    Worker(Casework casework, InstantSource clock, Duration lastSteps) {
        this.casework = casework;
        this.lastSteps = lastSteps;
        ownThreads = !(clock instanceof SettableClock);
        guarded = clock instanceof GuardedClock one ? Optional.of(one) : Optional.empty();
    }

    /** Starts so many threads that work, and one that says that this program lives. */
    public void start(int workers) {
        casework.onWork(this::wake);
        if (ownThreads) {
            casework.touchOutsideIn(outside);
        }
        for (var number = 1; number <= workers; number++) {
            threads.add(Thread.ofPlatform().name("casework-" + number).start(this::work));
        }
        heart = Optional.of(Thread.ofPlatform().name("heart-beat").daemon().start(this::beat));
    }

    private void wake() {
        if (signal.availablePermits() < 16) {
            signal.release();
        }
    }

    private void work() {
        while (running) {
            try {
                pace.awaitTurn();
                // What has signalled up to here is found by this portion.
                signal.drainPermits();
                switch (portion()) {
                    case FULL -> pace.hurry();
                    case SOME -> {}
                    case NOTHING -> signal.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
                log.warn("the casework could not go on and tries again: {}", failure.toString());
                pause(AFTER_FAILURE);
            }
        }
    }

    private Casework.Portion portion() {
        turn.readLock().lock();
        try {
            writeDownJump();
            return running ? casework.portion() : Casework.Portion.NOTHING;
        } finally {
            turn.readLock().unlock();
        }
    }

    /** Does something while no worker works, such as moving a clock. */
    public <T> T alone(Supplier<T> deed) {
        turn.writeLock().lock();
        try {
            return deed.get();
        } finally {
            turn.writeLock().unlock();
        }
    }

    /** Until that has succeeded the clock stays with the time that could be trusted. */
    private synchronized void writeDownJump() {
        guarded.flatMap(GuardedClock::jump).ifPresent(jump -> {
            casework.clockJumped(jump.trusted(), jump.wall());
            guarded.orElseThrow().follow(jump);
        });
    }

    private void beat() {
        var lastBeat = casework.now();
        var away = false;
        while (running) {
            try {
                writeDownJump();
                casework.beat();
                if (away) {
                    casework.wasAwaySince(lastBeat);
                }
                away = false;
                lastBeat = casework.now();
            } catch (RuntimeException failure) {
                log.warn("the database does not answer: {}", failure.toString());
                away = true;
            }
            pause(BEAT_EVERY);
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            running = false;
        }
    }

    /** Lets what is under way finish, for a bounded time however much of it hangs, and leaves. */
    @Override
    public void close() {
        running = false;
        signal.release(threads.size());
        var end = System.nanoTime() + lastSteps.toNanos();
        try {
            for (var thread : threads) {
                thread.join(until(end));
            }
            outside.finish(until(end));
            heart.ifPresent(Thread::interrupt);
            Thread.ofVirtual().start(this::leave).join(LAST_WORD);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private void leave() {
        try {
            casework.stop();
        } catch (RuntimeException databaseAway) {
            log.warn("left without a word: {}", databaseAway.toString());
        }
    }
}
