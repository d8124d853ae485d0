package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.SealingKeys;
import duenotice.access.SecretWiper;
import duenotice.access.Secrets;
import duenotice.access.Tokens;
import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.Evidence;
import duenotice.casework.Inbox;
import duenotice.casework.MessageId;
import duenotice.casework.Openings;
import duenotice.casework.SettableClock;
import duenotice.casework.Snapshot;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
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
import duenotice.inventory.NameLookup;
import duenotice.mail.Signatures;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.report.Prefix;
import duenotice.verification.Probe;
import duenotice.verification.ReplyReader;
import duenotice.verification.RetestRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The desk from the inbox to the incident, on a real database; warnings go out at once, nothing else is played. */
public final class IntakeDesk {
    public static final Instant START = Instant.parse("2026-05-04T09:00:00Z");
    public static final String OWN_SERVER = "mx.desk.example";
    static final String DESK = "abuse@desk.example";
    static final int MOST_NAMES = 4;

    private static final String INVENTORY = """
            customers:
              - id: fern
                name: Fern
                contacts: [{name: Ida, email: ida@fern.example, phones: ["+442079460101"]}]
              - id: moss
                name: Moss
                contacts: [{name: Max, email: max@moss.example}]
            servers:
              - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.7, from: 2026-01-01T00:00:00Z}]}
              - {id: vm-2, customer: moss, addresses: [{ip: 192.0.2.8, from: 2026-01-01T00:00:00Z}, {ip: 192.0.2.99, from: 2026-01-01T00:00:00Z, until: 2026-02-01T00:00:00Z}]}
              - {id: vm-3, customer: fern, shared: true, hostnames: [fern-shop.example], addresses: [{ip: 192.0.2.80, from: 2026-01-01T00:00:00Z}]}
              - {id: vm-4, customer: moss, shared: true, hostnames: [moss-shop.example], addresses: [{ip: 192.0.2.80, from: 2026-01-01T00:00:00Z}]}
              - {id: vm-5, customer: fern, addresses: [{ip: 192.0.2.9, from: 2026-01-01T00:00:00Z, until: 2026-05-02T00:00:00Z}]}
              - {id: vm-6, customer: moss, addresses: [{ip: 192.0.2.9, from: 2026-05-02T00:00:00Z}]}
            reporters:
              - {match: watchers.example, trusted: true, source: industry-contact}
              - {match: lists.example, trusted: false, source: blocklist}
              - {match: probe-net, trusted: false, source: own-detection}
              - {match: partner-key, trusted: true}
            """;

    public final TestDatabase database;
    public final Inventory inventory;
    public final Tokens tokens = new Tokens("a secret of more than thirty-two characters");
    private final Secrets secrets;
    public final Casework casework;
    final PolicyStore store;
    private final Clock clock = new Clock();
    final FewNames names = new FewNames();
    private Persistence probe = Persistence.UNKNOWN;
    private Signatures signatures = Signatures.UNCHECKED;
    private int mails;

    /** Names known to the test; the others do not exist. It remembers nothing, so that each is asked apart from the reading. */
    final class FewNames implements NameLookup {
        final Map<String, List<String>> pointing = new HashMap<>();
        final Set<String> away = new HashSet<>();
        final List<String> asked = new ArrayList<>();
        final Set<String> unaffordable = new HashSet<>();
        final Set<String> accounts = new HashSet<>();
        boolean inTransaction;

        void point(String name, String... addresses) {
            pointing.put(name, List.of(addresses));
        }

        @Override
        public Map<String, Pointing> kept(Collection<String> wanted) {
            return Map.of();
        }

        @Override
        public Found of(Map<String, String> onAccountOf) {
            inTransaction |= TransactionSynchronizationManager.isActualTransactionActive();
            var answers = new HashMap<String, Pointing>();
            accounts.addAll(onAccountOf.values());
            for (var name : onAccountOf.keySet()) {
                if (unaffordable.contains(name)) {
                    continue;
                }
                asked.add(name);
                if (!away.contains(name)) {
                    var addresses = pointing.getOrDefault(name, List.of()).stream()
                            .map(Prefix::of)
                            .toList();
                    answers.put(name, new Pointing(addresses, clock.instant()));
                }
            }
            var unasked = new HashSet<>(onAccountOf.keySet());
            unasked.retainAll(unaffordable);
            return new Found(answers, unasked);
        }
    }

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

