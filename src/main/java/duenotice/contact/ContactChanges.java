package duenotice.contact;

import duenotice.casework.Casework;
import duenotice.contact.ChangeJudge.Drafted;
import duenotice.contact.ChangeJudge.Judged;
import duenotice.contact.ChangeJudge.Why;
import duenotice.contact.ContactChange.State;
import duenotice.contact.ContactChange.Way;
import duenotice.contact.ContactMails.Occasion;
import duenotice.database.Transactions;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.IncidentId;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Customer;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Changes of contacts from the first wish to their end: proposed by anybody with a way in, in force once confirmed, taken back
 * by staff (R31). What the rules are is {@link ChangeJudge}'s to say.
 */
public final class ContactChanges {
    /** So many may wait for one list: more is somebody's attack on the old channels' mailboxes. */
    static final int MOST_OPEN = 5;

    /** So many may be asked for in a day by those whom nobody has proven: each is a mail to every old channel. */
    static final int MOST_IN_A_DAY = 20;

    private static final Duration DAY = Duration.ofDays(1);

    private final Transactions transactions;
    private final Casework casework;
    private final Inventory inventory;
    private final ChangeStore store;
    private final ContactMails mails;
    private final String ownDomain;

    /** @param ownDomain of the provider: no contact is written to there */
    public ContactChanges(Transactions transactions, Casework casework, Inventory inventory, String ownDomain) {
        this.transactions = transactions;
        this.casework = casework;
        this.inventory = inventory;
        this.ownDomain = ownDomain;
        store = new ChangeStore(transactions);
        mails = new ContactMails(transactions, casework);
    }

    /** What became of an act on a change. */
    public sealed interface Outcome {
        record Done(ContactChange change) implements Outcome {}

        /** @param sentences what is wrong with what was typed; often none */
        record Refused(Why why, List<String> sentences) implements Outcome {
            public Refused {
                sentences = List.copyOf(sentences);
            }

            /** For staff, in English. */
            public String sentence() {
                return sentences.isEmpty() ? why.sentence() : String.join(" ", sentences);
            }
        }
    }

    /**
     * What happened to a change.
     *
     * @param what a word
     * @param detail a sentence, or empty
     */
    public record Happened(Instant at, String actor, String what, String detail) {}

    // ---- looking

    public Optional<ContactChange> change(long id) {
        return store.change(id);
    }

    /** Those that need somebody first, then the newest; of one list where that is given. */
    public List<ContactChange> latest(Optional<ContactOwner> owner, int limit) {
        return store.latest(owner, limit);
    }

    public List<Happened> history(long id) {
        return store.steps(id).stream()
                .map(step -> new Happened(step.at(), step.actor(), step.what(), step.detail()))
                .toList();
    }

    /** Who confirmed it, for those who are told; empty where nobody has. */
    String confirmedBy(ContactChange change) {
        return store.steps(change.id()).stream()
                .filter(step -> step.what().equals("confirmed"))
                .map(ChangeStore.Step::actor)
                .findFirst()
                .orElse("");
    }

    /** The address that a link to a change was mailed to; empty where none was. */
    public Optional<String> reader(long id, Predicate<String> contact) {
        return mails.reader(EnumSet.of(Occasion.PROPOSED, Occasion.IN_FORCE, Occasion.UNDONE), id, contact);
    }

    /** Addresses and numbers that were on file before, and may confirm. */
    public List<FiledContact> channels(ContactChange change) {
        return inventory.contactBook().channels(change.owner());
    }

    /** Whether a mail to this address may offer to confirm. */
    public boolean mayConfirm(ContactChange change, String address) {
        return ChangeJudge.mayDecide(change, address, channels(change));
    }

    /** Numbers that staff may ring to have it confirmed. */
    public List<String> numbersOnFile(ContactChange change) {
        var channels = channels(change);
        var wrong = wrongNumbers();
        return channels.stream()
                .flatMap(one -> one.contact().phones().stream())
                .distinct()
                .filter(number -> ChangeJudge.confirm(
                                change, new Confirmation.CallBack(number, ""), channels, wrong, change.proposedAt())
                        instanceof Judged.InForce)
                .toList();
    }

    // ---- asking for

    /**
     * Keeps the wish and asks the old channels. The same wish again is the same change.
     *
     * @param by address of whoever asks, or a member of staff
     * @param message number of the mail it came in
     */
    public Outcome propose(
            ContactOwner owner,
            ContactWish wish,
            Way way,
            String by,
            Optional<IncidentId> incident,
            Optional<Long> message) {
        return propose(owner, wish, way, by, incident, message, casework.now());
    }

