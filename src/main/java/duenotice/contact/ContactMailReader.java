package duenotice.contact;

import duenotice.access.ContactToken;
import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.StoredMessage;
import duenotice.contact.ContactChange.Way;
import duenotice.contact.ContactChanges.Outcome;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Inventory;
import duenotice.mail.Address;
import duenotice.mail.Bounce;
import duenotice.mail.BouncedRecipient;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.mail.QuotedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contact-change mailbox, and the return paths of mails about contacts. What a known contact asks for and what can be
 * understood is proposed: the old channels are asked (R31). Everything else a person writes waits for a person, who knows the
 * old channels too. Robots' mail is closed, a bounce opens a case (R32), and complaints are left to the reader of reports.
 */
public final class ContactMailReader implements MessageReader {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String mailbox;
    private final List<String> complaints;
    private final String ownDomain;
    private final Inventory inventory;
    private final Tokens tokens;
    private final Casework casework;
    private final ContactChanges changes;
    private final ContactCases cases;
    private final ContactMails mails;

    /**
     * @param mailbox takes contact changes
     * @param complaints mailboxes for complaints: what came to one of them too is a complaint
     */
    public ContactMailReader(
            String mailbox,
            List<String> complaints,
            Inventory inventory,
            Tokens tokens,
            Casework casework,
            duenotice.database.Transactions transactions) {
        this.mailbox = mailbox;
        this.complaints = List.copyOf(complaints);
        this.inventory = inventory;
        this.tokens = tokens;
        this.casework = casework;
        ownDomain = mailbox.substring(mailbox.lastIndexOf('@') + 1);
        changes = new ContactChanges(transactions, casework, inventory, ownDomain);
        cases = new ContactCases(transactions, casework, inventory);
        mails = new ContactMails(transactions, casework);
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        for (var message : messages) {
            if (message.hint().isEmpty() && complaints.stream().noneMatch(one -> came(message, one))) {
                var returned = message.recipients().stream()
                        .flatMap(recipient -> tokens.ofContactReturnPath(recipient).stream())
                        .findFirst();
                if (returned.isPresent() || came(message, mailbox)) {
                    read(message, returned).ifPresent(outcome -> outcomes.put(message.id(), outcome));
                }
            }
        }
        return outcomes;
    }

    private static boolean came(StoredMessage message, String address) {
        return message.recipients().stream().anyMatch(address::equalsIgnoreCase);
    }

    /** Empty for what is a complaint by its form, wherever it arrives. */
    private Optional<MessageOutcome> read(StoredMessage message, Optional<ContactToken> returned) {
        var mail = Mail.parse(message.body());
        var envelope = new Envelope(message.sender(), message.recipients(), "");
        if (MailKind.of(mail, envelope, Destination.REPLY) == MailKind.REPORT) {
            return Optional.empty();
        }
        var kind = MailKind.of(mail, envelope, returned.isPresent() ? Destination.REPLY : Destination.INTAKE);
        return Optional.of(
                switch (kind) {
                    case BOUNCE -> bounced(mail, envelope, returned).withReport(report("bounce", mail));
                    case AUTOMATIC ->
                        MessageOutcome.closed("automatic mail, which asks for no change of contacts")
                                .withReport(report("automatic-reply", mail));
                    case REPORT, REPLY -> asked(message, mail);
                });
    }

    private MessageOutcome bounced(Mail mail, Envelope envelope, Optional<ContactToken> returned) {
        var address = returned.flatMap(token -> mails.address(token.number()).filter(token.contact()));
        var hard = Bounce.of(mail, envelope.hasNullPath()).stream()
                .flatMap(one -> one.recipients().stream())
                .filter(BouncedRecipient::hard)
                .findFirst();
        if (address.isEmpty() || hard.isEmpty()) {
            return MessageOutcome.closed("a bounce, which asks for no change of contacts");
        }
        cases.refused(
                address.get(),
                hard.get().status().isEmpty() ? hard.get().action() : hard.get().status(),
                casework.now());
        casework.wantJob(ContactMails.JOB, casework.now());
        return MessageOutcome.closed("a bounce of a mail about contacts: a contact case is open");
    }

    // ---- what a person asks for

    private MessageOutcome asked(StoredMessage message, Mail mail) {
        var from = mail.from().map(Address::bare).orElse("");
        var lists = from.isEmpty() || mail.fromIsAmbiguous()
                ? List.<ContactOwner>of()
                : inventory.contactBook().at(from).stream()
                        .map(FiledContact::owner)
                        .distinct()
                        .toList();
        if (lists.isEmpty()) {
            return waits("it comes from nobody on file");
        }
        if (lists.size() > 1) {
            return waits("its sender is on several lists of contacts");
        }
        var owner = lists.getFirst();
        var text = QuotedText.strip(mail.text());
        return ContactWords.read(text, inventory.contactBook().of(owner), from, ownDomain)
                .map(wish -> proposed(
                        owner,
                        changes.propose(
                                owner,
                                wish,
                                Way.MAIL,
                                from,
                                Optional.empty(),
                                Optional.of(message.id().number()))))
                .orElseGet(() -> waits("what it asks for could not be read with certainty"));
    }

    private static MessageOutcome proposed(ContactOwner owner, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done ->
                MessageOutcome.closed("contact change " + done.change().id() + " of " + owner
                        + " is proposed: the channels on file are asked");
            case Outcome.Refused refused ->
                waits(
                        refused.sentences().isEmpty()
                                ? "it could not be proposed (" + refused.why().word() + ")"
                                : refused.sentences().getFirst());
        };
    }

    private static MessageOutcome waits(String why) {
        return MessageOutcome.queued("held: a contact change waits for confirmation: " + why);
    }

    private static String report(String kind, Mail mail) {
        var json = JSON.createObjectNode()
                .put("kind", kind)
                .put("reporter", mail.from().map(Address::bare).orElse(null));
        json.putArray("findings");
        return json.toString();
    }
}
