package duenotice.bench;

import duenotice.access.SealingKeys;
import duenotice.access.Secrets;
import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.Casework.Parts;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.Openings;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.casework.StoredMessage;
import duenotice.contact.ContactMailReader;
import duenotice.database.Database;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.Step;
import duenotice.incident.Waits;
import duenotice.intake.IntakeSettings;
import duenotice.intake.ReportReader;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.verification.ReplyReader;
import duenotice.warning.BounceReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The desk as it works for real, over a database for measuring, with a relay that takes every mail at once and for
/// nothing: letters are neither written nor sent.
final class Desk {
    private final Database database;
    private final Casework casework;
    private final PolicyBook policies = PolicyBook.shipped();

    /// @param committed told of messages when their reading is on disk
    Desk(Database database, InstantSource clock, Provider provider, Consumer<Collection<MessageId>> committed) {
        this.database = database;
        var transactions = database.transactions();
        var store = new PolicyStore(database.jdbc());
        store.keep(policies, clock.instant());
        var inventory = new Inventory(transactions, List.of());
        inventory.importFile(provider.inventory(), "bench", clock.instant());
        casework = Casework.create(transactions, clock, inventory, store::byVersion, tools -> {
            var openings = new Openings(transactions, tools.casework(), inventory, policies);
            var tokens = new Tokens("benchmark".repeat(8));
            var secrets = new Secrets(transactions, SealingKeys.ofThisRun(), Secrets.USUAL);
            var ownMailServers = Set.of("mx.provider.example");
            return new Parts(
                    List.of(new FreeRelay()),
                    List.of(
                            new BounceReader(tools.casework(), tokens, transactions),
                            new ReplyReader(tools.casework(), inventory, tokens, secrets, ownMailServers),
                            new ContactMailReader(
                                    "contacts@provider.example",
                                    List.of("abuse@provider.example"),
                                    inventory,
                                    tokens,
                                    tools.casework(),
                                    transactions),
                            new Watched(
                                    new ReportReader(
                                            transactions,
                                            tools.casework(),
                                            openings,
                                            inventory,
                                            new IntakeSettings(ownMailServers, Set.of())),
                                    committed)),
                    List.of(),
                    List.of(),
                    type -> false);
        });
        casework.start(true);
    }

    Casework casework() {
        return casework;
    }

    Database database() {
        return database;
    }

    PolicyBook policies() {
        return policies;
    }

    /// How many messages are in which state, in words.
    String states() {
        return database
                .jdbc()
                .sql("select state, count(*) as number from message group by state order by state")
                .query((row, ignored) -> row.getLong("number") + " " + row.getString("state"))
                .list()
                .stream()
                .collect(Collectors.joining(", "));
    }

    long incidents() {
        return database.jdbc()
                .sql("select count(*) from incident")
                .query(Long.class)
                .single();
    }

    /// Tells when what a reader understood has been committed.
    private record Watched(MessageReader reader, Consumer<Collection<MessageId>> committed) implements MessageReader {
        @Override
        public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
            var outcomes = reader.read(messages);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    committed.accept(outcomes.keySet());
                }
            });
            return outcomes;
        }
    }

    /// Warnings arrive at once; anything else waits for a day, so that it disturbs no measurement.
    private static final class FreeRelay implements StepRunner {
        @Override
        public boolean runs(Step.Outer step) {
            return true;
        }

        @Override
        public void run(Step.Outer step, StepRun run) {
            if (!(step instanceof Step.Warn)) {
                run.postpone(Duration.ofDays(1), "not measured");
            } else if (run.begin()) {
                var within = Waits.of(run.incident(), run.policy()).warning();
                run.record(new IncidentEvent.CustomerWarned(
                        List.of(new Told("desk@customer.example", "Desk", Handed.ACCEPTED, "250 ok")),
                        within.map(run.now()::plus),
                        within));
            }
        }
    }
}
