package duenotice.verification;

import duenotice.access.TokenKind;
import duenotice.access.TokenOwner;
import duenotice.access.Tokens;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.MessageReader;
import duenotice.casework.StoredMessage;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentId;
import duenotice.incident.Statement;
import duenotice.inventory.Inventory;
import duenotice.inventory.ServerFacts;
import duenotice.mail.Address;
import duenotice.mail.AuthenticationResults;
import duenotice.mail.Destination;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.mail.QuotedText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads mails that arrive at a reply address or answer a message of ours: whose word it is (R41), what it says (R42), and
 * that no robot wrote it (R43). Their receipt time decides, not when they are read (R50).
 */
public final class ReplyReader implements MessageReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Characters of an answer that are kept; the message itself is kept whole. */
    private static final int LONGEST = 20_000;

    /** Bytes of a header in which an answer to a message of ours is looked for. */
    private static final int HEADER = 64 * 1024;

    private static final byte[] OURS = "reply+".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern PASSWORD = Pattern.compile(
            "\\b(pass(?:word|wd|phrase|wort)?|pwd|pw|kennwort|root pass(?:word|wort)?)([ \\t]*(?:[:=]|lautet:?)[ \\t]*)\\S{1,200}",
            Pattern.CASE_INSENSITIVE);

    private final Casework casework;
    private final Inventory inventory;
    private final Tokens tokens;
    private final Set<String> ownMailServers;
    private final NeighbourComplaint neighbours;

    /** @param ownMailServers authserv-ids of our own mail servers; nobody else's word on a sender counts */
    public ReplyReader(Casework casework, Inventory inventory, Tokens tokens, Set<String> ownMailServers) {
        this.casework = casework;
        this.inventory = inventory;
        this.tokens = tokens;
        this.ownMailServers = Set.copyOf(ownMailServers);
        neighbours = new NeighbourComplaint(inventory);
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        for (var message : messages) {
            read(message).ifPresent(outcome -> outcomes.put(message.id(), outcome));
        }
        return outcomes;
    }

    /**
     * What a mail answers.
     *
     * @param byRecipient the token stood in the address it was sent to, not only in what it refers to
     */
    private record Answered(TokenOwner token, boolean byRecipient) {}

    private Optional<MessageOutcome> read(StoredMessage message) {
        if (!message.cameAsMail() || message.hint().isPresent()) {
            return Optional.empty();
        }
        var answered = new ArrayList<>(message.recipients().stream()
                .flatMap(recipient -> replyToken(recipient).stream())
                .map(token -> new Answered(token, true))
                .toList());
        if (answered.isEmpty() && !refersToUs(message.body())) {
            return Optional.empty();
        }
        var mail = Mail.parse(message.body());
        if (answered.isEmpty()) {
            referredTo(mail).map(token -> new Answered(token, false)).ifPresent(answered::add);
        }
        return answered.isEmpty() ? Optional.empty() : read(message, mail, answered);
    }

    private Optional<TokenOwner> replyToken(String address) {
        return tokens.ofAddress(address).filter(token -> token.kind() == TokenKind.REPLY);
    }

    /** The newest message of ours that it answers; our Message-IDs to contacts are reply addresses. */
    private Optional<TokenOwner> referredTo(Mail mail) {
        var ids = new ArrayList<>(mail.inReplyTo());
        ids.addAll(mail.references().reversed());
        return ids.stream()
                .limit(50)
                .flatMap(id -> replyToken(id.substring(1, id.length() - 1)).stream())
                .findFirst();
    }

    /** Cheaper than reading the mail: most complaints answer nothing. */
    private static boolean refersToUs(byte[] body) {
        var end = Math.min(body.length, HEADER) - OURS.length;
        for (var at = 0; at < end; at++) {
            if (body[at] == '\n' && (body[at + 1] == '\n' || (body[at + 1] == '\r' && body[at + 2] == '\n'))) {
                return false;
            }
            if (matches(body, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] body, int at) {
        for (var i = 0; i < OURS.length; i++) {
            if (Character.toLowerCase(body[at + i]) != OURS[i]) {
                return false;
            }
        }
        return true;
    }

    private Optional<MessageOutcome> read(StoredMessage message, Mail mail, List<Answered> answered) {
        var envelope = new Envelope(message.sender(), message.recipients(), "");
        return switch (MailKind.of(mail, envelope, Destination.REPLY)) {
            case REPORT -> Optional.empty();
            case BOUNCE ->
                Optional.of(
                        MessageOutcome.closed("a bounce, which is no answer").withReport(report("bounce", mail)));
            case AUTOMATIC ->
                Optional.of(MessageOutcome.closed("automatic mail, which is no answer")
                        .withReport(report("automatic-reply", mail)));
            case REPLY ->
                answer(message, mail, answered).map(outcome -> outcome.withReport(report("customer-reply", mail)));
        };
    }

    /** Empty where it answers nothing, but complains of somebody else: that is for the next reader. */
    private Optional<MessageOutcome> answer(StoredMessage message, Mail mail, List<Answered> answered) {
        var text = kept(QuotedText.strip(mail.text()));
        if (text.isBlank()) {
            return Optional.of(
                    mail.attachments().isEmpty()
                            ? MessageOutcome.closed("it holds nothing but what was quoted")
                            : MessageOutcome.queued("unreadable: an answer that holds nothing but attachments"));
        }
        if (complainsOfSomebodyElse(text, answered)) {
            return Optional.empty();
        }
        var outcomes = new LinkedHashMap<IncidentId, MessageOutcome>();
        for (var one : answered) {
            outcomes.computeIfAbsent(one.token().incident(), id -> answer(message, mail, text, one));
        }
        return outcomes.values().stream()
                .filter(outcome -> outcome.state() == State.JOINED)
                .findFirst()
                .or(() -> outcomes.values().stream().findFirst());
    }

    private boolean complainsOfSomebodyElse(String text, List<Answered> answered) {
        var kind = AnswerWords.kind(text);
        return answered.stream()
                .flatMap(one -> casework.snapshot(one.token().incident()).stream())
                .anyMatch(snapshot -> neighbours.isOne(text, kind, snapshot.incident(), casework.now()));
    }

    private MessageOutcome answer(StoredMessage message, Mail mail, String text, Answered answered) {
        var id = answered.token().incident();
        var snapshot = casework.snapshot(id);
        if (snapshot.isEmpty()) {
            return MessageOutcome.queued("unreadable: it answers incident %s, which is not there".formatted(id));
        }
        var incident = snapshot.get().incident();
        if (answered.token().epoch() != incident.epoch()) {
            return MessageOutcome.queued(
                    "ownership-uncertain: it answers incident %s, which was moved since".formatted(id));
        }
        var from = mail.from()
                .map(Address::bare)
                .map(address -> address.toLowerCase(Locale.ROOT))
                .orElse("");
        var act = new Act.Answer(
                from.isEmpty() ? "unknown sender" : from,
                AnswerWords.kind(text),
                standing(incident, mail, from, answered.byRecipient(), message.receivedAt()),
                message.receivedAt(),
                text,
                Statement.read(text));
        return switch (casework.perform(id, act, Actor.customer(act.from()))) {
            case Acted.Done ignored ->
                new MessageOutcome(State.JOINED, Optional.of("an answer to incident " + id), Optional.empty());
            case Acted.Refused refused -> MessageOutcome.queued("held: " + refused.sentence());
            case Acted.NoSuchIncident ignored -> MessageOutcome.queued("unreadable: no incident " + id);
        };
    }

    private Standing standing(Incident incident, Mail mail, String from, boolean token, Instant receivedAt) {
        var authorized = !mail.fromIsAmbiguous()
                && inventory
                        .facts(incident.server(), receivedAt)
                        .filter(facts -> facts.owner()
                                .filter(incident.customer()::equals)
                                .isPresent())
                        .filter(facts -> isAuthorized(facts, from))
                        .isPresent();
        var proven = AuthenticationResults.of(mail, ownMailServers).sender(mail).isPresent();
        if (authorized && (token || proven)) {
            return Standing.AUTHORIZED;
        }
        return token && !authorized ? Standing.TOKEN_ONLY : Standing.UNVERIFIED;
    }

    private static boolean isAuthorized(ServerFacts facts, String from) {
        return !from.isEmpty() && facts.isAuthorized(from);
    }

    /** Passwords are not kept where people read (R25); the message itself stays as it came. */
    private static String kept(String text) {
        var bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return PASSWORD.matcher(bounded.replace('\0', '\uFFFD')).replaceAll("$1$2[masked]");
    }

    private static String report(String kind, Mail mail) {
        var json = JSON.createObjectNode()
                .put("kind", kind)
                .put("reporter", mail.from().map(Address::bare).orElse(null));
        json.putArray("findings");
        return json.toString();
    }
}
