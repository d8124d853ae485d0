package duenotice.bench;

import java.util.Locale;
import java.util.function.IntSupplier;

/// So many of something, in so much wall and processor time.
///
/// @param seconds wall time
/// @param processorSeconds of this program and the database server
/// @param serverSeconds of these, the database server's
/// @param compilerSeconds of these, the just-in-time compiler's
record Measured(long count, double seconds, double processorSeconds, double serverSeconds, double compilerSeconds) {

    /// @param work gives how many it did
    static Measured of(ProcessorTime processors, IntSupplier work) {
        var processorBefore = processors.seconds();
        var serverBefore = processors.serverSeconds();
        var compilerBefore = processors.compilerSeconds();
        var before = System.nanoTime();
        var count = work.getAsInt();
        var seconds = (System.nanoTime() - before) / 1e9;
        return new Measured(
                count,
                seconds,
                processors.seconds() - processorBefore,
                processors.serverSeconds() - serverBefore,
                // An idle compiler thread may have ended and taken its account with it.
                Math.max(0, processors.compilerSeconds() - compilerBefore));
    }

    Measured and(Measured other) {
        return new Measured(
                count + other.count,
                seconds + other.seconds,
                processorSeconds + other.processorSeconds,
                serverSeconds + other.serverSeconds,
                compilerSeconds + other.compilerSeconds);
    }

    double perSecond() {
        return count / seconds;
    }

    double processorMilliseconds() {
        return processorSeconds * 1000 / count;
    }

    /// Where the processor time of one went, in words.
    String parts() {
        return String.format(
                Locale.ROOT,
                "%.2f ms each in the database server, %.2f ms compiling, %.2f ms in the program",
                serverSeconds * 1000 / count,
                compilerSeconds * 1000 / count,
                (processorSeconds - serverSeconds - compilerSeconds) * 1000 / count);
    }
}
