package duenotice.portal;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.Drop;
import duenotice.access.SealingKeys;
import duenotice.access.SecretWiper;
import duenotice.access.Secrets;
import duenotice.access.Tokens;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.Further;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.Retestable;
import duenotice.casework.SettableClock;
import duenotice.casework.Sighted;
import duenotice.casework.Snapshot;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.casework.StoredMessage;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChanges;
import duenotice.contact.ContactReviews;
import duenotice.database.TestDatabase;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AnswerKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import duenotice.incident.Persistence;
import duenotice.incident.Statement;
import duenotice.incident.Step;
import duenotice.incident.Waits;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.inventory.source.Rounds;
import duenotice.knowledge.Knowledge;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.EventTime;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import duenotice.verification.Probe;
import duenotice.verification.RetestRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** The pages over HTTP on a real database with a clock that is moved; everything outside works at once. */
public final class PagesUnderTest implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    public static final String HOSTILE = "<script>alert('x')</script>";

    private final TestDatabase database = TestDatabase.fresh();
    private final Clock clock = new Clock();
    public final PolicyBook policies = PolicyBook.shipped();
    public final Inventory inventory = new Inventory(database.transactions(), List.of());
    public final Tokens tokens = new Tokens("0123456789abcdef0123456789abcdef");
    public final Secrets secrets = new Secrets(database.transactions(), SealingKeys.ofThisRun(), Secrets.USUAL);
    public final Casework casework;
    private final ConfigurableApplicationContext context;

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

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                UserDetailsServiceAutoConfiguration.class
            })
    static class Application {}

    /** @param configurations of the pages that are looked at */
    public PagesUnderTest(
            java.util.function.BiConsumer<PagesUnderTest, GenericApplicationContext> more, Class<?>... configurations) {
        this(
                ignored -> new Retests(question -> new Probe.Found(Persistence.UNKNOWN, "no"), type -> false),
                more,
                configurations);
    }

    /** How retests are made, and of what. */
    public record Retests(Probe probe, Retestable retestable) {}

    public PagesUnderTest(
            java.util.function.Function<PagesUnderTest, Retests> how,
            java.util.function.BiConsumer<PagesUnderTest, GenericApplicationContext> more,
            Class<?>... configurations) {
        var retests = how.apply(this);
        var store = new PolicyStore(database.jdbc());
        store.keep(policies, START);
        inventory.importFile(
                InventoryFile.of("inventory.yaml", INVENTORY.getBytes(StandardCharsets.UTF_8)), "test", START);
        casework = Casework.create(
                database.transactions(),
                clock,
                inventory,
                store::byVersion,
                tools -> new Casework.Parts(
                        List.of(
                                new RetestRunner(retests.probe(), tools.casework()),
                                new SecretWiper(secrets),
                                new Obliging()),
                        List.of(new EverythingWaits()),
                        List.of(),
                        List.of(),
                        retests.retestable()));
        casework.start(true);
        var classes = new java.util.ArrayList<Class<?>>(List.of(configurations));
        classes.add(Application.class);
        context = new SpringApplicationBuilder(classes.toArray(Class<?>[]::new))
                .properties(Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "spring.main.banner-mode", "off",
                        "spring.main.log-startup-info", "false",
                        "logging.level.root", "warn",
                        "server.error.include-message", "never"))
                .initializers((GenericApplicationContext beans) -> {
                    beans.registerBean(Casework.class, () -> casework);
                    beans.registerBean(
                            duenotice.access.Elsewhere.class,
                            () -> new duenotice.access.Elsewhere(address -> address.equals("198.51.100.9")
                                    ? Optional.of("abuse@others.example")
                                    : Optional.empty()));
                    beans.registerBean(Drop.class, () -> new Drop(database.transactions(), casework, secrets));
                    beans.registerBean(Inventory.class, () -> inventory);
                    beans.registerBean(
                            ContactChanges.class,
                            () -> new ContactChanges(database.transactions(), casework, inventory, "provider.example"));
                    beans.registerBean(
                            ContactCases.class, () -> new ContactCases(database.transactions(), casework, inventory));
                    beans.registerBean(
                            ContactReviews.class,
                            () -> new ContactReviews(database.transactions(), casework, inventory));
                    beans.registerBean(Rounds.class, () -> new Rounds(database.transactions(), List.of(), () -> 0));
                    beans.registerBean(PolicyBook.class, () -> policies);
                    beans.registerBean(Knowledge.class, Knowledge::shipped);
                    beans.registerBean(Tokens.class, () -> tokens);
                    beans.registerBean(duenotice.database.Transactions.class, database::transactions);
                    beans.registerBean(java.time.InstantSource.class, () -> clock);
                    beans.registerBean(
                            PortalIdentity.class,
                            () -> new PortalIdentity(
                                    "Provider Example",
                                    "abuse@provider.example",
                                    "contacts@provider.example",
                                    Optional.empty(),
                                    List.of(new PortalIdentity(
                                            "Möwe Server",
                                            "abuse@moewe-server.example",
                                            "contacts@provider.example",
                                            Optional.of(new PortalIdentity.Brand(
                                                    "moewe",
                                                    Optional.of("localhost"),
                                                    Optional.of("de"),
                                                    Optional.of("power-off"))),
                                            List.of()))));
                    more.accept(this, beans);
                })
                .run();
    }

    private static final String INVENTORY = """
            customers:
              - id: kite
                name: Kite Mail
                timezone: Europe/Berlin
                contacts:
                  - {name: Ada, email: ada@kite.example, phones: ["+4930901820", "+4930901821"], roles: [abuse, owner]}
              - id: moewe
                name: Möwe GmbH
                language: de
                timezone: Europe/Berlin
                policy: power-off
                brand: moewe
                contacts:
                  - {name: Jörg, email: joerg@moewe.example, phones: ["+4940901820"], roles: [abuse, owner]}
              - id: evil
                name: "<script>alert('x')</script>"
                contacts:
                  - {name: "<script>alert('x')</script>", email: mallory@evil.example, phones: ["+442079460000"], roles: [abuse, owner]}
            servers:
              - id: srv-1
                customer: kite
                console: https://console.provider.example/srv-1
                addresses: [{ip: 198.51.100.7, from: 2025-01-01T00:00:00Z}]
              - {id: srv-2, customer: kite, addresses: [{ip: 198.51.100.8, from: 2025-01-01T00:00:00Z}]}
              - {id: srv-3, customer: moewe, addresses: [{ip: 198.51.100.9, from: 2025-01-01T00:00:00Z}]}
              - {id: srv-4, customer: evil, addresses: [{ip: 198.51.100.10, from: 2025-01-01T00:00:00Z}]}
              - {id: srv-5, customer: kite, addresses: [{ip: 198.51.100.11, from: 2025-01-01T00:00:00Z}]}
              - {id: srv-6, customer: moewe, addresses: [{ip: 198.51.100.12, from: 2025-01-01T00:00:00Z}]}
            """;

    // ---- where the pages are

    public String address() {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    public Browser browser() {
        return new Browser(address());
    }

    public String link(IncidentId incident, String contact) {
        return "/c/"
                + tokens.link(
                        incident,
                        casework.snapshot(incident).orElseThrow().incident().epoch(),
                        contact,
                        clock.instant());
    }

    public duenotice.database.Transactions transactions() {
        return database.transactions();
    }

    /** Servers {@code many-0} and on, of one more customer. */
    public void moreServers(int count) {
        var file = new StringBuilder(
                "customers: [{id: many, name: Many, contacts: [{name: Mo, email: mo@many.example, phones: []}]}]\nservers:\n");
        for (var number = 0; number < count; number++) {
            file.append(
                    "  - {id: many-%d, customer: many, addresses: [{ip: 203.0.113.%d, from: 2025-01-01T00:00:00Z}]}\n"
                            .formatted(number, number));
        }
        inventory.importFile(
                InventoryFile.of("more.yaml", file.toString().getBytes(StandardCharsets.UTF_8)), "test", now());
    }

    // ---- what happens

    public IncidentId open(String server, String type, Category category) {
        return open(server, type, category, true);
    }

    /** @param verified counts as staff verification (R40) */
    public IncidentId open(String server, String type, Category category, boolean verified) {
        var customer = inventory.ownerAt(new ServerId(server), clock.instant()).orElseThrow();
        var policy = policies.resolve(
                        category,
                        Type.of(type),
                        false,
                        inventory.customer(customer).orElseThrow().policy())
                .policy();
        return casework.open(
                new IncidentEvent.Opened(
                        new ServerId(server),
                        new CustomerId(customer.text()),
                        category,
                        Type.of(type),
                        policy.name(),
                        policy.version(),
                        Optional.of(addressOf(server)),
                        verified,
                        "seen by staff"),
                Optional.empty(),
                List.of(),
                Actor.staff("mara"));
    }

    private String addressOf(String server) {
        return inventory
                .server(new ServerId(server))
                .orElseThrow()
                .addresses()
                .getFirst()
                .address()
                .toString();
    }

    public IncidentId spam(String server) {
        return open(server, "messaging/spam", Category.EMAIL_COMPROMISE);
    }

    /** A report of a trusted reporter, with this excerpt. */
    public MessageId reported(IncidentId incident, String reporter, String excerpt) {
        return reported(incident, reporter, excerpt, List.of());
    }

    public MessageId reported(IncidentId incident, String reporter, String excerpt, List<Integer> ports) {
        var message = casework.inbox()
                .accept(
                        reporter,
                        List.of("abuse@provider.example"),
                        ("From: " + reporter + "\r\nSubject: " + HOSTILE + "\r\n\r\n" + excerpt)
                                .getBytes(StandardCharsets.UTF_8),
                        clock.instant());
        var type = casework.snapshot(incident).orElseThrow().incident().firstType();
        casework.join(List.of(new Sighted(
                incident,
                message,
                type,
                Optional.of(addressOf(snapshot(incident).incident().server().text())),
                Optional.empty(),
                Optional.of(new EventTime(clock.instant().minusSeconds(60), true)),
                clock.instant(),
                Sighted.Weight.TRUSTED,
                reporter,
                Optional.of("trusted.example"),
                SourceType.INDUSTRY_CONTACT,
                true,
                false,
                ports,
                Further.NONE,
                excerpt,
                reporter + excerpt,
                false)));
        return message;
    }

    public void until(Duration sinceStart) {
        casework.runDueUntil(clock, START.plus(sinceStart));
    }

    public Instant now() {
        return clock.instant();
    }

    public java.time.InstantSource clock() {
        return clock;
    }

    public Snapshot snapshot(IncidentId id) {
        return casework.snapshot(id).orElseThrow();
    }

    public void act(IncidentId id, Act act) {
        assertThat(casework.perform(id, act, Actor.staff("mara"))).isInstanceOf(Acted.Done.class);
        casework.workAll();
    }

    public void answered(IncidentId id, String from, AnswerKind kind, String text) {
        assertThat(casework.perform(
                        id,
                        new Act.Answer(from, kind, Standing.AUTHORIZED, clock.instant(), text, Statement.read(text)),
                        Actor.customer(from)))
                .isInstanceOf(Acted.Done.class);
        casework.workAll();
    }

    /** Rings every number of the present round without success; the clock must stand at or after the round's due time. */
    public void ringAll(IncidentId id) {
        snapshot(id)
                .incident()
                .round()
                .orElseThrow()
                .numbers()
                .forEach(callee -> act(
                        id,
                        new Act.RecordCall(
                                callee.number(),
                                CallOutcome.NO_ANSWER,
                                clock.instant(),
                                clock.instant(),
                                "rang long")));
    }

    /** Warned at the start, silent, phoned, still going on, cut: four hours and ten minutes after the start. */
    public void cutOff(IncidentId id) {
        until(Duration.ofHours(2));
        ringAll(id);
        until(Duration.ofHours(3));
        act(id, new Act.SayPersisting(Persistence.YES, "queue still grows"));
        until(Duration.ofMinutes(250));
        assertThat(snapshot(id).outlook().state()).isEqualTo(duenotice.incident.State.CUT);
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    /** Every message waits for people. */
    private static final class EverythingWaits implements MessageReader {
        @Override
        public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
            return messages.stream()
                    .collect(Collectors.toMap(
                            StoredMessage::id,
                            message -> MessageOutcome.queued("no-subject: nothing in it names a machine of ours"),
                            (one, other) -> one,
                            LinkedHashMap::new));
        }
    }

    private static final class Obliging implements StepRunner {
        @Override
        public boolean runs(Step.Outer step) {
            return true;
        }

        @Override
        public void run(Step.Outer step, StepRun run) {
            var to = run.circumstances().warnable().stream()
                    .map(address -> new Told(address, "", Handed.ACCEPTED, "250 ok"))
                    .toList();
            switch (step) {
                case Step.Warn ignored -> {
                    if (run.begin()) {
                        var within = Waits.of(run.incident(), run.policy()).warning();
                        run.record(new IncidentEvent.CustomerWarned(to, within.map(run.now()::plus), within));
                    }
                }
                case Step.Inform inform -> {
                    if (run.begin()) {
                        run.record(new IncidentEvent.Informed(inform.notice(), inform.key(), to));
                    }
                }
                case Step.Cut cut -> {
                    if (run.begin(new IncidentEvent.MeasureRequested(
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
                }
                case Step.Restore restore -> {
                    if (run.begin(new IncidentEvent.LiftRequested(
                            restore.measure(), restore.why(), restore.key(), restore.reason()))) {
                        run.record(new IncidentEvent.MeasureLifted(restore.measure(), "on"));
                    }
                }
                case Step.Settle settle -> {
                    var going = run.incident()
                            .measure(settle.measure())
                            .orElseThrow()
                            .isGoing();
                    if (run.begin()) {
                        run.record(
                                going
                                        ? new IncidentEvent.MeasureLifted(settle.measure(), "on")
                                        : new IncidentEvent.MeasureConfirmed(settle.measure(), "off"));
                    }
                }
                default -> run.postpone(Duration.ofDays(1), "not played here");
            }
        }
    }
}
