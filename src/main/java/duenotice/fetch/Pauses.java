package duenotice.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When to look again: after the usual time, or, where it failed, after a pause that doubles with each further failure. */
public final class Pauses {
    /** After the first failure. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofHours(6);

    private static final int MOST_DOUBLINGS = 20;

    /** Looks of many desks must not fall together: up to this share is added. */
    private static final double JITTER = 0.1;

    private final DoubleSupplier chance;

    /** @param chance between 0 and 1 */
    public Pauses(DoubleSupplier chance) {
        this.chance = chance;
    }

    public Instant usual(Instant from, Duration every) {
        return from.plus(every).plus(jitter(every));
    }

    /**
     * @param failures in a row before this one
     * @param wanted what the other side asks for, which counts where it is longer
     */
    public Instant afterFailure(Instant now, int failures, Optional<Duration> wanted) {
        var patience = shorter(FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)), LONGEST);
        var pause = wanted.filter(one -> one.compareTo(patience) > 0).orElse(patience);
        return now.plus(pause).plus(jitter(pause));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration jitter(Duration span) {
        return Duration.ofMillis((long) (span.toMillis() * JITTER * chance.getAsDouble()));
    }
}
