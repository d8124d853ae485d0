package duenotice.incident;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The next step of the ladder and how it is done.
 *
 * @param next as pages show it
 * @param blocks every one that holds, not only the one that is shown
 * @param act what to do once it is due and nothing blocks it; empty where people act
 */
record Plan(Next next, Set<Block> blocks, Optional<Step> act) {
    Plan(Next next, Optional<Step> act) {
        this(next, next.block().map(Set::of).orElse(Set.of()), act);
    }

    /** @param blocks all that hold; the first in their order is shown */
    static Plan of(NextStep step, Instant dueAt, EnumSet<Block> blocks, Optional<Step> act) {
        return new Plan(new Next(step, dueAt, blocks.stream().findFirst()), blocks, act);
    }

    static Plan people(Next next) {
        return new Plan(next, Optional.empty());
    }

    static Plan act(Next next, Step step) {
        return new Plan(next, Optional.of(step));
    }
}
