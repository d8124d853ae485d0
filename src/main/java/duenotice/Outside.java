package duenotice;

import duenotice.access.DeskRole;
import duenotice.access.FixedKeys;
import duenotice.access.Person;
import duenotice.access.Tokens;
import duenotice.call.CallBook;
import duenotice.call.CallRules;
import duenotice.call.Telephone;
import duenotice.call.sip.SipSettings;
import duenotice.call.sip.SipTelephone;
import duenotice.call.twilio.TwilioSettings;
import duenotice.call.twilio.TwilioTelephone;
import duenotice.casework.Casework;
import duenotice.casework.GuardedClock;
import duenotice.casework.Retestable;
import duenotice.casework.Worker;
import duenotice.database.DataFolder;
import duenotice.database.Transactions;
import duenotice.enforcement.CommandCutoff;
import duenotice.enforcement.Cutoff;
import duenotice.enforcement.DryRun;
import duenotice.enforcement.ManualCutoff;
import duenotice.enforcement.TimeLimited;
import duenotice.enforcement.WebhookCutoff;
import duenotice.incident.Persistence;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryFile;
import duenotice.mail.Delivery;
import duenotice.mail.DkimKey;
import duenotice.mail.DnsResolver;
import duenotice.mail.OrganisationalDomain;
import duenotice.mail.Relay;
import duenotice.mail.RelaySettings;
import duenotice.mail.SmtpRelay;
import duenotice.rehearsal.NamesStandIn;
import duenotice.rehearsal.NetworkStandIn;
import duenotice.rehearsal.PhoneStandIn;
import duenotice.rehearsal.ProbeStandIn;
import duenotice.rehearsal.RehearsalClock;
import duenotice.rehearsal.RehearsalController;
import duenotice.rehearsal.RelayStandIn;
import duenotice.verification.Probe;
import duenotice.verification.probe.SafeProbe;
import duenotice.warning.AlarmWebhook;
import duenotice.warning.MarkedRelay;
import duenotice.warning.PacedRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The outside world as the desk meets it: the real one, or a rehearsal's stand-ins.
@Configuration(proxyBeanMethods = false)
class Outside {
    /// Real time: a driver of the rehearsal has so long.
    private static final Duration REHEARSAL_LIMIT = Duration.ofSeconds(2);

    private static final Duration RELAY_PATIENCE = Duration.ofSeconds(30);
    private static final Duration WEBHOOK_LIMIT = Duration.ofSeconds(10);

    /// @param retestable for which incidents a safe retest or flow check exists
    /// @param phone empty means that people call
    record World(Relay relay, Cutoff network, Probe probe, Retestable retestable, Optional<Phone> phone)
            implements AutoCloseable {
        /// Whoever is being rung is not left with a dead line.
        @Override
        public void close() {
            phone.ifPresent(one -> {
                if (one.exchange() instanceof SipTelephone line) {
                    line.close();
                }
            });
        }
    }

    /// @param exchange that the program rings numbers through
    record Phone(Telephone exchange, CallRules rules) {}

    @Bean
    InstantSource clock(Mode mode, JdbcClient jdbc) {
        return switch (mode) {
            case Mode.Up ignored -> new GuardedClock(InstantSource.system(), System::nanoTime);
            case Mode.Rehearsal rehearsal -> RehearsalClock.open(jdbc, rehearsal.clock(), Instant.now());
        };
    }

