package duenotice.fetch;

import java.time.Duration;
import java.util.Optional;

/**
 * Why an answer could not be had, or not be believed.
 *
 * @param reason a sentence for staff
 * @param retryAfter what the other side asks for (RFC 9110 §10.2.3)
 */
public record Trouble(String reason, Optional<Duration> retryAfter) {
    public Trouble(String reason) {
        this(reason, Optional.empty());
    }
}
