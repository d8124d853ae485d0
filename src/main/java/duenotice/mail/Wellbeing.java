package duenotice.mail;

import java.time.Instant;
import java.util.Optional;

/** Since when something works, or does not. Written by one thread, read by many. */
public final class Wellbeing {
    private volatile Optional<Instant> lastSuccess = Optional.empty();
    private volatile Optional<Trouble> trouble = Optional.empty();
    private int failures;

    /** True where it did not work before. */
    public boolean worked(Instant now) {
        lastSuccess = Optional.of(now);
        boolean recovered = failures > 0;
        trouble = Optional.empty();
        failures = 0;
        return recovered;
    }

    /** It works, and yet something is wrong; holds until it works or fails the next time. */
    void butFor(Trouble remaining) {
        trouble = Optional.of(remaining);
    }

    public Trouble failed(String why, boolean lasting, Instant now) {
        failures++;
        Trouble next = new Trouble(trouble.map(Trouble::since).orElse(now), why, lasting);
        trouble = Optional.of(next);
        return next;
    }

    /** One after the other. */
    public int failures() {
        return failures;
    }

    public WayIn of(String name) {
        return new WayIn(name, lastSuccess, trouble);
    }
}
