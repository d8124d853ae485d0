package duenotice.warning;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.Tokens;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.Further;
import duenotice.casework.IncidentView;
import duenotice.casework.MessageId;
import duenotice.casework.SettableClock;
import duenotice.casework.Sighted;
import duenotice.casework.Sighted.Weight;
import duenotice.casework.Snapshot;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.database.TestDatabase;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.Step;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.knowledge.Knowledge;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.EventTime;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The desk with its letters on a real database: the relay writes down, the clock is moved, the network obeys at once. */
final class WarningDesk implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    static final ProviderIdentity PROVIDER = new ProviderIdentity(
            "Example Hosting",
            "provider.example",
            "abuse@provider.example",
            "",
            URI.create("http://127.0.0.1:8080"),
            "Example Hosting",
            "",
            Map.of(
                    "feldweg",
                    new ProviderIdentity(
                            "Feldweg Server",
                            "provider.example",
                            "abuse@feldweg-server.example",
                            "",
                            URI.create("https://abuse.feldweg-server.example"),
                            "Feldweg Server",
                            "Feldweg Server GmbH, Musterstadt",
                            Map.of())));

    final TestDatabase database = TestDatabase.fresh();
    final Clock clock = new Clock();
    final RecordingRelay relay = new RecordingRelay();
    final Tokens tokens = new Tokens("0123456789abcdef0123456789abcdef");
    final PolicyBook policies = PolicyBook.with(Path.of("src/test/resources/warning-policies"));
    final Inventory inventory = new Inventory(database.transactions(), List.of());
    final Map<String, List<Prefix>> mailHomes = new HashMap<>();
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

    WarningDesk() {
        var store = new PolicyStore(database.jdbc());
        store.keep(policies, START);
        inventory.importFile(InventoryFile.of("inventory.yaml", """
                        customers:
                          - id: kite
                            name: Kite Mail
                            timezone: Asia/Kolkata
                            contacts:
                              - {name: Ada, email: ada@kite.example, phones: ["+4930901820"], roles: [abuse, owner]}
                              - {name: Ben, email: ben@kite.example, roles: [abuse]}
                              - {name: Owner only, email: boss@kite.example, roles: [owner]}
                          - id: feld
                            name: Feldweg
                            brand: feldweg
                            language: de
                            timezone: Europe/Berlin
                            contacts:
                              - {name: Rieke, email: rieke@feld.example, roles: [abuse, owner]}
                          - id: north
                            name: North Resale
                            contacts:
                              - {name: North desk, email: abuse@north.example, roles: [abuse, owner]}
                          - id: quiet-end
                            name: Quiet end customer
                            reseller: north
                            contacts:
                              - {name: Ezra, email: ezra@end.example, roles: [abuse, owner]}
                          - id: copied-end
                            name: Copied end customer
                            reseller: north
                            copy-end-customer: true
                            contacts:
                              - {name: Cora, email: cora@copied.example, roles: [abuse, owner]}
                        servers:
                          - id: srv-1
                            customer: kite
                            console: https://console.example/srv-1
                            hostnames: [kite-app.example]
                            addresses: [{ip: 198.51.100.7, from: 2025-01-01T00:00:00Z}]
                          - id: srv-2
                            customer: feld
                            contacts:
                              - {name: Rieke, email: rieke@feld.example, roles: [abuse]}
                              - {name: On the machine, email: root@srv-2.feld.example, roles: [abuse]}
                            hostnames: [srv-2.feld.example]
                            addresses: [{ip: 198.51.100.8, from: 2025-01-01T00:00:00Z}]
                          - id: srv-3
                            customer: quiet-end
                            addresses: [{ip: 198.51.100.9, from: 2025-01-01T00:00:00Z}]
                          - id: srv-4
                            customer: copied-end
                            addresses: [{ip: 198.51.100.10, from: 2025-01-01T00:00:00Z}]
                        """.getBytes(StandardCharsets.UTF_8)), "test", START);
        casework = Casework.create(database.transactions(), clock, inventory, store::byVersion, this::parts);
        casework.start(true);
    }

    private Casework.Parts parts(Casework.Tools tools) {
        var knowledge = Knowledge.shipped();
        return new Casework.Parts(
                List.of(
                        new WarningRunner(
                                tools.casework(),
                                inventory,
                                knowledge,
                                tokens,
                                relay,
                                database.transactions(),
                                PROVIDER,
                                domains -> Map.copyOf(mailHomes)),
                        new MessageRunner(
                                tools.casework(),
                                inventory,
                                knowledge,
                                tokens,
                                relay,
                                database.transactions(),
                                PROVIDER),
                        new ObedientNetwork()),
                List.of(new BounceReader(tools.casework(), tokens, database.transactions())),
                List.of(),
                List.of(new AlarmMail(relay, List.of("first@provider.example", "second@provider.example"), PROVIDER)),
                type -> false);
    }

    // ---- what happens

    IncidentId incident(String server, String customer, String type, String policy) {
        return incident(server, customer, Type.of(type).category(), type, policy);
    }

    IncidentId incident(String server, String customer, Category category, String type, String policyName) {
        var policy = policies.byName(policyName);
        return casework.open(
                new IncidentEvent.Opened(
                        new ServerId(server),
                        new CustomerId(customer),
                        category,
                        Type.of(type),
                        policy.name(),
                        policy.version(),
                        Optional.of("198.51.100." + (6 + Integer.parseInt(server.substring(4)))),
                        true,
                        "seen by staff"),
                Optional.empty(),
                List.of(),
                Actor.staff("mara"));
    }

    /** One more abuse contact of Kite Mail. */
    void addContact(String name, String email) {
        inventory.importFile(
                InventoryFile.of("more.yaml", """
                customers:
                  - id: kite
                    name: Kite Mail
                    timezone: Asia/Kolkata
                    contacts:
                      - {name: Ada, email: ada@kite.example, phones: ["+4930901820"], roles: [abuse, owner]}
                      - {name: Ben, email: ben@kite.example, roles: [abuse]}
                      - {name: Owner only, email: boss@kite.example, roles: [owner]}
                      - {name: %s, email: %s, roles: [abuse]}
                """.formatted(name, email).getBytes(StandardCharsets.UTF_8)),
                "test",
                START);
    }

    /** A customer with so many servers, {@code srv-101} and on. */
    void addServers(int number) {
        var servers = IntStream.rangeClosed(101, 100 + number)
                .mapToObj(one ->
                        "  - {id: srv-%d, customer: swarm, addresses: [{ip: 198.51.100.%d, from: 2025-01-01T00:00:00Z}]}"
                                .formatted(one, 6 + one))
                .collect(Collectors.joining("\n"));
        inventory.importFile(
                InventoryFile.of("swarm.yaml", """
                customers:
                  - id: swarm
                    name: Swarm
                    contacts: [{name: All, email: all@swarm.example, roles: [abuse, owner]}]
                servers:
                %s
                """.formatted(servers).getBytes(StandardCharsets.UTF_8)), "test", START);
    }

    IncidentId spamOnServerOne() {
        return incident("srv-1", "kite", "messaging/spam", "network-off");
    }

    void report(IncidentId id, String type, Weight weight, String reporter, String excerpt) {
        var message = message("reporter@example.net", List.of("abuse@provider.example"), "Subject: x\r\n\r\nx\r\n");
        casework.join(List.of(new Sighted(
                id,
                message,
                Type.of(type),
                Optional.of("198.51.100.7"),
                Optional.empty(),
                Optional.of(new EventTime(clock.now.minus(Duration.ofMinutes(20)), true)),
                clock.now,
                weight,
                reporter,
                Optional.empty(),
                SourceType.PUBLIC,
                true,
                false,
                List.of(),
                Further.NONE,
                excerpt,
                reporter + excerpt,
                false)));
    }

    MessageId message(String sender, List<String> recipients, String mail) {
        return casework.inbox()
                .accept(sender, recipients, mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), clock.now);
    }

    void until(Duration sinceStart) {
        casework.runDueUntil(clock, START.plus(sinceStart));
    }

    IncidentView view(IncidentId id) {
        return casework.view(id).orElseThrow();
    }

    Snapshot snapshot(IncidentId id) {
        return casework.snapshot(id).orElseThrow();
    }

    void staff(IncidentId id, Act act) {
        assertThat(casework.perform(id, act, Actor.staff("mara"))).isInstanceOf(Acted.Done.class);
        casework.workAll();
    }

    <E extends IncidentEvent> List<E> events(IncidentId id, Class<E> kind) {
        return snapshot(id).timeline().stream()
                .map(entry -> entry.event())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public void close() {
        database.close();
    }

    /** Cuts and restores at once. */
    private static final class ObedientNetwork implements StepRunner {
        @Override
        public boolean runs(Step.Outer step) {
            return step instanceof Step.Cut || step instanceof Step.Restore || step instanceof Step.Settle;
        }

        @Override
        public void run(Step.Outer step, StepRun run) {
            if (step instanceof Step.Cut cut
                    && run.begin(new IncidentEvent.MeasureRequested(
                            cut.measure(),
                            cut.kind(),
                            cut.target(),
                            cut.key(),
                            "on",
                            cut.automatic(),
                            cut.expiresAt(),
                            cut.emergency(),
                            cut.reason(),
                            ""))) {
                run.record(new IncidentEvent.MeasureConfirmed(cut.measure(), "off"));
            }
            if (step instanceof Step.Settle settle && run.begin()) {
                var going =
                        run.incident().measure(settle.measure()).orElseThrow().isGoing();
                run.record(
                        going
                                ? new IncidentEvent.MeasureLifted(settle.measure(), "on")
                                : new IncidentEvent.MeasureConfirmed(settle.measure(), "off"));
            }
            if (step instanceof Step.Restore restore
                    && run.begin(new IncidentEvent.LiftRequested(
                            restore.measure(), restore.why(), restore.key(), restore.reason()))) {
                run.record(new IncidentEvent.MeasureLifted(restore.measure(), "on"));
            }
        }
    }
}
