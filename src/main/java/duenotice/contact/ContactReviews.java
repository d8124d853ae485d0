package duenotice.contact;

import duenotice.casework.Casework;
import duenotice.casework.WaitingJob;
import duenotice.contact.ContactMails.Occasion;
import duenotice.database.Transactions;
import duenotice.inventory.Anomalies.Kind;
import duenotice.inventory.ContactOwner;
import duenotice.inventory.Customer;
import duenotice.inventory.FiledContact;
import duenotice.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * "Is this still right?", asked of each contact that nobody has verified for a year, and of each address at most once a year.
 * Who does not answer within a month is a case (R32).
 */
public final class ContactReviews implements WaitingJob {
    /** After so long without a word that it is right an entry is asked about. */
    static final Duration YEAR = Duration.ofDays(365);

    /** So long the question waits before it counts as unanswered. */
    static final Duration PATIENCE = Duration.ofDays(30);

    private static final Duration EVERY = Duration.ofDays(1);

    /** A whole inventory imported on one day is not asked on one day. */
    private static final int MOST_IN_A_DAY = 200;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Casework casework;
    private final Inventory inventory;
    private final ContactMails mails;

    public ContactReviews(Transactions transactions, Casework casework, Inventory inventory) {
        this.transactions = transactions;
        jdbc = transactions.jdbc();
        this.casework = casework;
        this.inventory = inventory;
        mails = new ContactMails(transactions, casework);
    }

    /**
     * A question that was asked.
     *
     * @param answer {@code right} or {@code wrong}
     */
    public record Review(long id, ContactOwner owner, String name, String email, Optional<String> answer) {}

    public Optional<Review> review(long id) {
        return jdbc.sql("select id, kind, owner, name, email, answer from contact_review where id = :id")
                .param("id", id)
                .query((row, ignored) -> new Review(
                        row.getLong("id"),
                        new ContactOwner(
                                ContactOwner.Kind.ofWord(row.getString("kind")).orElseThrow(), row.getString("owner")),
                        row.getString("name"),
                        row.getString("email"),
                        Optional.ofNullable(row.getString("answer"))))
                .optional();
    }

    /** Everything that is on file for an address, which one answer settles. */
    public List<FiledContact> entries(String email) {
        return inventory.contactBook().at(email);
    }

    /** The holder says that everything at his address is right. */
    public void right(Review review) {
        var now = casework.now();
        transactions.run(() -> {
            answered(review, "right", now);
            entries(review.email())
                    .forEach(one -> inventory
                            .contactBook()
                            .verified(one.owner(), one.contact().name(), now));
            inventory
                    .anomalies()
                    .close(Set.of(Kind.UNVERIFIED), review.email(), "the contact says that it is right", now);
            casework.wantJob(ContactMails.JOB, now);
        });
        casework.arrived();
    }

    /** The holder has asked for a change instead. */
    public void wrong(Review review) {
        answered(review, "wrong", casework.now());
    }

    private void answered(Review review, String answer, Instant now) {
        jdbc.sql("update contact_review set answered_at = :now, answer = :answer where id = :id")
                .param("now", utc(now))
                .param("answer", answer)
                .param("id", review.id())
                .update();
    }

    // ---- asking

    @Override
    public String name() {
        return "contact-reviews";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Optional<Instant> nextDue() {
        return oldest().map(at -> at.plus(YEAR));
    }

    private Optional<Instant> oldest() {
        return jdbc.sql("""
                select least((select min(verified_at) from customer_contact), (select min(verified_at) from server_contact),
                             (select min(verified_at) from contact_override where ended_at is null)) as oldest
                """)
                .query((row, ignored) -> Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    private record Asked(long id, ContactOwner owner, String name, String email) {}

    @Override
    public void run(Instant now) {
        transactions.run(() -> ask(now).forEach(one -> mails.add(
                Occasion.REVIEW,
                one.id(),
                1,
                one.email(),
                one.name(),
                inventory.customer(one.owner()).map(Customer::language).orElse("en"),
                now)));
        transactions.run(() -> {
            unanswered(now)
                    .forEach(email -> inventory
                            .anomalies()
                            .open(
                                    Kind.UNVERIFIED,
                                    "",
                                    email,
                                    "Nobody has said for a year that this is right, and our question got no answer.",
                                    OptionalLong.empty(),
                                    now));
            verifiedSince(now);
        });
        casework.arrived();
    }

    private List<Asked> ask(Instant now) {
        return jdbc.sql("""
                insert into contact_review (kind, owner, name, email, asked_at)
                select kind, owner, name, email, :now
                from (select distinct on (lower(email)) kind, owner, name, lower(email) as email, verified_at
                      from contact_on_file
                      where authorized and verified_at <= :cutoff
                        and not exists (select from customer
                                        where contact_on_file.kind = 'customer' and customer.id = contact_on_file.owner
                                          and gone_at is not null)
                        and not exists (select from server
                                        where contact_on_file.kind = 'server' and server.id = contact_on_file.owner
                                          and gone_at is not null)
                        and not exists (select from contact_review as earlier
                                        where earlier.asked_at > :cutoff
                                          and (lower(earlier.email) = lower(contact_on_file.email)
                                               or earlier.kind = contact_on_file.kind
                                                  and earlier.owner = contact_on_file.owner
                                                  and earlier.name = contact_on_file.name))
                        and not exists (select from contact_anomaly
                                        where closed_at is null and kind = 'bounced'
                                          and lower(contact) = lower(contact_on_file.email))
                      order by lower(email), verified_at) as stale
                order by verified_at, email
                limit :most
                returning id, kind, owner, name, email
                """)
                .param("now", utc(now))
                .param("cutoff", utc(now.minus(YEAR)))
                .param("most", MOST_IN_A_DAY)
                .query((row, ignored) -> new Asked(
                        row.getLong("id"),
                        new ContactOwner(
                                ContactOwner.Kind.ofWord(row.getString("kind")).orElseThrow(), row.getString("owner")),
                        row.getString("name"),
                        row.getString("email")))
                .list();
    }

    private List<String> unanswered(Instant now) {
        return jdbc.sql("""
                select distinct email from contact_review
                where answered_at is null and asked_at <= :cutoff and asked_at > :oldest
                  and exists (select from contact_on_file
                              where lower(contact_on_file.email) = lower(contact_review.email)
                                and verified_at < contact_review.asked_at)
                  and not exists (select from contact_anomaly
                                  where kind = 'unverified' and lower(contact) = lower(contact_review.email)
                                    and opened_at >= contact_review.asked_at)
                limit 1000
                """)
                .param("cutoff", utc(now.minus(PATIENCE)))
                .param("oldest", utc(now.minus(YEAR).minus(PATIENCE)))
                .query(String.class)
                .list();
    }

    /** A file or a confirmed change said so. */
    private void verifiedSince(Instant now) {
        jdbc.sql("""
                update contact_anomaly
                set closed_at = :now, closed_because = 'verified since', seen_at = null
                where closed_at is null and kind = 'unverified'
                  and not exists (select from contact_on_file
                                  where lower(email) = lower(contact) and verified_at <= opened_at)
                """).param("now", utc(now)).update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
