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
import duenotice.database.Transactions;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.IncidentId;
import duenotice.incident.SentMail;
import duenotice.incident.Step;
import duenotice.mail.Bounce;
import duenotice.mail.BouncedRecipient;
import duenotice.mail.DeliveryReport;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what comes back of our own mails: bounces, delays and receipts at their return paths (R48), what readers report
 * as unwanted, and what went in a circle. The token in the address says whose mail it was; the text is believed only in
 * which of that reader's mails it means and how it fared.
 */
public final class BounceReader implements MessageReader {
    private final Casework casework;
    private final Tokens tokens;
    private final HandedMails handed;

    public BounceReader(Casework casework, Tokens tokens, Transactions transactions) {
        this.casework = casework;
        this.tokens = tokens;
        handed = new HandedMails(transactions);
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var outcomes = new HashMap<MessageId, MessageOutcome>();
        for (var message : messages) {
            if (message.hint().isEmpty()) {
                ofOurs(message)
                        .or(() -> owner(message).flatMap(of -> read(message, of)))
                        .ifPresent(outcome -> outcomes.put(message.id(), outcome));
            }
        }
        return outcomes;
    }

    /** The return path alone: at a reply address people answer, and may enclose what their own servers told them. */
    private Optional<TokenOwner> owner(StoredMessage message) {
        return message.recipients().stream()
                .map(tokens::ofAddress)
                .flatMap(Optional::stream)
                .filter(owner -> owner.kind() == TokenKind.BOUNCE)
                .findFirst();
    }

    // ---- what holds a mail of ours, wherever it came to

    private Optional<MessageOutcome> ofOurs(StoredMessage message) {
        if (!OwnMarks.mayHold(message.body())) {
            return Optional.empty();
        }
        var mail = Mail.parse(message.body());
        if (isOwn(mail)) {
            return Optional.of(MessageOutcome.closed("automatic: a mail of our own that came back to us"));
        }
        return OwnMarks.complainedOf(mail).flatMap(ours -> named(ours).map(owner -> complained(owner, mail)));
    }

    private boolean isOwn(Mail mail) {
        return mail.messageId()
                .flatMap(id -> mail.header(OwnMarks.LOOP_HEADER).filter(mark -> tokens.isOwnMail(id, mark)))
                .isPresent();
    }

    /** By what only we can have written into it. */
    private Optional<TokenOwner> named(Mail ours) {
        return ours.messageId()
                .flatMap(id -> tokens.ofAddress(id.substring(1, id.length() - 1)))
                .or(() -> ours.header("return-path").flatMap(path -> tokens.ofAddress(path.replaceAll("[<>\\s]", ""))));
    }

    private MessageOutcome complained(TokenOwner owner, Mail mail) {
        return about(owner, DeliveryReport.of(mail), (incident, sent) -> {
            if (sent.state() == SentMail.State.COMPLAINED) {
                return MessageOutcome.closed("complaint about our own mail: known already");
            }
            return perform(incident, new Act.Complain(sent.address(), sent.mail()), "complaint about our own mail");
        });
    }

    // ---- what comes to a return path

    /** Empty for a person's answer: it is for others. */
    private Optional<MessageOutcome> read(StoredMessage message, TokenOwner owner) {
        var mail = Mail.parse(message.body());
        var envelope = new Envelope(message.sender(), message.recipients(), "");
        return switch (MailKind.of(mail, envelope, Destination.REPLY)) {
            case REPORT, REPLY -> Optional.empty();
            case BOUNCE -> Optional.of(bounced(mail, envelope, owner));
            case AUTOMATIC -> {
                var receipt = Bounce.of(mail, envelope.hasNullPath());
                yield receipt.isPresent()
                        ? Optional.of(bounced(mail, envelope, owner))
                        : Optional.of(MessageOutcome.closed("automatic: an answer without a person, nothing counted"));
            }
        };
    }

    private MessageOutcome bounced(Mail mail, Envelope envelope, TokenOwner owner) {
        var worst = Bounce.of(mail, envelope.hasNullPath()).stream()
                .flatMap(one -> one.recipients().stream())
                .min(Comparator.comparing(BounceReader::gravity));
        if (worst.isEmpty()) {
            return MessageOutcome.closed("bounce: it does not say how it went, nothing counted");
        }
        var report = DeliveryReport.of(mail);
        return about(owner, report, (incident, sent) -> fate(incident, sent, worst.get(), report.until()));
    }