    /** @param database is emptied */
    public IntakeDesk(TestDatabase database) {
        this.database = database;
        empty();
        secrets = new Secrets(database.transactions(), SealingKeys.ofThisRun(), Secrets.USUAL);
        inventory = new Inventory(database.transactions(), List.of());
        store = new PolicyStore(database.jdbc());
        store.keep(PolicyBook.shipped(), START);
        importInventory(INVENTORY);
        casework = anotherNode();
        casework.start(true);
    }

    /** Cheaper than a database for each test; the timeline's own guard against it has to look away. */
    private void empty() {
        database.transactions().run(() -> {
            var tables = database.jdbc().sql("""
                            select string_agg(quote_ident(tablename), ', ') from pg_tables
                            where schemaname = 'public' and tablename not like 'flyway%'
                            """).query(String.class).single();
            database.jdbc().sql("set local session_replication_role = replica").update();
            database.jdbc()
                    .sql("truncate %s restart identity".formatted(tables))
                    .update();
            database.jdbc().sql("insert into automation default values").update();
        });
    }

    /** A program of its own over the same database. */
    Casework anotherNode() {
        return Casework.create(database.transactions(), clock, inventory, store::byVersion, tools -> {
            var openings = new Openings(database.transactions(), tools.casework(), inventory, PolicyBook.shipped());
            var reports = new ReportReader(
                    database.transactions(),
                    tools.casework(),
                    openings,
                    inventory,
                    new IntakeSettings(Set.of(OWN_SERVER), Set.of("rehearsal-reporter"), mails -> signatures.of(mails))
                            .withNames(names, MOST_NAMES));
            return new Casework.Parts(
                    List.of(
                            new Warned(),
                            new SecretWiper(secrets),
                            new RetestRunner(
                                    question -> new Probe.Found(
                                            probe,
                                            "looked at " + question.incident().server()),
                                    tools.casework())),
                    List.of(new ReplyReader(tools.casework(), inventory, tokens, secrets, Set.of(OWN_SERVER)), reports),
                    List.of(
                            new LateSignatures(database.transactions(), tools.casework(), reports),
                            new LateNames(database.transactions(), tools.casework(), reports, names)),
                    List.of(),
                    type -> probe != Persistence.UNKNOWN);
        });
    }

    void importInventory(String yaml) {
        inventory.importFile(
                InventoryFile.of("inventory.yaml", yaml.getBytes(StandardCharsets.UTF_8)), "test", clock.instant());
    }

    /** Who looks at signatures of mails that our own mail server has not looked at. */
    void signaturesBy(Signatures looking) {
        signatures = looking;
    }

    public void probeFinds(Persistence value) {
        probe = value;
    }

    public Instant now() {
        return clock.instant();
    }

    public void after(Duration sinceStart) {
        casework.runDueUntil(clock, START.plus(sinceStart));
    }

    void only(Duration sinceStart) {
        clock.set(START.plus(sinceStart));
    }

    // ---- mails

    /** A complaint about spam in free words; {@code %s} are address and time. */
    static final String SPAM = """
            Hello,

            we received spam from your network.

            Source IP: %s
            Time: %s

            Please stop it.
            """;

    /** A mail on its way; every part has an ordinary value. */
    public final class MailDraft {
        private String from = "someone@reporter.example";
        private String authenticated = "";
        private String more = "";
        private String to = DESK;
        private String sender = "bounces@reporter.example";
        private String messageId = "<" + ++mails + "@reporter.example>";
        private String subject = "Spam from your network";
        private String body = "";
        private String type = "text/plain; charset=utf-8";

        public MailDraft from(String address) {
            from = address;
            return this;
        }

        /** Our own mail server found the signature of this domain in order. */
        public MailDraft signedBy(String domain) {
            authenticated = "Authentication-Results: " + OWN_SERVER + "; dkim=pass header.d=" + domain + "\r\n";
            return this;
        }

        public MailDraft header(String line) {
            more += line + "\r\n";
            return this;
        }

        public MailDraft to(String address) {
            to = address;
            return this;
        }

        public MailDraft envelopeFrom(String address) {
            sender = address;
            return this;
        }

        MailDraft messageId(String id) {
            messageId = id;
            return this;
        }

        public MailDraft subject(String text) {
            subject = text;
            return this;
        }

        public MailDraft saying(String text) {
            body = text;
            return this;
        }

        MailDraft ofType(String contentType) {
            type = contentType;
            return this;
        }

