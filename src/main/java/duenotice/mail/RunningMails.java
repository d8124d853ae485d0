package duenotice.mail;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the mails whose bytes are arriving or being kept, so that a stop can wait for them. */
final class RunningMails {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int count;
    private boolean stopping;

    /** False when no more may begin. */
    boolean begin() {
        lock.lock();
        try {
            if (!stopping) {
                count++;
            }
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            count--;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean stopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Lets none begin any more and waits for those that have. True when all have ended in time. */
    boolean stop(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            stopping = true;
            while (count > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }
}