    @Bean
    World world(
            Mode mode,
            JdbcClient jdbc,
            InstantSource clock,
            Settings settings,
            Inventory inventory,
            Tokens tokens,
            Transactions transactions) {
        return switch (mode) {
            case Mode.Up ignored -> {
                var relay = new MarkedRelay(
                        settings.outgoing()
                                .map(outgoing -> (Relay) new PacedRelay(
                                        relay(outgoing, settings.provider(), clock),
                                        transactions,
                                        clock,
                                        outgoing.mostInAMinute(),
                                        outgoing.mostOfOneDomain()))
                                .orElse(mail -> new Delivery.RelayAway("no mail relay is set")),
                        tokens);
                var network = network(settings.network());
                var phone = exchange(settings, new CallBook(transactions), clock)
                        .map(exchange -> new Phone(
                                exchange,
                                new CallRules(
                                        settings.phone().spacing(),
                                        settings.phone().mostInASecond(),
                                        settings.phone().mostInAnHour())));
                if (!settings.probes().enabled()) {
                    yield new World(relay, network, noProbe(), type -> false, phone);
                }
                var probe = SafeProbe.of(
                        settings.probes()
                                .checked(
                                        settings.provider(),
                                        settings.resolverAddress().map(DnsResolver::at)),
                        inventory,
                        transactions,
                        clock);
                yield new World(relay, network, probe, probe, phone);
            }
            case Mode.Rehearsal rehearsal -> {
                var probes = new ProbeStandIn(jdbc);
                yield new World(
                        new MarkedRelay(new RelayStandIn(jdbc, clock), tokens),
                        new TimeLimited(new NetworkStandIn(jdbc, clock, REHEARSAL_LIMIT), REHEARSAL_LIMIT),
                        question ->
                                new Probe.Found(probes.find(question.incident().server()), "the rehearsal's probe"),
                        type -> true,
                        rehearsal.phones()
                                ? Optional.of(new Phone(new PhoneStandIn(jdbc, clock), CallRules.REHEARSAL))
                                : Optional.empty());
            }
        };
    }

    /// Empty where people call.
    private static Optional<Telephone> exchange(Settings settings, CallBook book, InstantSource clock) {
        return twilio(settings)
                .map(account -> (Telephone) new TwilioTelephone(account, book))
                .or(() -> sip(settings).map(trunk -> new SipTelephone(trunk, book, clock)));
    }

    /// Empty where calls go another way.
    static Optional<SipSettings> sip(Settings settings) {
        return settings.phone()
                .trunk()
                .filter(set -> settings.phone().backEnd().equals("sip"))
                .map(set -> new SipSettings(
                        set.server(),
                        set.serverPort(),
                        set.transport(),
                        set.domain().orElse(set.server()),
                        set.user()
                                .map(user -> new SipSettings.Login(
                                        user,
                                        set.passwordFile()
                                                .map(Outside::secret)
                                                .orElseThrow(() ->
                                                        new IllegalArgumentException("duenotice.phone.sip.user needs"
                                                                + " duenotice.phone.sip.password-file")))),
                        set.from(),
                        set.listen(),
                        set.port(),
                        set.mediaFrom(),
                        set.mediaTo(),
                        set.publicAddress(),
                        set.ringFor(),
                        set.recordings(),
                        set.speaker()));
    }

