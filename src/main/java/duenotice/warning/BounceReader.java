package duenotice.warning;

import duenotice.access.TokenKind;
import duenotice.access.TokenOwner;
import duenotice.access.Tokens;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.Snapshot;
import duenotice.casework.StoredMessage;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.Entry;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Told;
import duenotice.mail.Bounce;
import duenotice.mail.BouncedRecipient;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what comes back to the return paths of our mails (R48). The token in the address says which mail of ours it was;
 * the text is believed only in whether it failed for good.
 */
public final class BounceReader implements MessageReader {
    private final Casework casework;
    private final Tokens tokens;

    public BounceReader(Casework casework, Tokens tokens) {
        this.casework = casework;
        this.tokens = tokens;
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var outcomes = new HashMap<MessageId, MessageOutcome>();
        for (var message : messages) {
            var owner = message.hint().isPresent() ? Optional.<TokenOwner>empty() : owner(message);
            owner.flatMap(of -> read(message, of)).ifPresent(outcome -> outcomes.put(message.id(), outcome));
        }
        return outcomes;
    }

    /** Some servers send a bounce to the reply address instead of the return path. */
    private Optional<TokenOwner> owner(StoredMessage message) {
        return message.recipients().stream()
                .map(tokens::ofAddress)
                .flatMap(Optional::stream)
                .filter(owner -> owner.kind() != TokenKind.LINK)
                .findFirst();
    }

    /** Empty for a person's answer: it is for others. */
    private Optional<MessageOutcome> read(StoredMessage message, TokenOwner owner) {
        var mail = Mail.parse(message.body());
        var envelope = new Envelope(message.sender(), message.recipients(), "");
        return switch (MailKind.of(mail, envelope, Destination.REPLY)) {
            case REPORT, REPLY -> Optional.empty();
            case AUTOMATIC ->
                owner.kind() == TokenKind.BOUNCE
                        ? Optional.of(MessageOutcome.closed("automatic: an answer without a person, nothing counted"))
                        : Optional.empty();
            case BOUNCE -> Optional.of(bounced(Bounce.of(mail, envelope.hasNullPath()), owner));
        };
    }

    private MessageOutcome bounced(Optional<Bounce> bounce, TokenOwner owner) {
        var failed = bounce.stream()
                .flatMap(one -> one.recipients().stream())
                .filter(BouncedRecipient::hard)
                .findFirst();
        if (failed.isEmpty()) {
            return MessageOutcome.closed("bounce: late or not for good, nothing counted");
        }
        var snapshot = casework.snapshot(owner.incident());
        if (snapshot.isEmpty()) {
            return MessageOutcome.closed("bounce: of an incident that does not exist");
        }
        if (owner.epoch() != snapshot.get().incident().epoch()) {
            return MessageOutcome.closed("bounce: of a mail to a former contact");
        }
        var address = owner.among(written(snapshot.get()));
        if (address.isEmpty()) {
            return MessageOutcome.closed("bounce: of an address nobody was written to");
        }
        if (Readers.bounced(snapshot.get().incident(), address.get())) {
            return MessageOutcome.closed("bounce: known already");
        }
        var detail = failed.get().status().isEmpty() ? "failed" : failed.get().status();
        return switch (casework.perform(owner.incident(), new Act.Bounce(address.get(), detail), Actor.AUTOMATION)) {
            case Acted.Done ignored -> MessageOutcome.closed("bounce: noted on incident " + owner.incident());
            case Acted.Refused refused -> MessageOutcome.closed("bounce: " + refused.sentence());
            case Acted.NoSuchIncident ignored -> MessageOutcome.closed("bounce: of an incident that does not exist");
        };
    }

    private static List<String> written(Snapshot snapshot) {
        return snapshot.timeline().stream()
                .map(Entry::event)
                .flatMap(BounceReader::told)
                .map(Told::address)
                .distinct()
                .sorted((left, right) -> left.toLowerCase(Locale.ROOT).compareTo(right.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Stream<Told> told(IncidentEvent event) {
        return switch (event) {
            case IncidentEvent.CustomerWarned warned -> warned.to().stream();
            case IncidentEvent.AddressWarned warned -> Stream.of(warned.to());
            case IncidentEvent.Informed informed -> informed.to().stream();
            case IncidentEvent.MessageSent sent -> sent.to().stream();
            default -> Stream.empty();
        };
    }
}