    private Outcome propose(
            ContactOwner owner,
            ContactWish wish,
            Way way,
            String by,
            Optional<IncidentId> incident,
            Optional<Long> message,
            Instant now) {
        return transactions.call(() -> {
            store.lock(owner);
            return switch (ChangeJudge.draft(wish, inventory.contactBook().of(owner), by, ownDomain)) {
                case Drafted.Refused refused -> new Outcome.Refused(refused.why(), refused.sentences());
                case Drafted.Draft draft -> {
                    var open = store.open(owner).stream()
                            .filter(one -> now.isBefore(one.expiresAt()))
                            .toList();
                    var same = open.stream()
                            .filter(one -> one.name().equals(draft.name())
                                    && one.after().equals(draft.after()))
                            .findFirst();
                    if (same.isPresent()) {
                        yield new Outcome.Done(same.get());
                    }
                    if (open.size() >= MOST_OPEN) {
                        yield new Outcome.Refused(Why.TOO_MANY, List.of());
                    }
                    if (way != Way.STAFF && store.askedFor(owner, now.minus(DAY)) >= MOST_IN_A_DAY) {
                        yield new Outcome.Refused(Why.TOO_OFTEN, List.of());
                    }
                    var id = store.add(owner, draft, way, by, incident, message, now);
                    var change = store.change(id).orElseThrow();
                    store.step(id, by, "proposed", ChangeText.of(change), now);
                    tell(Occasion.PROPOSED, change, channels(change), now);
                    note(change, "Contact change " + id + " was asked for and waits to be confirmed.");
                    yield new Outcome.Done(change);
                }
            };
        });
    }

    // ---- confirming

    public Outcome confirm(long id, Confirmation confirmation, String note) {
        var now = casework.now();
        var outcome = transactions.<Outcome>call(() -> {
            var change = locked(id);
            if (change.isEmpty()) {
                return new Outcome.Refused(Why.OVER, List.of());
            }
            var channels = channels(change.get());
            return switch (ChangeJudge.confirm(change.get(), confirmation, channels, wrongNumbers(), now)) {
                case Judged.Refused refused -> new Outcome.Refused(refused.why(), List.of());
                case Judged.InForce force -> {
                    putInForce(change.get(), confirmation, note, channels, force.authorityAt(), now);
                    yield new Outcome.Done(store.change(id).orElseThrow());
                }
            };
        });
        if (outcome instanceof Outcome.Done) {
            casework.lookAtAllNow();
        }
        return outcome;
    }

    private void putInForce(
            ContactChange change,
            Confirmation confirmation,
            String note,
            List<FiledContact> channels,
            Optional<Instant> authorityAt,
            Instant now) {
        var book = inventory.contactBook();
        store.confirmed(change.id(), confirmation, authorityAt, now);
        book.stand(
                change.id(),
                change.owner(),
                change.name(),
                change.before(),
                change.after(),
                authorityAt.isPresent(),
                now);
        change.after()
                .ifPresentOrElse(
                        after -> inventory.anomalies().changed(after, now),
                        () -> inventory.anomalies().offFile(now));
        store.step(change.id(), confirmation.by(), "confirmed", confirmedHow(confirmation, note), now);
        tell(Occasion.IN_FORCE, change, channels, now);
        store.open(change.owner()).stream()
                .filter(other -> other.name().equals(change.name()))
                .forEach(other -> {
                    store.ended(other.id(), State.EXPIRED);
                    store.step(
                            other.id(), "automation", "expired", "change " + change.id() + " was confirmed first", now);
                });
        note(
                change,
                "Contact change " + change.id() + " is in force"
                        + (authorityAt.isPresent()
                                ? "."
                                : "; its word counts 24 hours after all old channels were told."));
    }

    private static String confirmedHow(Confirmation confirmation, String note) {
        var how = switch (confirmation) {
            case Confirmation.OldChannel ignored -> "by the link in a mail to an old channel";
            case Confirmation.Login ignored -> "logged in";
            case Confirmation.CallBack call -> "by a call to " + call.number() + ", which was on file";
        };
        return note.isBlank() ? how : how + ": " + note;
    }

    // ---- refusing, objecting, taking back

    /** An old channel says no: to what waits, or to what is in force already. Staff decide the latter. */
    public Outcome refuse(long id, String address) {
        var now = casework.now();
        return transactions.call(() -> {
            var change = locked(id);
            if (change.isEmpty() || !ChangeJudge.mayRefuse(change.get(), now) || !wasAsked(change.get(), address)) {
                return new Outcome.Refused(Why.OVER, List.of());
            }
            if (change.get().isOpen()) {
                end(change.get(), State.REFUSED, address, "refused", "", now);
            } else {
                store.objected(id, Optional.of(address));
                store.step(id, address, "objected", "staff decide", now);
                note(change.get(), "An old channel objects to contact change " + id + ": decide about it.");
            }
            return new Outcome.Done(store.change(id).orElseThrow());
        });
    }

    private boolean wasAsked(ContactChange change, String address) {
        return mails.wentTo(Occasion.PROPOSED, change.id(), address)
                || mails.wentTo(Occasion.IN_FORCE, change.id(), address);
    }

    /** Staff refuse what waits. */
    public Outcome refuse(long id, String agent, String reason) {
        var now = casework.now();
        return transactions.call(() -> {
            var change = locked(id).filter(ContactChange::isOpen);
            if (change.isEmpty()) {
                return new Outcome.Refused(Why.OVER, List.of());
            }
            end(change.get(), State.REFUSED, agent, "refused", reason, now);
            return new Outcome.Done(store.change(id).orElseThrow());
        });
    }

