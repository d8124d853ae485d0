package duenotice.inventory;

import duenotice.database.Transactions;
import duenotice.inventory.InventoryFile.AddressRow;
import duenotice.inventory.InventoryFile.Row;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes an inventory file into the database, whole or not at all. The file's rows go into temporary tables in one
 * statement each, and then set by set into the real ones, so that the cost per row stays the same for any size.
 */
final class InventoryImport {
    /** So many customers seldom change all their addresses between two readings: a panel was filled with others' then. */
    private static final int MANY_LISTS = 10;

    private final Transactions transactions;
    private final JdbcClient jdbc;

    InventoryImport(Transactions transactions) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
    }

    /** @throws InventoryRefused where it does not fit what is stored */
    Outcome run(Handed handed) {
        return transactions.call(() -> {
            jdbc.sql("lock table inventory_import in exclusive mode").update(); // one import at a time
            if (!handed.whole() && isLast(handed)) {
                return new Outcome.Taken(result(handed.file(), true, Set.of(), Set.of()), Difference.NONE, List.of());
            }
            var settled = handed.present() ? new Periods(jdbc).settle(handed) : handed;
            stage(settled.file());
            stageGone(settled);
            var doubt = doubt(settled);
            if (doubt.isPresent()) {
                dropStaged();
                return doubt.get();
            }
            return write(settled);
        });
    }

    /** What {@link #run} would do; afterwards all is as it was. */
    Outcome preview(Handed handed) {
        try {
            transactions.run(() -> {
                throw new Seen(run(handed));
            });
            throw new IllegalStateException("a preview always ends by being undone");
        } catch (Seen seen) {
            return seen.outcome;
        }
    }

    /** Takes the transaction back and its outcome along. */
    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Seen(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    private boolean isLast(Handed handed) {
        return jdbc.sql("select digest from inventory_import where given_by = :source order by id desc limit 1")
                .param("source", handed.source())
                .query(String.class)
                .optional()
                .equals(Optional.of(handed.file().digest()));
    }

    private Outcome write(Handed handed) {
        var file = handed.file();
        var now = handed.now();
        var defects = new Defects();
        findUnknownResellers(file, defects);
        findOthersRows(handed, defects);
        defects.refuseIfAny();
        var images = new Images(jdbc);
        images.takeBefore();
        Set<String> servers = new HashSet<>(endGone(now));
        Set<String> customers = new HashSet<>(writeCustomers(handed.source()));
        customers.addAll(writeCustomerContacts(handed.kept(), now));
        findResellerCircles(file, defects);
        findUnknownCustomers(file, defects);
        findOverlapsWithStored(file, defects);
        defects.refuseIfAny();
        servers.addAll(writeServers(handed.source()));
        servers.addAll(writeServerContacts(handed.kept(), now));
        servers.addAll(writeHostnames());
        servers.addAll(writeOwners(now));
        servers.addAll(writeAddresses());
        customers.addAll(endGoneCustomers(now));
        writeNetworks();
        writeReporters(handed.source());
        new Anomalies(transactions).filed(file.numbers(), now);
        var difference = images.difference();
        if (!handed.whole() || !difference.isEmpty()) {
            images.keep(log(handed, difference), difference);
        }
        images.drop();
        dropStaged();
        // Look-ups come right after a first import, before the database has counted the rows by itself.
        jdbc.sql(
                        "analyze customer, customer_contact, server, server_contact, server_hostname, server_owner, assignment, own_network")
                .update();
        return new Outcome.Taken(result(file, false, customers, servers), difference, handed.remarks());
    }

    private void dropStaged() {
        jdbc.sql(
                        "drop table staged_customer, staged_contact, staged_server, staged_hostname, staged_address, staged_network, staged_reporter, staged_gone")
                .update();
    }

    private static ImportResult result(
            InventoryFile file, boolean unchanged, Set<String> customers, Set<String> servers) {
        return new ImportResult(
                unchanged,
                file.customerRows().size(),
                file.serverRows().size(),
                file.addressRows().size(),
                file.reporters().size(),
                customers.stream().map(CustomerId::new).collect(Collectors.toSet()),
                servers.stream().map(ServerId::new).collect(Collectors.toSet()));
    }

    // The file's rows, each with its ordinal in the file, by which a defect finds its line again.

    private void stage(InventoryFile file) {
        stageCustomers(file.customers());
        stageServers(file.servers());
        stageContacts(file);
        stageHostnames(file.servers());
        stageAddresses(file.addressRows());
        stageNetworks(file.networks());
        stageReporters(file.reporters());
        jdbc.sql(
                        "analyze staged_customer, staged_contact, staged_server, staged_hostname, staged_address, staged_reporter")
                .update();
    }

    private void stageCustomers(List<Customer> customers) {
        jdbc.sql("""
                create temporary table staged_customer on commit drop as
                select ordinal::integer, id, name, language, zone, vip::boolean, policy, reseller,
                       copy_end_customer::boolean, brand
                from unnest(cast(:ids as text[]), cast(:names as text[]), cast(:languages as text[]),
                            cast(:zones as text[]), cast(:vips as text[]), cast(:policies as text[]),
                            cast(:resellers as text[]), cast(:copies as text[]), cast(:brands as text[]))
                     with ordinality
                     as file(id, name, language, zone, vip, policy, reseller, copy_end_customer, brand, ordinal)
                """)
                .param("ids", column(customers, Customer::id))
                .param("names", column(customers, Customer::name))
                .param("languages", column(customers, Customer::language))
                .param("zones", column(customers, Customer::zone))
                .param("vips", column(customers, Customer::vip))
                .param("policies", column(customers, Customer::policy))
                .param("resellers", column(customers, Customer::reseller))
                .param("copies", column(customers, Customer::copyEndCustomer))
                .param("brands", column(customers, Customer::brand))
                .update();
    }

    private void stageServers(List<Server> servers) {
        jdbc.sql("""
                create temporary table staged_server on commit drop as
                select ordinal::integer, id, customer, shared::boolean, never_cut::boolean, console
                from unnest(cast(:ids as text[]), cast(:customers as text[]), cast(:shared as text[]),
                            cast(:neverCut as text[]), cast(:consoles as text[]))
                     with ordinality as file(id, customer, shared, never_cut, console, ordinal)
                """)
                .param("ids", column(servers, Server::id))
                .param("customers", column(servers, Server::customer))
                .param("shared", column(servers, Server::shared))
                .param("neverCut", column(servers, Server::neverCut))
                .param("consoles", column(servers, Server::console))
                .update();
    }

    private void stageContacts(InventoryFile file) {
        record Of(String kind, String owner, int position, Contact contact) {}
        List<Of> contacts = new ArrayList<>();
        file.customers().forEach(customer -> {
            for (var contact : customer.contacts()) {
                contacts.add(new Of("customer", customer.id().text(), contacts.size(), contact));
            }
        });
        file.servers().forEach(server -> {
            for (var contact : server.contacts()) {
                contacts.add(new Of("server", server.id().text(), contacts.size(), contact));
            }
        });
        jdbc.sql("""
                create temporary table staged_contact on commit drop as
                select kind, owner, name, position::integer, email,
                       string_to_array(phones, ' ') as phones, string_to_array(roles, ' ') as roles
                from unnest(cast(:kinds as text[]), cast(:owners as text[]), cast(:names as text[]),
                            cast(:positions as text[]), cast(:emails as text[]), cast(:phones as text[]),
                            cast(:roles as text[]))
                     as file(kind, owner, name, position, email, phones, roles)
                """)
                .param("kinds", column(contacts, Of::kind))
                .param("owners", column(contacts, Of::owner))
                .param("names", column(contacts, of -> of.contact.name()))
                .param("positions", column(contacts, Of::position))
                .param("emails", column(contacts, of -> of.contact.email()))
                .param("phones", column(contacts, of -> String.join(" ", of.contact.phones())))
                .param(
                        "roles",
                        column(
                                contacts,
                                of -> of.contact.roles().stream()
                                        .map(Role::word)
                                        .sorted()
                                        .collect(Collectors.joining(" "))))
                .update();
    }

    private void stageHostnames(List<Server> servers) {
        record Of(ServerId server, int position, String hostname) {}
        List<Of> hostnames = new ArrayList<>();
        for (var server : servers) {
            for (var hostname : server.hostnames()) {
                hostnames.add(new Of(server.id(), hostnames.size(), hostname));
            }
        }
        jdbc.sql("""
                create temporary table staged_hostname on commit drop as
                select server, hostname, position::integer
                from unnest(cast(:servers as text[]), cast(:hostnames as text[]), cast(:positions as text[]))
                     as file(server, hostname, position)
                """)
                .param("servers", column(hostnames, Of::server))
                .param("hostnames", column(hostnames, Of::hostname))
                .param("positions", column(hostnames, Of::position))
                .update();
    }

    private void stageAddresses(List<AddressRow> addresses) {
        jdbc.sql("""
                create temporary table staged_address on commit drop as
                select ordinal::integer, server, shared::boolean, address::inet,
                       tstzrange(begins::timestamptz, ends::timestamptz) as during
                from unnest(cast(:servers as text[]), cast(:shared as text[]), cast(:addresses as text[]),
                            cast(:begins as text[]), cast(:ends as text[]))
                     with ordinality as file(server, shared, address, begins, ends, ordinal)
                """)
                .param("servers", column(addresses, row -> row.server().id()))
                .param("shared", column(addresses, row -> row.server().shared()))
                .param("addresses", column(addresses, row -> row.assignment().address()))
                .param("begins", column(addresses, row -> row.assignment().from()))
                .param("ends", column(addresses, row -> row.assignment().until()))
                .update();
    }

    private void stageNetworks(List<Prefix> networks) {
        jdbc.sql("""
                create temporary table staged_network on commit drop as
                select distinct prefix::inet as prefix from unnest(cast(:prefixes as text[])) as file(prefix)
                """)
                .param("prefixes", networks.stream().map(Prefix::toString).toArray(String[]::new))
                .update();
    }

    private void stageReporters(List<Reporter> reporters) {
        jdbc.sql("""
                create temporary table staged_reporter on commit drop as
                select match, trusted::boolean, source
                from unnest(cast(:matches as text[]), cast(:trusted as text[]), cast(:sources as text[]))
                     as file(match, trusted, source)
                """)
                .param("matches", column(reporters, Reporter::match))
                .param("trusted", column(reporters, Reporter::trusted))
                .param("sources", column(reporters, Reporter::source))
                .update();
    }

    /**
     * Rows of the source that it names no more. Whole files of people name some rows and leave the others alone; a customer
     * with a server of another source stays, and is not counted as lost at every reading either.
     */
    private void stageGone(Handed handed) {
        jdbc.sql("""
                create temporary table staged_gone on commit drop as
                select what, id from (
                    select 'customer' as what, id from customer
                    where given_by = :source and gone_at is null and id not in (select id from staged_customer)
                      and not exists (select from server_owner join server on server.id = server_owner.server
                                      where server_owner.customer = customer.id and upper_inf(during)
                                        and server.gone_at is null and server.given_by <> :source)
                    union all
                    select 'server', id from server
                    where given_by = :source and gone_at is null and id not in (select id from staged_server)
                    union all
                    select 'reporter', match from reporter
                    where given_by = :source and match not in (select match from staged_reporter)) as unnamed
                where :whole and what || ' ' || id <> all ((select cast(:kept as text[]))::text[])
                """)
                .param("source", handed.source())
                .param("whole", handed.whole())
                .param("kept", handed.kept().toArray(String[]::new))
                .update();
    }

    /** Rather an inventory of yesterday than none: what loses too much at once waits for people. */
    private Optional<Outcome> doubt(Handed handed) {
        if (handed.mostLost().isEmpty()) {
            return Optional.empty();
        }
        record Counts(
                int customers,
                int servers,
                int goneCustomers,
                int goneServers,
                int addresses,
                int goneAddresses,
                int lists,
                int emptiedLists,
                int exchangedLists) {}
        var counts = jdbc.sql("""
                with listed as ( -- lists of contacts that stay, with what becomes of them
                    select count(staged_contact.owner) = 0 and not bool_or(stored.kept) as emptied,
                           not bool_or(stored.kept or coalesce(lower(staged_contact.email) = lower(stored.email), false))
                               as exchanged
                    from (select kind, owner, email,
                                 'contact ' || kind || ' ' || owner || ' ' || name
                                     = any ((select cast(:kept as text[]))::text[]) as kept
                          from (select 'customer' as kind, customer as owner, customer_contact.name, email
                                from customer_contact join staged_customer on staged_customer.id = customer
                                union all
                                select 'server', server, server_contact.name, email
                                from server_contact join staged_server on staged_server.id = server) as contact) as stored
                    left join staged_contact on staged_contact.kind = stored.kind and staged_contact.owner = stored.owner
                    group by stored.kind, stored.owner
                )
                select (select count(*) from listed) as lists,
                       (select count(*) from listed where emptied) as emptied_lists,
                       (select count(*) from listed where exchanged and not emptied) as exchanged_lists,
                       (select count(*) from customer where given_by = :source and gone_at is null) as customers,
                       (select count(*) from server where given_by = :source and gone_at is null) as servers,
                       (select count(*) from staged_gone where what = 'customer') as gone_customers,
                       (select count(*) from staged_gone where what = 'server') as gone_servers,
                       count(*) as addresses,
                       count(*) filter (where not exists (
                           select from staged_address
                           where staged_address.address = assignment.address and upper_inf(staged_address.during))
                         and (assignment.server in (select id from staged_server)
                              or assignment.server in (select id from staged_gone where what = 'server')))
                           as gone_addresses
                from assignment join server on server.id = assignment.server
                where server.given_by = :source and server.gone_at is null and upper_inf(assignment.during)
                """)
                .param("source", handed.source())
                .param("kept", handed.kept().toArray(String[]::new))
                .query((row, number) -> new Counts(
                        row.getInt("customers"),
                        row.getInt("servers"),
                        row.getInt("gone_customers"),
                        row.getInt("gone_servers"),
                        row.getInt("addresses"),
                        row.getInt("gone_addresses"),
                        row.getInt("lists"),
                        row.getInt("emptied_lists"),
                        row.getInt("exchanged_lists")))
                .single();
        var exchanged = counts.exchangedLists < MANY_LISTS ? 0 : counts.exchangedLists;
        var gone = counts.goneCustomers + counts.goneServers + counts.goneAddresses + counts.emptiedLists + exchanged;
        var named =
                handed.file().customerRows().size() + handed.file().serverRows().size();
        if (handed.letThrough().filter(most -> gone <= most).isPresent()) {
            return Optional.empty();
        }
        if (named == 0) {
            return Optional.of(new Outcome.Doubted("it names no customer and no server; nothing is changed", gone));
        }
        var most = handed.mostLost().get();
        var lost = new ArrayList<String>();
        tooMany("customers", counts.goneCustomers, counts.customers, most).ifPresent(lost::add);
        tooMany("servers", counts.goneServers, counts.servers, most).ifPresent(lost::add);
        tooMany("addresses", counts.goneAddresses, counts.addresses, most).ifPresent(lost::add);
        tooMany("lists of contacts", counts.emptiedLists, counts.lists, most).ifPresent(lost::add);
        tooMany("lists of contacts", exchanged, counts.lists, most)
                .ifPresent(lists -> lost.add("every address in " + lists));
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Doubted(
                        "it would remove " + String.join(" and ", lost)
                                + "; nothing is changed until it names them again or staff let it through",
                        gone));
    }

    private static Optional<String> tooMany(String what, int gone, int of, double most) {
        return gone > of * most ? Optional.of(gone + " of " + of + " " + what) : Optional.empty();
    }

    /** A column of texts; an empty Optional becomes a null. */
    private static <T> String[] column(List<T> rows, Function<T, Object> value) {
        return rows.stream()
                .map(value)
                .map(each -> each instanceof Optional<?> optional ? optional.orElse(null) : each)
                .map(each -> each == null ? null : each.toString())
                .toArray(String[]::new);
    }

    // What is wrong with the file beside what is stored.

    private void findUnknownResellers(InventoryFile file, Defects defects) {
        jdbc.sql("""
                select ordinal, reseller as name
                from staged_customer
                where reseller is not null
                  and not exists (select from customer where customer.id = staged_customer.reseller)
                  and not exists (select from staged_customer as other where other.id = staged_customer.reseller)
                order by ordinal
                """).query(Misfit::of).stream()
                .forEach(misfit -> defects.add(
                        place(file.customerRows(), misfit),
                        "The reseller " + Spelling.quoted(misfit.name)
                                + " is no customer in this file or stored before."));
    }

    /** One source never takes another's rows; what is gone from there is free. */
    private void findOthersRows(Handed handed, Defects defects) {
        record Other(int ordinal, String what, String id, String owner) {}
        jdbc
                .sql("""
                select ordinal, 'customer' as what, customer.id, customer.given_by
                from staged_customer join customer on customer.id = staged_customer.id
                where customer.given_by <> :source and customer.gone_at is null
                union all
                select ordinal, 'server', server.id, server.given_by
                from staged_server join server on server.id = staged_server.id
                where server.given_by <> :source and server.gone_at is null
                union all
                select 0, 'reporter', reporter.match, reporter.given_by
                from staged_reporter join reporter on reporter.match = staged_reporter.match
                where reporter.given_by <> :source
                order by 2, 1
                """)
                .param("source", handed.source())
                .query((row, number) -> new Other(
                        row.getInt("ordinal"), row.getString("what"), row.getString("id"), row.getString("given_by")))
                .stream()
                .forEach(other -> defects.add(
                        switch (other.what) {
                            case "customer" ->
                                handed.file()
                                        .customerRows()
                                        .get(other.ordinal - 1)
                                        .place();
                            case "server" ->
                                handed.file()
                                        .serverRows()
                                        .get(other.ordinal - 1)
                                        .place();
                            default -> new Place(handed.source(), 0);
                        },
                        "The " + other.what + " " + Spelling.shown(other.id) + " is handed in by "
                                + (other.owner.equals(Handed.FILE) ? "inventory files" : "the source " + other.owner)
                                + "; a row has one source."));
    }

    private void findResellerCircles(InventoryFile file, Defects defects) {
        jdbc.sql("""
                with recursive chain as (
                    select id, reseller from customer where reseller is not null
                    union
                    select chain.id, customer.reseller
                    from chain join customer on customer.id = chain.reseller
                    where customer.reseller is not null
                )
                select staged_customer.ordinal, chain.id as name
                from chain join staged_customer on staged_customer.id = chain.id
                where chain.id = chain.reseller
                order by ordinal
                """).query(Misfit::of).stream()
                .forEach(misfit -> defects.add(
                        place(file.customerRows(), misfit),
                        "The customer " + Spelling.shown(misfit.name) + " resells to itself, through its resellers."));
    }

    private void findUnknownCustomers(InventoryFile file, Defects defects) {
        jdbc.sql("""
                select ordinal, customer as name
                from staged_server
                where not exists (select from customer where customer.id = staged_server.customer)
                order by ordinal
                """).query(Misfit::of).stream()
                .forEach(misfit -> defects.add(
                        place(file.serverRows(), misfit),
                        "The customer " + Spelling.quoted(misfit.name)
                                + " stands neither in this file nor stored before."));
    }

    private void findOverlapsWithStored(InventoryFile file, Defects defects) {
        jdbc
                .sql("""
                with fresh as materialized ( -- what stood there before kept the constraint already
                    select ordinal, address, during
                    from staged_address
                    where not shared
                      and not exists (select from assignment
                                      where assignment.server = staged_address.server
                                        and assignment.address = staged_address.address
                                        and assignment.during = staged_address.during
                                        and not assignment.shared)
                )
                select fresh.ordinal, assignment.server, assignment.address::text as address,
                       lower(assignment.during) as begins, upper(assignment.during) as ends
                from fresh
                join assignment on assignment.address && fresh.address and assignment.during && fresh.during
                               and not assignment.shared
                where not exists (select from staged_server where staged_server.id = assignment.server)
                order by fresh.ordinal, assignment.server
                """)
                .query((row, number) -> {
                    var mine = file.addressRows().get(row.getInt("ordinal") - 1);
                    var stored = stored(
                            row.getString("server"),
                            row.getString("address"),
                            row.getObject("begins", OffsetDateTime.class),
                            Optional.ofNullable(row.getObject("ends", OffsetDateTime.class)));
                    return new Defect(
                            mine.place().file(),
                            mine.place().line(),
                            Overlaps.named(mine) + " overlaps " + stored + ", which was stored before.");
                })
                .stream()
                .forEach(defect -> defects.add(new Place(defect.file(), defect.line()), defect.reason()));
    }

    private static String stored(String server, String address, OffsetDateTime begins, Optional<OffsetDateTime> ends) {
        return Prefix.of(address) + " of server " + server + " from " + begins.toInstant()
                + ends.map(end -> " until " + end.toInstant()).orElse("");
    }

    private static <T> Place place(List<Row<T>> rows, Misfit misfit) {
        return rows.get(misfit.ordinal - 1).place();
    }

    private record Misfit(int ordinal, String name) {
        static Misfit of(ResultSet row, int number) throws SQLException {
            return new Misfit(row.getInt("ordinal"), row.getString("name"));
        }
    }

    // From the temporary tables into the real ones; each says which customers or servers it changed.

    /** Before others take their addresses. */
    private List<String> endGone(Instant now) {
        jdbc.sql("""
                delete from assignment using staged_gone
                where what = 'server' and server = id and lower(during) >= :now
                """).param("now", utc(now)).update();
        jdbc.sql("""
                update assignment set during = tstzrange(lower(during), :now)
                from staged_gone
                where what = 'server' and server = id and (upper_inf(during) or upper(during) > :now)
                """).param("now", utc(now)).update();
        jdbc.sql("delete from server_hostname using staged_gone where what = 'server' and server = id")
                .update();
        jdbc.sql("delete from reporter using staged_gone where what = 'reporter' and match = id")
                .update();
        return jdbc.sql("""
                update server set gone_at = :now from staged_gone
                where what = 'server' and server.id = staged_gone.id
                returning server.id
                """).param("now", utc(now)).query(String.class).list();
    }

    /** Whoever has a server that is kept stays. */
    private List<String> endGoneCustomers(Instant now) {
        return jdbc.sql("""
                update customer set gone_at = :now from staged_gone
                where what = 'customer' and customer.id = staged_gone.id
                  and not exists (select from server_owner join server on server.id = server_owner.server
                                  where server_owner.customer = customer.id and upper_inf(during) and gone_at is null)
                returning customer.id
                """).param("now", utc(now)).query(String.class).list();
    }

    private List<String> writeCustomers(String source) {
        return jdbc.sql("""
                insert into customer as stored
                    (id, name, language, zone, vip, policy, reseller, copy_end_customer, brand, given_by)
                select id, name, language, zone, vip, policy, reseller, copy_end_customer, brand, :source
                from staged_customer
                on conflict (id) do update
                set name = excluded.name, language = excluded.language, zone = excluded.zone, vip = excluded.vip,
                    policy = excluded.policy, reseller = excluded.reseller,
                    copy_end_customer = excluded.copy_end_customer, brand = excluded.brand,
                    given_by = excluded.given_by, gone_at = null
                where stored.gone_at is not null or (stored.name, stored.language, stored.zone, stored.vip, stored.policy, stored.reseller,
                       stored.copy_end_customer, stored.brand, stored.given_by)
                      is distinct from
                      (excluded.name, excluded.language, excluded.zone, excluded.vip, excluded.policy,
                       excluded.reseller, excluded.copy_end_customer, excluded.brand, excluded.given_by)
                returning id
                """).param("source", source).query(String.class).list();
    }

    private List<String> writeCustomerContacts(List<String> kept, Instant now) {
        var gone = jdbc.sql("""
                delete from customer_contact using staged_customer
                where customer_contact.customer = staged_customer.id
                  and 'contact customer ' || customer || ' ' || customer_contact.name
                      <> all ((select cast(:kept as text[]))::text[])
                  and not exists (select from staged_contact
                                  where kind = 'customer' and owner = customer_contact.customer
                                    and staged_contact.name = customer_contact.name)
                returning customer_contact.customer
                """)
                .param("kept", kept.toArray(String[]::new))
                .query(String.class)
                .list();
        var written = jdbc.sql("""
                insert into customer_contact as stored (customer, name, position, email, phones, roles, verified_at)
                select owner, name, position, email, phones, roles, :now
                from staged_contact
                where kind = 'customer'
                on conflict (customer, name) do update
                set position = excluded.position, email = excluded.email, phones = excluded.phones,
                    roles = excluded.roles,
                    verified_at = case when stored.email = excluded.email and stored.phones = excluded.phones
                                       then stored.verified_at else excluded.verified_at end
                where (stored.email, stored.phones, stored.roles)
                      is distinct from (excluded.email, excluded.phones, excluded.roles)
                returning customer
                """).param("now", utc(now)).query(String.class).list();
        jdbc.sql("""
                update customer_contact set position = staged_contact.position
                from staged_contact
                where kind = 'customer' and owner = customer and staged_contact.name = customer_contact.name
                  and staged_contact.position <> customer_contact.position
                """).update();
        return together(gone, written);
    }

    private List<String> writeServers(String source) {
        return jdbc.sql("""
                insert into server as stored (id, shared, never_cut, console, given_by)
                select id, shared, never_cut, console, :source
                from staged_server
                on conflict (id) do update
                set shared = excluded.shared, never_cut = excluded.never_cut, console = excluded.console,
                    given_by = excluded.given_by, gone_at = null
                where stored.gone_at is not null
                   or (stored.shared, stored.never_cut, stored.console, stored.given_by)
                      is distinct from (excluded.shared, excluded.never_cut, excluded.console, excluded.given_by)
                returning id
                """).param("source", source).query(String.class).list();
    }

    private List<String> writeServerContacts(List<String> kept, Instant now) {
        var gone = jdbc.sql("""
                delete from server_contact using staged_server
                where server_contact.server = staged_server.id
                  and 'contact server ' || server || ' ' || server_contact.name
                      <> all ((select cast(:kept as text[]))::text[])
                  and not exists (select from staged_contact
                                  where kind = 'server' and owner = server_contact.server
                                    and staged_contact.name = server_contact.name)
                returning server_contact.server
                """)
                .param("kept", kept.toArray(String[]::new))
                .query(String.class)
                .list();
        var written = jdbc.sql("""
                insert into server_contact as stored (server, name, position, email, phones, roles, verified_at)
                select owner, name, position, email, phones, roles, :now
                from staged_contact
                where kind = 'server'
                on conflict (server, name) do update
                set position = excluded.position, email = excluded.email, phones = excluded.phones,
                    roles = excluded.roles,
                    verified_at = case when stored.email = excluded.email and stored.phones = excluded.phones
                                       then stored.verified_at else excluded.verified_at end
                where (stored.email, stored.phones, stored.roles)
                      is distinct from (excluded.email, excluded.phones, excluded.roles)
                returning server
                """).param("now", utc(now)).query(String.class).list();
        jdbc.sql("""
                update server_contact set position = staged_contact.position
                from staged_contact
                where kind = 'server' and owner = server and staged_contact.name = server_contact.name
                  and staged_contact.position <> server_contact.position
                """).update();
        return together(gone, written);
    }

    private List<String> writeHostnames() {
        var gone = jdbc.sql("""
                delete from server_hostname using staged_server
                where server_hostname.server = staged_server.id
                  and not exists (select from staged_hostname
                                  where staged_hostname.server = server_hostname.server
                                    and staged_hostname.hostname = server_hostname.hostname)
                returning server_hostname.server
                """).query(String.class).list();
        var written = jdbc.sql("""
                insert into server_hostname (server, hostname, position)
                select server, hostname, position from staged_hostname
                on conflict do nothing
                returning server
                """).query(String.class).list();
        return together(gone, written);
    }

    /** A first owner is taken to have had the server always; a new one has it from now on, and the past is kept. */
    private List<String> writeOwners(Instant now) {
        var first = jdbc.sql("""
                insert into server_owner (server, customer, during)
                select id, customer, tstzrange(null, null)
                from staged_server
                where not exists (select from server_owner where server_owner.server = staged_server.id)
                returning server
                """).query(String.class).list();
        // The owner of no time at all, changed twice at one instant, or after a clock was set back: no range is left.
        var replaced = jdbc.sql("""
                update server_owner set customer = staged_server.customer
                from staged_server
                where server_owner.server = staged_server.id and upper_inf(during)
                  and server_owner.customer <> staged_server.customer
                  and lower(during) >= :now
                returning server_owner.server
                """).param("now", utc(now)).query(String.class).list();
        var handedOn = jdbc.sql("""
                with ended as (
                    update server_owner set during = tstzrange(lower(during), :now)
                    from staged_server
                    where server_owner.server = staged_server.id and upper_inf(during)
                      and server_owner.customer <> staged_server.customer
                    returning server_owner.server
                )
                select server from ended
                """).param("now", utc(now)).query(String.class).list();
        jdbc.sql("""
                insert into server_owner (server, customer, during)
                select id, customer, tstzrange(:now, null)
                from staged_server
                where id = any (cast(:servers as text[]))
                """)
                .param("now", utc(now))
                .param("servers", handedOn.toArray(String[]::new))
                .update();
        return together(first, together(replaced, handedOn));
    }

    private List<String> writeAddresses() {
        var gone = jdbc.sql("""
                delete from assignment using staged_server
                where assignment.server = staged_server.id
                  and not exists (select from staged_address
                                  where staged_address.server = assignment.server
                                    and staged_address.address = assignment.address
                                    and staged_address.during = assignment.during
                                    and staged_address.shared = assignment.shared)
                returning assignment.server
                """).query(String.class).list();
        var written = jdbc.sql("""
                insert into assignment (server, address, shared, during, position)
                select server, address, shared, during, min(ordinal)
                from staged_address
                where not exists (select from assignment
                                  where assignment.server = staged_address.server
                                    and assignment.address = staged_address.address
                                    and assignment.during = staged_address.during
                                    and assignment.shared = staged_address.shared)
                group by server, address, shared, during
                order by address -- neighbours share the pages of the indexes
                returning server
                """).query(String.class).list();
        return together(gone, written);
    }

    private void writeNetworks() {
        jdbc.sql("""
                insert into own_network (prefix)
                select address from staged_address union select prefix from staged_network
                on conflict do nothing
                """).update();
    }

    private void writeReporters(String source) {
        jdbc.sql("""
                insert into reporter (match, trusted, source, given_by)
                select match, trusted, source, :source from staged_reporter
                on conflict (match) do update
                set trusted = excluded.trusted, source = excluded.source, given_by = excluded.given_by
                """).param("source", source).update();
    }

    private long log(Handed handed, Difference difference) {
        var file = handed.file();
        return jdbc.sql("""
                insert into inventory_import (imported_at, imported_by, digest, customers, servers, addresses, reporters,
                                              given_by, reason, added, changed, removed)
                values (:now, :by, :digest, :customers, :servers, :addresses, :reporters,
                        :source, :reason, :added, :changed, :removed)
                returning id
                """)
                .param("now", utc(handed.now()))
                .param("by", handed.by())
                .param("digest", file.digest())
                .param("customers", file.customerRows().size())
                .param("servers", file.serverRows().size())
                .param("addresses", file.addressRows().size())
                .param("reporters", file.reporters().size())
                .param("source", handed.source())
                .param("reason", handed.reason().orElse(null))
                .param("added", difference.count(Difference.Kind.ADDED))
                .param("changed", difference.count(Difference.Kind.CHANGED))
                .param("removed", difference.count(Difference.Kind.REMOVED))
                .query(Long.class)
                .single();
    }

    private static List<String> together(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