    /// Empty where calls go another way. The public address is part of what the exchange signs.
    static Optional<TwilioSettings> twilio(Settings settings) {
        return settings.phone()
                .exchange()
                .filter(set -> settings.phone().backEnd().equals("twilio"))
                .map(set -> {
                    var address = settings.provider()
                            .baseUrl()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "duenotice.phone.back-end twilio needs duenotice.provider.base-url,"
                                            + " which the exchange reaches us under"));
                    return new TwilioSettings(
                            set.baseUrl(),
                            set.account(),
                            secret(set.tokenFile()),
                            set.from(),
                            URI.create(address.toString().replaceAll("/+$", "") + set.callbackPath()),
                            set.ringFor(),
                            set.timeLimit());
                });
    }

    private static Probe noProbe() {
        return question -> new Probe.Found(Persistence.UNKNOWN, "retests are switched off");
    }

    static RelaySettings.Security security(String setting, String word) {
        return switch (word) {
            case "none" -> RelaySettings.Security.NONE;
            case "starttls" -> RelaySettings.Security.STARTTLS;
            case "implicit" -> RelaySettings.Security.TLS;
            default -> throw new IllegalArgumentException(setting + " is none, starttls or implicit, not " + word);
        };
    }

    static Relay relay(Settings.Outgoing outgoing, Settings.Provider provider, InstantSource clock) {
        return new SmtpRelay(relaySettings(outgoing, provider), clock);
    }

    static RelaySettings relaySettings(Settings.Outgoing outgoing, Settings.Provider provider) {
        var security = security("duenotice.relay.tls", outgoing.tls());
        var login = outgoing.user()
                .map(user -> new RelaySettings.Login(
                        user,
                        outgoing.passwordFile()
                                .map(Outside::secret)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "duenotice.relay.user needs duenotice.relay.password-file"))));
        return new RelaySettings(
                outgoing.host(),
                outgoing.port(),
                security,
                login,
                RELAY_PATIENCE,
                outgoing.name().orElse(provider.domain()),
                outgoing.signing().map(dkim -> signing(dkim, provider)));
    }

    /// A signature of another organisation than the From's proves nothing to anybody (DMARC).
    private static DkimKey signing(Settings.Dkim dkim, Settings.Provider provider) {
        var from = provider.from().substring(provider.from().lastIndexOf('@') + 1);
        var domain = dkim.domain().orElse(from);
        if (!OrganisationalDomain.same(from, domain)) {
            throw new IllegalArgumentException("duenotice.relay.dkim.domain " + domain
                    + " is not of the organisation of duenotice.provider.from, " + provider.from());
        }
        return DkimKey.of(domain, dkim.selector(), dkim.keyFile());
    }

    private static Cutoff network(Settings.Network network) {
        var driver = switch (network.driver()) {
            case "manual" -> new ManualCutoff();
            case "command" -> new CommandCutoff(network.command(), Map.of(), network.timeLimit());
            case "webhook" -> {
                var webhook = network.panel()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "duenotice.network.driver webhook needs duenotice.network.webhook"));
                yield new WebhookCutoff(webhook.url(), secrets(webhook), network.timeLimit(), InstantSource.system());
            }
            default ->
                throw new IllegalArgumentException(
                        "duenotice.network.driver is manual, command or webhook, not " + network.driver());
        };
        return network.dryRun() ? new DryRun(driver) : driver;
    }

    static AlarmWebhook alarmWebhook(Settings.Webhook webhook) {
        return new AlarmWebhook(webhook.url(), secrets(webhook), WEBHOOK_LIMIT, InstantSource.system());
    }

    private static List<String> secrets(Settings.Webhook webhook) {
        return Stream.concat(Stream.of(webhook.secretFile()), webhook.nextSecretFile().stream())
                .map(Outside::secret)
                .toList();
    }

    static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("the secret in " + file + " cannot be read", failure);
        }
    }

    /// Keys that need no set-up: the rehearsal's, and the one by which other commands on this machine come in.
    @Bean
    FixedKeys fixedKeys(Mode mode, DataFolder folder) {
        var people = new HashMap<String, Person>();
        people.put(folder.secret(RunningProgram.KEY), new Person("local-command", DeskRole.LEAD));
        if (mode instanceof Mode.Rehearsal) {
            people.putAll(FixedKeys.REHEARSAL.people());
        }
        return new FixedKeys(people);
    }

    /// The trainer's calls exist in rehearsal only.
    @Bean
    @Conditional(InRehearsal.class)
    RehearsalController rehearsalController(
            Casework casework, Worker worker, InstantSource clock, Inventory inventory, JdbcClient jdbc) {
        return new RehearsalController(
                casework,
                worker,
                (RehearsalClock) clock,
                new RelayStandIn(jdbc, clock),
                new NetworkStandIn(jdbc, clock, REHEARSAL_LIMIT),
                new PhoneStandIn(jdbc, clock),
                new ProbeStandIn(jdbc),
                new NamesStandIn(jdbc, clock),
                inventory);
    }

    @Bean
    @Conditional(InRehearsal.class)
    FirstInventory firstInventory(Mode mode, Inventory inventory, InstantSource clock) throws IOException {
        if (mode instanceof Mode.Rehearsal rehearsal && inventory.isEmpty()) {
            var file = rehearsal.inventory().isPresent()
                    ? InventoryFile.read(rehearsal.inventory().get())
                    : InventoryFile.sample();
            inventory.importFile(file, "rehearsal", clock.instant());
        }
        return new FirstInventory();
    }

    /// Marks that the first inventory is in, before anybody works.
    record FirstInventory() {}
}