    /** A mail of ours has one recipient; where a notice names more, the worst word counts. */
    private static int gravity(BouncedRecipient recipient) {
        return recipient.hard() ? 0 : recipient.soft() ? 1 : recipient.delayed() ? 2 : 3;
    }

    private MessageOutcome fate(Snapshot snapshot, SentMail sent, BouncedRecipient said, Optional<Instant> until) {
        var address = sent.address();
        var detail = said.status().isEmpty() ? said.action() : said.status();
        if (said.hard()) {
            return Readers.bounced(snapshot.incident(), address)
                    ? MessageOutcome.closed("bounce: known already")
                    : perform(snapshot, new Act.Bounce(address, sent.mail(), detail), "bounce");
        }
        if (said.soft()) {
            return sent.state() == SentMail.State.ACCEPTED || sent.state() == SentMail.State.DELAYED
                    ? returned(snapshot, sent, detail)
                    : MessageOutcome.closed("bounce: known already");
        }
        if (said.delayed()) {
            return sent.state() == SentMail.State.ACCEPTED && sent.arrivedAt().isEmpty()
                    ? perform(snapshot, new Act.Delay(address, sent.mail(), until, detail), "bounce: late")
                    : MessageOutcome.closed("bounce: late, known already");
        }
        var matters = sent.state() == SentMail.State.DELAYED || isWarning(snapshot, sent);
        return matters && sent.arrivedAt().isEmpty()
                ? perform(snapshot, new Act.Arrive(address, sent.mail(), detail), "receipt")
                : MessageOutcome.closed("receipt: the mail has arrived");
    }

    private static boolean isWarning(Snapshot snapshot, SentMail sent) {
        return sent.mail().equals(Step.Warn.keyFor(snapshot.incident().epoch()));
    }

    /** The mail is offered to the relay again: what was settled of it no longer holds. */
    private MessageOutcome returned(Snapshot snapshot, SentMail sent, String detail) {
        handed.reopen(snapshot.incident().id(), sent.mail(), sent.address());
        return perform(snapshot, new Act.Return(sent.address(), sent.mail(), detail), "bounce: not for good");
    }

    // ---- which of our mails

    private interface Known {
        MessageOutcome of(Snapshot snapshot, SentMail sent);
    }

    private MessageOutcome about(TokenOwner owner, DeliveryReport report, Known known) {
        var snapshot = casework.snapshot(owner.incident());
        if (snapshot.isEmpty()) {
            return MessageOutcome.closed("bounce: of an incident that does not exist");
        }
        if (owner.epoch() != snapshot.get().incident().epoch()) {
            return MessageOutcome.closed("bounce: of a mail to a former contact");
        }
        return sent(snapshot.get(), owner, report)
                .map(sent -> known.of(snapshot.get(), sent))
                .orElseGet(() -> MessageOutcome.closed("bounce: of an address nobody was written to"));
    }

    /** The one the notice names, as far as it was written to this reader; else the last one. */
    private Optional<SentMail> sent(Snapshot snapshot, TokenOwner owner, DeliveryReport report) {
        var all = SentMail.of(snapshot.timeline());
        var address = owner.among(all.stream()
                .map(SentMail::address)
                .distinct()
                .sorted(Comparator.comparing(one -> one.toLowerCase(Locale.ROOT)))
                .toList());
        var mails = address.stream()
                .flatMap(to -> all.stream().filter(mail -> mail.address().equalsIgnoreCase(to)))
                .toList();
        var key = report.mail()
                .or(() -> report.messageId()
                        .flatMap(id -> handed.step(id, snapshot.incident().id())));
        return key.flatMap(named ->
                        mails.stream().filter(mail -> mail.mail().equals(named)).findFirst())
                .or(() -> mails.isEmpty() ? Optional.empty() : Optional.of(mails.getLast()));
    }

    private MessageOutcome perform(Snapshot snapshot, Act act, String what) {
        IncidentId id = snapshot.incident().id();
        return switch (casework.perform(id, act, Actor.AUTOMATION)) {
            case Acted.Done ignored -> MessageOutcome.closed(what + ": noted on incident " + id);
            case Acted.Refused refused -> MessageOutcome.closed(what + ": " + refused.sentence());
            case Acted.NoSuchIncident ignored -> MessageOutcome.closed(what + ": of an incident that does not exist");
        };
    }
}
