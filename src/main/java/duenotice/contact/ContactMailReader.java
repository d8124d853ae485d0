package duenotice.contact;

import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.StoredMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contact-change mailbox: every mail to it waits for a person, who knows the old channels to confirm it by (R31). */
public final class ContactMailReader implements MessageReader {
    private final String mailbox;

    public ContactMailReader(String mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        messages.stream()
                .filter(message -> message.hint().isEmpty()
                        && message.recipients().stream().anyMatch(mailbox::equalsIgnoreCase))
                .forEach(message -> outcomes.put(
                        message.id(), MessageOutcome.queued("held: a contact change waits for confirmation")));
        return outcomes;
    }
}
