package duenotice.intake;

import duenotice.casework.MessageId;
import duenotice.database.Transactions;
import duenotice.inventory.NameLookup.Pointing;
import duenotice.report.Prefix;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the names of each report pointed, kept with it as evidence; and which are to be asked, and when. */
final class NameLooks {
    /** Doubled after each try: the last one comes some seventeen hours after the first. */
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    private static final int MOST_TRIES = 11;

    private final JdbcClient jdbc;

    NameLooks(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    // ---- what is known

    Map<MessageId, Map<String, Pointing>> known(Collection<MessageId> messages) {
        var known = new HashMap<MessageId, Map<String, Pointing>>();
        jdbc.sql("select message, name, addresses, asked_at from name_pointed where message = any(:messages)")
                .param("messages", numbers(messages))
                .query((ResultSet row) -> {
                    known.computeIfAbsent(new MessageId(row.getLong("message")), unseen -> new HashMap<>())
                            .put(
                                    row.getString("name"),
                                    new Pointing(
                                            texts(row, "addresses")
                                                    .flatMap(text -> Prefix.parse(text).stream())
                                                    .toList(),
                                            row.getObject("asked_at", OffsetDateTime.class)
                                                    .toInstant()));
                });
        return known;
    }

    /** What a name said first stays: it is evidence. */
    void keep(MessageId message, Map<String, Pointing> pointings) {
        pointings.forEach((name, pointing) -> jdbc.sql("""
                insert into name_pointed (message, name, addresses, asked_at)
                values (:message, :name, :addresses, :askedAt) on conflict do nothing
                """)
                .param("message", message.number())
                .param("name", name)
                .param(
                        "addresses",
                        pointing.addresses().stream().map(Prefix::text).toArray(String[]::new))
                .param("askedAt", pointing.askedAt().atOffset(ZoneOffset.UTC))
                .update());
    }

    /** Those of the messages whose names were asked so often in vain that nobody asks any more. */
    Set<MessageId> givenUp(Collection<MessageId> messages) {
        return new HashSet<>(jdbc.sql("select message from name_look where due_at is null and message = any(:messages)")
                .param("messages", numbers(messages))
                .query((row, ignored) -> new MessageId(row.getLong("message")))
                .list());
    }

    // ---- what is to be asked

    /** At once; one that waits already keeps its turn. */
    void want(MessageId message, Collection<String> names, Instant now) {
        jdbc.sql("""
                insert into name_look (message, names, tries, due_at) values (:message, :names, 0, :now)
                on conflict do nothing
                """)
                .param("message", message.number())
                .param("names", names.toArray(String[]::new))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * A report that waits.
     *
     * @param names that are not known yet
     * @param account on whose the names are asked: the reporter's, or, where nothing is proven, of the machine that handed
     *     the report over; whoever proves nothing may call himself anything
     */
    record Due(MessageId message, Set<String> names, int tries, String account) {
        boolean isLast() {
            return tries + 1 >= MOST_TRIES;
        }
    }

    Optional<Instant> nextDue() {
        return jdbc.sql("select due_at from name_look where due_at is not null order by due_at limit 1")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    List<Due> due(Instant now, int limit) {
        return jdbc.sql("""
                select name_look.message, tries, coalesce(proven, false) as proven, coalesce(reporter, '') as reporter,
                       coalesce(peer, '') as peer,
                       array(select name from unnest(names) as asked(name)
                             where not exists (select from name_pointed
                                               where name_pointed.message = name_look.message
                                                 and name_pointed.name = asked.name)) as names
                from name_look join message on message.id = name_look.message
                     left join report_author on report_author.message = name_look.message
                where due_at <= :now order by due_at, name_look.message limit :limit
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, ignored) -> new Due(
                        new MessageId(row.getLong("message")),
                        Set.copyOf(texts(row, "names").toList()),
                        row.getInt("tries"),
                        account(row.getBoolean("proven"), row.getString("reporter"), row.getString("peer"))))
                .list();
    }

    /** Of IPv6 the network: one machine has as many addresses as it likes. */
    private static String account(boolean proven, String reporter, String peer) {
        if (proven) {
            return reporter;
        }
        var groups = peer.split(":", -1);
        var machine =
                groups.length < 2 ? peer : String.join(":", List.of(groups).subList(0, Math.min(4, groups.length)));
        return DnsNames.UNPROVEN + " " + machine;
    }

    /** Soon, and the try does not count: nobody was asked. */
    void postpone(Collection<MessageId> messages, Instant now) {
        jdbc.sql("update name_look set due_at = :due where message = any(:messages)")
                .param("due", now.plus(FIRST_PAUSE).atOffset(ZoneOffset.UTC))
                .param("messages", numbers(messages))
                .update();
    }

    /** Later, or never again after the last try. */
    void again(Due due, Instant now) {
        var next = due.isLast()
                ? null
                : now.plus(FIRST_PAUSE.multipliedBy(1L << due.tries())).atOffset(ZoneOffset.UTC);
        jdbc.sql("update name_look set tries = :tries, due_at = cast(:due as timestamptz) where message = :message")
                .param("tries", due.tries() + 1)
                .param("due", next)
                .param("message", due.message().number())
                .update();
    }

    void settled(MessageId message) {
        jdbc.sql("delete from name_look where message = :message")
                .param("message", message.number())
                .update();
    }

    private static Stream<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Stream.of((String[]) array.getArray());
    }

    private static Long[] numbers(Collection<MessageId> messages) {
        return messages.stream().map(MessageId::number).toArray(Long[]::new);
    }
}
