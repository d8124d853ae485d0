package duenotice.intake;

import duenotice.casework.MessageId;
import duenotice.database.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Mails whose signatures nobody could look at, and when they are looked at again. */
final class SignatureLooks {
    /** Doubled after each try: the last one comes some seventeen hours after the first. */
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    private static final int MOST_TRIES = 10;

    private final JdbcClient jdbc;

    SignatureLooks(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** A mail with how often its signature has been looked at in vain since it was read. */
    record Due(MessageId message, int tries) {
        boolean isLast() {
            return tries + 1 >= MOST_TRIES;
        }
    }

    /** In the transaction that reads the mails; one that waits already keeps its turn. */
    void want(Collection<MessageId> messages, Instant now) {
        if (!messages.isEmpty()) {
            jdbc.sql("""
                    insert into signature_look (message, tries, due_at)
                    select message, 0, :due from unnest(cast(:messages as bigint[])) as unchecked(message)
                    on conflict do nothing
                    """)
                    .param("due", now.plus(FIRST_PAUSE).atOffset(ZoneOffset.UTC))
                    .param("messages", messages.stream().map(MessageId::number).toArray(Long[]::new))
                    .update();
        }
    }

    Optional<Instant> nextDue() {
        return jdbc.sql("select due_at from signature_look order by due_at limit 1")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    List<Due> due(Instant now, int limit) {
        return jdbc.sql("""
                select message, tries from signature_look where due_at <= :now order by due_at, message limit :limit
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, ignored) -> new Due(new MessageId(row.getLong("message")), row.getInt("tries")))
                .list();
    }

    void again(Due due, Instant now) {
        jdbc.sql("update signature_look set tries = :tries, due_at = :due where message = :message")
                .param("tries", due.tries() + 1)
                .param(
                        "due",
                        now.plus(FIRST_PAUSE.multipliedBy(1L << (due.tries() + 1)))
                                .atOffset(ZoneOffset.UTC))
                .param("message", due.message().number())
                .update();
    }

    void settled(MessageId message) {
        jdbc.sql("delete from signature_look where message = :message")
                .param("message", message.number())
                .update();
    }
}
