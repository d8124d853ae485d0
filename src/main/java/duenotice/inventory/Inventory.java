package duenotice.inventory;

import duenotice.database.Transactions;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whose an address is and was, and who is to be warned, as the provider's inventory says. All questions join the current
 * transaction. The batch forms need one to three statements however much is asked.
 */
public final class Inventory {
    /** Where the time of the event is not sure, nobody knows the owner of what changed hands this shortly before now (R54). */
    public static final Duration UNCERTAIN_AFTER_CHANGE = Duration.ofDays(7);

    /** Without a success of a source for so long, nobody is cut off by what may be out of date (R54). */
    public static final Duration STALE_AFTER = Duration.ofHours(24);

    // Arrays stand in sub-selects: the planner then expects the same of every call and keeps its plan, instead of
    // planning anew for each length, which costs more than a look-up does.
    private final JdbcClient jdbc;
    private final Holders holders;
    private final InventoryImport imports;
    private final Anomalies anomalies;
    private final ContactBook contactBook;
    private final List<Prefix> ownSpace;

    /** @param ownSpace networks that are ours although no inventory ever assigned all of them; may be empty */
    public Inventory(Transactions transactions, List<Prefix> ownSpace) {
        this.jdbc = transactions.jdbc();
        this.holders = new Holders(jdbc);
        this.imports = new InventoryImport(transactions);
        this.anomalies = new Anomalies(transactions);
        this.contactBook = new ContactBook(jdbc);
        this.ownSpace = List.copyOf(ownSpace);
    }

    /**
     * Takes the file in, whole or not at all. An id that is known gets the new row, what is not named stays; another customer counts
     * from {@code now} on, and who had it before is kept. The same file again does nothing.
     *
     * @param by who imports, for the record
     * @throws InventoryRefused where the file does not fit what is stored
     */
    public ImportResult importFile(InventoryFile file, String by, Instant now) {
        return switch (imports.run(Handed.file(file, by, now))) {
            case Outcome.Taken taken -> taken.result();
            case Outcome.Doubted doubted ->
                throw new IllegalStateException("a person's file is doubted: " + doubted.why());
        };
    }

    /** What is wrong with contacts. */
    public Anomalies anomalies() {
        return anomalies;
    }

    /** Contacts one by one, and the changes that stand in place of what a file says of them. */
    public ContactBook contactBook() {
        return contactBook;
    }

    /** True until the first import. */
    public boolean isEmpty() {
        return jdbc.sql("select not exists (select from inventory_import)")
                .query(Boolean.class)
                .single();
    }

    public Whose whose(Prefix address, Optional<String> hostname, Optional<Instant> at, Instant now) {
        return whose(List.of(new Question(Optional.of(address), hostname, at)), now)
                .getFirst();
    }

    /** The answers in the order of the questions, from a few statements however many these are. */
    public List<Whose> whose(List<Question> questions, Instant now) {
        var held = holders.of(questions, now);
        return IntStream.range(0, questions.size())
                .mapToObj(number -> Attribution.decide(
                        questions.get(number),
                        held.get(number).ours()
                                || questions
                                        .get(number)
                                        .address()
                                        .filter(this::isInOwnSpace)
                                        .isPresent(),
                        held.get(number).candidates()))
                .toList();
    }

    private boolean isInOwnSpace(Prefix address) {
        return ownSpace.stream().anyMatch(own -> own.contains(address) || address.contains(own));
    }

    /** True where the address stands on this server of this customer at {@code now} (R54). */
    public boolean stillAt(Prefix address, ServerId server, CustomerId customer, Instant now) {
        return stillHeld(List.of(new Holding(address, server, customer)), now).getFirst();
    }

