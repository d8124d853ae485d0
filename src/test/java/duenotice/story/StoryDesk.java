package duenotice.story;

import duenotice.access.SealingKeys;
import duenotice.access.SecretWiper;
import duenotice.access.Secrets;
import duenotice.access.Tokens;
import duenotice.call.CallRules;
import duenotice.call.CallRunner;
import duenotice.call.Telephone;
import duenotice.casework.Casework;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.Openings;
import duenotice.casework.TimelineProof;
import duenotice.database.TestDatabase;
import duenotice.enforcement.Enforcement;
import duenotice.enforcement.TimeLimited;
import duenotice.incident.IncidentId;
import duenotice.intake.IntakeSettings;
import duenotice.intake.LateNames;
import duenotice.intake.ReportReader;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.knowledge.Knowledge;
import duenotice.mail.Relay;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.rehearsal.NamesStandIn;
import duenotice.rehearsal.NetworkStandIn;
import duenotice.rehearsal.ProbeStandIn;
import duenotice.rehearsal.RehearsalClock;
import duenotice.rehearsal.RelayStandIn;
import duenotice.verification.Probe;
import duenotice.verification.ReplyReader;
import duenotice.verification.RetestRunner;
import duenotice.warning.AlarmMail;
import duenotice.warning.BounceReader;
import duenotice.warning.MessageRunner;
import duenotice.warning.ProviderIdentity;
import duenotice.warning.ReceiptSettings;
import duenotice.warning.ReporterLetters;
import duenotice.warning.Responsible;
import duenotice.warning.WarningRunner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The desk with every real part, put together as a rehearsal puts it together: only the relay, the network and the probes
 * stand in, and the clock is moved. Stories of one class share it; each has a customer and a server of its own, and begins
 * where the one before ended.
 */
final class StoryDesk implements AutoCloseable, AfterAllCallback {
    static final String COMPLAINTS = "abuse@provider.example";
    static final List<String> ROTA = List.of("on-call-1@provider.example", "on-call-2@provider.example");

    /** Real time: a driver has so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String OWN_SERVER = "mx.provider.example";
    private static final ProviderIdentity PROVIDER = new ProviderIdentity(
            "Provider",
            "provider.example",
            COMPLAINTS,
            COMPLAINTS,
            URI.create("http://127.0.0.1:8080"),
            "default",
            "",
            Map.of());

    final TestDatabase database = TestDatabase.fresh();
    final Inventory inventory = new Inventory(database.transactions(), List.of());
    final Tokens tokens = new Tokens("the key of links and replies, kept in the data folder");

    final Secrets secrets = new Secrets(database.transactions(), SealingKeys.ofThisRun(), Secrets.USUAL);

    /** What was handed to the relay, each time it was: message id and recipient. */
    final List<String> handed = new CopyOnWriteArrayList<>();

    final Pager pager = new Pager();

    /** What the registries say of addresses that are not ours. */
    final Map<String, Responsible.Desk> responsible = new ConcurrentHashMap<>();

    private final PolicyBook policies = PolicyBook.shipped();
    private final PolicyStore store = new PolicyStore(database.jdbc());
    RehearsalClock clock;
    RelayStandIn relay;
    NetworkStandIn network;
    ProbeStandIn probes = new ProbeStandIn(database.jdbc());
    NamesStandIn names;
    Casework casework;
    private int customers;

    /** Rings numbers; empty where people call. */
    Optional<Telephone> telephone = Optional.empty();

    StoryDesk(Instant begin) {
        this(begin, desk -> Optional.empty());
    }

    /** @param exchange made once the desk has a database and a clock */
    StoryDesk(Instant begin, Function<StoryDesk, Optional<Telephone>> exchange) {
        store.keep(policies, begin);
        importInventory("""
                reporters:
                  - {match: watch.example, trusted: true, source: industry-contact}
                """, begin);
        clock = RehearsalClock.open(database.jdbc(), Optional.of(begin), begin);
        relay = new RelayStandIn(database.jdbc(), clock);
        network = new NetworkStandIn(database.jdbc(), clock, PATIENCE);
        names = new NamesStandIn(database.jdbc(), clock);
        telephone = exchange.apply(this);
        casework = program();
        casework.start(true);
    }

