package duenotice.casework;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The wall clock, watched by a clock that nobody can set (R51). Where the wall has jumped it is not followed: this clock goes
 * on from the last instant that could be trusted, until the jump is written down and {@link #follow}ed. So nothing ever
 * falls due by a jump that nobody knows of.
 */
public final class GuardedClock implements InstantSource {
    /** A correction up to this size is what time synchronisation does. */
    static final Duration TOLERATED = Duration.ofMinutes(2);

    private final InstantSource wall;
    private final LongSupplier monotonicNanos;
    private Instant last;
    private long lastNanos;
    private boolean jumped;

    public GuardedClock(InstantSource wall, LongSupplier monotonicNanos) {
        this.wall = wall;
        this.monotonicNanos = monotonicNanos;
        last = wall.instant();
        lastNanos = monotonicNanos.getAsLong();
    }

    /**
     * A jump that is not followed yet.
     *
     * @param trusted what the time would be without it
     * @param wall what the wall clock says
     * @param nanos when that was, by the clock that nobody can set
     */
    record Jump(Instant trusted, Instant wall, long nanos) {}

    @Override
    public synchronized Instant instant() {
        var nanos = monotonicNanos.getAsLong();
        var trusted = last.plusNanos(nanos - lastNanos);
        var shown = wall.instant();
        jumped = Duration.between(trusted, shown).abs().compareTo(TOLERATED) > 0;
        last = jumped ? trusted : shown;
        lastNanos = nanos;
        return last;
    }

    /** Empty as well where the wall has jumped back again before anybody asked. */
    synchronized Optional<Jump> jump() {
        var now = instant();
        return jumped ? Optional.of(new Jump(now, wall.instant(), lastNanos)) : Optional.empty();
    }

    /** The jump is written down: from here on the wall is believed again. */
    synchronized void follow(Jump noticed) {
        last = noticed.wall();
        lastNanos = noticed.nanos();
    }
}