    /** The answers in the order of the holdings, from one statement. */
    public List<Boolean> stillHeld(List<Holding> holdings, Instant now) {
        return jdbc.sql("""
                select exists (select from assignment
                               join server_owner on server_owner.server = assignment.server
                                                and server_owner.during @> cast(:now as timestamptz)
                               where assignment.server = held.server
                                 and assignment.address && held.address::inet
                                 and assignment.during @> cast(:now as timestamptz)
                                 and server_owner.customer = held.customer) as still
                from unnest((select cast(:addresses as text[])), (select cast(:servers as text[])), (select cast(:customers as text[])))
                     with ordinality as held(address, server, customer, ordinal)
                order by held.ordinal
                """)
                .param("addresses", texts(holdings.stream().map(Holding::address)))
                .param("servers", texts(holdings.stream().map(Holding::server)))
                .param("customers", texts(holdings.stream().map(Holding::customer)))
                .param("now", utc(now))
                .query(Boolean.class)
                .list();
    }

    public Optional<CustomerId> ownerAt(ServerId server, Instant at) {
        return jdbc.sql("""
                select customer from server_owner
                where server = :server and during @> cast(:at as timestamptz)
                """)
                .param("server", server.text())
                .param("at", utc(at))
                .query(String.class)
                .optional()
                .map(CustomerId::new);
    }

    /** Every server that was ever handed in, in order of its id. */
    public List<ServerId> serverIds() {
        return jdbc.sql("select id from server order by id").query(String.class).list().stream()
                .map(ServerId::new)
                .toList();
    }

