package duenotice.contact;

import duenotice.casework.Casework;
import duenotice.database.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Mails about contacts that wait for the relay, each once for its occasion and address; what became of them is kept. */
final class ContactMails {
    /** The job that sends them, and does what else comes due with contacts. */
    static final String JOB = "contacts";

    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1));
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(2);

    private final JdbcClient jdbc;
    private final Casework casework;

    ContactMails(Transactions transactions, Casework casework) {
        jdbc = transactions.jdbc();
        this.casework = casework;
    }

    /** What a mail is about. */
    enum Occasion {
        PROPOSED("proposed"),
        IN_FORCE("in-force"),
        UNDONE("undone"),
        CASE("case"),
        REVIEW("review");

        private final String word;

        Occasion(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        private static Occasion ofWord(String word) {
            for (var occasion : values()) {
                if (occasion.word.equals(word)) {
                    return occasion;
                }
            }
            throw new IllegalArgumentException(word);
        }
    }

    /** What became of it. */
    enum End {
        ACCEPTED("accepted"),
        REFUSED("refused"),
        GIVEN_UP("given-up"),
        NEEDLESS("needless");

        private final String word;

        End(String word) {
            this.word = word;
        }
    }

    /**
     * @param about number of the change, the case or the review
     * @param name of the contact
     * @param language BCP 47 tag
     */
    record Waiting(
            long id,
            Occasion occasion,
            long about,
            String address,
            String name,
            String language,
            Instant madeAt,
            int tries) {}

    /** To be sent, in the current transaction; once per occasion, thing, turn and address. */
    void add(Occasion occasion, long about, int turn, String address, String name, String language, Instant now) {
        jdbc.sql("""
                insert into contact_mail (occasion, about, turn, address, name, language, state, made_at, next_at)
                values (:occasion, :about, :turn, lower(:address), :name, :language, 'waiting', :now, :now)
                on conflict (occasion, about, turn, address) do nothing
                """)
                .param("occasion", occasion.word())
                .param("about", about)
                .param("turn", turn)
                .param("address", address)
                .param("name", name)
                .param("language", language)
                .param("now", utc(now))
                .update();
        casework.wantJob(JOB, now);
    }

    List<Waiting> due(Instant now, int limit) {
        return jdbc.sql("""
                select id, occasion, about, address, name, language, made_at, tries
                from contact_mail where state = 'waiting' and next_at <= :now order by next_at, id limit :limit
                """)
                .param("now", utc(now))
                .param("limit", limit)
                .query(ContactMails::waiting)
                .list();
    }

    private static Waiting waiting(ResultSet row, int ignored) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                Occasion.ofWord(row.getString("occasion")),
                row.getLong("about"),
                row.getString("address"),
                row.getString("name"),
                row.getString("language"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getInt("tries"));
    }

    void settle(long id, End end, String reply, Instant now) {
        jdbc.sql("""
                update contact_mail set state = :state, settled_at = :now, reply = left(:reply, 300) where id = :id
                """)
                .param("state", end.word)
                .param("now", utc(now))
                .param("reply", reply)
                .param("id", id)
                .update();
    }

    /** Tried again later, for two days. */
    void later(Waiting mail, String reply, Instant now) {
        if (mail.madeAt().plus(GIVEN_UP_AFTER).isBefore(now)) {
            settle(mail.id(), End.GIVEN_UP, reply, now);
            return;
        }
        jdbc.sql("update contact_mail set next_at = :next, tries = tries + 1, reply = left(:reply, 300) where id = :id")
                .param("next", utc(now.plus(BACK_OFF.get(Math.min(mail.tries(), BACK_OFF.size() - 1)))))
                .param("reply", reply)
                .param("id", mail.id())
                .update();
    }

    /** Whom a mail went to; empty where there is none. */
    Optional<String> address(long id) {
        return jdbc.sql("select address from contact_mail where id = :id")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    /** Whether this address was written to about it. */
    boolean wentTo(Occasion occasion, long about, String address) {
        return jdbc.sql("""
                select exists (select from contact_mail
                               where occasion = :occasion and about = :about and address = lower(:address))
                """)
                .param("occasion", occasion.word())
                .param("about", about)
                .param("address", address)
                .query(Boolean.class)
                .single();
    }

    /** The one of the addresses written to about it, on one of these occasions, that a link was made for. */
    Optional<String> reader(Set<Occasion> occasions, long about, Predicate<String> contact) {
        return jdbc
                .sql("select distinct address from contact_mail where about = :about and occasion = any(:occasions)")
                .param("about", about)
                .param("occasions", occasions.stream().map(Occasion::word).toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .filter(contact)
                .findFirst();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
