package duenotice.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * The next step of the ladder and how it is done.
 *
 * @param next as pages show it
 * @param act what to do once it is due and nothing blocks it; empty where people act
 */
record Plan(Next next, Optional<Step> act) {
    static Plan people(Next next) {
        return new Plan(next, Optional.empty());
    }

    static Plan act(Next next, Step step) {
        return new Plan(next, Optional.of(step));
    }

    boolean isDue(Instant now) {
        return next.block().isEmpty() && !next.dueAt().isAfter(now);
    }
}