    /** The server with its present owner. */
    public Optional<Server> server(ServerId id) {
        var contacts = contacts(Set.of(id.text()), Set.of()).ofServer(id.text());
        var hostnames = jdbc.sql("select hostname from server_hostname where server = :id order by position, hostname")
                .param("id", id.text())
                .query(String.class)
                .list();
        var addresses = jdbc.sql("""
                select address::text as address, lower(during) as begins, upper(during) as ends
                from assignment
                where server = :id
                order by position, address, during
                """)
                .param("id", id.text())
                .query((row, number) -> new Assignment(
                        Prefix.of(row.getString("address")),
                        row.getObject("begins", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ends", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list();
        return jdbc.sql("""
                select server_owner.customer, shared, never_cut, console
                from server
                join server_owner on server_owner.server = server.id and upper_inf(during)
                where server.id = :id
                """)
                .param("id", id.text())
                .query((row, number) -> new Server(
                        id,
                        new CustomerId(row.getString("customer")),
                        contacts,
                        row.getBoolean("shared"),
                        hostnames,
                        row.getBoolean("never_cut"),
                        Optional.ofNullable(row.getString("console")).map(URI::create),
                        addresses))
                .optional();
    }

    /** The customer behind a list of contacts; empty where there is none. */
    public Optional<Customer> customer(ContactOwner owner) {
        return contactBook.customerOf(owner).flatMap(this::customer);
    }

    public Optional<Customer> customer(CustomerId id) {
        var contacts = contacts(Set.of(), Set.of(id.text())).ofCustomer(id.text());
        return jdbc.sql("""
                select name, language, zone, vip, policy, reseller, copy_end_customer, brand
                from customer
                where id = :id
                """)
                .param("id", id.text())
                .query((row, number) -> new Customer(
                        id,
                        row.getString("name"),
                        row.getString("language"),
                        ZoneId.of(row.getString("zone")),
                        row.getBoolean("vip"),
                        Optional.ofNullable(row.getString("policy")),
                        Optional.ofNullable(row.getString("reseller")).map(CustomerId::new),
                        row.getBoolean("copy_end_customer"),
                        row.getString("brand"),
                        contacts))
                .optional();
    }

    /** To whom a warning about this server goes, in file order; empty where there is nobody, which is a staff task. */
    public List<Recipient> warned(ServerId server, Instant now) {
        return facts(server, now).map(ServerFacts::warned).orElse(List.of());
    }

    /** The contacts with the owner role, whose numbers are rung after those of the contacts warned. */
    public List<Recipient> owners(ServerId server, Instant now) {
        return facts(server, now).map(ServerFacts::owners).orElse(List.of());
    }

    /** True where the address is an authorized contact's for this server; says nothing of who really wrote (R41). */
    public boolean isAuthorized(String email, ServerId server, Instant now) {
        return facts(server, now).filter(facts -> facts.isAuthorized(email)).isPresent();
    }

    public Optional<ServerFacts> facts(ServerId server, Instant now) {
        return Optional.ofNullable(facts(List.of(server), now).get(server));
    }

    /** What is to be known of many servers at an instant, from two statements; unknown servers are left out. */
    public Map<ServerId, ServerFacts> facts(Collection<ServerId> servers, Instant now) {
        record Row(
                String server,
                boolean shared,
                boolean neverCut,
                Optional<URI> console,
                Optional<Party> customer,
                Optional<Party> reseller,
                boolean vip,
                boolean copyEndCustomer,
                Optional<String> policy,
                Optional<String> brand,
                List<String> hostnames) {}
        if (servers.isEmpty()) {
            return Map.of();
        }
        var ids = servers.stream().map(ServerId::text).collect(Collectors.toSet());
        var rows = jdbc.sql("""
                select server.id, server.shared, server.never_cut, server.console,
                       customer.id as customer, customer.language, customer.zone, coalesce(customer.vip, false) as vip,
                       coalesce(customer.copy_end_customer, false) as copy_end_customer, customer.policy, customer.brand,
                       reseller.id as reseller, reseller.language as reseller_language, reseller.zone as reseller_zone,
                       array(select hostname from server_hostname where server_hostname.server = server.id
                             order by position, hostname) as hostnames
                from server
                left join server_owner on server_owner.server = server.id
                                      and server_owner.during @> cast(:now as timestamptz)
                left join customer on customer.id = server_owner.customer
                left join customer as reseller on reseller.id = customer.reseller
                where server.id = any ((select cast(:servers as text[]))::text[])
                """)
                .param("servers", ids.toArray(String[]::new))
                .param("now", utc(now))
                .query((row, number) -> new Row(
                        row.getString("id"),
                        row.getBoolean("shared"),
                        row.getBoolean("never_cut"),
                        Optional.ofNullable(row.getString("console")).map(URI::create),
                        Party.of(row, "customer", "language", "zone"),
                        Party.of(row, "reseller", "reseller_language", "reseller_zone"),
                        row.getBoolean("vip"),
                        row.getBoolean("copy_end_customer"),
                        Optional.ofNullable(row.getString("policy")),
                        Optional.ofNullable(row.getString("brand")),
                        array(row, "hostnames")))
                .list();
        var customers = rows.stream()
                .flatMap(row -> Stream.of(row.customer(), row.reseller()))
                .flatMap(Optional::stream)
                .map(Party::id)
                .collect(Collectors.toSet());
        var contacts = contacts(ids, customers);
        var facts = new HashMap<ServerId, ServerFacts>();
        for (var row : rows) {
            var routing = new Routing(
                    contacts.ofServer(row.server()),
                    row.customer().map(party -> party.with(contacts)),
                    row.reseller().map(party -> party.with(contacts)),
                    row.copyEndCustomer());
            var server = new ServerId(row.server());
            facts.put(
                    server,
                    new ServerFacts(
                            server,
                            row.customer().map(party -> new CustomerId(party.id())),
                            row.vip(),
                            row.neverCut(),
                            row.shared(),
                            row.policy(),
                            row.reseller().map(party -> new CustomerId(party.id())),
                            row.brand(),
                            row.console(),
                            routing.warned(),
                            routing.owners(),
                            routing.authorized(),
                            row.hostnames()));
        }
        return facts;
    }

    private record Party(String id, String language, ZoneId zone) {
        static Optional<Party> of(ResultSet row, String id, String language, String zone) throws SQLException {
            var party = row.getString(id);
            return party == null
                    ? Optional.empty()
                    : Optional.of(new Party(party, row.getString(language), ZoneId.of(row.getString(zone))));
        }

        Routing.Party with(Contacts contacts) {
            return new Routing.Party(language, zone, contacts.ofCustomer(id));
        }
    }

    private Contacts contacts(Set<String> servers, Set<String> customers) {
        var contacts = new Contacts(new HashMap<>(), new HashMap<>());
        jdbc.sql("""
                select kind, owner, position, name, email, phones, roles, authorized
                from contact_on_file
                where kind = 'server' and owner = any ((select cast(:servers as text[]))::text[])
                union all
                select kind, owner, position, name, email, phones, roles, authorized
                from contact_on_file
                where kind = 'customer' and owner = any ((select cast(:customers as text[]))::text[])
                order by kind, owner, position, name, authorized
                """)
                .param("servers", servers.toArray(String[]::new))
                .param("customers", customers.toArray(String[]::new))
                .query(row -> {
                    var of = row.getString("kind").equals("server") ? contacts.byServer : contacts.byCustomer;
                    of.computeIfAbsent(row.getString("owner"), owner -> new ArrayList<>())
                            .add(new Contact(
                                    row.getString("name"),
                                    row.getString("email"),
                                    array(row, "phones"),
                                    array(row, "roles").stream()
                                            .map(Role::ofWord)
                                            .flatMap(Optional::stream)
                                            .collect(Collectors.toSet()),
                                    row.getBoolean("authorized")));
                });
        return contacts;
    }

    private record Contacts(Map<String, List<Contact>> byServer, Map<String, List<Contact>> byCustomer) {
        List<Contact> ofServer(String server) {
            return byServer.getOrDefault(server, List.of());
        }

        List<Contact> ofCustomer(String customer) {
            return byCustomer.getOrDefault(customer, List.of());
        }
    }

    /** Keyed by the addresses in lower case; those of no contact are left out. */
    public Map<String, CustomerId> customersOfContacts(Collection<String> emails) {
        var customers = new HashMap<String, CustomerId>();
        jdbc.sql("""
                select lower(email) as email, owner as customer
                from contact_on_file
                where kind = 'customer' and authorized and lower(email) = any ((select cast(:emails as text[]))::text[])
                union
                select lower(email), server_owner.customer
                from contact_on_file
                join server_owner on server_owner.server = contact_on_file.owner and upper_inf(server_owner.during)
                where kind = 'server' and authorized and lower(email) = any ((select cast(:emails as text[]))::text[])
                order by customer
                """)
                .param(
                        "emails",
                        emails.stream()
                                .map(email -> email.toLowerCase(Locale.ROOT))
                                .distinct()
                                .toArray(String[]::new))
                .query(row -> {
                    customers.putIfAbsent(row.getString("email"), new CustomerId(row.getString("customer")));
                });
        return customers;
    }

    /** The known reporter of an authenticated domain or of the API key with this name. */
    public Optional<Reporter> reporter(String match) {
        return Optional.ofNullable(reporters(List.of(match)).get(match.toLowerCase(Locale.ROOT)));
    }

    /** Keyed by what they are matched by, in lower case; unknown ones are left out. */
    public Map<String, Reporter> reporters(Collection<String> matches) {
        var reporters = new HashMap<String, Reporter>();
        jdbc.sql(
                        "select match, trusted, source from reporter where match = any ((select cast(:matches as text[]))::text[])")
                .param(
                        "matches",
                        matches.stream()
                                .map(match -> match.toLowerCase(Locale.ROOT))
                                .distinct()
                                .toArray(String[]::new))
                .query(row -> {
                    var match = row.getString("match");
                    reporters.put(
                            match,
                            new Reporter(
                                    match,
                                    row.getBoolean("trusted"),
                                    Optional.ofNullable(row.getString("source")).flatMap(SourceType::ofWord)));
                });
        return reporters;
    }

    /** Grows with every import that changed something; who keeps what it asked here compares it. */
    public long imports() {
        return jdbc.sql("select coalesce(max(id), 0) from inventory_import")
                .query(Long.class)
                .single();
    }

    /** Every prefix that was ever assigned, and the configured ones. */
    public List<Prefix> ownNetworks() {
        var networks = new LinkedHashSet<>(ownSpace);
        jdbc.sql("select prefix::text from own_network order by prefix").query(String.class).list().stream()
                .map(Prefix::of)
                .forEach(networks::add);
        return List.copyOf(networks);
    }

    private static List<String> array(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    /** A column of texts; an empty Optional becomes a null. */
    private static String[] texts(Stream<?> values) {
        return values.map(each -> each instanceof Optional<?> optional ? optional.orElse(null) : each)
                .map(each -> each == null ? null : each.toString())
                .toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
