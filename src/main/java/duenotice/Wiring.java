package duenotice;

import duenotice.access.ApiKeys;
import duenotice.access.DeskSecrets;
import duenotice.access.Drop;
import duenotice.access.Elsewhere;
import duenotice.access.FixedKeys;
import duenotice.access.SealingKeys;
import duenotice.access.SecretWiper;
import duenotice.access.Secrets;
import duenotice.access.StaffAccounts;
import duenotice.access.Tokens;
import duenotice.api.ApiConfiguration;
import duenotice.api.Webhooks;
import duenotice.call.CallBook;
import duenotice.call.CallEnds;
import duenotice.call.CallRunner;
import duenotice.call.twilio.TwilioCallbacks;
import duenotice.call.twilio.TwilioSettings;
import duenotice.casework.Alarms.AlarmCarrier;
import duenotice.casework.Casework;
import duenotice.casework.MailDoor;
import duenotice.casework.MailboxDoor;
import duenotice.casework.Openings;
import duenotice.casework.RecurringJob;
import duenotice.casework.Rereading;
import duenotice.casework.TimelineProof;
import duenotice.casework.Worker;
import duenotice.contact.ContactCases;
import duenotice.contact.ContactChanges;
import duenotice.contact.ContactIdentity;
import duenotice.contact.ContactMailReader;
import duenotice.contact.ContactPost;
import duenotice.contact.ContactReviews;
import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.database.Transactions;
import duenotice.desk.Caller;
import duenotice.desk.DeskConfiguration;
import duenotice.desk.Letters;
import duenotice.desk.StillUnset;
import duenotice.enforcement.Enforcement;
import duenotice.intake.DnsNames;
import duenotice.intake.IntakeSettings;
import duenotice.intake.LateNames;
import duenotice.intake.LateSignatures;
import duenotice.intake.ReportReader;
import duenotice.intake.Reread;
import duenotice.intake.SpoolFolder;
import duenotice.intake.feed.FeedJobs;
import duenotice.inventory.Inventory;
import duenotice.inventory.Whose;
import duenotice.inventory.source.Rounds;
import duenotice.knowledge.Knowledge;
import duenotice.mail.DkimSignatures;
import duenotice.mail.DnsResolver;
import duenotice.mail.ImapMailbox;
import duenotice.mail.MailboxSettings;
import duenotice.mail.RelaySettings;
import duenotice.mail.Signatures;
import duenotice.mail.SmtpListener;
import duenotice.mail.SmtpSettings;
import duenotice.policy.PolicyBook;
import duenotice.policy.PolicyStore;
import duenotice.portal.PortalConfiguration;
import duenotice.portal.PortalIdentity;
import duenotice.rehearsal.NamesStandIn;
import duenotice.report.Prefix;
import duenotice.report.SourceType;
import duenotice.verification.ReplyReader;
import duenotice.verification.RetestRunner;
import duenotice.warning.AlarmMail;
import duenotice.warning.BounceReader;
import duenotice.warning.DnsMailHomes;
import duenotice.warning.LetterPreview;
import duenotice.warning.MailHomes;
import duenotice.warning.MessageRunner;
import duenotice.warning.ProviderIdentity;
import duenotice.warning.RdapResponsible;
import duenotice.warning.ReceiptSettings;
import duenotice.warning.ReporterLetters;
import duenotice.warning.Responsible;
import duenotice.warning.WarningRunner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.IpAddressAuthorizationManager;

/// The one place where things are put together, top to bottom. What differs between the real desk and a rehearsal is
/// chosen in {@link Outside}, not inside the parts.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(Settings.class)
@Import({Outside.class, ApiConfiguration.class, DeskConfiguration.class, PortalConfiguration.class})
class Wiring {
    private static final Logger log = LoggerFactory.getLogger(Wiring.class);

    /// Threads that work on what is due; a rehearsal plays things in order, with one.
    private static final int WORKERS = 4;

    /// In the data folder, beside the database and not in it.
    static final String SEALING_KEYS = "sealing-keys.json";

    /// For each answer of a mail server.
    private static final Duration MAILBOX_PATIENCE = Duration.ofMinutes(1);

    @Bean
    @ConfigurationPropertiesBinding
    static PathOfText pathOfText() {
        return new PathOfText();
    }

    // ---- database

