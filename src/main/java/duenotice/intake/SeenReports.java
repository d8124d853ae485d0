package duenotice.intake;

import duenotice.casework.MessageId;
import duenotice.database.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which message brought a report first, by its Message-ID or its report_id (R71). */
final class SeenReports {
    private final JdbcClient jdbc;

    SeenReports(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /**
     * Remembers the keys, in one statement; another node that brings the same key at this moment waits for us.
     *
     * @param first key to the message that brings it
     * @return key to the message that brought it first, which may be the same one
     */
    Map<String, MessageId> remember(Map<String, MessageId> first, Instant now) {
        var before = new HashMap<String, MessageId>();
        if (first.isEmpty()) {
            return before;
        }
        // Sorted, so that two nodes never wait for each other.
        var texts = new TreeMap<String, String>();
        first.keySet().forEach(key -> texts.put(digest(key), key));
        var digests = texts.keySet().stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new);
        var messages = texts.values().stream()
                .map(key -> java.util.Objects.requireNonNull(first.get(key)).number())
                .toArray(Long[]::new);
        jdbc.sql("""
                insert into intake_seen (key, message, seen_at)
                select key, message, :now from unnest(cast(:keys as bytea[]), cast(:messages as bigint[])) as said(key, message)
                order by key
                on conflict (key) do update set seen_at = excluded.seen_at
                returning encode(key, 'hex') as key, message
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("keys", digests)
                .param("messages", messages)
                .query(row -> {
                    before.put(
                            java.util.Objects.requireNonNull(texts.get(row.getString("key"))),
                            new MessageId(row.getLong("message")));
                });
        return before;
    }

    private static String digest(String key) {
        return HexFormat.of().formatHex(Complaint.sha256().digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
