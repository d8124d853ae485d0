package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.maybeText;
import static duenotice.casework.Rows.utc;

import duenotice.casework.Reporters.NotOurs;
import duenotice.database.Transactions;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Letters to reporters, made once and settled once: one receipt for each reporter and incident, the outcome when it is
 * closed, and the answer to what is not ours (R68, R72).
 */
public final class Receipts {
    /** Older reports get no receipt any more, as after a time in which receipts were switched off. */
    private static final Duration TOO_LATE = Duration.ofDays(3);

    /** As in the index that keeps receipts apart. */
    private static final Pattern NUMBERED = Pattern.compile("\\+[^@]*@");

    private final JdbcClient jdbc;

    Receipts(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** What a letter says. */
    public enum Kind {
        RECEIPT,
        OUTCOME,
        NOT_OURS;

        /** The word used in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What became of a letter. */
    public enum End {
        SENT,
        REFUSED,
        GIVEN_UP,
        /** Staff were quicker, or he was told before. */
        NEEDLESS;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A letter that waits.
     *
     * @param reporter identity, as in {@link Reporters}
     * @param mailId of the report it answers
     * @param incident empty where it is about none of ours
     * @param message the report that is not ours
     * @param about how the incident was closed, or what the report names; empty for a receipt
     */
    public record Letter(
            long id,
            Kind kind,
            String reporter,
            String address,
            String language,
            Optional<String> mailId,
            Optional<IncidentId> incident,
            Optional<MessageId> message,
            String about,
            Instant madeAt,
            int tries) {
        /** Whose letter it is: many people share an identity, and a number put into an address makes nobody another. */
        public String mailbox() {
            return reporter + "\n" + NUMBERED.matcher(address).replaceFirst("@").toLowerCase(Locale.ROOT);
        }
    }

    // ---- making

    /** For everybody who can be answered and whose report has joined an incident since the last time. */
    public void makeForJoined(Instant now) {
        jdbc.sql("""
                with joined as (
                    update report_author set answered = true
                    where not answered and address is not null and received_at > :since
                      and exists (select from sighting where sighting.message = report_author.message)
                    returning *
                )
                insert into receipt (kind, reporter, address, language, mail_id, incident, about, made_at, state, due_at)
                select distinct on (sighting.incident, lower(joined.address))
                       'receipt', joined.reporter, joined.address, joined.language, joined.mail_id, sighting.incident, '',
                       cast(:now as timestamptz), 'waiting', cast(:now as timestamptz)
                from joined join sighting on sighting.message = joined.message
                            join incident on incident.id = sighting.incident
                                         and (incident.closed_at is null or not incident.settled)
                order by sighting.incident, lower(joined.address), joined.message
                on conflict do nothing
                """)
                .param("since", utc(now.minus(TOO_LATE)))
                .param("now", utc(now))
                .update();
    }

    /** For everybody who had a receipt. */
    void makeOutcomes(IncidentId incident, Optional<CloseAs> closedAs, Instant now) {
        jdbc.sql("""
                insert into receipt (kind, reporter, address, language, mail_id, incident, about, made_at, state, due_at)
                select 'outcome', reporter, address, language, mail_id, incident, :outcome, cast(:now as timestamptz),
                       'waiting', cast(:now as timestamptz)
                from receipt
                where incident = :incident and kind = 'receipt' and state in ('waiting', 'digest', 'sent')
                on conflict do nothing
                """)
                .param("incident", incident.number())
                .param("outcome", closedAs.orElse(CloseAs.OTHER).word())
                .param("now", utc(now))
                .update();
    }

    void makeNotOurs(NotOurs report, Instant now) {
        var author = report.author();
        jdbc.sql("""
                insert into receipt (kind, reporter, address, language, mail_id, message, about, made_at, state, due_at)
                values ('not-ours', :reporter, :address, :language, :mailId, :message, :about, :now, 'waiting', :now)
                on conflict do nothing
                """)
                .param("reporter", author.identity())
                .param("address", author.address().orElseThrow())
                .param("language", author.language())
                .param("mailId", author.mailId().orElse(null))
                .param("message", author.message().number())
                .param("about", report.about().replace('\0', ' '))
                .param("now", utc(now))
                .update();
    }

    // ---- sending

    /** Whether a joined report has no receipt yet. */
    public boolean areBehind(Instant now) {
        return jdbc.sql("""
                select exists (select from report_author join sighting on sighting.message = report_author.message
                               where not answered and report_author.address is not null
                                 and report_author.received_at > :since)
                """)
                .param("since", utc(now.minus(TOO_LATE)))
                .query(Boolean.class)
                .single();
    }

    /** When the next one is due; empty where none waits. */
    public Optional<Instant> nextDue() {
        return jdbc.sql("select min(due_at) as at from receipt where state in ('waiting', 'digest')")
                .query((row, ignored) -> maybeInstant(row, "at"))
                .single();
    }

    /** Those that are due to go by themselves, the oldest first. */
    public List<Letter> due(Instant now, int limit) {
        return jdbc.sql("""
                select * from receipt where state = 'waiting' and due_at <= :now order by due_at, id limit :limit
                """)
                .param("now", utc(now))
                .param("limit", limit)
                .query((row, ignored) -> letter(row))
                .list();
    }

    /** Those that are to go together now, one mailbox of one reporter after the other. */
    public List<Letter> dueTogether(Instant now, int limit) {
        return jdbc.sql("""
                select receipt.* from receipt
                join (select distinct reporter, lower(regexp_replace(address, '\\+[^@]*@', '@')) as mailbox
                      from receipt where state = 'digest' and due_at <= :now
                      order by 1, 2 limit 20) ready
                  on ready.reporter = receipt.reporter
                 and ready.mailbox = lower(regexp_replace(receipt.address, '\\+[^@]*@', '@'))
                where state = 'digest'
                order by receipt.reporter, ready.mailbox, made_at, id limit :limit
                """)
                .param("now", utc(now))
                .param("limit", limit)
                .query((row, ignored) -> letter(row))
                .list();
    }

    private static Letter letter(ResultSet row) throws SQLException {
        var incident = row.getLong("incident");
        var about = !row.wasNull() ? Optional.of(new IncidentId(incident)) : Optional.<IncidentId>empty();
        var message = row.getLong("message");
        var report = !row.wasNull() ? Optional.of(new MessageId(message)) : Optional.<MessageId>empty();
        return new Letter(
                row.getLong("id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT).replace('-', '_')),
                row.getString("reporter"),
                row.getString("address"),
                row.getString("language"),
                maybeText(row, "mail_id"),
                about,
                report,
                row.getString("about"),
                instant(row, "made_at"),
                row.getInt("tries"));
    }

    /** How many letters went to that reporter by themselves in the day before. */
    public int sentToday(String reporter, Instant now) {
        return jdbc.sql("""
                select count(*) from receipt
                where reporter = :reporter and state = 'sent' and settled_at > :dayAgo and made_at > :dayAgo
                """)
                .param("reporter", reporter)
                .param("dayAgo", utc(now.minus(Duration.ofDays(1))))
                .query(Integer.class)
                .single();
    }

    /** It goes with others in one letter, a day after the first of them. */
    public void gather(Letter letter, Instant now) {
        jdbc.sql("""
                update receipt
                set state = 'digest',
                    due_at = coalesce((select min(other.due_at) from receipt other
                                       where other.reporter = :reporter and other.state = 'digest'
                                         and lower(regexp_replace(other.address, '\\+[^@]*@', '@'))
                                             = lower(regexp_replace(receipt.address, '\\+[^@]*@', '@'))), :tomorrow)
                where id = :id and state = 'waiting'
                """)
                .param("reporter", letter.reporter())
                .param("tomorrow", utc(now.plus(Duration.ofDays(1))))
                .param("id", letter.id())
                .update();
    }

    public void settle(Collection<Letter> letters, End end, Instant now) {
        jdbc.sql("update receipt set state = :state, settled_at = :now where id = any(:ids)")
                .param("state", end.word())
                .param("now", utc(now))
                .param("ids", letters.stream().map(Letter::id).toArray(Long[]::new))
                .update();
    }

    public void putOff(Collection<Letter> letters, Instant until) {
        jdbc.sql("update receipt set due_at = :until, tries = tries + 1 where id = any(:ids)")
                .param("until", utc(until))
                .param("ids", letters.stream().map(Letter::id).toArray(Long[]::new))
                .update();
    }

    /** When that address was told of the same thing before, within a month: empty where it was not. */
    public Optional<Instant> toldBefore(Letter letter, Instant now) {
        return jdbc.sql("""
                select max(settled_at) as at from receipt
                where kind = 'not-ours' and state = 'sent' and lower(address) = lower(:address) and about = :about
                  and settled_at > :monthAgo
                """)
                .param("address", letter.address())
                .param("about", letter.about())
                .param("monthAgo", utc(now.minus(Duration.ofDays(30))))
                .query((row, ignored) -> maybeInstant(row, "at"))
                .single();
    }
}
