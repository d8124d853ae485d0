package duenotice.rehearsal;

import duenotice.casework.SettableClock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A clock that stands still until it is set, and stands where it stood after a restart. */
public final class RehearsalClock implements SettableClock {
    private final JdbcClient jdbc;
    private volatile Instant now;

    private RehearsalClock(JdbcClient jdbc, Instant now) {
        this.jdbc = jdbc;
        this.now = now;
    }

    /**
     * @param asked empty means where the data left off, else {@code otherwise}
     * @throws IllegalArgumentException where an earlier instant is asked for than the data left off at
     */
    public static RehearsalClock open(JdbcClient jdbc, Optional<Instant> asked, Instant otherwise) {
        var left = jdbc.sql("select now from rehearsal_clock")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
        if (asked.isPresent() && left.isPresent() && asked.get().isBefore(left.get())) {
            throw new IllegalArgumentException(
                    "--clock " + asked.get() + " lies before " + left.get() + ", where these data left off");
        }
        var clock = new RehearsalClock(jdbc, Instant.EPOCH);
        clock.set(asked.or(() -> left).orElse(otherwise.truncatedTo(ChronoUnit.SECONDS)));
        return clock;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void set(Instant instant) {
        jdbc.sql("""
                insert into rehearsal_clock (now) values (:now) on conflict (id) do update set now = excluded.now
                """).param("now", instant.atOffset(ZoneOffset.UTC)).update();
        now = instant;
    }
}
