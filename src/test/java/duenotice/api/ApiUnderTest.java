package duenotice.api;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.ApiKeys;
import duenotice.access.Drop;
import duenotice.access.Elsewhere;
import duenotice.access.FixedKeys;
import duenotice.access.SealingKeys;
import duenotice.access.SecretWiper;
import duenotice.access.Secrets;
import duenotice.access.StaffAccounts;
import duenotice.casework.Casework;
import duenotice.casework.MessageId;
import duenotice.casework.MessageOutcome;
import duenotice.casework.MessageReader;
import duenotice.casework.Openings;
import duenotice.casework.Rereading;
import duenotice.casework.SettableClock;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.casework.StoredMessage;
import duenotice.casework.TimelineProof;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChanges;
import duenotice.database.TestDatabase;
import duenotice.database.Transactions;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AnswerKind;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Told;
import duenotice.incident.IncidentId;
import duenotice.incident.Statement;
import duenotice.incident.Step;
import duenotice.incident.Waits;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.inventory.source.Rounds;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a real database with a clock that is moved; the world outside writes down what it was asked and obeys. */
final class ApiUnderTest implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    static final String INVENTORY = """
            customers:
              - id: kite
                name: Kite Mail
                contacts:
                  - {name: Ada, email: ada@kite.example, phones: ["+4930901820"], roles: [abuse, owner]}
              - id: heron
                name: Heron
                vip: true
                policy: power-off
                contacts:
                  - {name: Hans, email: hans@heron.example, phones: ["+4930901821"], roles: [abuse, owner]}
            servers:
              - {id: srv-1, customer: kite, addresses: [{ip: 198.51.100.7, from: 2025-01-01T00:00:00Z}]}
              - {id: srv-2, customer: kite, never-cut: true, addresses: [{ip: 198.51.100.8, from: 2025-01-01T00:00:00Z}]}
              - {id: srv-3, customer: kite, addresses: [{ip: 198.51.100.9, from: 2025-01-01T00:00:00Z}]}
              - {id: srv-h, customer: heron, addresses: [{ip: 198.51.100.20, from: 2025-01-01T00:00:00Z}]}
            """;

    static final Webhooks WEBHOOKS = new Webhooks(List.of(
            new Webhooks.Door(
                    "flow-watch",
                    List.of("a token of some length", "the next token of some"),
                    Optional.empty(),
                    Optional.empty()),
            new Webhooks.Door("keyed", List.of("a token of some length"), Optional.of("X-Api-Key"), Optional.empty()),
            new Webhooks.Door(
                    "signed", List.of("a key of some length"), Optional.empty(), Optional.of("X-Signature"))));

    private static final JsonMapper JSON = JsonMapper.shared();

    final TestDatabase database = TestDatabase.fresh();
    final Clock clock = new Clock();
    final List<Step.Outer> ran = new ArrayList<>();
    final Inventory inventory = new Inventory(database.transactions(), List.of());
    final Secrets secrets = new Secrets(database.transactions(), SealingKeys.ofThisRun(), Secrets.USUAL);
    final Casework casework;

    /** What the network does with the next requests. */
    boolean networkByHand;

    private final GenericWebApplicationContext context = new GenericWebApplicationContext();
    private final MockMvc web;

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

    @Configuration
    @EnableWebMvc
    @EnableWebSecurity
    @Import(ApiConfiguration.class)
    static class Web {}

    ApiUnderTest() {
        var policies = PolicyBook.shipped();
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
                        List.of(new SecretWiper(secrets), new Obeying()),
                        List.of(new Queueing()),
                        List.of(),
                        List.of(),
                        type -> false));
        casework.start(true);
        context.setServletContext(new MockServletContext());
        context.registerBean(Casework.class, () -> casework);
        context.registerBean(Drop.class, () -> new Drop(database.transactions(), casework, secrets));
        context.registerBean(Secrets.class, () -> secrets);
        context.registerBean(Inventory.class, () -> inventory);
        context.registerBean(
                ContactChanges.class,
                () -> new ContactChanges(database.transactions(), casework, inventory, "provider.example"));
        context.registerBean(ContactCases.class, () -> new ContactCases(database.transactions(), casework, inventory));
        context.registerBean(Rounds.class, () -> new Rounds(database.transactions(), List.of(), () -> 0));
        context.registerBean(PolicyBook.class, () -> policies);
        context.registerBean(Transactions.class, database::transactions);
        context.registerBean(Webhooks.class, () -> WEBHOOKS);
        context.registerBean(Elsewhere.class, () -> new Elsewhere(Elsewhere.Registries.UNASKED));
        context.registerBean(
                Rereading.class, () -> asked -> new Rereading.Page(0, java.util.List.of(), java.util.Optional.empty()));
        context.registerBean(TimelineProof.class, () -> new TimelineProof(database.transactions()));
        context.registerBean(
                Openings.class, () -> new Openings(database.transactions(), casework, inventory, policies));
        context.registerBean(ApiKeys.class, () -> new ApiKeys(database.transactions(), FixedKeys.REHEARSAL));
        context.registerBean(
                StaffAccounts.class, () -> new StaffAccounts(database.transactions(), FixedKeys.REHEARSAL));
        new AnnotatedBeanDefinitionReader(context).register(Web.class);
        context.refresh();
        web = MockMvcBuilders.webAppContextSetup(context)
                .addFilters(context.getBean("springSecurityFilterChain", jakarta.servlet.Filter.class))
                .build();
    }

    GenericWebApplicationContext context() {
        return context;
    }

    // ---- calling

    record Answer(int status, String type, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String detail() {
            return json().path("detail").asString("");
        }

        Answer is(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            return this;
        }

        /** Refused with a sentence. */
        Answer refused(int expected, String sentence) {
            is(expected);
            assertThat(type).startsWith("application/problem+json");
            assertThat(detail()).contains(sentence);
            return this;
        }
    }

    Answer get(String who, String path) {
        return call(HttpMethod.GET, who, path, null, null, Map.of());
    }

    Answer post(String who, String path, String json) {
        return call(HttpMethod.POST, who, path, "application/json", json, Map.of());
    }

    Answer call(HttpMethod method, String who, String path, String type, String body, Map<String, String> headers) {
        var all = new LinkedHashMap<>(headers);
        if (!who.isEmpty()) {
            all.put("Authorization", "Bearer rehearsal-" + who);
        }
        return anywhere(method, "/api/v1" + path, type, body, all);
    }

    /** @param path from the root */
    Answer anywhere(HttpMethod method, String path, String type, String body, Map<String, String> headers) {
        try {
            var request = MockMvcRequestBuilders.request(method, java.net.URI.create(path));
            if (type != null) {
                request.contentType(type);
            }
            if (body != null) {
                request.content(body.getBytes(StandardCharsets.UTF_8));
            }
            headers.forEach(request::header);
            var response = web.perform(request).andReturn().getResponse();
            return new Answer(
                    response.getStatus(),
                    String.valueOf(response.getContentType()),
                    response.getContentAsString(StandardCharsets.UTF_8));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    // ---- playing

    void until(Duration sinceStart) {
        casework.runDueUntil(clock, START.plus(sinceStart));
    }

    String opened(String server) {
        return post("agent", "/incidents", """
                {"server":"%s","category":"email-compromise","type":"messaging/spam",
                 "observedAt":"2026-03-01T02:00:00Z","evidence":"Received: from 198.51.100.7","reason":"seen"}
                """.formatted(server))
                .is(201)
                .json()
                .get("id")
                .stringValue();
    }

    /** Opened, warned, silent, called. */
    String called(String server) {
        var id = opened(server);
        until(Duration.ofHours(2));
        post("agent", "/incidents/" + id + "/calls", """
                {"number":"%s","outcome":"voicemail","startedAt":"%s","endedAt":"%s"}
                """.formatted(
                        server.equals("srv-h") ? "+4930901821" : "+4930901820", clock.instant(), clock.instant()))
                .is(200);
        return id;
    }

    /** ... and cut off after two more silent hours. */
    String cut(String server) {
        var id = called(server);
        clock.set(clock.instant().plusSeconds(60));
        post("agent", "/incidents/" + id + "/persisting", """
                {"value":"yes","reason":"the queue still grows"}
                """).is(200);
        until(Duration.ofHours(4).plusMinutes(1));
        assertThat(get("auditor", "/incidents/" + id).json().get("state").stringValue())
                .isEqualTo("cut");
        return id;
    }

    void answered(String id, String from, AnswerKind kind, IncidentEvent.Standing standing, String text) {
        casework.perform(
                new IncidentId(Long.parseLong(id)),
                new Act.Answer(from, kind, standing, clock.instant(), text, Statement.read(text)),
                Actor.customer(from));
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    /** Nothing can be placed: everything waits for people, until they say what it is. */
    private static final class Queueing implements MessageReader {
        @Override
        public Map<MessageId, MessageOutcome> read(List<StoredMessage> messages) {
            var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
            messages.forEach(message -> outcomes.put(
                    message.id(),
                    (message.hint().isPresent()
                                    ? new MessageOutcome(
                                            MessageOutcome.State.JOINED, Optional.empty(), Optional.empty())
                                    : MessageOutcome.queued("no-subject: it names nothing of ours"))
                            .withReport("""
                                    {"kind":"report","sourceType":"public","findings":[]}""")));
            messages.stream()
                    .filter(message -> new String(message.body(), StandardCharsets.UTF_8).contains("content/csam"))
                    .forEach(message -> outcomes.put(
                            message.id(),
                            MessageOutcome.queued("not-ours: https://else.example/path")
                                    .withReport("""
                                            {"kind":"report","sourceType":"public","findings":[{"category":"other",
                                             "type":"content/csam","url":"https://else.example/path",
                                             "observedAt":"2026-03-01T02:00:00Z"}]}""")));
            return outcomes;
        }
    }

    /** Everything outside works at once, unless an engineer has to do it. */
    private final class Obeying implements StepRunner {
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
                        run.record(
                                networkByHand
                                        ? new IncidentEvent.MeasureTasked(cut.measure(), "turn it off")
                                        : new IncidentEvent.MeasureConfirmed(cut.measure(), "off"));
                    }
                }
                case Step.Restore restore -> {
                    if (run.begin(new IncidentEvent.LiftRequested(
                            restore.measure(), restore.why(), restore.key(), restore.reason()))) {
                        run.record(new IncidentEvent.MeasureLifted(restore.measure(), "on"));
                    }
                }
                case Step.Settle ignored -> run.postpone(Duration.ofMinutes(1), "an engineer has to look");
                default -> {
                    if (run.begin()) {
                        run.postpone(Duration.ofHours(1), "not played here");
                    }
                }
            }
            ran.add(step);
        }
    }
}
