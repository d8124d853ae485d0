package duenotice.intake.feed;

import duenotice.casework.MessageId;
import duenotice.database.Transactions;
import duenotice.fetch.Validators;
import duenotice.intake.feed.FeedSource.Remembered;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is remembered of a feed between two looks. */
final class FeedStore {
    private final JdbcClient jdbc;
    private final String feed;

    FeedStore(Transactions transactions, String feed) {
        this.jdbc = transactions.jdbc();
        this.feed = feed;
    }

    /**
     * @param rows of the whole list when it was last believed; empty before
     * @param failures in a row
     * @param believed staff have said that the next list holds, however short
     */
    record State(
            Validators validators,
            Optional<String> cursor,
            Optional<Integer> rows,
            int failures,
            boolean believed,
            Instant roundFrom,
            Optional<Instant> lastSuccess) {}

    /** Makes sure that pages show the feed before its first look. */
    void prepare(String kind, Duration every, Instant now) {
        jdbc.sql("""
                insert into feed (name, kind, every, next_at, round_from) values (:name, :kind, :every, :now, :now)
                on conflict (name) do update set kind = excluded.kind, every = excluded.every
                where feed.kind <> excluded.kind or feed.every <> excluded.every
                """)
                .param("name", feed)
                .param("kind", kind)
                .param("every", every.toString())
                .param("now", utc(now))
                .update();
    }

