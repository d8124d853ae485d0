package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.maybeText;
import static duenotice.casework.Rows.utc;

import com.github.luben.zstd.Zstd;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.StoredMessage.Channel;
import duenotice.casework.StoredMessage.Hint;
import duenotice.database.Transactions;
import duenotice.mail.Envelope;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.SourceType;
import duenotice.report.Type;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Every message that was acknowledged, byte for byte, and the human queue, which is a state of its messages. Accepting
 * and reading are two stages: nobody waits for a reader, and nothing acknowledged is lost (invariants 2 and 3).
 */
public final class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    /** So many messages are read in one transaction. */
    static final int BATCH = 100;

    /** So many bytes of messages, or one that is longer. */
    private static final long BATCH_BYTES = 64L * 1024 * 1024;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Inbox(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.clock = clock;
    }

    // ---- accepting

    /**
     * Stores a mail; when this returns it is on disk.
     *
     * @param receivedAt our receipt time, which decides (R50)
     */
    public MessageId accept(String sender, List<String> recipients, byte[] body, Instant receivedAt) {
        return accept(new Envelope(sender, recipients, ""), body, receivedAt);
    }

    /** The same, with who handed it over. */
    public MessageId accept(Envelope envelope, byte[] body, Instant receivedAt) {
        var arrival = new Arrival(
                Channel.SMTP,
                envelope.sender(),
                envelope.recipients(),
                Optional.empty(),
                Optional.empty(),
                "message/rfc822",
                Optional.of(envelope.clientAddress()).filter(address -> !address.isBlank()));
        return store(arrival, body, Optional.empty(), receivedAt);
    }

    /**
     * A message as it comes in, apart from its bytes.
     *
     * @param source what the place it was fetched from is for; empty where that says nothing
     * @param peer address of the machine that handed it over
     */
    public record Arrival(
            Channel channel,
            String sender,
            List<String> recipients,
            Optional<String> submittedBy,
            Optional<SourceType> source,
            String contentType,
            Optional<String> peer) {
        public Arrival {
            recipients = List.copyOf(recipients);
        }

        public Arrival(
                Channel channel,
                String sender,
                List<String> recipients,
                Optional<String> submittedBy,
                Optional<SourceType> source,
                String contentType) {
            this(channel, sender, recipients, submittedBy, source, contentType, Optional.empty());
        }

        Arrival(
                Channel channel,
                String sender,
                List<String> recipients,
                Optional<String> submittedBy,
                String contentType) {
            this(channel, sender, recipients, submittedBy, Optional.empty(), contentType);
        }
    }

    /**
     * Where something lay that keeps it until we have said that we hold it.
     *
     * @param place such as the name of a mailbox
     * @param generation changes where the place numbers its items anew (UIDVALIDITY, RFC 9051 §2.3.1.1)
     * @param item names it within both
     */
    public record Lay(String place, long generation, String item) {}

    /**
     * Stores what was fetched unless it is held already, by its number or, under another numbering, byte for byte; when this
     * returns it is on disk.
     */
    public MessageId fetch(Lay lay, Arrival arrival, byte[] body, Instant receivedAt) {
        return transactions.call(() -> {
            // Two programs may look into one mailbox.
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:place, 11))")
                    .param("place", lay.place())
                    .query((row, ignored) -> true)
                    .single();
            var digest = digest(body);
            var held = held(lay, digest);
            if (held.isPresent() && held.get().underThisNumber()) {
                return held.get().message();
            }
            var id = held.map(Held::message).orElseGet(() -> store(arrival, body, Optional.empty(), receivedAt));
            jdbc.sql("""
                    insert into fetched (place, generation, item, digest, message, fetched_at)
                    values (:place, :generation, :item, :digest, :message, :now)
                    """)
                    .param("place", lay.place())
                    .param("generation", lay.generation())
                    .param("item", lay.item())
                    .param("digest", digest)
                    .param("message", id.number())
                    .param("now", utc(clock.instant()))
                    .update();
            return id;
        });
    }

    private record Held(MessageId message, boolean underThisNumber) {}

    private Optional<Held> held(Lay lay, byte[] digest) {
        return jdbc.sql("""
                select message, true as this from fetched
                where place = :place and generation = :generation and item = :item
                union all
                (select message, false from fetched
                 where place = :place and digest = :digest and generation <> :generation limit 1)
                order by this desc limit 1
                """)
                .param("place", lay.place())
                .param("generation", lay.generation())
                .param("item", lay.item())
                .param("digest", digest)
                .query((row, ignored) -> new Held(new MessageId(row.getLong("message")), row.getBoolean("this")))
                .optional();
    }

    /** Those of the items of a place that are held. */
    public Set<String> held(String place, long generation, Collection<String> items) {
        return Set.copyOf(jdbc.sql("""
                select item from fetched
                where place = :place and generation = :generation and item = any(:items)
                """)
                .param("place", place)
                .param("generation", generation)
                .param("items", items.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** It does not lie there any more: what comes under the same name is another. */
    public void gone(Lay lay) {
        jdbc.sql("delete from fetched where place = :place and generation = :generation and item = :item")
                .param("place", lay.place())
                .param("generation", lay.generation())
                .param("item", lay.item())
                .update();
    }

    /** What {@link #submit} did with an API call. */
    public sealed interface Submitted {
        record Stored(MessageId id) implements Submitted {}

        /** The key was used before with another body. */
        record KeyTaken(MessageId earlier) implements Submitted {}
    }

    /** Stores a report that came through the API; the same key with the same body gives the same id again. */
    public Submitted submit(String submittedBy, Optional<String> idempotencyKey, String contentType, byte[] body) {
        return transactions.call(() -> {
            if (idempotencyKey.isPresent()) {
                jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:key, 7))")
                        .param("key", submittedBy + "\n" + idempotencyKey.get())
                        .query((row, ignored) -> true)
                        .single();
                var earlier = jdbc.sql("""
                        select id, digest from message where submitted_by = :by and idempotency_key = :key
                        """)
                        .param("by", submittedBy)
                        .param("key", idempotencyKey.get())
                        .query((row, ignored) -> Map.entry(new MessageId(row.getLong("id")), row.getBytes("digest")))
                        .optional();
                if (earlier.isPresent()) {
                    return Arrays.equals(earlier.get().getValue(), digest(body))
                            ? new Submitted.Stored(earlier.get().getKey())
                            : new Submitted.KeyTaken(earlier.get().getKey());
                }
            }
            var arrival = new Arrival(Channel.API, "", List.of(), Optional.of(submittedBy), contentType);
            return new Submitted.Stored(store(arrival, body, idempotencyKey, clock.instant()));
        });
    }

    /**
     * Stores what somebody typed into the public form; when this returns it is on disk.
     *
     * @param email as typed, so proven by nothing; empty where none was asked for
     * @param once the same text and the same key give the same id again: an impatient click is no second report
     */
    public MessageId acceptForm(String email, String once, String contentType, byte[] body) {
        return transactions.call(() -> {
            var key = once + " " + HexFormat.of().formatHex(digest(body));
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:key, 8))")
                    .param("key", key)
                    .query((row, ignored) -> true)
                    .single();
            var arrival = new Arrival(
                    Channel.FORM, email, List.of(), Optional.empty(), Optional.of(SourceType.PUBLIC), contentType);
            return jdbc.sql("select id from message where channel = 'form' and idempotency_key = :key")
                    .param("key", key)
                    .query(Long.class)
                    .optional()
                    .map(MessageId::new)
                    .orElseGet(() -> store(arrival, body, Optional.of(key), clock.instant()));
        });
    }

    /** Stores what another system posted to one of our webhooks; when this returns it is on disk. */
    public MessageId acceptWebhook(String webhook, String contentType, byte[] body) {
        var arrival = new Arrival(Channel.WEBHOOK, "", List.of(), Optional.of(webhook), contentType);
        return store(arrival, body, Optional.empty(), clock.instant());
    }

    /**
     * Stores what a feed has brought, in the current transaction.
     *
     * @param feed its name, which stands for who complains
     */
    public MessageId deliver(String feed, String contentType, byte[] body) {
        var arrival = new Arrival(
                Channel.FEED, "", List.of(), Optional.of(feed), Optional.of(SourceType.BLOCKLIST), contentType);
        return transactions.call(() -> store(arrival, body, Optional.empty(), clock.instant()));
    }

    /**
     * Keeps what a member of staff writes down as evidence. It is read already: no reader is offered it.
     *
     * @param report JSON of what was understood, as of any other report
     */
    public MessageId keepByHand(String agent, String text, String report) {
        return transactions.call(() -> {
            var id = store(
                    new Arrival(Channel.HAND, "", List.of(), Optional.of(agent), "text/plain; charset=utf-8"),
                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Optional.empty(),
                    clock.instant());
            settle(Map.of(id, new MessageOutcome(MessageOutcome.State.JOINED, Optional.empty(), Optional.of(report))));
            return id;
        });
    }

    private MessageId store(Arrival arrival, byte[] body, Optional<String> idempotencyKey, Instant receivedAt) {
        return new MessageId(jdbc.sql("""
                insert into message (received_at, channel, envelope_from, envelope_to, submitted_by, source, content_type,
                                     body, body_size, digest, idempotency_key, peer, state)
                values (:receivedAt, :channel, :sender, :recipients, :submittedBy, :source, :contentType,
                        :body, :size, :digest, :key, :peer, 'accepted')
                returning id
                """)
                .param("receivedAt", utc(receivedAt))
                .param("channel", arrival.channel().name().toLowerCase(Locale.ROOT))
                .param("sender", storable(arrival.sender()))
                .param(
                        "recipients",
                        arrival.recipients().stream().map(Inbox::storable).toArray(String[]::new))
                .param("submittedBy", arrival.submittedBy().orElse(null))
                .param("source", arrival.source().map(SourceType::word).orElse(null))
                .param("contentType", storable(arrival.contentType()))
                .param("body", Zstd.compress(body))
                .param("size", body.length)
                .param("digest", digest(body))
                .param("key", idempotencyKey.orElse(null))
                .param("peer", arrival.peer().orElse(null))
                .query(Long.class)
                .single());
    }

    /** The database's text has no NUL. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    // ---- reading

    /** Offers one batch of accepted messages to the readers, in their order; 0 where none waits. */
    int readBatch(List<MessageReader> readers) {
        try {
            return transactions.call(() -> read(readers, BATCH));
        } catch (TransientDataAccessException
                | DataAccessResourceFailureException
                | TransactionException databaseAway) {
            throw databaseAway;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            log.warn("a batch of messages could not be read together; each is read alone: {}", failure.toString());
            return readAlone(readers);
        }
    }

    private int read(List<MessageReader> readers, int limit) {
        return read(readers, claim(limit));
    }

    private int read(List<MessageReader> readers, List<StoredMessage> messages) {
        var left = new ArrayList<>(messages);
        var outcomes = new LinkedHashMap<MessageId, MessageOutcome>();
        for (var reader : readers) {
            if (left.isEmpty()) {
                break;
            }
            outcomes.putAll(reader.read(List.copyOf(left)));
            left.removeIf(message -> outcomes.containsKey(message.id()));
        }
        left.forEach(message -> outcomes.put(message.id(), MessageOutcome.queued("unreadable: nobody understood it")));
        settle(outcomes);
        return messages.size();
    }

    private int readAlone(List<MessageReader> readers) {
        var tried = new ArrayList<MessageId>();
        try {
            return transactions.call(() -> {
                var messages = claim(1);
                messages.forEach(message -> tried.add(message.id()));
                return read(readers, messages);
            });
        } catch (TransientDataAccessException
                | DataAccessResourceFailureException
                | TransactionException databaseAway) {
            throw databaseAway;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            tried.forEach(broken -> {
                log.error("message {} could not be read and waits for people", broken, failure);
                transactions.run(() -> settle(Map.of(
                        broken,
                        MessageOutcome.queued("unreadable: reading it failed ("
                                + failure.getClass().getSimpleName() + ")"))));
            });
            return 1;
        }
    }

    /** Long messages make a batch shorter, so that memory holds it. */
    private List<StoredMessage> claim(int limit) {
        var ids = new ArrayList<Long>();
        var bytes = new AtomicLong();
        jdbc.sql("""
                select id, body_size from message where state = 'accepted'
                order by received_at, id limit :limit for update skip locked
                """).param("limit", limit).query(row -> {
            if (bytes.addAndGet(row.getInt("body_size")) <= BATCH_BYTES || ids.isEmpty()) {
                ids.add(row.getLong("id"));
            }
        });
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select * from message where id = any(:ids) order by received_at, id")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, ignored) -> message(row))
                .list();
    }

    private static StoredMessage message(ResultSet row) throws SQLException {
        var recipients = (String[]) row.getArray("envelope_to").getArray();
        return new StoredMessage(
                new MessageId(row.getLong("id")),
                instant(row, "received_at"),
                Channel.valueOf(row.getString("channel").toUpperCase(Locale.ROOT)),
                row.getString("envelope_from"),
                List.of(recipients),
                maybeText(row, "submitted_by"),
                maybeText(row, "source").flatMap(SourceType::ofWord),
                row.getString("content_type"),
                Zstd.decompress(row.getBytes("body"), row.getInt("body_size")),
                maybeText(row, "hint").map(HintText::read),
                maybeText(row, "peer"));
    }

    private void settle(Map<MessageId, MessageOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update message
                set state = read.state, reason = read.reason, report = coalesce(read.report, message.report),
                    left_over = read.left_over, read_at = :now
                from unnest(cast(:ids as bigint[]), cast(:states as text[]), cast(:reasons as text[]),
                            cast(:reports as text[]), cast(:leftOvers as boolean[]))
                     as read(id, state, reason, report, left_over)
                where message.id = read.id and message.state = 'accepted'
                """)
                .param("now", utc(clock.instant()))
                .param("ids", outcomes.keySet().stream().map(MessageId::number).toArray(Long[]::new))
                .param(
                        "states",
                        outcomes.values().stream()
                                .map(one -> one.state().word())
                                .toArray(String[]::new))
                .param(
                        "reasons",
                        outcomes.values().stream()
                                .map(one -> one.reason().orElse(null))
                                .toArray(String[]::new))
                .param(
                        "leftOvers",
                        outcomes.values().stream().map(MessageOutcome::leftOver).toArray(Boolean[]::new))
                .param(
                        "reports",
                        outcomes.values().stream()
                                .map(one -> one.report().orElse(null))
                                .toArray(String[]::new))
                .update();
    }

    // ---- looking

    /**
     * A message as lists and pages show it.
     *
     * @param report JSON of what was understood; empty before it was read and for what is no report
     * @param waits in the human queue: all of it, or what is left over of a message that has joined
     */
    public record Item(
            MessageId id,
            Instant receivedAt,
            State state,
            Optional<String> reason,
            Optional<String> report,
            Optional<String> submittedBy,
            String sender,
            Optional<Instant> readAt,
            boolean waits) {}

    /** What an {@link Item} shows; not the body. */
    private static final String SHOWN = """
            select id, received_at, state, reason, report, submitted_by, envelope_from, read_at,
                   state = 'queued' or left_over as waits
            from message
            """;

    public Optional<Item> item(MessageId id) {
        return jdbc.sql(SHOWN + "where id = :id")
                .param("id", id.number())
                .query((row, ignored) -> item(row))
                .optional();
    }

    /** The whole human queue, oldest first. */
    public List<Item> queue() {
        return jdbc.sql(SHOWN + "where state = 'queued' or left_over order by received_at, id")
                .query((row, ignored) -> item(row))
                .list();
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                new MessageId(row.getLong("id")),
                instant(row, "received_at"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                maybeText(row, "reason"),
                maybeText(row, "report"),
                maybeText(row, "submitted_by"),
                row.getString("envelope_from"),
                maybeInstant(row, "read_at"),
                row.getBoolean("waits"));
    }

    /** The message as it was accepted, byte for byte. */
    public Optional<StoredMessage> message(MessageId id) {
        return jdbc.sql("select * from message where id = :id")
                .param("id", id.number())
                .query((row, ignored) -> message(row))
                .optional();
    }

    /** Incidents that a message's findings joined. */
    public List<Long> incidentsOf(MessageId id) {
        return jdbc.sql("select distinct incident from sighting where message = :id order by incident")
                .param("id", id.number())
                .query(Long.class)
                .list();
    }

    // ---- reading again

    /** A message with what became of it. */
    public record Kept(StoredMessage message, State state, Optional<String> reason, Optional<String> report) {}

    /** Of one page of messages so many bytes at once, and one message at least. */
    private static final int PAGE_BYTES = 32 * 1024 * 1024;

    /**
     * Messages that were read, in the order of their numbers.
     *
     * @param since receipt time from which on
     * @param until receipt time before which
     * @param after the last one of the page before
     */
    public List<Kept> readBetween(Instant since, Instant until, Optional<MessageId> after, int limit) {
        return jdbc.sql("""
                select * from message
                where id in (select id from (select id, sum(body_size) over (order by id) - body_size as before
                                             from (select id, body_size from message
                                                   where received_at >= :since and received_at < :until and id > :after
                                                     and state <> 'accepted' and channel <> 'hand'
                                                   order by id limit :limit) page) sized
                             where before < :bytes)
                order by id
                """)
                .param("since", utc(since))
                .param("until", utc(until))
                .param("after", after.map(MessageId::number).orElse(0L))
                .param("limit", limit)
                .param("bytes", PAGE_BYTES)
                .query((row, ignored) -> new Kept(
                        message(row),
                        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        maybeText(row, "reason"),
                        maybeText(row, "report")))
                .list();
    }

    /** Locks a message until the transaction ends; false where it is no longer in that state. */
    public boolean lock(MessageId id, State state) {
        return jdbc.sql("select id from message where id = :id and state = :state for update")
                .param("id", id.number())
                .param("state", state.word())
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** Offers a message to the readers once more, as it was accepted. */
    public void offerAgain(MessageId id) {
        jdbc.sql("""
                update message set state = 'accepted', left_over = false
                where id = :id and state in ('queued', 'closed')
                """).param("id", id.number()).update();
    }

    /** What has joined stays joined, and the rest waits for people with the reason after all. */
    public void leaveOver(MessageId id, String reason) {
        jdbc.sql("""
                update message
                set left_over = true, reason = case when left_over then reason || '; ' else '' end || :reason
                where id = :id and state = 'joined'
                """).param("reason", reason).param("id", id.number()).update();
    }

    /**
     * Puts something else in place of a message whose original is kept sealed, in the current transaction.
     *
     * @param shown what may be read by people and programs
     */
    public void replace(MessageId id, byte[] shown) {
        jdbc.sql("update message set body = :body, body_size = :size, digest = :digest where id = :id")
                .param("body", Zstd.compress(shown))
                .param("size", shown.length)
                .param("digest", digest(shown))
                .param("id", id.number())
                .update();
    }

    /** What is understood of a message by now; what became of it stays. */
    public void correctReport(MessageId id, String report) {
        jdbc.sql("update message set report = :report where id = :id")
                .param("report", report)
                .param("id", id.number())
                .update();
    }

    // ---- the human queue

    /** Offers a waiting message to the readers again, with what staff say about it; false where it does not wait. */
    boolean assign(
            MessageId id,
            ServerId server,
            Category category,
            Type type,
            Optional<Instant> observedAt,
            String reason,
            String agent) {
        return jdbc.sql("""
                update message set state = 'accepted', left_over = false, hint = :hint
                where id = :id and (state = 'queued' or left_over)
                """)
                        .param("hint", HintText.write(new Hint(server, category, type, observedAt, reason, agent)))
                        .param("id", id.number())
                        .update()
                == 1;
    }

    /** False where it does not wait. What has joined stays joined. */
    boolean close(MessageId id, String reason, String agent) {
        return jdbc.sql("""
                update message
                set state = case when left_over then state else 'closed' end, left_over = false, reason = :reason,
                    read_at = :now
                where id = :id and (state = 'queued' or left_over)
                """)
                        .param("reason", reason + " (by " + agent + ")")
                        .param("now", utc(clock.instant()))
                        .param("id", id.number())
                        .update()
                == 1;
    }
}
