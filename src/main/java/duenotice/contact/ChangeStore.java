package duenotice.contact;

import duenotice.contact.ContactChange.State;
import duenotice.contact.ContactChange.Way;
import duenotice.database.Transactions;
import duenotice.incident.IncidentId;
import duenotice.inventory.Contact;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes of contacts and their history, which is only ever added to. */
final class ChangeStore {
    private static final String COLUMNS = """
            select id, kind, owner, name, email, phones, roles, old_email, old_phones, old_roles, way, proposed_by, incident,
                   proposed_at, expires_at, state, confirmed_by, confirmed_at, told_at, authority_at, objected_by
            from contact_change
            """;

    private final JdbcClient jdbc;

    ChangeStore(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /**
     * What happened to a change.
     *
     * @param what a word
     * @param detail a sentence, or empty
     */
    record Step(Instant at, String actor, String what, String detail) {}

    long add(
            ContactOwner owner,
            ChangeJudge.Drafted.Draft draft,
            Way way,
            String by,
            Optional<IncidentId> incident,
            Optional<Long> message,
            Instant now) {
        return jdbc.sql("""
                insert into contact_change (kind, owner, name, email, phones, roles, old_email, old_phones, old_roles, way,
                                            proposed_by, incident, message, proposed_at, expires_at, state)
                values (:kind, :owner, :name, :email, :phones, :roles, :oldEmail, :oldPhones, :oldRoles, :way,
                        :by, :incident, :message, :now, :expires, 'proposed')
                returning id
                """)
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .param("name", draft.name())
                .param("email", draft.after().map(Contact::email).orElse(null))
                .param("phones", phones(draft.after()))
                .param("roles", roles(draft.after()))
                .param("oldEmail", draft.before().map(Contact::email).orElse(null))
                .param("oldPhones", phones(draft.before()))
                .param("oldRoles", roles(draft.before()))
                .param("way", way.word())
                .param("by", by)
                .param("incident", incident.map(IncidentId::number).orElse(null))
                .param("message", message.orElse(null))
                .param("now", utc(now))
                .param("expires", utc(now.plus(ChangeJudge.PROPOSAL_LIFE)))
                .query(Long.class)
                .single();
    }

    /** Waits for whoever else works on changes of this list. */
    void lock(ContactOwner owner) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:owner, 31))")
                .param("owner", owner.toString())
                .query((row, ignored) -> true)
                .single();
    }

    Optional<ContactChange> change(long id) {
        return jdbc.sql(COLUMNS + "where id = :id")
                .param("id", id)
                .query(ChangeStore::read)
                .optional();
    }

    /** How many were asked for since, but for those that staff entered. */
    int askedFor(ContactOwner owner, Instant since) {
        return jdbc.sql("""
                select count(*) from contact_change
                where kind = :kind and owner = :owner and way <> 'staff' and proposed_at > :since
                """)
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .param("since", utc(since))
                .query(Integer.class)
                .single();
    }

    List<ContactChange> open(ContactOwner owner) {
        return jdbc.sql(COLUMNS + "where kind = :kind and owner = :owner and state = 'proposed' order by id")
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .query(ChangeStore::read)
                .list();
    }

    /** Those that need somebody first, then the newest. */
    List<ContactChange> latest(Optional<ContactOwner> owner, int limit) {
        return jdbc.sql(COLUMNS + """
                where cast(:kind as text) is null or kind = :kind and owner = :owner
                order by state = 'proposed' or state = 'confirmed' and objected_by is not null desc, id desc
                limit :limit
                """)
                .param("kind", owner.map(one -> one.kind().word()).orElse(null))
                .param("owner", owner.map(ContactOwner::id).orElse(null))
                .param("limit", limit)
                .query(ChangeStore::read)
                .list();
    }

    void confirmed(long id, Confirmation confirmation, Optional<Instant> authorityAt, Instant now) {
        jdbc.sql("""
                update contact_change
                set state = 'confirmed', confirmed_by = :by, confirmed_at = :now, authority_at = :authority
                where id = :id
                """)
                .param("by", confirmation.word())
                .param("now", utc(now))
                .param("authority", authorityAt.map(ChangeStore::utc).orElse(null))
                .param("id", id)
                .update();
    }

    void ended(long id, State state) {
        jdbc.sql("update contact_change set state = :state where id = :id")
                .param("state", state.word())
                .param("id", id)
                .update();
    }

    /** Staff have settled an objection where it is empty. */
    void objected(long id, Optional<String> by) {
        jdbc.sql("update contact_change set objected_by = :by where id = :id")
                .param("by", by.orElse(null))
                .param("id", id)
                .update();
    }

    /** @param told when all old channels were told, or nobody waits for that any more */
    void authorityFrom(long id, Instant told) {
        jdbc.sql(
                        "update contact_change set authority_at = :at, told_at = coalesce(told_at, :told) where id = :id and state = 'confirmed'")
                .param("at", utc(ChangeJudge.authorityAt(told)))
                .param("told", utc(told))
                .param("id", id)
                .update();
    }

    // ---- what comes due

    List<ContactChange> expired(Instant now) {
        return jdbc.sql(COLUMNS + "where state = 'proposed' and expires_at <= :now order by id limit 500")
                .param("now", utc(now))
                .query(ChangeStore::read)
                .list();
    }

    /**
     * The last mail to an old channel is settled: from then a day is counted. One that could never be handed over leaves it
     * to staff.
     */
    List<Long> told() {
        return jdbc.sql("""
                update contact_change
                set told_at = coalesce((select max(settled_at) from contact_mail
                                        where occasion = 'in-force' and about = contact_change.id), confirmed_at)
                where state = 'confirmed' and told_at is null
                  and not exists (select from contact_mail
                                  where occasion = 'in-force' and about = contact_change.id
                                    and state in ('waiting', 'given-up'))
                returning id
                """).query(Long.class).list();
    }

    /** In force, told, time over, no objection; what they brought may stand no longer. */
    List<ContactChange> ripe(Instant now) {
        return jdbc.sql(COLUMNS + """
                where state = 'confirmed' and objected_by is null and authority_at <= :now
                  and exists (select from contact_override
                              where change = contact_change.id and ended_at is null and not settled)
                order by id
                limit 500
                """)
                .param("now", utc(now))
                .query(ChangeStore::read)
                .list();
    }

    /** The earliest instant at which any of it comes due; one in the past where that is at once. */
    Optional<Instant> nextDue() {
        return jdbc.sql("""
                select least(
                    (select min(next_at) from contact_mail where state = 'waiting'),
                    (select min(expires_at) from contact_change where state = 'proposed'),
                    (select min(confirmed_at) from contact_change
                     where state = 'confirmed' and told_at is null
                       and not exists (select from contact_mail
                                       where occasion = 'in-force' and about = contact_change.id
                                         and state in ('waiting', 'given-up'))),
                    (select min(authority_at) from contact_change
                     join contact_override on change = contact_change.id and ended_at is null and not settled
                     where state = 'confirmed' and objected_by is null),
                    (select min(opened_at) from contact_anomaly where seen_at is null),
                    (select min(next_at) from contact_case where closed_at is null)) as due
                """)
                .query((row, ignored) -> Optional.ofNullable(row.getObject("due", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    // ---- history

    void step(long id, String actor, String what, String detail, Instant now) {
        jdbc.sql("""
                insert into contact_change_step (change, at, actor, what, detail)
                values (:id, :now, :actor, :what, left(:detail, 2000))
                """)
                .param("id", id)
                .param("now", utc(now))
                .param("actor", actor)
                .param("what", what)
                .param("detail", detail)
                .update();
    }

    List<Step> steps(long id) {
        return jdbc.sql("select at, actor, what, detail from contact_change_step where change = :id order by id")
                .param("id", id)
                .query((row, ignored) -> new Step(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("actor"),
                        row.getString("what"),
                        row.getString("detail")))
                .list();
    }

    // ---- rows

    private static ContactChange read(ResultSet row, int ignored) throws SQLException {
        var name = row.getString("name");
        var incident = row.getLong("incident");
        var from = row.wasNull() ? Optional.<IncidentId>empty() : Optional.of(new IncidentId(incident));
        return new ContactChange(
                row.getLong("id"),
                new ContactOwner(ContactOwner.Kind.ofWord(row.getString("kind")).orElseThrow(), row.getString("owner")),
                name,
                contact(row, name, "old_"),
                contact(row, name, ""),
                Way.ofWord(row.getString("way")),
                row.getString("proposed_by"),
                from,
                instant(row, "proposed_at").orElseThrow(),
                instant(row, "expires_at").orElseThrow(),
                State.ofWord(row.getString("state")).orElseThrow(),
                Optional.ofNullable(row.getString("confirmed_by")),
                instant(row, "confirmed_at"),
                instant(row, "told_at"),
                instant(row, "authority_at"),
                Optional.ofNullable(row.getString("objected_by")));
    }

    private static Optional<Contact> contact(ResultSet row, String name, String prefix) throws SQLException {
        var email = row.getString(prefix + "email");
        return email == null
                ? Optional.empty()
                : Optional.of(new Contact(
                        name,
                        email,
                        Arrays.asList((String[]) row.getArray(prefix + "phones").getArray()),
                        Arrays.stream((String[]) row.getArray(prefix + "roles").getArray())
                                .map(Role::ofWord)
                                .flatMap(Optional::stream)
                                .collect(Collectors.toSet())));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static String[] phones(Optional<Contact> contact) {
        return contact.map(one -> one.phones().toArray(String[]::new)).orElse(new String[0]);
    }

    private static String[] roles(Optional<Contact> contact) {
        return contact.stream()
                .flatMap(one -> one.roles().stream())
                .map(Role::word)
                .sorted()
                .toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