        byte[] bytes() {
            return (authenticated
                            + "From: " + from + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\nMessage-ID: "
                            + messageId + "\r\nDate: "
                            + DateTimeFormatter.RFC_1123_DATE_TIME
                                    .withLocale(Locale.ROOT)
                                    .format(clock.instant().atOffset(ZoneOffset.UTC))
                            + "\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n" + more + "\r\n"
                            + body.replace("\n", "\r\n"))
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** Stored, not yet read. */
        public MessageId store() {
            return casework.inbox().accept(sender, List.of(to), bytes(), clock.instant());
        }

        /** Stored and read, and everything done that follows at this instant. */
        public Inbox.Item arrives() {
            var id = store();
            casework.workAll();
            return item(id);
        }
    }

    public MailDraft mail() {
        return new MailDraft();
    }

    /** A complaint about spam from that address, now. */
    MailDraft spamFrom(String address) {
        return mail().saying(SPAM.formatted(address, clock.instant()));
    }

    MailDraft feedback(String kind, String address, String about) {
        return mail().ofType("multipart/report; report-type=feedback-report; boundary=cut")
                .saying("""
                        --cut
                        Content-Type: text/plain

                        This is a feedback report.

                        --cut
                        Content-Type: message/feedback-report

                        Feedback-Type: %s
                        User-Agent: Teller/1
                        Version: 1
                        Source-IP: %s
                        Arrival-Date: %s

                        --cut
                        Content-Type: message/rfc822

                        From: news@fern.example
                        To: victim@reporter.example
                        Subject: %s
                        Message-ID: <%s@fern.example>
                        Date: Mon, 4 May 2026 08:00:00 +0000

                        Buy now.
                        --cut--
                        """.formatted(
                                kind,
                                address,
                                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        clock.instant().atOffset(ZoneOffset.UTC)),
                                about,
                                about));
    }

    Inbox.Item xarf(String key, String address, String type, String reportId, Instant at) {
        var id = submit(key, xarfText(address, type, reportId, at));
        casework.workAll();
        return item(id);
    }

    static String xarfText(String address, String type, String reportId, Instant at) {
        return """
                {"xarf_version": "4.2.0", "report_id": "%s", "timestamp": "%s",
                 "reporter": {"org": "Watch", "contact": "a@watch.example", "domain": "watch.example"},
                 "sender": {"org": "Watch", "contact": "a@watch.example", "domain": "watch.example"},
                 "source_identifier": "%s", "source_port": 25, "category": "%s", "type": "%s", "protocol": "smtp",
                 "evidence_source": "honeypot", "description": "seen"}
                """.formatted(reportId, at, address, type.split("/")[0], type.split("/")[1]);
    }

    MessageId submit(String key, String json) {
        var submitted = casework.inbox()
                .submit(key, Optional.empty(), "application/json", json.getBytes(StandardCharsets.UTF_8));
        return ((Inbox.Submitted.Stored) submitted).id();
    }

    // ---- looking

    Inbox.Item item(MessageId id) {
        return casework.inbox().item(id).orElseThrow();
    }

    List<IncidentId> incidents() {
        return database.jdbc().sql("select id from incident order by id").query(Long.class).list().stream()
                .map(IncidentId::new)
                .toList();
    }

    public IncidentId onlyIncident() {
        assertThat(incidents()).hasSize(1);
        return incidents().getFirst();
    }

    public Snapshot snapshot(IncidentId id) {
        return casework.snapshot(id).orElseThrow();
    }

    List<Evidence> evidence(IncidentId id) {
        return casework.evidence(id, 1000);
    }

    int count(IncidentId id, String column) {
        return database.jdbc()
                .sql("select %s from incident where id = :id".formatted(column))
                .param("id", id.number())
                .query(Integer.class)
                .single();
    }

    public void staff(IncidentId id, Act act) {
        assertThat(casework.perform(id, act, Actor.staff("mara"))).isInstanceOf(Acted.Done.class);
    }

    /** A trusted report has opened an incident on the first server, and its contact is warned. */
    public IncidentId warned() {
        spamFrom("192.0.2.7")
                .from("team@watchers.example")
                .signedBy("watchers.example")
                .arrives();
        return onlyIncident();
    }

    public String replyAddress(IncidentId id, String contact) {
        return tokens.replyAddress(id, snapshot(id).incident().epoch(), contact, "desk.example", clock.instant());
    }

    /** Notices are taken by the relay at once; nothing else outside is played. */
    private static final class Warned implements StepRunner {
        @Override
        public boolean runs(Step.Outer step) {
            return !(step instanceof Step.Retest);
        }

        @Override
        public void run(Step.Outer step, StepRun run) {
            var to = List.of(new Told("ida@fern.example", "Ida", Handed.ACCEPTED, "250 ok"));
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
                default -> run.postpone(Duration.ofDays(1), "not played here");
            }
        }
    }
}
