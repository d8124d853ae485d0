package duenotice.contact;

import duenotice.casework.Casework;
import duenotice.contact.ContactMails.Occasion;
import duenotice.database.Transactions;
import duenotice.inventory.Anomalies.Anomaly;
import duenotice.inventory.Anomalies.Kind;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Customer;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Inventory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Contact cases: one for each list of contacts with which something is wrong. The channels that work are reminded until it is
 * put right; then the case closes by itself (R32).
 */
public final class ContactCases {
    /** What our own numbering plan doubts is not the customer's to mend, and the yearly question is asked once. */
    private static final Set<Kind> FOR_STAFF_ALONE = EnumSet.of(Kind.NUMBER_DOUBTFUL, Kind.UNVERIFIED);

    /** These cost the next warning or call. */
    private static final Set<Kind> SOON = EnumSet.of(Kind.BOUNCED, Kind.WRONG_NUMBER);

    private static final Duration FIRST_SOON = Duration.ofHours(24);
    private static final Duration FIRST_LATER = Duration.ofDays(7);
    private static final Duration WEEKLY = Duration.ofDays(7);
    private static final Duration MONTHLY = Duration.ofDays(30);

    /** Reminders a week apart before they come once a month. */
    private static final int WEEKS = 4;

    private static final int AT_ONCE = 200;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Casework casework;
    private final Inventory inventory;
    private final ContactMails mails;

    public ContactCases(Transactions transactions, Casework casework, Inventory inventory) {
        this.transactions = transactions;
        jdbc = transactions.jdbc();
        this.casework = casework;
        this.inventory = inventory;
        mails = new ContactMails(transactions, casework);
    }

    /** @param timesTold reminders so far */
    public record ContactCase(long id, ContactOwner owner, Instant openedAt, int timesTold, Instant nextAt) {}

    /**
     * A case as people look at it.
     *
     * @param customer empty where the customer is gone
     * @param last what was done last
     */
    public record Shown(
            ContactCase contactCase, Optional<Customer> customer, List<Anomaly> anomalies, Optional<Step> last) {
        public Shown {
            anomalies = List.copyOf(anomalies);
        }
    }

    /**
     * What was done about a case.
     *
     * @param what a word
     */
    public record Step(Instant at, String actor, String what, String detail) {}

    /** What a reminder tells. */
    record ToTell(ContactOwner owner, List<Anomaly> anomalies) {}

    // ---- looking

    /** Those open, the oldest first. */
    public List<Shown> open(int limit) {
        var last =
                jdbc.sql("""
                select distinct on (contact_case) contact_case, at, actor, what, detail
                from contact_case_step
                where contact_case in (select id from contact_case where closed_at is null)
                order by contact_case, id desc
                """).query((row, ignored) -> Map.entry(row.getLong("contact_case"), step(row))).list().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return jdbc
                .sql("select * from contact_case where closed_at is null order by opened_at, id limit :limit")
                .param("limit", limit)
                .query(ContactCases::read)
                .list()
                .stream()
                .map(one -> new Shown(
                        one,
                        inventory.customer(one.owner()),
                        inventory.anomalies().open(one.owner()),
                        Optional.ofNullable(last.get(one.id()))))
                .toList();
    }

    /** How many are open. */
    public int openNow() {
        return jdbc.sql("select count(*) from contact_case where closed_at is null")
                .query(Integer.class)
                .single();
    }

    /** Open or not. */
    public Optional<ContactCase> contactCase(long id) {
        return jdbc.sql("select * from contact_case where id = :id")
                .param("id", id)
                .query(ContactCases::read)
                .optional();
    }

    /** What is wrong with the contacts of a list and what its holders are reminded of. */
    public List<Anomaly> reminded(ContactOwner owner) {
        return inventory.anomalies().open(owner).stream()
                .filter(one -> !FOR_STAFF_ALONE.contains(one.kind()))
                .toList();
    }

    /** The address that a link to a case was mailed to; empty where none was. */
    public Optional<String> reader(long id, Predicate<String> contact) {
        return mails.reader(EnumSet.of(Occasion.CASE), id, contact);
    }

    /** Everything that was done about it. */
    public List<Step> history(long id) {
        return jdbc.sql("select at, actor, what, detail from contact_case_step where contact_case = :id order by id")
                .param("id", id)
                .query((row, ignored) -> step(row))
                .list();
    }

    Optional<ToTell> toTell(long id) {
        return contactCase(id)
                .map(one -> new ToTell(one.owner(), reminded(one.owner())))
                .filter(told -> !told.anomalies().isEmpty());
    }

    // ---- people

    /** Staff write down what they did, such as a letter; false where there is no such case. */
    public boolean note(long id, String agent, String text) {
        var found = contactCase(id);
        found.ifPresent(one -> step(id, agent, "noted", text, casework.now()));
        return found.isPresent();
    }

    /** Staff have found out that it is right after all; false where it is not open. */
    public boolean settle(long anomaly, String agent, String reason) {
        var now = casework.now();
        var settled = transactions.<Boolean>call(() -> {
            var cases = cases(anomaly);
            var done = inventory.anomalies().close(anomaly, agent + ": " + reason, now);
            if (done) {
                cases.forEach(one -> step(one, agent, "settled", reason, now));
                casework.wantJob(ContactMails.JOB, now);
            }
            return done;
        });
        casework.arrived();
        return settled;
    }

    private List<Long> cases(long anomaly) {
        return jdbc.sql("""
                select contact_case.id
                from contact_trouble
                join contact_case on contact_case.kind = contact_trouble.kind
                                 and contact_case.owner = contact_trouble.owner and contact_case.closed_at is null
                where contact_trouble.anomaly = :anomaly
                """).param("anomaly", anomaly).query(Long.class).list();
    }

