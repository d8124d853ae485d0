package duenotice.casework;

import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Circumstances.ClockJump;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The kill switch, and what is known of our own clock; one row for all nodes (R51, R64). */
public final class AutomationSwitch {
    private final JdbcClient jdbc;

    AutomationSwitch(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /**
     * @param stopped automatic cuts and re-cuts do not go
     * @param jump set until a lead has started the automation after a jump of the clock
     */
    public record State(
            boolean stopped, String reason, String changedBy, Optional<Instant> changedAt, Optional<ClockJump> jump) {}

    public State state() {
        return jdbc.sql("select * from automation")
                .query((row, ignored) -> new State(
                        row.getBoolean("stopped"),
                        row.getString("reason"),
                        row.getString("changed_by"),
                        maybeInstant(row, "changed_at"),
                        jump(row)))
                .single();
    }

    static Optional<ClockJump> jump(ResultSet row) throws SQLException {
        var open = row.getBoolean("clock_open");
        return maybeInstant(row, "clock_trusted").map(trusted -> new ClockJump(trusted, open));
    }

    void stop(String reason, String by, Instant now) {
        change(true, reason, by, now);
    }

    /** @param afterJump a lead also settles a jump of the clock */
    void start(String reason, String by, Instant now, boolean afterJump) {
        change(false, reason, by, now);
        if (afterJump) {
            jdbc.sql("update automation set clock_trusted = null, clock_open = false")
                    .update();
        }
    }

    private void change(boolean stopped, String reason, String by, Instant now) {
        jdbc.sql("update automation set stopped = :stopped, reason = :reason, changed_by = :by, changed_at = :now")
                .param("stopped", stopped)
                .param("reason", reason)
                .param("by", by)
                .param("now", utc(now))
                .update();
    }

    /** The wall clock was found to have jumped; the first trusted instant is kept over several jumps. */
    void jumped(Instant trusted) {
        jdbc.sql("""
                update automation
                set clock_trusted = case when clock_open then clock_trusted else :trusted end, clock_open = true
                """).param("trusted", utc(trusted)).update();
    }

    /** The clock was set regularly: what became due runs again, cuts still wait for the lead. */
    void clockSet() {
        jdbc.sql("update automation set clock_open = false where clock_open").update();
    }
}
