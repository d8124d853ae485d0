package duenotice.casework;

import static duenotice.casework.Rows.instant;

import duenotice.database.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Walks all timelines and tells where somebody tampered with them: what {@code verify-timeline} prints. */
public final class TimelineProof {
    /** Rows held at a time, however many there are. */
    static final int AT_A_TIME = 1000;

    private final Transactions transactions;
    private final JdbcClient jdbc;

    public TimelineProof(Transactions transactions) {
        this.transactions = transactions;
        jdbc = transactions.jdbc();
    }

    /** @param wrong a sentence for each thing found; empty where every timeline is whole */
    public record Result(long incidents, long entries, long checkpoints, List<String> wrong) {}

    public Result verify() {
        return transactions.call(() -> {
            var wrong = new ArrayList<String>();
            var walk = new Walk(wrong);
            jdbc.sql("""
                    select entry.*, incident.id as known, incident.entries, incident.head
                    from timeline_entry entry left join incident on incident.id = entry.incident
                    order by entry.incident, entry.seq
                    """).withFetchSize(AT_A_TIME).query((ResultSet row) -> {
                walk.step(row);
            });
            walk.finish();
            jdbc.sql("""
                    select id from incident
                    where not exists (select from timeline_entry where timeline_entry.incident = incident.id)
                    order by id
                    """)
                    .query(Long.class)
                    .list()
                    .forEach(id -> wrong.add("incident " + id + ": the whole timeline is missing"));
            jdbc.sql("""
                    select incident from personal_value
                    where left(encode(sha256(salt || convert_to(value, 'UTF8')), 'hex'), 32) <> reference
                    union all
                    select incident from personal_text
                    where encode(sha256(convert_to(body, 'UTF8')), 'hex') <> digest
                    order by 1
                    """).query((ResultSet row) -> {
                wrong.add("incident " + row.getLong("incident") + ": what an entry refers to was changed");
            });
            wrong.addAll(new Checkpoints(transactions).verify());
            var checkpoints = jdbc.sql("select count(*) from checkpoint")
                    .query(Long.class)
                    .single();
            return new Result(walk.incidents, walk.entries, checkpoints, List.copyOf(wrong));
        });
    }

    /** One pass over all entries, in order. */
    private static final class Walk {
        private final List<String> wrong;
        private long incidents;
        private long entries;
        private long incident;
        private int seq;
        private int expectedEntries;
        private byte[] expectedHead = Chain.BEGINNING;
        private byte[] before = Chain.BEGINNING;

        Walk(List<String> wrong) {
            this.wrong = wrong;
        }

        void step(ResultSet row) throws SQLException {
            if (row.getLong("incident") != incident) {
                finish();
                begin(row);
            }
            entries++;
            var at = row.getInt("seq");
            if (at != seq + 1) {
                wrong.add("incident " + incident + ": entry " + (seq + 1) + " is missing");
            }
            seq = at;
            var hash = Chain.entry(
                    before,
                    incident,
                    at,
                    instant(row, "at"),
                    row.getString("actor_role"),
                    row.getString("actor"),
                    row.getString("kind"),
                    row.getString("body"));
            if (!Arrays.equals(hash, row.getBytes("hash"))) {
                wrong.add("incident " + incident + ": entry " + at + " was changed or swapped");
            }
            before = row.getBytes("hash");
        }

        private void begin(ResultSet row) throws SQLException {
            incident = row.getLong("incident");
            incidents++;
            seq = 0;
            before = Chain.BEGINNING;
            row.getLong("known");
            if (row.wasNull()) {
                wrong.add("incident " + incident + " was removed, its entries were left");
                expectedEntries = -1;
            } else {
                expectedEntries = row.getInt("entries");
                expectedHead = row.getBytes("head");
            }
        }

        void finish() {
            if (incident == 0 || expectedEntries < 0) {
                return;
            }
            if (seq != expectedEntries) {
                wrong.add("incident " + incident + ": " + expectedEntries
                        + " entries were written, the last one here is " + seq);
            } else if (!Arrays.equals(before, expectedHead)) {
                wrong.add("incident " + incident + ": its row holds another last hash than its timeline");
            }
        }
    }
}
