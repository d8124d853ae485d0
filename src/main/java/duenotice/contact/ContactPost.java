package duenotice.contact;

import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.WaitingJob;
import duenotice.contact.ContactMails.End;
import duenotice.contact.ContactMails.Waiting;
import duenotice.database.Transactions;
import duenotice.incident.TextDigest;
import duenotice.inventory.Inventory;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Does what comes due with contacts: mails, proposals that are over, changes whose word counts from now on, cases. */
public final class ContactPost implements WaitingJob {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int AT_ONCE = 100;

    private final Relay relay;
    private final Tokens tokens;
    private final ContactIdentity provider;
    private final ContactMails mails;
    private final ContactChanges changes;
    private final ContactCases cases;
    private final ContactReviews reviews;
    private final ContactLetters letters;

    public ContactPost(
            Transactions transactions,
            Casework casework,
            Inventory inventory,
            Tokens tokens,
            Relay relay,
            ContactIdentity provider) {
        this.relay = relay;
        this.tokens = tokens;
        this.provider = provider;
        mails = new ContactMails(transactions, casework);
        changes = new ContactChanges(transactions, casework, inventory, provider.domain());
        cases = new ContactCases(transactions, casework, inventory);
        reviews = new ContactReviews(transactions, casework, inventory);
        letters = new ContactLetters(inventory, tokens, provider);
    }

    @Override
    public String name() {
        return ContactMails.JOB;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Optional<Instant> nextDue() {
        return changes.nextDue();
    }

    @Override
    public void run(Instant now) {
        cases.run(now);
        send(now);
        changes.run(now);
    }

    private void send(Instant now) {
        for (var due = mails.due(now, AT_ONCE); !due.isEmpty(); due = mails.due(now, AT_ONCE)) {
            for (var mail : due) {
                if (!send(mail, now)) {
                    return;
                }
            }
        }
    }

    /** False where the relay is away: the rest waits with it. */
    private boolean send(Waiting mail, Instant now) {
        var letter = letter(mail, now);
        if (letter.isEmpty()) {
            mails.settle(mail.id(), End.NEEDLESS, "nothing to say any more", now);
            return true;
        }
        Delivery delivery;
        try {
            delivery = relay.hand(outgoing(mail, letter.get(), now));
        } catch (IllegalArgumentException notAnAddress) {
            delivery = new Delivery.Refused("not an address that mail can be sent to");
        }
        switch (delivery) {
            case Delivery.Accepted accepted -> mails.settle(mail.id(), End.ACCEPTED, accepted.reply(), now);
            case Delivery.Refused refused -> {
                mails.settle(mail.id(), End.REFUSED, refused.reply(), now);
                cases.refused(mail.address(), refused.reply(), now);
            }
            case Delivery.Deferred deferred -> mails.later(mail, deferred.reply(), now);
            case Delivery.OutOfTurn waits -> {
                mails.later(mail, waits.why(), now);
                return false;
            }
            case Delivery.RelayAway away -> {
                mails.later(mail, away.why(), now);
                return false;
            }
        }
        return true;
    }

    /** Empty where it has become pointless. */
    private Optional<ContactLetter> letter(Waiting mail, Instant now) {
        return switch (mail.occasion()) {
            case PROPOSED ->
                changes.change(mail.about())
                        .filter(ContactChange::isOpen)
                        .map(change -> letters.proposed(mail, change, changes.mayConfirm(change, mail.address()), now));
            case IN_FORCE ->
                changes.change(mail.about())
                        .filter(change -> change.state() == ContactChange.State.CONFIRMED)
                        .map(change -> letters.inForce(mail, change, changes.confirmedBy(change), now));
            case UNDONE -> changes.change(mail.about()).map(change -> letters.undone(mail, change));
            case CASE ->
                cases.toTell(mail.about())
                        .map(told -> letters.contactCase(mail, mail.about(), told.owner(), told.anomalies(), now));
            case REVIEW ->
                Optional.of(reviews.entries(mail.address()))
                        .filter(entries -> !entries.isEmpty())
                        .map(entries -> letters.review(mail, entries, now));
        };
    }

    private OutgoingMail outgoing(Waiting mail, ContactLetter letter, Instant now) {
        var mark =
                TextDigest.of("contact\n" + mail.id() + "\n" + mail.address()).hex();
        return new OutgoingMail(
                tokens.contactReturnPath(mail.id(), mail.address(), provider.domain(), now),
                mail.address(),
                mail.name(),
                letter.sender().from(),
                letter.sender().name(),
                Optional.of(letter.sender().mailbox()),
                letter.subject(),
                letter.text(),
                Optional.of(letter.html()),
                "<k" + mark.substring(0, 31) + "@" + provider.domain() + ">",
                Map.of("Auto-Submitted", "auto-generated"),
                Optional.empty());
    }
}