    /** Staff take back what is in force: what was there before stands again, and everybody is told. */
    public Outcome undo(long id, String agent, String reason) {
        var now = casework.now();
        var outcome = transactions.<Outcome>call(() -> {
            var book = inventory.contactBook();
            var change =
                    locked(id).filter(one -> one.state() == State.CONFIRMED).filter(one -> book.stands(id));
            if (change.isEmpty()) {
                return new Outcome.Refused(Why.OVER, List.of());
            }
            var channels = new ArrayList<>(channels(change.get()));
            book.undo(id, now);
            channels.addAll(channels(change.get()));
            end(change.get(), State.UNDONE, agent, "undone", reason, now);
            tell(Occasion.UNDONE, change.get(), channels, now);
            inventory.anomalies().offFile(now);
            return new Outcome.Done(store.change(id).orElseThrow());
        });
        if (outcome instanceof Outcome.Done) {
            casework.lookAtAllNow();
        }
        return outcome;
    }

    /**
     * Staff stand by what an old channel objects to, or what could not be told to all of them: its word counts a day
     * after they were told, and at the latest a day from now.
     */
    public Outcome keep(long id, String agent, String reason) {
        var now = casework.now();
        var outcome = transactions.<Outcome>call(() -> {
            var change = locked(id)
                    .filter(one -> one.state() == State.CONFIRMED)
                    .filter(one -> one.objectedBy().isPresent() || isStuck(one, now));
            if (change.isEmpty()) {
                return new Outcome.Refused(Why.OVER, List.of());
            }
            store.objected(id, Optional.empty());
            if (change.get().authorityAt().isEmpty()) {
                store.authorityFrom(id, now);
            }
            store.step(id, agent, "kept", reason, now);
            casework.wantJob(ContactMails.JOB, now);
            return new Outcome.Done(store.change(id).orElseThrow());
        });
        if (outcome instanceof Outcome.Done) {
            casework.arrived();
        }
        return outcome;
    }

    /** In force for days, and an old channel could not be told. */
    public static boolean isStuck(ContactChange change, Instant now) {
        return change.state() == State.CONFIRMED
                && change.toldAt().isEmpty()
                && change.confirmedAt()
                        .filter(at -> at.plus(ChangeJudge.BEFORE_AUTHORITY).isBefore(now))
                        .isPresent();
    }

    private void end(ContactChange change, State state, String actor, String what, String detail, Instant now) {
        store.ended(change.id(), state);
        store.step(change.id(), actor, what, detail, now);
        note(change, "Contact change " + change.id() + " was " + what + ".");
    }

    private Optional<ContactChange> locked(long id) {
        return store.change(id).flatMap(change -> {
            store.lock(change.owner());
            return store.change(id);
        });
    }

    // ---- what comes due

    /** Proposals that are over, and those in force whose word counts from now on. */
    void run(Instant now) {
        transactions.run(() -> store.expired(now).forEach(change -> {
            store.ended(change.id(), State.EXPIRED);
            store.step(change.id(), "automation", "expired", "nobody confirmed it in time", now);
        }));
        transactions.run(() -> store.told().forEach(id -> {
            var change = store.change(id).orElseThrow();
            store.step(id, "automation", "told", "all old channels were told", now);
            if (change.authorityAt().isEmpty()) {
                store.authorityFrom(id, change.toldAt().orElse(now));
            }
        }));
        var settled = transactions.<Boolean>call(() -> {
            var ripe = store.ripe(now).stream()
                    .filter(change -> ChangeJudge.mayHaveAuthority(change, now))
                    .toList();
            for (var change : ripe) {
                inventory.contactBook().settle(change.id());
                store.step(change.id(), "automation", "authorized", "its word counts from now on", now);
                note(change, "The word of contact change " + change.id() + " counts from now on.");
            }
            if (!ripe.isEmpty()) {
                inventory.anomalies().offFile(now);
            }
            return !ripe.isEmpty();
        });
        if (settled) {
            casework.lookAtAllNow();
        }
    }

    Optional<Instant> nextDue() {
        return store.nextDue();
    }

    // ---- telling

    /** Each address once, in the language of the customer. */
    private void tell(Occasion occasion, ContactChange change, Collection<FiledContact> channels, Instant now) {
        var language = language(change.owner());
        var byAddress = new LinkedHashMap<String, FiledContact>();
        channels.forEach(one -> byAddress.putIfAbsent(one.contact().email().toLowerCase(Locale.ROOT), one));
        byAddress.forEach((address, one) ->
                mails.add(occasion, change.id(), 1, address, one.contact().name(), language, now));
    }

    String language(ContactOwner owner) {
        return inventory.customer(owner).map(Customer::language).orElse("en");
    }

    private Set<String> wrongNumbers() {
        return inventory.anomalies().wrongNumbers();
    }

    private void note(ContactChange change, String text) {
        change.incident().ifPresent(id -> casework.perform(id, new Act.Note(text), Actor.AUTOMATION));
    }
}
