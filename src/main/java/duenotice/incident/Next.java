package duenotice.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * What comes next if nothing changes.
 *
 * @param dueAt in the past when overdue
 * @param block why it does not go by itself, the first in the order of {@link Block}
 */
public record Next(NextStep step, Instant dueAt, Optional<Block> block) {
    static Next of(NextStep step, Instant dueAt) {
        return new Next(step, dueAt, Optional.empty());
    }

    static Next blocked(NextStep step, Instant dueAt, Block block) {
        return new Next(step, dueAt, Optional.of(block));
    }
}
