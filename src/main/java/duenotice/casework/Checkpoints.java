package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Checkpoints over the heads of all timelines, in a chain of their own, so that neither the end of a timeline nor a whole incident can go unseen. Each
 * holds the heads that changed since the one before; all together hold every head.
 */
final class Checkpoints {
    /** More changed heads than this go into several checkpoints. */
    private static final int MOST_HEADS = 10_000;

    private final Transactions transactions;
    private final JdbcClient jdbc;

    Checkpoints(Transactions transactions) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
    }

    private record Head(long incident, int entries, String hash) {
        String line() {
            return incident + " " + entries + " " + hash;
        }
    }

    /** True where a head has changed since it was last in a checkpoint. */
    boolean areBehind() {
        return jdbc.sql("select exists (select from incident where checkpointed < entries)")
                .query(Boolean.class)
                .single();
    }

    /** Writes checkpoints until every head is in one. */
    void write(Instant now) {
        while (transactions.call(() -> writeOne(now))) {
            // the next part
        }
    }

    private boolean writeOne(Instant now) {
        jdbc.sql("lock table checkpoint in exclusive mode").update();
        var heads = new ArrayList<Head>();
        jdbc.sql("""
                select id, entries, head from incident where checkpointed < entries order by id limit :most for update
                """).param("most", MOST_HEADS).query((ResultSet row) -> {
            heads.add(new Head(
                    row.getLong("id"), row.getInt("entries"), HexFormat.of().formatHex(row.getBytes("head"))));
        });
        if (heads.isEmpty()) {
            return false;
        }
        var last = jdbc.sql("select seq, hash from checkpoint order by seq desc limit 1")
                .query((row, ignored) -> Map.entry(row.getLong("seq"), row.getBytes("hash")))
                .optional()
                .orElse(Map.entry(0L, Chain.BEGINNING));
        var seq = last.getKey() + 1;
        jdbc.sql("insert into checkpoint (seq, at, hash) values (:seq, :now, :hash)")
                .param("seq", seq)
                .param("now", utc(Chain.kept(now)))
                .param("hash", hash(last.getValue(), seq, now, heads))
                .update();
        jdbc.sql("""
                insert into checkpoint_head (checkpoint, incident, entries, head)
                select :seq, id, entries, head from incident where id = any(:ids)
                """)
                .param("seq", seq)
                .param("ids", heads.stream().map(Head::incident).toArray(Long[]::new))
                .update();
        jdbc.sql("update incident set checkpointed = entries where id = any(:ids)")
                .param("ids", heads.stream().map(Head::incident).toArray(Long[]::new))
                .update();
        return heads.size() == MOST_HEADS;
    }

    private static byte[] hash(byte[] before, long seq, Instant at, List<Head> heads) {
        var text = new StringBuilder().append(seq).append('\n').append(Chain.kept(at));
        heads.forEach(head -> text.append('\n').append(head.line()));
        return Chain.hash(before, text.toString());
    }

    /** What is wrong, a sentence each; empty where everything fits. */
    List<String> verify() {
        var wrong = new ArrayList<String>();
        var walk = new Walk(wrong);
        jdbc.sql("""
                select seq, at, hash, incident, entries, head.head
                from checkpoint left join checkpoint_head head on head.checkpoint = checkpoint.seq
                order by seq, incident
                """).withFetchSize(TimelineProof.AT_A_TIME).query((ResultSet row) -> {
            walk.step(row);
        });
        walk.finish();
        jdbc.sql("""
                select head.incident, head.entries, incident.id as known, timeline_entry.hash
                from checkpoint_head head
                left join incident on incident.id = head.incident
                left join timeline_entry on timeline_entry.incident = head.incident
                                        and timeline_entry.seq = head.entries
                where timeline_entry.hash is distinct from head.head
                order by head.incident, head.entries
                """).query((ResultSet row) -> {
            var incident = row.getLong("incident");
            row.getLong("known");
            if (row.wasNull()) {
                wrong.add("incident " + incident + " was removed");
            } else if (row.getBytes("hash") == null) {
                wrong.add("incident " + incident + ": the timeline is cut off before entry " + row.getInt("entries"));
            } else {
                wrong.add("incident " + incident + ": entry " + row.getInt("entries") + " differs from the checkpoint");
            }
        });
        return wrong.stream().distinct().toList();
    }

    /** One pass over all checkpoints, in order, holding the heads of one. */
    private static final class Walk {
        private final List<String> wrong;
        private final List<Head> heads = new ArrayList<>();
        private long seq;
        private Instant at = Instant.EPOCH;
        private byte[] before = Chain.BEGINNING;
        private byte[] hash = Chain.BEGINNING;

        Walk(List<String> wrong) {
            this.wrong = wrong;
        }

        void step(ResultSet row) throws SQLException {
            if (row.getLong("seq") != seq) {
                finish();
                begin(row);
            }
            var incident = row.getLong("incident");
            if (!row.wasNull()) {
                heads.add(
                        new Head(incident, row.getInt("entries"), HexFormat.of().formatHex(row.getBytes("head"))));
            }
        }

        private void begin(ResultSet row) throws SQLException {
            if (row.getLong("seq") != seq + 1) {
                wrong.add("checkpoint " + (seq + 1) + " is missing");
            }
            seq = row.getLong("seq");
            at = instant(row, "at");
            before = hash;
            hash = row.getBytes("hash");
            heads.clear();
        }

        void finish() {
            if (seq > 0 && !Arrays.equals(hash, hash(before, seq, at, heads))) {
                wrong.add("checkpoint " + seq + " was changed");
            }
        }
    }
}
