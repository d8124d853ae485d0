package duenotice.casework;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets portions of work begin a little apart, over all working threads: under load one transaction then reads what arrived
 * meanwhile, which costs hardly more than one message does. What comes alone finds the turn free and waits for nothing.
 */
final class Pace {
    private final Duration apart;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile long next = System.nanoTime();

    Pace(Duration apart) {
        this.apart = apart;
    }

    /** Waits until a portion may begin; who comes meanwhile waits behind. */
    void awaitTurn() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            var wait = next - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            next = System.nanoTime() + apart.toNanos();
        } finally {
            turn.unlock();
        }
    }

    /** There is more than one portion holds: the next begins at once. */
    void hurry() {
        next = System.nanoTime();
    }
}
