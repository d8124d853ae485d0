package duenotice.casework;

import java.util.Optional;

/**
 * What became of a message.
 *
 * @param reason why it waits or was closed; begins with one of the queue's words where it waits
 * @param report JSON of what was understood, as the API shows it; empty for what is no report
 * @param leftOver some of it has joined, and the rest waits for people with the reason
 */
public record MessageOutcome(State state, Optional<String> reason, Optional<String> report, boolean leftOver) {
    public MessageOutcome(State state, Optional<String> reason, Optional<String> report) {
        this(state, reason, report, false);
    }

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

    /** What could be placed is placed; the rest waits with that reason. */
    public static MessageOutcome joinedButFor(String reason) {
        return new MessageOutcome(State.JOINED, Optional.of(reason), Optional.empty(), true);
    }

    public MessageOutcome withReport(String json) {
        return new MessageOutcome(state, reason, Optional.of(json), leftOver);
    }
}