    // ---- what comes to light, and what comes due

    /** A mail about contacts was refused for good, or came back. */
    void refused(String address, String reply, Instant now) {
        inventory
                .anomalies()
                .open(Kind.BOUNCED, "", address, "Mail comes back for good: " + reply, OptionalLong.empty(), now);
    }

    void run(Instant now) {
        transactions.run(() -> takeNotice(now));
        transactions.run(() -> close(now));
        transactions.run(() -> due(now).forEach(one -> remind(one, now)));
    }

    private void takeNotice(Instant now) {
        jdbc.sql("""
                with unseen as (
                    update contact_anomaly set seen_at = :now where seen_at is null
                    returning id, kind, closed_at
                ),
                concerned as (
                    select contact_trouble.kind, contact_trouble.owner, bool_or(unseen.kind = any(:soon)) as soon
                    from unseen
                    join contact_trouble on contact_trouble.anomaly = unseen.id
                    where unseen.closed_at is null
                    group by contact_trouble.kind, contact_trouble.owner
                ),
                opened as (
                    insert into contact_case as standing (kind, owner, opened_at, next_at)
                    select kind, owner, :now, case when soon then cast(:sooner as timestamptz)
                                                   else cast(:later as timestamptz) end
                    from concerned
                    on conflict (kind, owner) where closed_at is null
                    do update set next_at = least(standing.next_at, excluded.next_at)
                    returning id, opened_at
                )
                insert into contact_case_step (contact_case, at, actor, what, detail)
                select id, :now, 'automation', 'opened', '' from opened
                where not exists (select from contact_case_step where contact_case = id)
                """)
                .param("now", utc(now))
                .param("soon", SOON.stream().map(Kind::word).toArray(String[]::new))
                .param("sooner", utc(now.plus(FIRST_SOON)))
                .param("later", utc(now.plus(FIRST_LATER)))
                .update();
    }

    private void close(Instant now) {
        jdbc.sql("""
                with closed as (
                    update contact_case set closed_at = :now
                    where closed_at is null
                      and not exists (select from contact_trouble
                                      join contact_anomaly on contact_anomaly.id = contact_trouble.anomaly
                                      where contact_anomaly.closed_at is null
                                        and contact_trouble.kind = contact_case.kind
                                        and contact_trouble.owner = contact_case.owner)
                    returning id
                )
                insert into contact_case_step (contact_case, at, actor, what, detail)
                select id, :now, 'automation', 'closed', 'everything is put right' from closed
                """).param("now", utc(now)).update();
    }

    private List<ContactCase> due(Instant now) {
        return jdbc.sql("""
                select * from contact_case where closed_at is null and next_at <= :now
                order by next_at, id limit :limit for update skip locked
                """)
                .param("now", utc(now))
                .param("limit", AT_ONCE)
                .query(ContactCases::read)
                .list();
    }

    private void remind(ContactCase one, Instant now) {
        var anomalies = isGone(one.owner()) ? List.<Anomaly>of() : reminded(one.owner());
        if (anomalies.isEmpty()) {
            next(one, one.timesTold(), now.plus(MONTHLY));
            return;
        }
        var readers = working(one.owner(), anomalies);
        var turn = one.timesTold() + 1;
        var language = inventory.customer(one.owner()).map(Customer::language).orElse("en");
        readers.forEach((address, reader) -> mails.add(
                Occasion.CASE, one.id(), turn, address, reader.contact().name(), language, now));
        step(
                one.id(),
                "automation",
                readers.isEmpty() ? "no channel" : "reminded",
                readers.isEmpty()
                        ? "no address is left to write to: phone, or write a letter"
                        : "by mail to " + String.join(", ", readers.keySet()),
                now);
        next(one, turn, now.plus(turn <= WEEKS ? WEEKLY : MONTHLY));
    }

    /** Whom no source of the inventory names any more is a customer no longer. */
    private boolean isGone(ContactOwner owner) {
        return jdbc.sql("""
                select exists (select from customer where :kind = 'customer' and id = :owner and gone_at is not null
                               union all
                               select from server where :kind = 'server' and id = :owner and gone_at is not null)
                """)
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .query(Boolean.class)
                .single();
    }

    /** Addresses of the list from which mail does not come back. */
    private Map<String, FiledContact> working(ContactOwner owner, List<Anomaly> anomalies) {
        var dead = anomalies.stream()
                .filter(one -> one.kind() == Kind.BOUNCED)
                .map(one -> one.contact().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return inventory.contactBook().channels(owner).stream()
                .filter(one -> !dead.contains(one.contact().email().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(
                        one -> one.contact().email().toLowerCase(Locale.ROOT),
                        Function.identity(),
                        (first, again) -> first,
                        LinkedHashMap::new));
    }

    private void next(ContactCase one, int timesTold, Instant at) {
        jdbc.sql("update contact_case set times_told = :times, next_at = :at where id = :id")
                .param("times", timesTold)
                .param("at", utc(at))
                .param("id", one.id())
                .update();
    }

    // ---- rows

    private void step(long id, String actor, String what, String detail, Instant now) {
        jdbc.sql("""
                insert into contact_case_step (contact_case, at, actor, what, detail)
                values (:id, :now, :actor, :what, left(:detail, 2000))
                """)
                .param("id", id)
                .param("now", utc(now))
                .param("actor", actor)
                .param("what", what)
                .param("detail", detail)
                .update();
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("what"),
                row.getString("detail"));
    }

    private static ContactCase read(ResultSet row, int ignored) throws SQLException {
        return new ContactCase(
                row.getLong("id"),
                new ContactOwner(ContactOwner.Kind.ofWord(row.getString("kind")).orElseThrow(), row.getString("owner")),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getInt("times_told"),
                row.getObject("next_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
