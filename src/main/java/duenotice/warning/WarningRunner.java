package duenotice.warning;

import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.database.Transactions;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.Measure;
import duenotice.incident.NoticeKind;
import duenotice.incident.Step;
import duenotice.inventory.Inventory;
import duenotice.inventory.Recipient;
import duenotice.knowledge.Knowledge;
import duenotice.mail.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Warns the customer, and tells every other notice that is owed (R9, R11, R12, R30, R48). */
public final class WarningRunner implements StepRunner {
    private static final Duration NOBODY = Duration.ofMinutes(1);
    private static final String FORMER = "moved:";

    private final Casework casework;
    private final Readers readers;
    private final IncidentLetters letters;
    private final Post post;
    private final Storm storm;

    /** One that knows of mailboxes on the machine itself by host names alone. */
    public WarningRunner(
            Casework casework,
            Inventory inventory,
            Knowledge knowledge,
            Tokens tokens,
            Relay relay,
            Transactions transactions,
            ProviderIdentity provider) {
        this(casework, inventory, knowledge, tokens, relay, transactions, provider, MailHomes.UNKNOWN);
    }

    /** @param homes says which machines take a contact's mail */
    public WarningRunner(
            Casework casework,
            Inventory inventory,
            Knowledge knowledge,
            Tokens tokens,
            Relay relay,
            Transactions transactions,
            ProviderIdentity provider,
            MailHomes homes) {
        this.casework = casework;
        readers = new Readers(inventory, homes);
        letters = new IncidentLetters(casework, inventory, knowledge, tokens, provider);
        post = new Post(relay, transactions, tokens, provider);
        storm = new Storm(casework, readers);
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.Warn
                || step instanceof Step.WarnMore
                || step instanceof Step.Inform
                || step instanceof Step.Resend;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        if (!run.begin()) {
            return;
        }
        var snapshot = run.snapshot();
        switch (step) {
            case Step.Warn warn -> warn(warn, snapshot, run);
            case Step.WarnMore more -> warnMore(more, snapshot, run);
            case Step.Inform inform -> inform(inform, snapshot, run);
            case Step.Resend again -> resend(again, snapshot, run);
            default -> throw new IllegalArgumentException("not a notice: " + step);
        }
    }

    /** Nothing counts before the relay has taken one mail, or refused all of them for good. */
    private void warn(Step.Warn step, Snapshot snapshot, StepRun run) {
        var incident = snapshot.incident();
        if (incident.isChildAbuse()) {
            run.postpone(NOBODY, "child-abuse material is a task for staff");
            return;
        }
        var chosen = readers.chosen(incident, snapshot.now());
        var to = chosen.to();
        if (to.isEmpty()) {
            run.postpone(NOBODY, "no contact to warn");
            return;
        }
        var batch = letters.about(snapshot);
        var deadline = batch.freshDeadline();
        var outcome = batch.onlyInforms() && to.stream().noneMatch(Recipient::forReseller)
                ? tell(step, snapshot, batch, to)
                : hand(snapshot, step.key(), incident.epoch(), to, reader -> batch.warning(reader, deadline), true);
        if (!outcome.anyAccepted() && outcome.anyDeferred()) {
            run.postpone(outcome.pause(run.postponements()), outcome.why(), outcome.relay());
            return;
        }
        var events = new ArrayList<IncidentEvent>();
        chosen.onServer()
                .forEach(
                        reader -> events.add(new IncidentEvent.MailboxOnServer(reader.email(), chosen.avoids(reader))));
        events.add(new IncidentEvent.CustomerWarned(
                outcome.told(),
                deadline.map(LetterContent.Deadline::at),
                deadline.flatMap(LetterContent.Deadline::within)));
        run.record(events);
    }

    /** One letter about all servers of a storm; what it told is settled for each of their incidents. */
    private Outcome tell(Step.Warn step, Snapshot snapshot, IncidentLetters.Batch batch, List<Recipient> to) {
        var lock = storm.lock(snapshot);
        lock.lock();
        try {
            var own = occasion(snapshot, step.key(), snapshot.incident().epoch());
            var others = post.isSettled(own, addressed(to)) ? List.<Snapshot>of() : around(snapshot, to);
            var told = others.stream().map(letters::about).toList();
            return post.hand(
                    own,
                    others.stream()
                            .map(other -> occasion(
                                    other,
                                    Step.Warn.keyFor(other.incident().epoch()),
                                    other.incident().epoch()))
                            .toList(),
                    to.stream()
                            .map(reader -> new Post.Envelope(
                                    reader.email(),
                                    reader.name(),
                                    true,
                                    told.isEmpty()
                                            ? batch.warning(reader, Optional.empty())
                                            : batch.warning(reader, told)))
                            .toList());
        } finally {
            lock.unlock();
        }
    }

    /** Without those that another such letter has told of already, and that only wait to be recorded. */
    private List<Snapshot> around(Snapshot snapshot, List<Recipient> to) {
        var others = storm.around(snapshot, to).stream()
                .filter(other -> !post.isSettled(
                        occasion(
                                other,
                                Step.Warn.keyFor(other.incident().epoch()),
                                other.incident().epoch()),
                        addressed(to)))
                .toList();
        return others.size() + 1 < Storm.MANY ? List.of() : others;
    }