    @Bean
    DataSource dataSource(Database database) {
        return database.dataSource();
    }

    @Bean
    Transactions transactions(Database database) {
        return database.transactions();
    }

    @Bean
    JdbcClient jdbcClient(Database database) {
        return database.jdbc();
    }

    // ---- what the provider hands in

    @Bean
    Inventory inventory(Transactions transactions, Settings settings) {
        return new Inventory(
                transactions, settings.ownNetworks().stream().map(Prefix::of).toList());
    }

    /// A rehearsal reads no other programs.
    @Bean
    Rounds rounds(Transactions transactions, Settings settings, Mode mode, InstantSource clock) {
        var rounds = new Rounds(
                transactions,
                mode instanceof Mode.Up ? settings.inventory().checked() : List.of(),
                () -> ThreadLocalRandom.current().nextDouble());
        rounds.prepare(clock.instant());
        return rounds;
    }

    @Bean
    PolicyBook policyBook(Mode mode, Settings settings) {
        Optional<Path> folder = switch (mode) {
            case Mode.Rehearsal rehearsal -> rehearsal.policies();
            case Mode.Up ignored -> settings.policies();
        };
        return folder.map(PolicyBook::with).orElseGet(PolicyBook::shipped);
    }

    @Bean
    PolicyStore policyStore(PolicyBook book, JdbcClient jdbc, InstantSource clock) {
        var store = new PolicyStore(jdbc);
        store.keep(book, clock.instant());
        return store;
    }

    @Bean
    Knowledge knowledge() {
        return Knowledge.shipped();
    }

    // ---- who we are, and who may enter

    @Bean
    ProviderIdentity providerIdentity(Settings settings, Mode mode) {
        return identity(settings, URI.create("http://127.0.0.1:" + mode.httpPort()));
    }

    /// Who we are in letters, with all brands.
    ///
    /// @param here where the pages are while the settings name no place
    static ProviderIdentity identity(Settings settings, URI here) {
        var provider = settings.provider();
        var pages = provider.baseUrl().orElse(here);
        return new ProviderIdentity(
                provider.name(),
                provider.domain(),
                provider.from(),
                provider.complaints().getFirst(),
                pages,
                provider.name(),
                provider.signature().orElse(""),
                settings.brands().stream()
                        .collect(Collectors.toMap(
                                Settings.Brand::id,
                                brand -> new ProviderIdentity(
                                        brand.name(),
                                        provider.domain(),
                                        brand.from().orElse(provider.from()),
                                        brand.support()
                                                .orElse(provider.complaints().getFirst()),
                                        brand.baseUrl().orElse(pages),
                                        brand.name(),
                                        brand.signature()
                                                .or(provider::signature)
                                                .orElse(""),
                                        Map.of()),
                                (one, other) -> {
                                    throw new IllegalArgumentException(
                                            "duenotice.brands: two have the id of " + one.name());
                                })));
    }

    @Bean
    Letters letters(
            Knowledge knowledge,
            ProviderIdentity provider,
            Casework casework,
            Inventory inventory,
            Tokens tokens,
            Outside.World world) {
        return new LettersToLookAt(
                new LetterPreview(knowledge, provider), provider, casework, inventory, tokens, world.relay());
    }

    @Bean
    Caller caller(ProviderIdentity provider) {
        return new Caller(provider.name());
    }

    @Bean
    PortalIdentity portalIdentity(Settings settings) {
        var provider = settings.provider();
        return new PortalIdentity(
                provider.name(),
                provider.complaints().getFirst(),
                provider.contactChanges(),
                Optional.empty(),
                settings.brands().stream()
                        .map(brand -> new PortalIdentity(
                                brand.name(),
                                brand.support().orElse(provider.complaints().getFirst()),
                                provider.contactChanges(),
                                Optional.of(new PortalIdentity.Brand(
                                        brand.id(),
                                        brand.baseUrl().map(URI::getHost),
                                        brand.language(),
                                        brand.policy())),
                                List.of()))
                        .toList());
    }

    @Bean
    Tokens tokens(Transactions transactions) {
        return new Tokens(new DeskSecrets(transactions).secret("link-key"));
    }

    @Bean
    SealingKeys sealingKeys(Settings settings, DataFolder folder) {
        return SealingKeys.in(settings.sealing().keyFile().orElse(folder.path().resolve(SEALING_KEYS)));
    }

