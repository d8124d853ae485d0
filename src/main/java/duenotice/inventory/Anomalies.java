package duenotice.inventory;

import duenotice.database.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is wrong with contacts, until it is put right (R32): dead addresses, wrong numbers, people nobody reaches. */
public final class Anomalies {
    private static final int MOST_SHOWN = 500;
    private static final int LONGEST_DETAIL = 500;

    private final JdbcClient jdbc;

    Anomalies(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** What is wrong. */
    public enum Kind {
        /** Whoever answered there is not the contact. */
        WRONG_NUMBER("wrong-number"),
        /** Premium, shared cost, short, emergency, or no number at all. */
        NUMBER_NOT_DIALLED("number-not-dialled"),
        /** Not assigned as far as is known: people dial it, a program does not. */
        NUMBER_DOUBTFUL("number-doubtful"),
        /** Mail to the address is refused, or comes back, for good. */
        BOUNCED("bounced"),
        /** Neither mail nor a round of calls reached anybody. */
        UNREACHABLE("unreachable"),
        /** Nobody has said for a year that it is right, although we asked. */
        UNVERIFIED("unverified"),
        /** The mailbox lives on the customer's own server; the value names it. */
        MAILBOX_ON_SERVER("mailbox-on-server"),
        /** There was a call to make and no number to ring. */
        NO_PHONE("no-phone");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word used in the database, the API and on pages. */
        public String word() {
            return word;
        }

        static Kind ofWord(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Something to be put right.
     *
     * @param value the number, or the server a mailbox lives on; empty where the contact itself says it all
     * @param contact e-mail address of the contact
     * @param incident number of the incident that showed it; empty where it showed on entry
     */
    public record Anomaly(
            long id, Kind kind, String value, String contact, String detail, OptionalLong incident, Instant openedAt) {}

    /** Those not yet put right, the oldest first. */
    public List<Anomaly> open() {
        return jdbc.sql("""
                select id, kind, value, contact, detail, incident, opened_at
                from contact_anomaly where closed_at is null order by opened_at, id limit :limit
                """)
                .param("limit", MOST_SHOWN)
                .query(Anomalies::anomaly)
                .list();
    }

    /** Those of the contacts of a list, the oldest first. */
    public List<Anomaly> open(ContactOwner owner) {
        return jdbc.sql("""
                select id, kind, value, contact, detail, incident, opened_at
                from contact_anomaly
                where closed_at is null
                  and id in (select anomaly from contact_trouble where kind = :kind and owner = :owner)
                order by opened_at, id
                limit :limit
                """)
                .param("kind", owner.kind().word())
                .param("owner", owner.id())
                .param("limit", MOST_SHOWN)
                .query(Anomalies::anomaly)
                .list();
    }

    private static Anomaly anomaly(ResultSet row, int ignored) throws SQLException {
        var number = row.getLong("incident");
        var incident = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        return new Anomaly(
                row.getLong("id"),
                Kind.ofWord(row.getString("kind")),
                row.getString("value"),
                row.getString("contact"),
                row.getString("detail"),
                incident,
                row.getObject("opened_at", OffsetDateTime.class).toInstant());
    }

    /** Something is wrong, in the current transaction; opened once. */
    public void open(Kind kind, String value, String contact, String detail, long incident, Instant now) {
        open(kind, value, contact, detail, OptionalLong.of(incident), now);
    }

    /** @param incident number of the incident that showed it; empty where none did */
    public void open(Kind kind, String value, String contact, String detail, OptionalLong incident, Instant now) {
        jdbc.sql("""
                insert into contact_anomaly (kind, value, contact, detail, incident, opened_at)
                values (:kind, :value, lower(:contact), :detail, :incident, :now)
                on conflict (kind, value, contact) where closed_at is null do nothing
                """)
                .param("kind", kind.word())
                .param("value", value)
                .param("contact", contact)
                .param("detail", detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail)
                .param("incident", incident.isPresent() ? incident.getAsLong() : null)
                .param("now", utc(now))
                .update();
    }

    /** Numbers at which somebody else answers. */
    public Set<String> wrongNumbers() {
        return jdbc.sql("select value from contact_anomaly where closed_at is null and kind = 'wrong-number'")
                .query(String.class)
                .set();
    }

    /** Put right, in the current transaction. */
    public void close(Set<Kind> kinds, String contact, String because, Instant now) {
        jdbc.sql("""
                update contact_anomaly set closed_at = :now, seen_at = null, closed_because = :because
                where closed_at is null and lower(contact) = lower(:contact) and kind = any(:kinds)
                """)
                .param("now", utc(now))
                .param("because", because)
                .param("contact", contact)
                .param("kinds", kinds.stream().map(Kind::word).toArray(String[]::new))
                .update();
    }

    /** Staff say that it is put right; false where it is not open. */
    public boolean close(long id, String because, Instant now) {
        return jdbc.sql("""
                update contact_anomaly set closed_at = :now, seen_at = null, closed_because = :because
                where closed_at is null and id = :id
                """)
                        .param("now", utc(now))
                        .param("because", because)
                        .param("id", id)
                        .update()
                == 1;
    }

    /** What was wrong with numbers and addresses that are no longer on file is put right, in the current transaction. */
    public void offFile(Instant now) {
        jdbc.sql("""
                update contact_anomaly set closed_at = :now, seen_at = null, closed_because = 'the number is no longer on file'
                where closed_at is null and kind in ('wrong-number', 'number-not-dialled', 'number-doubtful')
                  and not exists (select from contact_on_file
                                  where lower(email) = lower(contact) and value = any(phones))
                """).param("now", utc(now)).update();
        jdbc.sql("""
                update contact_anomaly set closed_at = :now, seen_at = null, closed_because = 'the address is no longer on file'
                where closed_at is null and kind not in ('wrong-number', 'number-not-dialled', 'number-doubtful')
                  and not exists (select from contact_on_file where lower(email) = lower(contact))
                """).param("now", utc(now)).update();
        jdbc.sql("""
                update contact_anomaly set closed_at = :now, seen_at = null, closed_because = 'there is a number now'
                where closed_at is null and kind = 'no-phone'
                  and exists (select from contact_on_file
                              where lower(email) = lower(contact) and cardinality(phones) > 0)
                """).param("now", utc(now)).update();
    }

    /** Somebody else answered there, in the current transaction; opened once. */
    public void wrongNumber(String number, String contact, long incident, Instant now) {
        open(Kind.WRONG_NUMBER, number, contact, "A call found somebody else there.", incident, now);
    }

    /**
     * These numbers are on file now, in the current transaction: they are kept as given and as understood, what is wrong with
     * them is opened, and what is no longer on file is put right.
     *
     * @param given by the number's text, as it was handed in
     */
    void filed(Map<String, String> given, Instant now) {
        new ContactBook(jdbc).overtaken(now);
        keep(given);
        if (given.keySet().stream().anyMatch(text -> PhoneNumber.of(text).use() != PhoneNumber.Use.ANYBODY)) {
            openFlawed(given, now);
        }
        offFile(now);
    }

    /** A change of contacts was confirmed, in the current transaction: the same as for a file. */
    public void changed(Contact contact, Instant now) {
        filed(contact.phones().stream().collect(Collectors.toMap(number -> number, number -> number)), now);
    }

    private void keep(Map<String, String> given) {
        if (given.isEmpty()) {
            return;
        }
        var numbers = given.keySet().stream().map(PhoneNumber::of).toList();
        jdbc.sql("""
                insert into phone_number as kept (number, given, e164, extension, region, use, why)
                select number, given, e164, extension, region, use, why
                from unnest(cast(:numbers as text[]), cast(:given as text[]), cast(:e164 as text[]),
                            cast(:extensions as text[]), cast(:regions as text[]), cast(:uses as text[]),
                            cast(:whys as text[])) as file(number, given, e164, extension, region, use, why)
                on conflict (number) do update
                set given = excluded.given, region = excluded.region, use = excluded.use, why = excluded.why
                where (kept.given, kept.region, kept.use, kept.why)
                      is distinct from (excluded.given, excluded.region, excluded.use, excluded.why)
                """)
                .param("numbers", numbers.stream().map(PhoneNumber::text).toArray(String[]::new))
                .param(
                        "given",
                        numbers.stream().map(one -> given.get(one.text())).toArray(String[]::new))
                .param("e164", numbers.stream().map(PhoneNumber::e164).toArray(String[]::new))
                .param("extensions", column(numbers, PhoneNumber::extension))
                .param("regions", column(numbers, PhoneNumber::region))
                .param("uses", numbers.stream().map(one -> one.use().word()).toArray(String[]::new))
                .param("whys", numbers.stream().map(PhoneNumber::why).toArray(String[]::new))
                .update();
    }

    private static String[] column(
            List<PhoneNumber> numbers, java.util.function.Function<PhoneNumber, Optional<String>> part) {
        var column = new ArrayList<@Nullable String>();
        numbers.forEach(number -> column.add(part.apply(number).orElse(null)));
        return column.toArray(String[]::new);
    }

    private void openFlawed(Map<String, String> given, Instant now) {
        jdbc.sql("""
                insert into contact_anomaly (kind, value, contact, detail, opened_at)
                select distinct case use when 'nobody' then 'number-not-dialled' else 'number-doubtful' end,
                       number, email, why, cast(:now as timestamptz)
                from phone_number join (
                    select email, unnest(phones) as number from contact_on_file) as on_file using (number)
                where use <> 'anybody' and number = any((select cast(:numbers as text[]))::text[])
                on conflict (kind, value, contact) where closed_at is null do nothing
                """)
                .param("now", utc(now))
                .param("numbers", given.keySet().toArray(String[]::new))
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