    private static List<Post.Address> addressed(List<Recipient> to) {
        return to.stream()
                .map(reader -> new Post.Address(reader.email(), reader.name()))
                .toList();
    }

    private static Post.Occasion occasion(Snapshot snapshot, String key, int epoch) {
        return new Post.Occasion(snapshot.incident().id(), epoch, key, snapshot.timeline(), snapshot.now());
    }

    private void warnMore(Step.WarnMore step, Snapshot snapshot, StepRun run) {
        var incident = snapshot.incident();
        var tries = run.postponements();
        var batch = letters.about(snapshot);
        var deadline = batch.openDeadline();
        var to = readers.named(incident, step.to(), snapshot.now());
        var outcome = hand(snapshot, step.key(), incident.epoch(), to, reader -> batch.warning(reader, deadline), true);
        var known = incident.warning().stream()
                .flatMap(warning -> warning.to().stream())
                .map(told -> told.address().toLowerCase(Locale.ROOT))
                .toList();
        // A deferred one that is known as such says nothing new; it is tried again by itself.
        var news = outcome.told().stream()
                .filter(told -> told.handed() != Handed.DEFERRED
                        || !known.contains(told.address().toLowerCase(Locale.ROOT)))
                .<IncidentEvent>map(IncidentEvent.AddressWarned::new)
                .toList();
        if (!news.isEmpty()) {
            run.record(news);
        }
        if (outcome.anyDeferred()) {
            run.postpone(outcome.pause(tries), outcome.why());
        }
    }

    private void inform(Step.Inform step, Snapshot snapshot, StepRun run) {
        var incident = snapshot.incident();
        var to = step.to().isEmpty()
                ? readers.reachable(incident, snapshot.now())
                : readers.named(incident, step.to(), snapshot.now()).stream()
                        .filter(reader -> !Readers.bounced(incident, reader.email()))
                        .toList();
        var epoch = epoch(step, snapshot);
        var batch = letters.about(snapshot, epoch);
        var outcome = hand(
                snapshot,
                step.key(),
                epoch,
                to,
                reader -> batch.notice(step.notice(), step.about(), reader),
                step.notice() != NoticeKind.WITHDRAWN);
        if (outcome.wantsAnotherTry(run.postponements())) {
            run.postpone(outcome.pause(run.postponements()), outcome.why());
            return;
        }
        run.record(new IncidentEvent.Informed(step.notice(), step.key(), outcome.told()));
    }

    /** With the words of now: the deadline as it stands, the page with a link of its own. */
    private void resend(Step.Resend step, Snapshot snapshot, StepRun run) {
        var incident = snapshot.incident();
        var batch = letters.about(snapshot);
        var letter = letter(step.mail(), batch, snapshot);
        // Who lost the right to speak for the server meanwhile is not written to.
        var to = letter.isEmpty() ? List.<Recipient>of() : readers.contact(incident, step.to(), snapshot.now());
        var outcome = hand(
                snapshot,
                step.key(),
                incident.epoch(),
                to,
                reader -> letter.orElseThrow().apply(reader),
                true);
        if (outcome.wantsAnotherTry(run.postponements())) {
            run.postpone(outcome.pause(run.postponements()), outcome.why());
            return;
        }
        run.record(new IncidentEvent.Resent(step.entry(), outcome.told()));
    }

    private Optional<Function<Recipient, Letter>> letter(String mail, IncidentLetters.Batch batch, Snapshot snapshot) {
        var deadline = batch.openDeadline();
        for (var entry : snapshot.timeline()) {
            switch (entry.event()) {
                case IncidentEvent.CustomerWarned ignored
                when mail.equals(Step.Warn.keyFor(snapshot.incident().epoch())) -> {
                    return Optional.of(reader -> batch.warning(reader, deadline));
                }
                case IncidentEvent.Informed informed
                when informed.key().equals(mail) -> {
                    var about = snapshot.incident().measures().stream()
                            .map(Measure::id)
                            .filter(id -> mail.endsWith(":" + id))
                            .findFirst();
                    return Optional.of(reader -> batch.notice(informed.notice(), about, reader));
                }
                case IncidentEvent.Messaged message
                when mail.equals("message-" + entry.seq()) -> {
                    var text = casework.texts(snapshot.incident().id())
                            .get(message.text().hex());
                    return Optional.ofNullable(text).map(words -> reader -> batch.message(reader, words));
                }
                case IncidentEvent.ResendAsked again
                when mail.equals("resend-" + entry.seq()) && !again.mail().equals(mail) -> {
                    return letter(again.mail(), batch, snapshot);
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    /** A former owner is told under the owner he was, not under the present one. */
    private static int epoch(Step.Inform step, Snapshot snapshot) {
        return step.key().startsWith(FORMER)
                ? Integer.parseInt(step.key().substring(FORMER.length()))
                : snapshot.incident().epoch();
    }

    private Outcome hand(
            Snapshot snapshot,
            String key,
            int epoch,
            List<Recipient> to,
            Function<Recipient, Letter> letter,
            boolean answersByToken) {
        return post.hand(
                occasion(snapshot, key, epoch),
                to.stream()
                        .map(reader ->
                                new Post.Envelope(reader.email(), reader.name(), answersByToken, letter.apply(reader)))
                        .toList());
    }
}
