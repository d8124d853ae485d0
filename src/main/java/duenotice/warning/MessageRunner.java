package duenotice.warning;

import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.Evidence;
import duenotice.casework.Snapshot;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.database.Transactions;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.Step;
import duenotice.inventory.Inventory;
import duenotice.knowledge.Knowledge;
import duenotice.mail.Relay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends staff's free messages in the thread of the incident; they move no clock. */
public final class MessageRunner implements StepRunner {
    private static final String CUSTOMER = "customer";
    private static final String REPORTER = "reporter";

    /** Only reporters whose sender address was proven get an answer (R68). */
    private static final Set<String> PROVEN = Set.of("trusted", "authenticated");

    private static final int REPORTS_LOOKED_AT = 1_000;
    private static final int MOST_REPORTERS = 20;

    private final Casework casework;
    private final Readers readers;
    private final IncidentLetters letters;
    private final Post post;

    public MessageRunner(
            Casework casework,
            Inventory inventory,
            Knowledge knowledge,
            Tokens tokens,
            Relay relay,
            Transactions transactions,
            ProviderIdentity provider) {
        this.casework = casework;
        readers = new Readers(inventory);
        letters = new IncidentLetters(casework, inventory, knowledge, tokens, provider);
        post = new Post(relay, transactions, tokens, provider);
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.SendMessage;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        if (!(step instanceof Step.SendMessage message)) {
            throw new IllegalArgumentException("not a message: " + step);
        }
        if (!run.begin()) {
            return;
        }
        var snapshot = run.snapshot();
        var text = casework.texts(run.incident().id()).get(message.text().hex());
        // An erased text is gone for good: nothing is left to be sent.
        var envelopes = text == null ? List.<Post.Envelope>of() : envelopes(message, snapshot, text);
        var outcome = post.hand(
                new Post.Occasion(
                        snapshot.incident().id(),
                        snapshot.incident().epoch(),
                        message.key(),
                        snapshot.timeline(),
                        snapshot.now()),
                envelopes);
        if (outcome.wantsAnotherTry(run.postponements())) {
            run.postpone(outcome.pause(run.postponements()), outcome.why());
            return;
        }
        run.record(new IncidentEvent.MessageSent(message.entry(), recorded(message, outcome)));
    }

    private List<Post.Envelope> envelopes(Step.SendMessage message, Snapshot snapshot, String text) {
        var incident = snapshot.incident();
        var batch = letters.about(snapshot);
        if (message.to().equals(REPORTER)) {
            var letter = batch.messageToReporter(text);
            return reporters(snapshot).stream()
                    .map(address -> new Post.Envelope(address, "", false, letter))
                    .toList();
        }
        var to = message.to().equals(CUSTOMER)
                ? readers.warned(incident, snapshot.now())
                : readers.contact(incident, message.to(), snapshot.now());
        return to.stream()
                .map(reader -> new Post.Envelope(reader.email(), reader.name(), true, batch.message(reader, text)))
                .toList();
    }

    private List<String> reporters(Snapshot snapshot) {
        return casework.evidence(snapshot.incident().id(), REPORTS_LOOKED_AT).stream()
                .filter(evidence -> PROVEN.contains(evidence.weight()))
                .map(Evidence::reporter)
                .filter(reporter -> reporter.indexOf('@') > 0)
                .collect(Collectors.toMap(
                        reporter -> reporter.toLowerCase(Locale.ROOT),
                        reporter -> reporter,
                        (first, again) -> first,
                        java.util.TreeMap::new))
                .values()
                .stream()
                .limit(MOST_REPORTERS)
                .toList();
    }

    /** Who reported is not for the timeline, which the customer sees too (R69). */
    private static List<Told> recorded(Step.SendMessage message, Outcome outcome) {
        if (!message.to().equals(REPORTER)) {
            return outcome.told();
        }
        var told = new ArrayList<Told>();
        outcome.told().forEach(one -> told.add(new Told(REPORTER, "", one.handed(), "")));
        return told;
    }
}