    @Bean
    Secrets secrets(Transactions transactions, SealingKeys keys, Settings settings) {
        var secrets = new Secrets(transactions, keys, settings.sealing().keepFor());
        var shut = secrets.shut();
        if (shut > 0) {
            log.warn("{} sealed items cannot be opened by any key in {}: put that file back", shut, secrets.place());
        }
        return secrets;
    }

    @Bean
    Drop drop(Transactions transactions, Casework casework, Secrets secrets) {
        return new Drop(transactions, casework, secrets);
    }

    @Bean
    ApiKeys apiKeys(Transactions transactions, FixedKeys fixedKeys) {
        return new ApiKeys(transactions, fixedKeys);
    }

    @Bean
    Webhooks webhooks(Settings settings) {
        return InboundWebhooks.doors(settings.webhooks());
    }

    @Bean
    StaffAccounts staffAccounts(Transactions transactions, FixedKeys fixedKeys) {
        return new StaffAccounts(transactions, fixedKeys);
    }

    // ---- casework

    @Bean
    Casework casework(
            Transactions transactions,
            InstantSource clock,
            Inventory inventory,
            Rounds rounds,
            PolicyBook policyBook,
            PolicyStore policies,
            Knowledge knowledge,
            Tokens tokens,
            Secrets secrets,
            ProviderIdentity provider,
            Settings settings,
            IntakeSettings intake,
            Outside.World world,
            Responsible responsible,
            Mode mode) {
        return Casework.create(transactions, clock, inventory, policies::byVersion, tools -> {
            var casework = tools.casework();
            var enforcement = Enforcement.with(world.network(), inventory, tools);
            var calls = world.phone()
                    .map(phone -> new CallRunner(
                            phone.exchange(), phone.rules(), casework, inventory, transactions, provider.name()));
            var openings = new Openings(transactions, casework, inventory, policyBook);
            var reports = new ReportReader(transactions, casework, openings, inventory, intake);
            return new Casework.Parts(
                    Stream.concat(
                                    Stream.of(
                                            new WarningRunner(
                                                    casework,
                                                    inventory,
                                                    knowledge,
                                                    tokens,
                                                    world.relay(),
                                                    transactions,
                                                    provider,
                                                    mailHomes(settings, mode, transactions, clock)),
                                            new MessageRunner(
                                                    casework,
                                                    inventory,
                                                    knowledge,
                                                    tokens,
                                                    world.relay(),
                                                    transactions,
                                                    provider),
                                            new RetestRunner(world.probe(), casework),
                                            new SecretWiper(secrets)),
                                    Stream.concat(enforcement.runners().stream(), calls.stream()))
                            .toList(),
                    List.of(
                            new BounceReader(casework, tokens, transactions),
                            new ReplyReader(
                                    casework,
                                    inventory,
                                    tokens,
                                    secrets,
                                    Set.of(settings.provider().authservId()),
                                    Set.of(settings.provider().contactChanges())),
                            new ContactMailReader(
                                    settings.provider().contactChanges(),
                                    settings.provider().complaints(),
                                    inventory,
                                    tokens,
                                    casework,
                                    transactions),
                            reports),
                    Stream.concat(
                                    Stream.concat(
                                            Stream.concat(
                                                    enforcement.jobs().stream(), calls.map(CallRunner::watch).stream()),
                                            Stream.concat(
                                                    lateLooks(transactions, casework, reports, intake).stream(),
                                                    rounds.names().stream()
                                                            .map(name -> new InventoryJob(name, rounds, casework)))),
                                    Stream.concat(
                                            new FeedJobs(transactions, casework, tools.inbox(), inventory)
                                                            .jobs(settings.feeds().stream()
                                                                    .map(feed -> feed.checked(settings.resolver()))
                                                                    .toList())
                                                            .stream(),
                                            Stream.concat(
                                                    reporterLetters(casework, world, provider, settings, responsible)
                                                            .stream(),
                                                    Stream.of(
                                                            new ContactPost(
                                                                    transactions,
                                                                    casework,
                                                                    inventory,
                                                                    tokens,
                                                                    world.relay(),
                                                                    contactIdentity(provider, settings)),
                                                            new ContactReviews(transactions, casework, inventory)))))
                            .toList(),
                    carriers(rota(settings, mode), settings, world, provider),
                    world.retestable(),
                    calls.isPresent());
        });
    }

