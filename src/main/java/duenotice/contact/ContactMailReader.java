package duenotice.contact;

import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.StoredMessage;
import duenotice.mail.Address;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contact-change mailbox: what people write to it waits for a person, who knows the old channels to confirm it by
 * (R31). Robots' mail to it is closed, and complaints are left to the reader of reports.
 */
public final class ContactMailReader implements MessageReader {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String mailbox;
    private final List<String> complaints;

    /**
     * @param mailbox takes contact changes
     * @param complaints mailboxes for complaints: what came to one of them too is a complaint
     */
    public ContactMailReader(String mailbox, List<String> complaints) {
        this.mailbox = mailbox;
        this.complaints = List.copyOf(complaints);
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        for (var message : messages) {
            if (message.hint().isEmpty()
                    && came(message, mailbox)
                    && complaints.stream().noneMatch(one -> came(message, one))) {
                read(message).ifPresent(outcome -> outcomes.put(message.id(), outcome));
            }
        }
        return outcomes;
    }

    private static boolean came(StoredMessage message, String address) {
        return message.recipients().stream().anyMatch(address::equalsIgnoreCase);
    }

    /** Empty for what is a complaint by its form, wherever it arrives. */
    private static Optional<MessageOutcome> read(StoredMessage message) {
        var mail = Mail.parse(message.body());
        var envelope = new Envelope(message.sender(), message.recipients(), "");
        if (MailKind.of(mail, envelope, Destination.REPLY) == MailKind.REPORT) {
            return Optional.empty();
        }
        return Optional.of(
                switch (MailKind.of(mail, envelope, Destination.INTAKE)) {
                    case BOUNCE ->
                        MessageOutcome.closed("a bounce, which asks for no change of contacts")
                                .withReport(report("bounce", mail));
                    case AUTOMATIC ->
                        MessageOutcome.closed("automatic mail, which asks for no change of contacts")
                                .withReport(report("automatic-reply", mail));
                    case REPORT, REPLY -> MessageOutcome.queued("held: a contact change waits for confirmation");
                });
    }

    private static String report(String kind, Mail mail) {
        var json = JSON.createObjectNode()
                .put("kind", kind)
                .put("reporter", mail.from().map(Address::bare).orElse(null));
        json.putArray("findings");
        return json.toString();
    }
}
