package duenotice.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why an answer could not be had, or not be believed.
 *
 * @param reason a sentence for staff
 * @param status of HTTP, where it answered with one that is no success
 * @param retryAfter what the other side asks for (RFC 9110 §10.2.3)
 */
public record Trouble(String reason, OptionalInt status, Optional<Duration> retryAfter) {
    public Trouble(String reason) {
        this(reason, OptionalInt.empty(), Optional.empty());
    }

    public boolean isStatus(int asked) {
        return status.equals(OptionalInt.of(asked));
    }
}
