package duenotice.intake.feed;

import duenotice.fetch.Validators;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Somebody else's list. */
interface FeedSource {
    /**
     * Looks once. What cannot be had is {@link Polled.Trouble}; an exception counts as trouble too.
     *
     * @param before what is remembered of the looks before
     * @param now the desk's time
     */
    Polled poll(Remembered before, Instant now) throws IOException, InterruptedException;

    /** True where a list without a row is no surprise as long as it never had one. */
    default boolean mayBeEmpty() {
        return true;
    }

    /**
     * @param cursor where the round goes on; empty at its beginning
     * @param delivered keys of documents that came already
     * @param fresh keys that are listed and whose answer holds yet
     * @param lastSuccess when a look was last brought to its end; empty before the first
     */
    record Remembered(
            Validators validators,
            Optional<String> cursor,
            Set<String> delivered,
            Set<String> fresh,
            Optional<Instant> lastSuccess) {
        static final Remembered NOTHING =
                new Remembered(Validators.NONE, Optional.empty(), Set.of(), Set.of(), Optional.empty());
    }
}