    private static ContactIdentity contactIdentity(ProviderIdentity provider, Settings settings) {
        return contactIdentity(
                provider,
                settings,
                provider.brands().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, brand -> contactIdentity(brand.getValue(), settings, Map.of()))));
    }

    private static ContactIdentity contactIdentity(
            ProviderIdentity provider, Settings settings, Map<String, ContactIdentity> brands) {
        return new ContactIdentity(
                provider.name(),
                provider.domain(),
                provider.fromAddress(),
                settings.provider().contactChanges(),
                provider.baseUrl(),
                provider.signature(),
                brands);
    }

    @Bean
    ContactChanges contactChanges(
            Transactions transactions, Casework casework, Inventory inventory, ProviderIdentity provider) {
        return new ContactChanges(transactions, casework, inventory, provider.domain());
    }

    @Bean
    ContactCases contactCases(Transactions transactions, Casework casework, Inventory inventory) {
        return new ContactCases(transactions, casework, inventory);
    }

    @Bean
    ContactReviews contactReviews(Transactions transactions, Casework casework, Inventory inventory) {
        return new ContactReviews(transactions, casework, inventory);
    }

    /// In a rehearsal mail is taken where the stand-in says that its domain points.
    private static MailHomes mailHomes(Settings settings, Mode mode, Transactions transactions, InstantSource clock) {
        return switch (mode) {
            case Mode.Rehearsal ignored -> {
                var names = new NamesStandIn(transactions.jdbc(), clock);
                yield domains -> names.kept(domains).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().addresses()));
            }
            case Mode.Up ignored ->
                settings.resolverAddress()
                        .<MailHomes>map(resolver -> new DnsMailHomes(DnsResolver.at(resolver)))
                        .orElse(MailHomes.UNKNOWN);
        };
    }

    /// In a rehearsal only its own mail server's word counts, and a stand-in says where names point.
    @Bean
    IntakeSettings intakeSettings(
            Settings settings, Mode mode, JdbcClient jdbc, InstantSource clock, Inventory inventory) {
        var ownMailServers = Set.of(settings.provider().authservId());
        var mappings = InboundWebhooks.mappings(settings.webhooks());
        var names = settings.names();
        return switch (mode) {
            case Mode.Rehearsal ignored ->
                new IntakeSettings(
                                ownMailServers,
                                Set.of("reporter", "rehearsal-reporter"),
                                Signatures.UNCHECKED,
                                mappings,
                                Optional.empty())
                        .withNames(new NamesStandIn(jdbc, clock), names.mostOfOneReport());
            case Mode.Up ignored -> {
                var resolver = settings.resolverAddress().map(DnsResolver::at);
                yield new IntakeSettings(
                        ownMailServers,
                        InboundWebhooks.trusted(settings.webhooks()),
                        resolver.<Signatures>map(DkimSignatures::by).orElse(Signatures.UNCHECKED),
                        mappings,
                        resolver.filter(any -> names.lookUp())
                                .map(asked -> new IntakeSettings.Names(
                                        new DnsNames(
                                                asked,
                                                names.mostInAMinute(),
                                                address -> isOurs(inventory, address, clock),
                                                clock),
                                        names.mostOfOneReport())));
            }
        };
    }

    private static boolean isOurs(Inventory inventory, Prefix address, InstantSource clock) {
        return !(inventory.whose(address, Optional.empty(), Optional.empty(), clock.instant())
                instanceof Whose.Foreign);
    }

    private static List<RecurringJob> lateLooks(
            Transactions transactions, Casework casework, ReportReader reports, IntakeSettings intake) {
        var looks = new ArrayList<RecurringJob>();
        looks.add(new LateSignatures(transactions, casework, reports));
        intake.names().ifPresent(names -> looks.add(new LateNames(transactions, casework, reports, names.lookup())));
        return looks;
    }

    /// A rehearsal asks no registry.
    @Bean
    Responsible responsible(Settings settings, Mode mode) {
        return mode instanceof Mode.Up
                ? settings.rdap().<Responsible>map(RdapResponsible::new).orElse(Responsible.UNKNOWN)
                : Responsible.UNKNOWN;
    }

    @Bean
    Elsewhere elsewhere(Responsible responsible) {
        var pages = responsible.forPages();
        return new Elsewhere(address -> pages.of(address).map(Responsible.Desk::mailbox));
    }

    private static Optional<RecurringJob> reporterLetters(
            Casework casework,
            Outside.World world,
            ProviderIdentity provider,
            Settings settings,
            Responsible responsible) {
        return settings.receipts().enabled()
                ? Optional.of(new ReporterLetters(
                        casework,
                        world.relay(),
                        provider,
                        responsible,
                        new ReceiptSettings(settings.receipts().singlesADay())))
                : Optional.empty();
    }

    /// A rehearsal has two people on call, so that alarms can be seen where they would arrive.
    private static List<String> rota(Settings settings, Mode mode) {
        return switch (mode) {
            case Mode.Rehearsal ignored -> List.of("on-call-1@provider.example", "on-call-2@provider.example");
            case Mode.Up ignored -> settings.rota();
        };
    }

    private static List<AlarmCarrier> carriers(
            List<String> rota, Settings settings, Outside.World world, ProviderIdentity provider) {
        var carriers = new ArrayList<AlarmCarrier>();
        if (!rota.isEmpty()) {
            carriers.add(new AlarmMail(world.relay(), rota, provider));
        }
        settings.pager().ifPresent(webhook -> carriers.add(Outside.alarmWebhook(webhook)));
        return carriers;
    }

    @Bean
    Openings openings(Transactions transactions, Casework casework, Inventory inventory, PolicyBook policies) {
        return new Openings(transactions, casework, inventory, policies);
    }

    @Bean
    Rereading rereading(
            Transactions transactions,
            Casework casework,
            Openings openings,
            Inventory inventory,
            IntakeSettings intake) {
        return new Reread(transactions, casework, openings, inventory, intake);
    }

    @Bean
    TimelineProof timelineProof(Transactions transactions) {
        return new TimelineProof(transactions);
    }

    @Bean(destroyMethod = "")
    Worker worker(Casework casework, InstantSource clock) {
        return new Worker(casework, clock);
    }

    @Bean(destroyMethod = "")
    SmtpListener smtpListener(Casework casework, Tokens tokens, Settings settings, Mode mode, InstantSource clock) {
        var port = mode instanceof Mode.Rehearsal rehearsal
                ? rehearsal.smtpPort()
                : settings.smtp().port();
        return new SmtpListener(
                listening(settings, mode, port), new MailDoor(casework, ours(tokens, settings.provider())), clock);
    }

    private static SmtpSettings listening(Settings settings, Mode mode, int port) {
        var usual = SmtpSettings.loopback(port);
        var host =
                mode instanceof Mode.Rehearsal ? usual.host() : settings.smtp().host();
        return new SmtpSettings(
                host,
                port,
                settings.provider().domain(),
                settings.smtp().maxBytes(),
                usual.maxConnections(),
                usual.maxRecipients(),
                usual.idle(),
                usual.session());
    }

    @Bean(destroyMethod = "")
    WaysIn waysIn(
            Casework casework, SmtpListener smtp, Tokens tokens, Settings settings, Mode mode, InstantSource clock) {
        var lmtpPort = mode instanceof Mode.Rehearsal rehearsal
                ? rehearsal.lmtpPort()
                : settings.smtp().lmtpPort();
        return new WaysIn(
                smtp,
                lmtpPort.map(port -> SmtpListener.lmtp(
                        listening(settings, mode, port),
                        new MailDoor(casework, ours(tokens, settings.provider())),
                        clock)),
                mailboxes(casework, tokens, settings, clock),
                settings.spool()
                        .map(folder -> new SpoolFolder(folder, settings.smtp().maxBytes(), casework, clock)));
    }

    private static List<ImapMailbox> mailboxes(
            Casework casework, Tokens tokens, Settings settings, InstantSource clock) {
        var names = new HashSet<String>();
        return settings.mailboxes().stream()
                .map(one -> {
                    if (!names.add(one.name())) {
                        throw new IllegalArgumentException("duenotice.mailboxes: two are named " + one.name());
                    }
                    var setting = "duenotice.mailboxes, " + one.name() + ": ";
                    var source = one.source()
                            .map(word -> SourceType.ofWord(word)
                                    .orElseThrow(() ->
                                            new IllegalArgumentException(setting + "there is no source " + word)));
                    return new ImapMailbox(
                            new MailboxSettings(
                                    one.name(),
                                    one.host(),
                                    one.port(),
                                    Outside.security(setting + "tls", one.tls()),
                                    one.authorityFile(),
                                    new RelaySettings.Login(one.user(), Outside.secret(one.passwordFile())),
                                    one.folder(),
                                    one.moveTo()
                                            .<MailboxSettings.After>map(MailboxSettings.After.Move::new)
                                            .orElseGet(MailboxSettings.After.Flag::new),
                                    one.lookEvery(),
                                    MAILBOX_PATIENCE,
                                    MailboxSettings.Pauses.USUAL,
                                    settings.smtp().maxBytes()),
                            new MailboxDoor(
                                    casework,
                                    one.name(),
                                    one.address()
                                            .orElse(settings.provider()
                                                    .complaints()
                                                    .getFirst()),
                                    source,
                                    address -> isToken(tokens, settings.provider(), address)),
                            clock);
                })
                .toList();
    }

    /// Complaints, contact changes, and whatever address our own mails carry.
    private static Predicate<String> ours(Tokens tokens, Settings.Provider provider) {
        var mailboxes = Stream.concat(provider.complaints().stream(), Stream.of(provider.contactChanges()))
                .map(address -> address.toLowerCase(Locale.ROOT))
                .toList();
        return recipient ->
                mailboxes.contains(recipient.toLowerCase(Locale.ROOT)) || isToken(tokens, provider, recipient);
    }

    private static boolean isToken(Tokens tokens, Settings.Provider provider, String address) {
        return address.toLowerCase(Locale.ROOT).endsWith("@" + provider.domain())
                && (tokens.ofAddress(address).isPresent()
                        || tokens.ofContactReturnPath(address).isPresent());
    }

    @Bean
    Program program(Casework casework, Worker worker, WaysIn waysIn, Mode mode) {
        return switch (mode) {
            case Mode.Rehearsal ignored -> new Program(casework, worker, waysIn, 1, true);
            case Mode.Up up -> new Program(casework, worker, waysIn, WORKERS, up.alone());
        };
    }

    /// A rehearsal needs no settings.
    @Bean
    StillUnset stillUnset(Settings settings, Mode mode) {
        return switch (mode) {
            case Mode.Rehearsal ignored -> StillUnset.NOTHING;
            case Mode.Up ignored -> new StillUnset(settings.unset(), Start.HOW_TO_SET);
        };
    }

    // ---- pages of our own

    @Bean
    HealthController healthController(Transactions transactions, Program program, WaysIn waysIn) {
        return new HealthController(transactions, program, waysIn);
    }

    @Bean
    PhoneCallbacks phoneCallbacks(
            Mode mode, Settings settings, Casework casework, Transactions transactions, InstantSource clock) {
        var book = new CallBook(transactions);
        return new PhoneCallbacks(
                (mode instanceof Mode.Up ? Outside.twilio(settings) : Optional.<TwilioSettings>empty())
                        .map(account ->
                                new TwilioCallbacks(account, book, new CallEnds(casework, transactions, book), clock)));
    }

    @Bean
    WaysInMetrics waysInMetrics(WaysIn waysIn) {
        return new WaysInMetrics(waysIn);
    }

    @Bean
    DeskMetrics deskMetrics(Transactions transactions) {
        return new DeskMetrics(transactions);
    }

    /// Metrics are for this machine only, and what no other chain knows is closed.
    @Bean
    @Order(1000)
    SecurityFilterChain closedPages(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/prometheus")
                        .access(IpAddressAuthorizationManager.hasIpAddress("127.0.0.1"))
                        .requestMatchers("/error", "/favicon.ico")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /// Health for watchdogs, the telephone exchange, which signs what it says, and the rehearsal's own calls, which
    /// exist
    /// in rehearsal only and on loopback only.
    @Bean
    @Order(1)
    SecurityFilterChain openPages(HttpSecurity http, Settings settings) {
        var callbacks =
                settings.phone().exchange().map(Settings.Twilio::callbackPath).orElse(Settings.Twilio.CALLBACKS) + "/*";
        return http.securityMatcher("/health", "/rehearsal/**", callbacks)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/health")
                        .permitAll()
                        .requestMatchers("/rehearsal/**")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, callbacks)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
