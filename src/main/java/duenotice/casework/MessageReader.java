package duenotice.casework;

import java.util.List;
import java.util.Map;

/** Understands one sort of message: replies, bounces, reports. */
public interface MessageReader {
    /**
     * Takes the messages it understands, in the transaction that marks them as read; what it leaves out is offered to the
     * next reader. Incidents are changed through {@link Casework} only. An exception makes the batch be read message by
     * message, and a message that fails alone waits for people.
     *
     * @param messages in order of receipt
     */
    Map<MessageId, MessageOutcome> read(List<StoredMessage> messages);
}