    /** Takes the look that is due for this program; empty where none is, or another program is at it. */
    Optional<State> claim(Instant now, Duration lease) {
        return jdbc.sql("""
                update feed set leased_until = :until, round_from = case when cursor is null then :now else round_from end
                where name = :name and next_at <= :now and (leased_until is null or leased_until <= :now)
                returning *
                """)
                .param("until", utc(now.plus(lease)))
                .param("name", feed)
                .param("now", utc(now))
                .query((row, ignored) -> new State(
                        new Validators(text(row, "etag"), text(row, "last_modified")),
                        text(row, "cursor"),
                        Optional.ofNullable(row.getObject("rows", Integer.class)),
                        row.getInt("failures"),
                        row.getBoolean("believed"),
                        row.getObject("round_from", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("last_success_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .optional();
    }

    Remembered remembered(State state, Instant now) {
        var delivered = jdbc.sql("select key from feed_delivery where feed = :feed")
                .param("feed", feed)
                .query(String.class)
                .list();
        var fresh = jdbc.sql("select key from feed_entry where feed = :feed and gone_at is null and fresh_until > :now")
                .param("feed", feed)
                .param("now", utc(now))
                .query(String.class)
                .list();
        return new Remembered(
                state.validators(), state.cursor(), Set.copyOf(delivered), Set.copyOf(fresh), state.lastSuccess());
    }

    /** What stands on the list as far as we know, by key, with the message that said so. */
    Map<String, MessageId> standing() {
        var standing = new HashMap<String, MessageId>();
        jdbc.sql("select key, message from feed_entry where feed = :feed and gone_at is null")
                .param("feed", feed)
                .query((ResultSet row) -> {
                    standing.put(row.getString("key"), new MessageId(row.getLong("message")));
                });
        return standing;
    }

    /** New on the list, or on it again. */
    void appeared(List<Entry> entries, MessageId message, Instant now) {
        jdbc.sql("""
                insert into feed_entry (feed, key, subject, message, first_seen_at, last_seen_at)
                select :feed, key, subject, :message, :now, :now
                from unnest(cast(:keys as text[]), cast(:subjects as text[])) as said(key, subject)
                on conflict (feed, key) do update
                set subject = excluded.subject, message = excluded.message, first_seen_at = excluded.first_seen_at,
                    last_seen_at = excluded.last_seen_at, gone_at = null, gone_told = false
                """)
                .param("feed", feed)
                .param("message", message.number())
                .param("keys", entries.stream().map(Entry::key).toArray(String[]::new))
                .param("subjects", entries.stream().map(Entry::subject).toArray(String[]::new))
                .param("now", utc(now))
                .update();
    }

    void seenAgain(Collection<String> keys, Instant now) {
        jdbc.sql("update feed_entry set last_seen_at = :now where feed = :feed and key = any(:keys)")
                .param("feed", feed)
                .param("keys", keys.toArray(String[]::new))
                .param("now", utc(now))
                .update();
    }

    void freshUntil(String key, Instant until) {
        jdbc.sql("update feed_entry set fresh_until = :until where feed = :feed and key = :key")
                .param("feed", feed)
                .param("key", key)
                .param("until", utc(until))
                .update();
    }

    void gone(Collection<String> keys, Instant now) {
        jdbc.sql("update feed_entry set gone_at = :now where feed = :feed and key = any(:keys) and gone_at is null")
                .param("feed", feed)
                .param("keys", keys.toArray(String[]::new))
                .param("now", utc(now))
                .update();
    }

    /** An entry that has left the list. */
    record Gone(String key, String subject, MessageId message, Instant firstSeen, Instant lastSeen) {}

    /** Those that no timeline tells of yet. */
    List<Gone> goneUntold(int most) {
        return jdbc.sql("""
                select key, subject, message, first_seen_at, last_seen_at from feed_entry
                where feed = :feed and gone_at is not null and not gone_told order by key limit :most
                """)
                .param("feed", feed)
                .param("most", most)
                .query((row, ignored) -> new Gone(
                        row.getString("key"),
                        row.getString("subject"),
                        new MessageId(row.getLong("message")),
                        row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
                        row.getObject("last_seen_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    void told(String key) {
        jdbc.sql("update feed_entry set gone_told = true where feed = :feed and key = :key")
                .param("feed", feed)
                .param("key", key)
                .update();
    }

    void delivered(String key, MessageId message, Instant now) {
        jdbc.sql("insert into feed_delivery (feed, key, message, at) values (:feed, :key, :message, :now)")
                .param("feed", feed)
                .param("key", key)
                .param("message", message.number())
                .param("now", utc(now))
                .update();
    }

    /** What was delivered so long ago will not be offered again. */
    void forgetDeliveries(Instant before) {
        jdbc.sql("delete from feed_delivery where feed = :feed and at < :before")
                .param("feed", feed)
                .param("before", utc(before))
                .update();
    }

    void succeeded(Optional<Integer> rows, Validators validators, Instant now, Instant next) {
        jdbc.sql("""
                update feed
                set last_success_at = :now, failures = 0, believed = false, doubtful = false, rows = coalesce(:rows, rows), cursor = null,
                    etag = :etag, last_modified = :lastModified, next_at = :next, leased_until = null
                where name = :name
                """)
                .param("rows", rows.orElse(null))
                .param("etag", validators.etag().orElse(null))
                .param("lastModified", validators.lastModified().orElse(null))
                .param("now", utc(now))
                .param("next", utc(next))
                .param("name", feed)
                .update();
    }

    void unchanged(Instant now, Instant next) {
        jdbc.sql("""
                update feed
                set last_success_at = :now, failures = 0, doubtful = false, next_at = :next, leased_until = null
                where name = :name
                """)
                .param("now", utc(now))
                .param("next", utc(next))
                .param("name", feed)
                .update();
    }

    /** A portion is done, the round goes on; it is no success before its end. */
    void goesOn(Optional<String> cursor, Instant next) {
        jdbc.sql(
                        "update feed set cursor = :cursor, failures = 0, next_at = :next, leased_until = null where name = :name")
                .param("cursor", cursor.orElse(null))
                .param("next", utc(next))
                .param("name", feed)
                .update();
    }

    /** @param doubtful it came whole and is not believed */
    void failed(String reason, boolean doubtful, Optional<String> cursor, Instant now, Instant next) {
        jdbc.sql("""
                update feed
                set last_error_at = :now, last_error = :reason, failures = failures + 1, doubtful = :doubtful, cursor = :cursor,
                    next_at = :next, leased_until = null
                where name = :name
                """)
                .param("now", utc(now))
                .param("doubtful", doubtful)
                .param("reason", reason.replace('\0', '\uFFFD'))
                .param("cursor", cursor.orElse(null))
                .param("next", utc(next))
                .param("name", feed)
                .update();
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        return Optional.ofNullable(value);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
