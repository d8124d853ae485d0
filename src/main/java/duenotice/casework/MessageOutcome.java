package duenotice.casework;

import java.util.Optional;

/**
 * What became of a message.
 *
 * @param reason why it waits or was closed; begins with one of the queue's words where it waits
 * @param report JSON of what was understood, as the API shows it; empty for what is no report
 */
public record MessageOutcome(State state, Optional<String> reason, Optional<String> report) {
    /** Where a message stands; ACCEPTED until a reader has finished it. */
    public enum State {
        ACCEPTED,
        JOINED,
        DUPLICATE,
        QUEUED,
        CLOSED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static MessageOutcome queued(String reason) {
        return new MessageOutcome(State.QUEUED, Optional.of(reason), Optional.empty());
    }

    public static MessageOutcome closed(String reason) {
        return new MessageOutcome(State.CLOSED, Optional.of(reason), Optional.empty());
    }

    public MessageOutcome withReport(String json) {
        return new MessageOutcome(state, reason, Optional.of(json));
    }
}
