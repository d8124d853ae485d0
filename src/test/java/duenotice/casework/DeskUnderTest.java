package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.TestDatabase;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import duenotice.incident.Persistence;
import duenotice.incident.Step;
import duenotice.incident.Waits;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Casework on a real database with a clock that is moved, and runners that only write down what they were asked. */
final class DeskUnderTest implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    final TestDatabase database = TestDatabase.fresh();
    final Clock clock = new Clock();
    final List<Step.Outer> ran = new ArrayList<>();
    final PolicyBook policies = PolicyBook.shipped();
    final Inventory inventory = new Inventory(database.transactions(), List.of());
    final Casework casework;

    static final class Clock implements SettableClock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public void set(Instant instant) {
            now = instant;
        }
    }

    DeskUnderTest() {
        var store = new PolicyStore(database.jdbc());
        store.keep(policies, START);
        inventory.importFile(InventoryFile.of("inventory.yaml", """
                        customers:
                          - id: kite
                            name: Kite Mail
                            contacts:
                              - {name: Ada, email: ada@kite.example, phones: ["+4930901820"], roles: [abuse, owner]}
                        servers:
                          - id: srv-1
                            customer: kite
                            addresses: [{ip: 198.51.100.7, from: 2025-01-01T00:00:00Z}]
                          - id: srv-2
                            customer: kite
                            addresses: [{ip: 198.51.100.8, from: 2025-01-01T00:00:00Z}]
                        """.getBytes(StandardCharsets.UTF_8)), "test", START);
        casework = Casework.create(
                database.transactions(),
                clock,
                inventory,
                store::byVersion,
                tools -> new Casework.Parts(List.of(new Written()), List.of(), List.of(), List.of(), type -> false));
        casework.start(true);
    }

    IncidentId spamOnServerOne() {
        return spam("srv-1", "198.51.100.7");
    }

    IncidentId spamOnServerTwo() {
        return spam("srv-2", "198.51.100.8");
    }

    private IncidentId spam(String server, String address) {
        var policy = policies.byName("network-off");
        return casework.open(
                new IncidentEvent.Opened(
                        new ServerId(server),
                        new CustomerId("kite"),
                        Type.of("messaging/spam").category(),
                        Type.of("messaging/spam"),
                        policy.name(),
                        policy.version(),
                        Optional.of(address),
                        true,
                        "seen by staff"),
                Optional.empty(),
                List.of(),
                Actor.staff("mara"));
    }

    void until(Duration sinceStart) {
        casework.runDueUntil(clock, START.plus(sinceStart));
    }

    Snapshot snapshot(IncidentId id) {
        return casework.snapshot(id).orElseThrow();
    }

    void staff(IncidentId id, Act act) {
        assertThat(casework.perform(id, act, Actor.staff("mara"))).isInstanceOf(Acted.Done.class);
    }

    void foundGoingOn(IncidentId id) {
        staff(id, new Act.SayPersisting(Persistence.YES, "queue still grows"));
    }

    @Override
    public void close() {
        database.close();
    }

    /** Everything outside works at once. */
    private final class Written implements StepRunner {
        @Override
        public boolean runs(Step.Outer step) {
            return true;
        }

        @Override
        public void run(Step.Outer step, StepRun run) {
            var to = List.of(new Told("ada@kite.example", "Ada", Handed.ACCEPTED, "250 ok"));
            switch (step) {
                case Step.Warn ignored -> {
                    if (run.begin()) {
                        ran.add(step);
                        var within = Waits.of(run.incident(), run.policy()).warning();
                        run.record(new IncidentEvent.CustomerWarned(to, within.map(run.now()::plus), within));
                    }
                }
                case Step.Inform inform -> {
                    if (run.begin()) {
                        ran.add(step);
                        run.record(new IncidentEvent.Informed(inform.notice(), inform.key(), to));
                    }
                }
                case Step.Cut cut -> {
                    var intent = new IncidentEvent.MeasureRequested(
                            cut.measure(),
                            cut.kind(),
                            cut.target(),
                            cut.key(),
                            "on",
                            cut.automatic(),
                            cut.expiresAt(),
                            cut.emergency(),
                            cut.reason(),
                            "");
                    if (run.begin(intent)) {
                        ran.add(step);
                        run.record(new IncidentEvent.MeasureConfirmed(cut.measure(), "off"));
                    }
                }
                case Step.Restore restore -> {
                    if (run.begin(new IncidentEvent.LiftRequested(
                            restore.measure(), restore.why(), restore.key(), restore.reason()))) {
                        ran.add(step);
                        run.record(new IncidentEvent.MeasureLifted(restore.measure(), "on"));
                    }
                }
                default -> throw new IllegalStateException("not played here: " + step);
            }
        }
    }
}
