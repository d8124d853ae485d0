package duenotice.verification;

import duenotice.access.MaskedMail;
import duenotice.access.Passwords;
import duenotice.access.Secrets;
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
import duenotice.incident.SecretKind;
import duenotice.incident.Statement;
import duenotice.inventory.Inventory;
import duenotice.inventory.Recipient;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads mails that arrive at a reply address, answer a message of ours, or come from a proven contact who answers: whose
 * word it is (R41), what it says (R42), and that no robot wrote it (R43). Their receipt time decides, not when they are
 * read (R50). Passwords are taken out, and a mail that holds one is kept sealed (R25).
 */
public final class ReplyReader implements MessageReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Characters of an answer that are kept; the message itself is kept whole, be it sealed. */
    private static final int LONGEST = 20_000;

    private final Casework casework;

    private final Inventory inventory;
    private final Tokens tokens;
    private final Secrets secrets;
    private final Set<String> ownMailServers;
    private final Set<String> forOtherThings;
    private final NeighbourComplaint neighbours;
    private final OwnContacts contacts;

    /** One that has no mailboxes for other things beside it. */
    public ReplyReader(
            Casework casework, Inventory inventory, Tokens tokens, Secrets secrets, Set<String> ownMailServers) {
        this(casework, inventory, tokens, secrets, ownMailServers, Set.of());
    }

    /**
     * @param ownMailServers authserv-ids of our own mail servers; nobody else's word on a sender counts
     * @param forOtherThings mailboxes of ours where a mail that refers to no warning is no answer to one, such as that for
     *     changes of contacts
     */
    public ReplyReader(
            Casework casework,
            Inventory inventory,
            Tokens tokens,
            Secrets secrets,
            Set<String> ownMailServers,
            Set<String> forOtherThings) {
        this.forOtherThings = forOtherThings.stream()
                .map(address -> address.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.casework = casework;
        this.inventory = inventory;
        this.tokens = tokens;
        this.secrets = secrets;
        this.ownMailServers = Set.copyOf(ownMailServers);
        neighbours = new NeighbourComplaint(inventory);
        contacts = new OwnContacts(casework, inventory);
    }

    @Override
    public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        for (var message : messages) {
            read(message).ifPresent(outcome -> outcomes.put(message.id(), outcome));
        }
        return outcomes;
    }

    // ---- which incident it answers

    /** By what a mail was put to its incident. */
    private enum Clue {
        /** The token stood in the address it was sent to. */
        RECIPIENT("the address it was sent to"),
        /** It refers to a message of ours. */
        REFERENCE("the message it answers"),
        /** Its sender is proven, and one of the incident's contacts. */
        SENDER("its proven sender");

        private final String words;

        Clue(String words) {
            this.words = words;
        }
    }

    /**
     * What a mail answers.
     *
     * @param madeFor whose token it bears; nobody's where it bears none
     */
    private record Answered(IncidentId incident, int epoch, Clue by, Predicate<String> madeFor) {
        static Answered of(TokenOwner token, Clue by) {
            return new Answered(token.incident(), token.epoch(), by, token.contact());
        }
    }

    private Optional<MessageOutcome> read(StoredMessage message) {
        if (!message.cameAsMail() || message.hint().isPresent()) {
            return Optional.empty();
        }
        var answered = new ArrayList<>(message.recipients().stream()
                .flatMap(recipient -> replyToken(recipient).stream())
                .map(token -> Answered.of(token, Clue.RECIPIENT))
                .toList());
        if (answered.isEmpty() && !AnswerSigns.in(message.body())) {
            return Optional.empty();
        }
        var mail = Mail.parse(message.body());
        if (answered.isEmpty()) {
            referredTo(mail)
                    .map(token -> Answered.of(token, Clue.REFERENCE))
                    .or(() -> bySender(message, mail))
                    .ifPresent(answered::add);
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

    /**
     * An answer of a proven contact that has lost the way back. Who writes of somebody else's server complains (R2, R3),
     * and who answers another mail of ours does not answer the warning.
     */
    private Optional<Answered> bySender(StoredMessage message, Mail mail) {
        if (!MailKind.saysThatItAnswers(mail)
                || message.recipients().stream()
                        .anyMatch(recipient -> forOtherThings.contains(recipient.toLowerCase(Locale.ROOT)))
                || MailKind.of(mail, envelope(message), Destination.REPLY) != MailKind.REPLY) {
            return Optional.empty();
        }
        var text = bounded(QuotedText.strip(mail.text()));
        return AuthenticationResults.of(mail, ownMailServers)
                .sender(mail)
                .map(sender -> sender.bare().toLowerCase(Locale.ROOT))
                .flatMap(sender -> contacts.incidentOf(sender, mail, ownDomains(message)))
                .filter(incident -> !neighbours.namesOthersOnly(text, incident, casework.now()))
                .map(incident -> new Answered(incident.id(), incident.epoch(), Clue.SENDER, nobody -> false));
    }

    private static Set<String> ownDomains(StoredMessage message) {
        return message.recipients().stream()
                .map(recipient ->
                        recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Envelope envelope(StoredMessage message) {
        return new Envelope(message.sender(), message.recipients(), "");
    }

    // ---- what it says

    private Optional<MessageOutcome> read(StoredMessage message, Mail mail, List<Answered> answered) {
        var kind = MailKind.enclosesNotice(mail, envelope(message))
                ? MailKind.REPLY
                : MailKind.of(mail, envelope(message), Destination.REPLY);
        return switch (kind) {
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

    /**
     * What a mail says, ready to be read by people.
     *
     * @param text without quotation and passwords
     * @param sealing a password stood in it: the mail itself is kept sealed (R25)
     */
    private record Said(String text, AnswerWords.Read read, Optional<Act.Sealing> sealing) {}

    private Said said(Mail mail) {
        var own = bounded(QuotedText.strip(mail.text()));
        var masked = Passwords.mask(own);
        var sealing = masked.any() || MaskedMail.holdsPassword(mail)
                ? Optional.of(new Act.Sealing(secrets.until(casework.now()), masked.any()))
                : Optional.<Act.Sealing>empty();
        return new Said(masked.text(), AnswerWords.read(own), sealing);
    }

    /** Empty where it answers nothing, but complains of somebody else: that is for the next reader. */
    private Optional<MessageOutcome> answer(StoredMessage message, Mail mail, List<Answered> answered) {
        var said = said(mail);
        if (complainsOfSomebodyElse(said, answered)) {
            return Optional.empty();
        }
        var outcomes = new LinkedHashMap<IncidentId, MessageOutcome>();
        for (var one : answered) {
            outcomes.computeIfAbsent(one.incident(), id -> answer(message, mail, said, one));
        }
        return outcomes.values().stream()
                .filter(outcome -> outcome.state() == State.JOINED)
                .findFirst()
                .or(() -> outcomes.values().stream().findFirst());
    }

    private boolean complainsOfSomebodyElse(Said said, List<Answered> answered) {
        return answered.stream()
                .flatMap(one -> casework.snapshot(one.incident()).stream())
                .anyMatch(snapshot ->
                        neighbours.isOne(said.text(), said.read().kind(), snapshot.incident(), casework.now()));
    }

    private MessageOutcome answer(StoredMessage message, Mail mail, Said said, Answered answered) {
        var id = answered.incident();
        var snapshot = casework.snapshot(id);
        if (snapshot.isEmpty()) {
            return MessageOutcome.queued("unreadable: it answers incident %s, which is not there".formatted(id));
        }
        var incident = snapshot.get().incident();
        var from = mail.from()
                .map(Address::bare)
                .map(address -> address.toLowerCase(Locale.ROOT))
                .filter(address -> !address.isEmpty())
                .orElse("unknown sender");
        var instead = noAnswer(mail, said, answered, incident);
        if (instead.isPresent()) {
            said.sealing().ifPresent(sealing -> {
                var kept = new Act.KeepSecret(SecretKind.MAIL, from, sealing.until());
                seal(message, mail, casework.perform(id, kept, Actor.customer(from)));
            });
            return instead.get();
        }
        var act = new Act.Answer(
                from,
                said.read().kind(),
                standing(incident, mail, from, answered, message.receivedAt()),
                message.receivedAt(),
                said.text(),
                Statement.read(said.text()),
                new Act.Reading(said.read().why(), message.id().toString(), said.sealing()));
        var acted = casework.perform(id, act, Actor.customer(from));
        if (said.sealing().isPresent()) {
            seal(message, mail, acted);
        }
        return switch (acted) {
            case Acted.Done ignored ->
                new MessageOutcome(
                        State.JOINED,
                        Optional.of("an answer to incident %s, known by %s".formatted(id, answered.by().words)),
                        Optional.empty());
            case Acted.Refused refused -> MessageOutcome.queued("held: " + refused.sentence());
            case Acted.NoSuchIncident ignored -> MessageOutcome.queued("unreadable: no incident " + id);
        };
    }

    private static Optional<MessageOutcome> noAnswer(Mail mail, Said said, Answered answered, Incident incident) {
        if (said.text().isBlank()) {
            return Optional.of(
                    mail.attachments().isEmpty()
                            ? MessageOutcome.closed("it holds nothing but what was quoted")
                            : MessageOutcome.queued("unreadable: an answer that holds nothing but attachments"));
        }
        return answered.epoch() == incident.epoch()
                ? Optional.empty()
                : Optional.of(MessageOutcome.queued(
                        "ownership-uncertain: it answers incident %s, which was moved since".formatted(incident.id())));
    }

    /**
     * Keeps the mail as it came, and only then puts what may be shown in its place, in the transaction in which its reading
     * is written.
     */
    private void seal(StoredMessage message, Mail mail, Acted acted) {
        if (acted instanceof Acted.Done done) {
            var incident = done.snapshot().incident();
            secrets.keep(
                    incident.id(),
                    incident.secrets().getLast().number(),
                    SecretKind.MAIL,
                    message.body(),
                    casework.now());
            casework.inbox()
                    .replace(
                            message.id(),
                            MaskedMail.shown(mail, "The original is sealed.").getBytes(StandardCharsets.UTF_8));
        }
    }

    // ---- whose word it is

    private Standing standing(Incident incident, Mail mail, String from, Answered answered, Instant receivedAt) {
        var token = answered.by() == Clue.RECIPIENT;
        var facts = inventory
                .facts(incident.server(), receivedAt)
                .filter(known ->
                        known.owner().filter(incident.customer()::equals).isPresent());
        var authorized = !mail.fromIsAmbiguous()
                && facts.filter(known -> known.isAuthorized(from)).isPresent();
        var proven = AuthenticationResults.of(mail, ownMailServers).sender(mail).isPresent();
        // Else who has been let in by telephone an hour ago would answer in the name of those he replaces (R31).
        var vouches = token
                && facts.filter(known -> waitsForAuthority(known, answered)).isEmpty();
        if (authorized && (vouches || proven)) {
            return Standing.AUTHORIZED;
        }
        return token ? Standing.TOKEN_ONLY : Standing.UNVERIFIED;
    }

    /** The token was made for somebody who is written to and whose word does not count yet. */
    private static boolean waitsForAuthority(ServerFacts facts, Answered answered) {
        return Stream.concat(facts.warned().stream(), facts.owners().stream())
                .map(Recipient::email)
                .filter(email -> !facts.isAuthorized(email))
                .anyMatch(answered.madeFor());
    }

    private static String bounded(String text) {
        var bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return bounded.replace('\0', '\uFFFD');
    }

    private static String report(String kind, Mail mail) {
        var json = JSON.createObjectNode()
                .put("kind", kind)
                .put("reporter", mail.from().map(Address::bare).orElse(null));
        json.putArray("findings");
        return json.toString();
    }
}
