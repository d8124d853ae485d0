package duenotice.bench;

import java.util.function.IntSupplier;

/// So many of something, in so much wall and processor time.
///
/// @param seconds wall time
/// @param processorSeconds of this program and the database server
record Measured(long count, double seconds, double processorSeconds) {

    /// @param work gives how many it did
    static Measured of(ProcessorTime processors, IntSupplier work) {
        var processorBefore = processors.seconds();
        var before = System.nanoTime();
        var count = work.getAsInt();
        var seconds = (System.nanoTime() - before) / 1e9;
        return new Measured(count, seconds, processors.seconds() - processorBefore);
    }

    Measured and(Measured other) {
        return new Measured(count + other.count, seconds + other.seconds, processorSeconds + other.processorSeconds);
    }

    double perSecond() {
        return count / seconds;
    }

    double processorMilliseconds() {
        return processorSeconds * 1000 / count;
    }
}
