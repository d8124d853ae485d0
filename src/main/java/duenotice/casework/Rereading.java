package duenotice.casework;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads stored messages again after a reader has learned something. Facts are added and none is taken away; no clock that
 * runs is moved. What was done once is not done again, so that it may be broken off and begun anew at any time.
 */
public interface Rereading {
    /**
     * @param since receipt time of the oldest message to read
     * @param until receipt time before which they lie
     * @param format only messages that were, or are now, of that format
     * @param apply false only says what would change
     * @param after where the page before ended
     * @param by who asked for it, for the timeline
     */
    record Asked(
            Instant since,
            Instant until,
            Optional<String> format,
            boolean apply,
            Optional<MessageId> after,
            String by) {}

    /**
     * One difference in one message.
     *
     * @param format as it is read now
     * @param change {@code read}, {@code unread}, {@code added}, {@code removed}, {@code type} or {@code time}
     * @param what the address or name it is about; empty where the whole message is meant. From outside
     * @param effect what was done, or would be
     */
    record Changed(
            MessageId message,
            Instant receivedAt,
            String format,
            String change,
            String what,
            String before,
            String after,
            String effect) {}

    /** @param next where the next page begins; empty after the last one */
    record Page(int read, List<Changed> changes, Optional<MessageId> next) {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    /** One page, bounded in number and in bytes. */
    Page page(Asked asked);
}
