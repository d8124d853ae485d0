package duenotice.intake.feed;

import duenotice.fetch.Validators;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of one look at a feed. */
sealed interface Polled {
    /**
     * A whole list.
     *
     * @param rows of the whole list, not only ours
     * @param entries those of ours
     * @param before what every report from this list begins with, such as the list's own heading; {@code after} likewise
     * @param validators for asking whether it has changed
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Listing(
            int rows, List<Entry> entries, byte[] before, byte[] after, String contentType, Validators validators)
            implements Polled {}

    /**
     * A list that is asked address by address, as far as this look came.
     *
     * @param cleared keys that are asked for and not listed
     * @param cursor where to go on; empty after the last address
     * @param notBefore the next round begins no earlier
     * @param trouble why it ended before its end; what was found holds all the same
     */
    record Part(
            int asked,
            List<Listed> listed,
            List<String> cleared,
            Optional<String> cursor,
            Instant notBefore,
            Optional<Trouble> trouble)
            implements Polled {}

    /** @param freshUntil the answer holds that long */
    record Listed(Entry entry, Instant freshUntil) {}

    /**
     * Documents that appear once and stay; those known already are left out.
     *
     * @param trouble why some could not be had
     * @param more the list has some that were not fetched yet
     */
    record Deliveries(List<Delivery> deliveries, Optional<Trouble> trouble, boolean more) implements Polled {}

    /** @param key the same whenever the document is offered */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Delivery(String key, String contentType, byte[] content) {}

    /** The same as last time. */
    record Unchanged() implements Polled {}

    /**
     * Nothing can be said: neither that something is listed nor that it is not.
     *
     * @param retryAfter what the other side asks for
     */
    record Trouble(String reason, Optional<Duration> retryAfter) implements Polled {
        Trouble(String reason) {
            this(reason, Optional.empty());
        }

        Trouble(duenotice.fetch.Trouble trouble) {
            this(trouble.reason(), trouble.retryAfter());
        }
    }
}