    /** A program over this database, as {@code Wiring} and {@code Outside} put it together in rehearsal. */
    Casework program() {
        return Casework.create(database.transactions(), clock, inventory, store::byVersion, tools -> {
            var desk = tools.casework();
            var transactions = database.transactions();
            var knowledge = Knowledge.shipped();
            Relay noted = mail -> {
                handed.add(mail.messageId() + " to " + mail.to());
                return relay.hand(mail);
            };
            var reports = new ReportReader(
                    transactions,
                    desk,
                    new Openings(transactions, desk, inventory, policies),
                    inventory,
                    new IntakeSettings(Set.of(OWN_SERVER), Set.of("reporter")).withNames(names, 20));
            var enforcement = Enforcement.with(new TimeLimited(network, PATIENCE), inventory, tools);
            var calls = telephone.map(
                    rung -> new CallRunner(rung, CallRules.REHEARSAL, desk, inventory, transactions, PROVIDER.name()));
            return new Casework.Parts(
                    Stream.concat(
                                    Stream.of(
                                            new WarningRunner(
                                                    desk, inventory, knowledge, tokens, noted, transactions, PROVIDER),
                                            new MessageRunner(
                                                    desk, inventory, knowledge, tokens, noted, transactions, PROVIDER),
                                            new SecretWiper(secrets),
                                            new RetestRunner(
                                                    question -> new Probe.Found(
                                                            probes.find(question.incident()
                                                                    .server()),
                                                            "the rehearsal's probe"),
                                                    desk)),
                                    Stream.concat(enforcement.runners().stream(), calls.stream()))
                            .toList(),
                    List.of(
                            new BounceReader(desk, tokens, transactions),
                            new ReplyReader(desk, inventory, tokens, secrets, Set.of(OWN_SERVER)),
                            reports),
                    Stream.concat(
                                    Stream.concat(enforcement.jobs().stream(), calls.map(CallRunner::watch).stream()),
                                    Stream.of(
                                            new LateNames(transactions, desk, reports, names),
                                            new ReporterLetters(
                                                    desk,
                                                    noted,
                                                    PROVIDER,
                                                    address -> Optional.ofNullable(responsible.get(address)),
                                                    new ReceiptSettings(3))))
                            .toList(),
                    List.of(new AlarmMail(relay, ROTA, PROVIDER), pager),
                    type -> true,
                    calls.isPresent());
        });
    }

    /** The program dies without a word and starts again on its data. */
    void diesAndStartsAgain() {
        clock = RehearsalClock.open(database.jdbc(), Optional.empty(), Instant.EPOCH);
        relay = new RelayStandIn(database.jdbc(), clock);
        network = new NetworkStandIn(database.jdbc(), clock, PATIENCE);
        names = new NamesStandIn(database.jdbc(), clock);
        casework = program();
        casework.start(true);
    }

    // ---- customers

    /** A customer with one server and one contact who has two telephones. */
    Story customer(String name, String... more) {
        return customer(
                name,
                List.of("+4420794601%02d".formatted(2 * customers), "+4420794601%02d".formatted(2 * customers + 1)),
                more);
    }

    /** @param more further lines of YAML about the customer */
    Story customer(String name, List<String> phones, String... more) {
        var address = "198.51.100." + ++customers;
        importInventory("""
                customers:
                  - id: %1$s
                    name: The %1$s company
                    contacts: [{name: Ada of %1$s, email: ada@%1$s.example, phones: %3$s}]
                %4$s
                servers:
                  - {id: srv-%1$s, customer: %1$s, addresses: [{ip: %2$s, from: 2020-01-01T00:00:00Z}]}
                """.formatted(
                        name,
                        address,
                        phones.stream().map("\"%s\""::formatted).toList(),
                        Stream.of(more).map("    "::concat).reduce("", (all, line) -> all + line + "\n")));
        return new Story(this, name, address, phones);
    }

    void importInventory(String yaml) {
        importInventory(yaml, clock.instant());
        casework.lookAtAllNow();
        casework.workAll();
    }

    private void importInventory(String yaml, Instant now) {
        inventory.importFile(InventoryFile.of("inventory.yaml", yaml.getBytes(StandardCharsets.UTF_8)), "story", now);
    }

    // ---- time

    Instant now() {
        return clock.instant();
    }

    void until(Instant instant) {
        if (instant.isBefore(now())) {
            throw new IllegalArgumentException(instant + " is over: it is " + now());
        }
        casework.runDueUntil(clock, instant);
    }

    /** To an hour in which earlier stories leave nothing to count, such as cuts in the last hour. */
    void hoursLater(int hours) {
        until(now().plus(Duration.ofHours(hours)));
    }

    /** The same, with another program at work at the same time. */
    void untilWith(Casework other, Instant target) {
        worksTogether(other);
        for (var next = casework.nextDue();
                next.filter(at -> !at.isAfter(target)).isPresent();
                next = casework.nextDue()) {
            if (next.get().isAfter(now())) {
                clock.set(next.get());
                casework.beat();
                other.beat();
            }
            worksTogether(other);
        }
        clock.set(target);
        worksTogether(other);
    }

    private void worksTogether(Casework other) {
        var second = CompletableFuture.runAsync(other::workAll);
        casework.workAll();
        second.join();
        casework.workAll();
    }

    // ---- mail

    Draft mail() {
        return new Draft(this);
    }

    Inbox.Item item(MessageId id) {
        return casework.inbox().item(id).orElseThrow();
    }

    List<RelayStandIn.Recorded> mailsTo(String address) {
        return relay.recorded().stream()
                .filter(mail -> mail.to().contains(address))
                .toList();
    }

    // ---- looking

    List<IncidentId> incidentsOn(String server) {
        return database
                .jdbc()
                .sql("select id from incident where server = :server order by id")
                .param("server", server)
                .query(Long.class)
                .list()
                .stream()
                .map(IncidentId::new)
                .toList();
    }

    /** What does not agree in any timeline; empty where all are whole. */
    List<String> wrongInTimelines() {
        return new TimelineProof(database.transactions()).verify().wrong();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        database.close();
    }
}
