package duenotice.warning;

import duenotice.access.Tokens;
import duenotice.database.Transactions;
import duenotice.incident.Circumstances.RelayAtLastTry;
import duenotice.incident.Entry;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import duenotice.incident.Step;
import duenotice.incident.TextDigest;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands letters to the relay, one mail an address. A mail's Message-ID follows from its incident, step and address alone, so
 * a step that is tried again sends the same mail again, or, where the relay has settled it, none.
 */
final class Post {
    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15));

    private final Relay relay;
    private final HandedMails handed;
    private final Tokens tokens;
    private final ProviderIdentity provider;

    Post(Relay relay, Transactions transactions, Tokens tokens, ProviderIdentity provider) {
        this.relay = relay;
        handed = new HandedMails(transactions);
        this.tokens = tokens;
        this.provider = provider;
    }

    static Duration backOff(int postponements) {
        return BACK_OFF.get(Math.min(postponements, BACK_OFF.size() - 1));
    }

    /**
     * What the mails of one step have in common.
     *
     * @param epoch which owner of the incident the readers are; their tokens name it
     * @param timeline for threading
     */
    record Occasion(IncidentId incident, int epoch, String step, List<Entry> timeline, Instant now) {}

    /** @param bound the reader is a contact: gets tokens for answers and bounces; others answer to the desk */
    record Envelope(String address, String name, boolean bound, Letter letter) {}

    /** Who a mail is for. */
    record Address(String email, String name) {}

    /** True where the relay has said its last word on each of these mails. */
    boolean isSettled(Occasion occasion, List<Address> to) {
        return to.stream()
                .allMatch(one -> handed.settled(
                                messageId(occasion, occasion.epoch(), occasion.step(), one.email(), true),
                                one.email(),
                                one.name())
                        .isPresent());
    }

    Outcome hand(Occasion occasion, List<Envelope> envelopes) {
        return hand(occasion, List.of(), envelopes);
    }

    /**
     * Stops asking once the relay is away for all: the rest waits with it.
     *
     * @param others whose mails these are too: what is settled for the one is for them
     */
    Outcome hand(Occasion occasion, List<Occasion> others, List<Envelope> envelopes) {
        var told = new ArrayList<Told>();
        var away = Optional.<String>empty();
        var relay = RelayAtLastTry.PUT_OFF;
        for (var envelope : envelopes) {
            var id = messageId(occasion, occasion.epoch(), occasion.step(), envelope);
            var settled = handed.settled(id, envelope.address(), envelope.name());
            if (settled.isPresent()) {
                told.add(settled.get());
                continue;
            }
            var delivery = away.<Delivery>map(Delivery.RelayAway::new).orElseGet(() -> hand(occasion, envelope, id));
            var one = told(envelope, delivery);
            if (delivery instanceof Delivery.RelayAway gone) {
                relay = RelayAtLastTry.AWAY;
                away = Optional.of(gone.why()).filter(ignored -> gone.forAll());
            } else if (delivery instanceof Delivery.OutOfTurn && relay != RelayAtLastTry.AWAY) {
                relay = RelayAtLastTry.PACED;
            }
            handed.keep(id, occasion.incident(), occasion.step(), one, occasion.now());
            if (one.handed() != Handed.DEFERRED) {
                others.forEach(other -> handed.keep(
                        messageId(other, other.epoch(), other.step(), envelope),
                        other.incident(),
                        other.step(),
                        one,
                        occasion.now()));
            }
            told.add(one);
        }
        return new Outcome(told, relay);
    }

    private Delivery hand(Occasion occasion, Envelope envelope, String id) {
        OutgoingMail mail;
        try {
            mail = mail(occasion, envelope, id);
        } catch (IllegalArgumentException notAnAddress) {
            return new Delivery.Refused("not an address that mail can be sent to");
        }
        return relay.hand(mail);
    }

    private static Told told(Envelope envelope, Delivery delivery) {
        return switch (delivery) {
            case Delivery.Accepted accepted ->
                new Told(envelope.address(), envelope.name(), Handed.ACCEPTED, accepted.reply());
            case Delivery.Refused refused ->
                new Told(envelope.address(), envelope.name(), Handed.REFUSED, refused.reply());
            case Delivery.Deferred deferred ->
                new Told(envelope.address(), envelope.name(), Handed.DEFERRED, deferred.reply());
            case Delivery.OutOfTurn waits ->
                new Told(envelope.address(), envelope.name(), Handed.DEFERRED, waits.why());
            case Delivery.RelayAway away -> new Told(envelope.address(), envelope.name(), Handed.DEFERRED, away.why());
        };
    }

    private OutgoingMail mail(Occasion occasion, Envelope envelope, String id) {
        var from = envelope.letter().from();
        var returnPath = envelope.bound()
                ? tokens.bounceAddress(
                        occasion.incident(), occasion.epoch(), envelope.address(), provider.domain(), occasion.now())
                : "";
        var replyTo = envelope.bound()
                ? tokens.replyAddress(
                        occasion.incident(), occasion.epoch(), envelope.address(), provider.domain(), occasion.now())
                : from.fromAddress();
        return new OutgoingMail(
                returnPath,
                envelope.address(),
                envelope.name(),
                from.fromAddress(),
                from.name(),
                Optional.of(replyTo),
                envelope.letter().subject(),
                envelope.letter().text(),
                Optional.of(envelope.letter().html()),
                id,
                Map.of(
                        "Auto-Submitted",
                        "auto-generated",
                        OutgoingMail.INCIDENT_HEADER,
                        Long.toString(occasion.incident().number()),
                        OutgoingMail.MAIL_HEADER,
                        occasion.step()),
                first(occasion, envelope).filter(first -> !first.equals(id)));
    }

    // ---- threading

    /**
     * A contact's one is a reply address too: its left side opens with {@link Tokens#ofAddress}, so that an answer whose
     * recipient got lost is still found by what it refers to.
     */
    private String messageId(Occasion occasion, int epoch, String step, Envelope envelope) {
        return messageId(occasion, epoch, step, envelope.address(), envelope.bound());
    }

    private String messageId(Occasion occasion, int epoch, String step, String reader, boolean bound) {
        var mark = TextDigest.of(occasion.incident() + "\n" + epoch + "\n" + step + "\n"
                        + reader.toLowerCase(java.util.Locale.ROOT))
                .hex();
        if (!bound) {
            return "<" + mark.substring(0, 32) + "@" + provider.domain() + ">";
        }
        var opened = occasion.timeline().getFirst().at();
        var address = tokens.replyAddress(
                occasion.incident(), epoch, reader, "m" + mark.substring(0, 16) + "." + provider.domain(), opened);
        return "<" + address + ">";
    }

    /** The first mail that this reader got about the incident: later ones answer it. */
    private Optional<String> first(Occasion occasion, Envelope reader) {
        var envelope = new Envelope(reader.address(), reader.name(), true, reader.letter());
        var epoch = 1;
        for (var entry : occasion.timeline()) {
            switch (entry.event()) {
                case IncidentEvent.Moved ignored -> epoch++;
                case IncidentEvent.CustomerWarned warned
                when reached(warned.to(), envelope) -> {
                    return Optional.of(messageId(occasion, epoch, Step.Warn.keyFor(epoch), envelope));
                }
                case IncidentEvent.AddressWarned warned
                when reached(List.of(warned.to()), envelope) -> {
                    return Optional.of(messageId(occasion, epoch, Step.Warn.keyFor(epoch), envelope));
                }
                case IncidentEvent.Informed informed
                when reached(informed.to(), envelope) -> {
                    return Optional.of(messageId(occasion, epoch, informed.key(), envelope));
                }
                case IncidentEvent.MessageSent sent
                when reached(sent.to(), envelope) -> {
                    return Optional.of(messageId(occasion, epoch, "message-" + sent.entry(), envelope));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static boolean reached(List<Told> to, Envelope envelope) {
        return to.stream()
                .anyMatch(told ->
                        told.handed() == Handed.ACCEPTED && told.address().equalsIgnoreCase(envelope.address()));
    }
}
