package duenotice.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one of the ways in fares in this program.
 *
 * @param name such as {@code smtp} or {@code mailbox lists}
 * @param lastSuccess when something was last kept, or looked for without fault; empty as long as neither happened
 * @param trouble what keeps it from working now
 */
public record WayIn(String name, Optional<Instant> lastSuccess, Optional<Trouble> trouble) {

    /** All of them, as they are now. */
    @FunctionalInterface
    public interface All {
        List<WayIn> now();
    }
}
