package duenotice.crash;

import duenotice.access.SealingKeys;
import duenotice.access.Secrets;
import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.casework.MailDoor;
import duenotice.casework.MessageReader;
import duenotice.casework.Openings;
import duenotice.casework.Worker;
import duenotice.database.Database;
import duenotice.database.DatabaseAddress;
import duenotice.enforcement.Enforcement;
import duenotice.enforcement.TimeLimited;
import duenotice.intake.IntakeSettings;
import duenotice.intake.ReportReader;
import duenotice.inventory.Inventory;
import duenotice.knowledge.Knowledge;
import duenotice.mail.Relay;
import duenotice.mail.SmtpListener;
import duenotice.mail.SmtpSettings;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.rehearsal.NetworkStandIn;
import duenotice.rehearsal.ProbeStandIn;
import duenotice.rehearsal.RehearsalClock;
import duenotice.rehearsal.RelayStandIn;
import duenotice.verification.Probe;
import duenotice.verification.ReplyReader;
import duenotice.verification.RetestRunner;
import duenotice.warning.BounceReader;
import duenotice.warning.MessageRunner;
import duenotice.warning.ProviderIdentity;
import duenotice.warning.WarningRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The desk as in a rehearsal, without its pages, in a process of its own that is there to be killed. It takes mail and
/// plays every incident on and on, ten minutes at a time. Told `finish`, it ends once nothing is left to do.
///
/// Arguments: URL and user of the database; its password comes as the first line of standard input.
final class CrashSubject {
    static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    /// Part of the line that says on which port mail is taken.
    static final String READY = "mail is taken on ";

    static final String FINISHED = "everything is finished";
    static final String FINISH = "finish";

    /// The shipped policy, but incidents end sooner, so that there are more of them.
    private static final Path POLICIES = Path.of("src/test/resources/crash/policies");

    private static final Duration TURN = Duration.ofMinutes(10);
    private static final Duration WAY = Duration.ofMillis(70);
    private static final Duration READING = Duration.ofMillis(25);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int WORKERS = 2;

    /// Longer than any story takes that is left to finish: ten days.
    private static final int LAST_TURNS = 1_440;

    private CrashSubject() {}

    public static void main(String[] arguments) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // As far as one gets without a database; then it waits for its turn.
        var policies = PolicyBook.with(POLICIES);
        var knowledge = Knowledge.shipped();
        var password = orders.readLine();
        if (password == null) {
            return;
        }
        var database = Database.external(new DatabaseAddress(arguments[0], arguments[1], password));
        var finish = new AtomicBoolean();
        var clock = RehearsalClock.open(database.jdbc(), Optional.empty(), START);
        var casework = casework(database, clock, policies, knowledge);
        var worker = new Worker(casework, clock);
        var listener = new SmtpListener(
                SmtpSettings.loopback(0),
                new MailDoor(casework, recipient -> recipient.equalsIgnoreCase("abuse@provider.example")),
                clock);
        casework.start(true);
        worker.start(WORKERS);
        listener.start();
        System.out.println(READY + listener.port());
        Thread.ofPlatform().daemon().start(() -> obey(orders, finish));
        play(casework, worker, clock, finish);
        System.out.println(FINISHED);
        listener.stop(LIMIT);
        worker.close();
        database.close();
    }

    /// Whoever started this process is gone when there is nothing more to read.
    private static void obey(BufferedReader orders, AtomicBoolean finish) {
        try {
            if (FINISH.equals(orders.readLine())) {
                finish.set(true);
            } else {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException gone) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void play(Casework casework, Worker worker, RehearsalClock clock, AtomicBoolean finish) {
        var people = new People(casework);
        for (var last = LAST_TURNS; last > 0; last -= finish.get() ? 1 : 0) {
            people.act();
            worker.alone(() -> {
                casework.runDueUntil(clock, clock.instant().plus(TURN));
                return true;
            });
            if (finish.get() && people.openIncidents().isEmpty()) {
                return;
            }
        }
        throw new IllegalStateException("these do not end: " + people.waiting());
    }

    private static Casework casework(
            Database database, RehearsalClock clock, PolicyBook policies, Knowledge knowledge) {
        var transactions = database.transactions();
        var jdbc = database.jdbc();
        var inventory = new Inventory(transactions, List.of());
        if (inventory.isEmpty()) {
            inventory.importFile(Provider.inventory(), "crash test", clock.instant());
        }
        var versions = new PolicyStore(jdbc);
        versions.keep(policies, clock.instant());
        var tokens = new Tokens("known to everybody, for nobody real is behind it");
        var provider = new ProviderIdentity(
                "Provider",
                "provider.example",
                "abuse@provider.example",
                "abuse@provider.example",
                URI.create("http://127.0.0.1/"),
                "default",
                "",
                Map.of());
        var probes = new ProbeStandIn(jdbc);
        var network = new TimeLimited(new DistantNetwork(new NetworkStandIn(jdbc, clock, LIMIT), WAY), LIMIT);
        var relayStandIn = new RelayStandIn(jdbc, clock);
        Relay relay = mail -> {
            jdbc.sql("insert into crash_handed (message_id, recipient) values (:id, :to)")
                    .param("id", mail.messageId())
                    .param("to", mail.to())
                    .update();
            return relayStandIn.hand(mail);
        };
        var secrets = new Secrets(transactions, SealingKeys.ofThisRun(), Secrets.USUAL);
        var ourMailServers = Set.of("mx.provider.example");
        return Casework.create(transactions, clock, inventory, versions::byVersion, tools -> {
            var casework = tools.casework();
            var enforcement = Enforcement.with(network, inventory, tools);
            return new Casework.Parts(
                    Stream.concat(
                                    Stream.of(
                                            new WarningRunner(
                                                    casework,
                                                    inventory,
                                                    knowledge,
                                                    tokens,
                                                    relay,
                                                    transactions,
                                                    provider),
                                            new MessageRunner(
                                                    casework,
                                                    inventory,
                                                    knowledge,
                                                    tokens,
                                                    relay,
                                                    transactions,
                                                    provider),
                                            new RetestRunner(
                                                    question -> new Probe.Found(
                                                            probes.find(question.incident()
                                                                    .server()),
                                                            "the rehearsal's probe"),
                                                    casework)),
                                    enforcement.runners().stream())
                            .toList(),
                    List.of(
                            slow(),
                            new BounceReader(casework, tokens, transactions),
                            new ReplyReader(casework, inventory, tokens, secrets, ourMailServers),
                            new ReportReader(
                                    transactions,
                                    casework,
                                    new Openings(transactions, casework, inventory, policies),
                                    inventory,
                                    new IntakeSettings(ourMailServers, Set.of()))),
                    enforcement.jobs(),
                    List.of(),
                    type -> true);
        });
    }

    /// Understands nothing, and takes its time, so that many a kill finds mail that is accepted and not yet read.
    private static MessageReader slow() {
        return messages -> {
            if (!messages.isEmpty()) {
                LockSupport.parkNanos(READING.toNanos());
            }
            return Map.of();
        };
    }
}
