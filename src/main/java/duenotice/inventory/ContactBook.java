package duenotice.inventory;

import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Contacts as they stand now, and what stands in place of the inventory file's rows. A confirmed change holds until the file
 * says something new about that contact: then the file wins, and the change says so (docs/decisions/0009). All of it joins
 * the current transaction.
 */
public final class ContactBook {
    private static final String COLUMNS = "kind, owner, name, email, phones, roles, verified_at, authorized";

    private final JdbcClient jdbc;

    ContactBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // ---- looking

    /** In their order; a contact that waits for its authority stands beside the one it replaces. */
    public List<FiledContact> of(ContactOwner owner) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from contact_on_file where kind = :kind and owner = :owner order by position, name, authorized")
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .query(ContactBook::filed)
                .list();
    }

    /** Every entry with this address whose word counts, on whatever list. */
    public List<FiledContact> at(String email) {
        return jdbc.sql("select " + COLUMNS + """
                 from contact_on_file
                where lower(email) = lower(:email) and authorized
                order by kind, owner, name
                limit 100
                """)
                .param("email", email)
                .query(ContactBook::filed)
                .list();
    }

    /** Whose contacts speak for a server, the nearest first: its own, where it has some, its customer's, the reseller's. */
    public List<ContactOwner> speakingFor(ServerId server) {
        return jdbc.sql("""
                select 'server' as kind, :server as id, 1 as nearness
                where exists (select from contact_on_file where kind = 'server' and owner = :server)
                union all
                select 'customer', customer, 2 from server_owner where server = :server and upper_inf(during)
                union all
                select 'customer', customer.reseller, 3
                from server_owner join customer on customer.id = server_owner.customer
                where server = :server and upper_inf(during) and customer.reseller is not null
                order by nearness
                """)
                .param("server", server.text())
                .query((row, ignored) -> new ContactOwner(
                        ContactOwner.Kind.ofWord(row.getString("kind")).orElseThrow(), row.getString("id")))
                .list();
    }

    /** The customer behind a list of contacts; empty where there is none. */
    public Optional<CustomerId> customerOf(ContactOwner owner) {
        return (switch (owner.kind()) {
                    case CUSTOMER ->
                        jdbc.sql("select id from customer where id = :id").param("id", owner.id());
                    case SERVER ->
                        jdbc.sql("select customer from server_owner where server = :id and upper_inf(during)")
                                .param("id", owner.id());
                })
                .query(String.class)
                .optional()
                .map(CustomerId::new);
    }

    /** Those of the list, and of a server's list the account's owners, who may speak for it too (R41). */
    public List<FiledContact> channels(ContactOwner owner) {
        var own = of(owner).stream().filter(one -> one.contact().authorized());
        return switch (owner.kind()) {
            case CUSTOMER -> own.toList();
            case SERVER ->
                Stream.concat(
                                own,
                                customerOf(owner)
                                        .map(customer -> of(ContactOwner.customer(customer.text())))
                                        .orElse(List.of())
                                        .stream()
                                        .filter(one -> one.contact().authorized())
                                        .filter(one -> one.contact().roles().contains(Role.OWNER)))
                        .toList();
        };
    }

    // ---- changing

    /**
     * Lets a confirmed change stand in place of what the file says.
     *
     * @param before the entry that is replaced; empty for a new contact
     * @param after empty where the contact goes
     * @param settled whether it has authority at once; until it does, the one before keeps it
     */
    public void stand(
            long change,
            ContactOwner owner,
            String name,
            Optional<Contact> before,
            Optional<Contact> after,
            boolean settled,
            Instant now) {
        var earlier = endedBy(change, owner, name, now);
        var file = inFile(owner, name);
        var old = before.map(Contact::email).flatMap(ignored -> authority(earlier, file));
        jdbc.sql("""
                insert into contact_override (
                    change, kind, owner, customer, name, position, base_email, base_phones, base_roles,
                    old_email, old_phones, old_roles, old_verified_at, email, phones, roles, verified_at, settled)
                select :change, :kind, :owner, :customer, :name,
                       coalesce((select position from customer_contact where :kind = 'customer' and customer = :owner
                                                                         and name = :name),
                                (select position from server_contact where :kind = 'server' and server = :owner
                                                                       and name = :name),
                                1000000000 + :change),
                       :baseEmail, cast(:basePhones as text[]), cast(:baseRoles as text[]),
                       :oldEmail, cast(:oldPhones as text[]), cast(:oldRoles as text[]), :oldVerifiedAt,
                       :email, cast(:phones as text[]), cast(:roles as text[]), :now, :settled
                """)
                .param("change", change)
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .param("customer", customerOf(owner).map(CustomerId::text).orElse(""))
                .param("name", name)
                .param("baseEmail", text(file.map(Row::email)))
                .param("basePhones", array(file.map(Row::phones)))
                .param("baseRoles", array(file.map(Row::roles)))
                .param("oldEmail", text(old.map(Row::email)))
                .param("oldPhones", array(old.map(Row::phones)))
                .param("oldRoles", array(old.map(Row::roles)))
                .param(
                        "oldVerifiedAt",
                        old.map(Row::verifiedAt).map(ContactBook::utc).orElse(null))
                .param("email", text(after.map(Contact::email)))
                .param("phones", array(after.map(Contact::phones).orElse(List.of())))
                .param("roles", array(words(after)))
                .param("now", utc(now))
                .param("settled", settled)
                .update();
    }

    private record Row(String email, List<String> phones, List<String> roles, Instant verifiedAt) {}

    /** What an earlier change left standing. */
    private record Earlier(boolean settled, Optional<Row> standing, Optional<Row> old) {}

    private Optional<Earlier> endedBy(long change, ContactOwner owner, String name, Instant now) {
        return jdbc.sql("""
                update contact_override
                set ended_at = :now, ended_because = 'another change', replaced_by = :change
                where kind = :kind and owner = :owner and name = :name and ended_at is null
                returning settled, email, phones, roles, verified_at, old_email, old_phones, old_roles, old_verified_at
                """)
                .param("now", utc(now))
                .param("change", change)
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .param("name", name)
                .query((row, ignored) -> new Earlier(row.getBoolean("settled"), row(row, ""), row(row, "old_")))
                .optional();
    }

    /** Whoever has authority now keeps it until the new one has it. */
    private static Optional<Row> authority(Optional<Earlier> earlier, Optional<Row> file) {
        return earlier.map(one -> one.settled ? one.standing : one.old).orElse(file);
    }

    private static Optional<Row> row(ResultSet row, String prefix) throws SQLException {
        var email = row.getString(prefix + "email");
        return email == null
                ? Optional.empty()
                : Optional.of(new Row(
                        email,
                        texts(row, prefix + "phones"),
                        texts(row, prefix + "roles"),
                        row.getObject(prefix + "verified_at", OffsetDateTime.class)
                                .toInstant()));
    }

    private Optional<Row> inFile(ContactOwner owner, String name) {
        return (switch (owner.kind()) {
                    case CUSTOMER ->
                        jdbc.sql(
                                "select email, phones, roles, verified_at from customer_contact where customer = :owner and name = :name");
                    case SERVER ->
                        jdbc.sql(
                                "select email, phones, roles, verified_at from server_contact where server = :owner and name = :name");
                })
                .param("owner", owner.id())
                .param("name", name)
                .query((row, ignored) -> row(row, "").orElseThrow())
                .optional();
    }

    /** From now on its word counts, and that of the one before does not. */
    public void settle(long change) {
        jdbc.sql("update contact_override set settled = true where change = :change and ended_at is null")
                .param("change", change)
                .update();
    }

    /** Whether what this change brought stands. */
    public boolean stands(long change) {
        return jdbc.sql("select exists (select from contact_override where change = :change and ended_at is null)")
                .param("change", change)
                .query(Boolean.class)
                .single();
    }

    /** What this change brought stands no longer; what it had replaced stands again. */
    public void undo(long change, Instant now) {
        jdbc.sql("""
                update contact_override set ended_at = :now, ended_because = 'undone'
                where change = :change and ended_at is null
                """).param("now", utc(now)).param("change", change).update();
        jdbc.sql("""
                update contact_override set ended_at = null, ended_because = null, replaced_by = null
                where replaced_by = :change
                """).param("change", change).update();
        overtaken(now);
    }

    /** Its holder, or staff who asked him, says that an entry is right. */
    public void verified(ContactOwner owner, String name, Instant now) {
        for (var table : List.of("customer_contact", "server_contact", "contact_override")) {
            var where = switch (table) {
                case "customer_contact" -> ":kind = 'customer' and customer = :owner and name = :name";
                case "server_contact" -> ":kind = 'server' and server = :owner and name = :name";
                default -> "kind = :kind and owner = :owner and name = :name and ended_at is null";
            };
            jdbc.sql("update " + table + " set verified_at = greatest(verified_at, :now) where " + where)
                    .param("kind", owner.kind().word())
                    .param("owner", owner.id())
                    .param("name", name)
                    .param("now", utc(now))
                    .update();
        }
    }

    /**
     * A file was imported, in the current transaction: where it says something new about a contact that a change stands for,
     * the file wins. A server that went to another customer loses what the former one had changed.
     */
    void overtaken(Instant now) {
        jdbc.sql("""
                with compared as (
                    select override.id, override.change,
                           (override.email, override.phones, override.roles)
                               is not distinct from (file.email, coalesce(file.phones, '{}'), coalesce(file.roles, '{}'))
                               as agrees,
                           (override.base_email, override.base_phones, override.base_roles)
                               is distinct from (file.email, file.phones, file.roles) as news,
                           override.kind = 'server' and not exists (
                               select from server_owner
                               where server_owner.server = override.owner and upper_inf(during)
                                 and server_owner.customer = override.customer) as moved
                    from contact_override as override
                    left join lateral (
                        select email, phones, roles from customer_contact
                        where override.kind = 'customer' and customer = override.owner and name = override.name
                        union all
                        select email, phones, roles from server_contact
                        where override.kind = 'server' and server = override.owner and name = override.name) as file on true
                    where override.ended_at is null
                ),
                ended as (
                    update contact_override as override
                    set ended_at = :now,
                        ended_because = case when agrees and not moved then 'the inventory says the same'
                                             else 'the inventory says otherwise' end
                    from compared
                    where compared.id = override.id and (news or moved)
                    returning override.change, agrees and not moved as agrees
                ),
                overtaken as (
                    update contact_change set state = 'overtaken'
                    where state = 'confirmed' and id in (select change from ended where not agrees)
                    returning id
                ),
                agreed as (
                    update contact_change
                    set told_at = coalesce(told_at, :now), authority_at = coalesce(authority_at, :now)
                    where state = 'confirmed' and id in (select change from ended where agrees)
                    returning id
                )
                insert into contact_change_step (change, at, actor, what, detail)
                select id, :now, 'inventory', 'overtaken', 'the inventory says something new about this contact' from overtaken
                union all
                select id, :now, 'inventory', 'agreed', 'the inventory says the same' from agreed
                """).param("now", utc(now)).update();
    }

    // ---- rows

    private static FiledContact filed(ResultSet row, int ignored) throws SQLException {
        return new FiledContact(
                new ContactOwner(ContactOwner.Kind.ofWord(row.getString("kind")).orElseThrow(), row.getString("owner")),
                new Contact(
                        row.getString("name"),
                        row.getString("email"),
                        texts(row, "phones"),
                        texts(row, "roles").stream()
                                .map(Role::ofWord)
                                .flatMap(Optional::stream)
                                .collect(Collectors.toSet()),
                        row.getBoolean("authorized")),
                row.getObject("verified_at", OffsetDateTime.class).toInstant());
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    /** Sorted, as an import writes them: they are compared. */
    private static List<String> words(Optional<Contact> contact) {
        return contact.stream()
                .flatMap(one -> one.roles().stream())
                .map(Role::word)
                .sorted()
                .toList();
    }

    private static @Nullable String text(Optional<String> text) {
        return text.orElse(null);
    }

    private static String @Nullable [] array(Optional<List<String>> texts) {
        return texts.map(ContactBook::array).orElse(null);
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
