package duenotice.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.SettableClock;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.database.TestDatabase;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.CallOutcome;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import duenotice.incident.Measure;
import duenotice.incident.Persistence;
import duenotice.incident.Step;
import duenotice.incident.Waits;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.rehearsal.NetworkStandIn;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A desk on a real database whose mails always go out, before a network that can misbehave. */
final class NetworkUnderTest implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    static final Duration CUT_DUE = Duration.ofMinutes(245);
    static final ServerId SERVER = new ServerId("srv-1");

    private final TestDatabase database = TestDatabase.fresh();
    private final PolicyBook policies = PolicyBook.shipped();
    private final Inventory inventory = new Inventory(database.transactions(), List.of());
    private final PolicyStore store = new PolicyStore(database.jdbc());
    private final Clock clock = new Clock();
    final NetworkStandIn network = new NetworkStandIn(database.jdbc(), clock, Duration.ofMillis(20));
    private Casework casework;

    private static final class Clock implements SettableClock {
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

    NetworkUnderTest() {
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
                          - id: resolver
                            customer: kite
                            never-cut: true
                            addresses: [{ip: 198.51.100.53, from: 2025-01-01T00:00:00Z}]
                        """.getBytes(StandardCharsets.UTF_8)), "test", START);
        casework = started(network);
    }

    Inventory inventory() {
        return inventory;
    }

    /** The program ends and starts again, with this driver in between. */
    void restart(UnaryOperator<Cutoff> driver) {
        casework = started(driver.apply(network));
    }

    private Casework started(Cutoff driver) {
        var started = Casework.create(database.transactions(), clock, inventory, store::byVersion, tools -> {
            var enforcement = Enforcement.with(driver, inventory, tools);
            return new Casework.Parts(
                    Stream.concat(enforcement.runners().stream(), Stream.of(new MailGoesOut()))
                            .toList(),
                    List.of(),
                    enforcement.jobs(),
                    List.of(),
                    type -> false);
        });
        started.start(true);
        return started;
    }

    Casework casework() {
        return casework;
    }

    Instant now() {
        return clock.instant();
    }

    /** Warned at the start, phoned in vain two hours later, found going on, cut two hours after that. */
    IncidentId cutDue(String policyName, String type) {
        var id = silent(policyName, type);
        until(CUT_DUE);
        return id;
    }

    /** The same, one minute before the cut. */
    IncidentId silent(String policyName, String type) {
        var id = warned(policyName, type);
        until(Duration.ofHours(2));
        act(id, new Act.RecordCall("+4930901820", CallOutcome.VOICEMAIL, now(), now(), ""));
        until(Duration.ofHours(3));
        act(id, new Act.SayPersisting(Persistence.YES, "queue still grows"));
        until(Duration.ofMinutes(239));
        return id;
    }

    IncidentId warned(String policyName, String type) {
        var policy = policies.byName(policyName);
        return casework.open(
                new IncidentEvent.Opened(
                        SERVER,
                        new CustomerId("kite"),
                        Type.of(type).category(),
                        Type.of(type),
                        policy.name(),
                        policy.version(),
                        Optional.of("198.51.100.7"),
                        true,
                        "seen by staff"),
                Optional.empty(),
                List.of(),
                Actor.staff("mara"));
    }

    void until(Duration sinceStart) {
        casework.runDueUntil(clock, START.plus(sinceStart));
    }

    void later(Duration wait) {
        casework.runDueUntil(clock, clock.instant().plus(wait));
    }

    void act(IncidentId id, Act act) {
        assertThat(casework.perform(id, act, Actor.staff("mara"))).isInstanceOf(Acted.Done.class);
        casework.workAll();
    }

    Incident incident(IncidentId id) {
        return casework.snapshot(id).orElseThrow().incident();
    }

    Measure measure(IncidentId id, int ordinal) {
        return incident(id).measures().get(ordinal - 1);
    }

    <E extends IncidentEvent> List<E> events(IncidentId id, Class<E> type) {
        return casework.snapshot(id).orElseThrow().timeline().stream()
                .map(entry -> entry.event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<String> asked() {
        return network.requests().stream().map(NetworkStandIn.Request::kind).toList();
    }

    List<String> keys() {
        return network.requests().stream().map(NetworkStandIn.Request::key).toList();
    }

    NetworkStandIn.ServerState server() {
        return network.state("srv-1");
    }

    @Override
    public void close() {
        database.close();
    }

    private static final class MailGoesOut implements StepRunner {
        @Override
        public boolean runs(Step.Outer step) {
            return step instanceof Step.Warn || step instanceof Step.Inform;
        }

        @Override
        public void run(Step.Outer step, StepRun run) {
            var to = List.of(new Told("ada@kite.example", "Ada", Handed.ACCEPTED, "250 ok"));
            if (!run.begin()) {
                return;
            }
            if (step instanceof Step.Inform inform) {
                run.record(new IncidentEvent.Informed(inform.notice(), inform.key(), to));
            } else {
                var within = Waits.of(run.incident(), run.policy()).warning();
                run.record(new IncidentEvent.CustomerWarned(to, within.map(run.now()::plus), within));
            }
        }
    }
}
