package duenotice.casework;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Notices a wall clock that jumped, by a clock that nobody can set (R51). */
final class ClockGuard {
    /** A correction up to this size is what time synchronisation does. */
    static final Duration TOLERATED = Duration.ofMinutes(2);

    private final InstantSource wall;
    private final LongSupplier monotonicNanos;
    private Instant lastWall;
    private long lastNanos;

    ClockGuard(InstantSource wall, LongSupplier monotonicNanos) {
        this.wall = wall;
        this.monotonicNanos = monotonicNanos;
        lastWall = wall.instant();
        lastNanos = monotonicNanos.getAsLong();
    }

    /** The last instant that could be trusted, where the clock has jumped since the last look. */
    Optional<Instant> jumpedFrom() {
        var nowWall = wall.instant();
        var nowNanos = monotonicNanos.getAsLong();
        var expected = lastWall.plusNanos(nowNanos - lastNanos);
        var jumped = Duration.between(expected, nowWall).abs().compareTo(TOLERATED) > 0;
        lastWall = nowWall;
        lastNanos = nowNanos;
        return jumped ? Optional.of(expected) : Optional.empty();
    }
}
