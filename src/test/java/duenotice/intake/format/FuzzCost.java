package duenotice.intake.format;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What reading one input may cost, in proportion to its size. */
final class FuzzCost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MEGABYTE = 1024 * 1024;

    /** How much dearer everything is where the fuzzer watches it. */
    private static final int WATCHED = Integer.getInteger("fuzz.watched", 1);

    /** Processor time that any input may take, and what a megabyte may take beyond it, in nanoseconds. */
    private static final long TIME = 50_000_000L * WATCHED;

    private static final long TIME_OF_MEGABYTE = 1_000_000_000L * WATCHED;

    /** The same for all that is allocated on the way, which is far more than is ever held at once. */
    private static final long MEMORY = 64 * MEGABYTE * WATCHED;

    private static final long MEMORY_OF_BYTE = 2_000L * WATCHED;

    /** The first time classes are loaded, and code is slow until it is compiled. */
    private static final int TRIES = 6;

    private FuzzCost() {}

    /** Fails where the same input is too dear every time. */
    static void within(int size, Runnable reading) {
        String dear = "";
        for (var tried = 0; tried < TRIES; tried++) {
            var time = THREADS.getCurrentThreadCpuTime();
            var memory = THREADS.getCurrentThreadAllocatedBytes();
            reading.run();
            time = THREADS.getCurrentThreadCpuTime() - time;
            memory = THREADS.getCurrentThreadAllocatedBytes() - memory;
            dear = time > TIME + TIME_OF_MEGABYTE * size / MEGABYTE
                    ? "takes " + time / 1_000_000 + " ms"
                    : memory > MEMORY + MEMORY_OF_BYTE * size ? "allocates " + memory / MEGABYTE + " MB" : "";
            if (dear.isEmpty()) {
                return;
            }
        }
        throw new IllegalStateException("an input of " + size + " bytes " + dear);
    }
}
