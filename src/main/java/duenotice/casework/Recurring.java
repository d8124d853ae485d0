package duenotice.casework;

import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Jobs that come back at intervals of the desk's time. They are looks like an incident's, claimed the same way, so that a
 * moved clock plays them in their place and one node of many runs them.
 */
final class Recurring {
    private static final Logger log = LoggerFactory.getLogger(Recurring.class);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final List<RecurringJob> jobs;

    Recurring(Transactions transactions, List<RecurringJob> jobs) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.jobs = List.copyOf(jobs);
    }

    /** Sets up what is not yet due at any time. */
    void prepare(Instant now) {
        jobs.forEach(job -> jdbc.sql("""
                insert into recurring (name, due_at) values (:name, :due) on conflict (name) do nothing
                """)
                .param("name", job.name())
                .param("due", utc(now.plus(job.every())))
                .update());
    }

    /** Brings a job forward; where it comes earlier anyway, nothing changes. */
    void want(String name, Instant at) {
        jdbc.sql("update recurring set due_at = :at where name = :name and due_at > :at")
                .param("at", utc(at))
                .param("name", name)
                .update();
    }

    Optional<Instant> nextDue() {
        var due = new HashMap<String, Instant>();
        jdbc.sql("select name, due_at from recurring").query((ResultSet row) -> {
            due.put(row.getString("name"), Rows.instant(row, "due_at"));
        });
        return jobs.stream()
                .flatMap(job -> Optional.ofNullable(due.get(job.name())).flatMap(job::worthwhile).stream())
                .min(Instant::compareTo);
    }

    /** Runs one job that is due, unless its last run still goes on; false where none is. */
    boolean runDue(Instant now, Lanes lanes) {
        var due = transactions.call(() -> {
            var name = jdbc.sql("""
                    select name from recurring where due_at <= :now and name = any(:names)
                    order by due_at, name limit 1 for update skip locked
                    """)
                    .param("now", utc(now))
                    .param("names", names(lanes))
                    .query(String.class)
                    .optional();
            var job = jobs.stream()
                    .filter(one -> name.filter(one.name()::equals).isPresent())
                    .findFirst();
            job.ifPresent(one -> jdbc.sql("update recurring set due_at = :next where name = :name")
                    .param("next", utc(now.plus(one.every())))
                    .param("name", one.name())
                    .update());
            return job;
        });
        due.ifPresent(job -> lanes.runInTurn(lane(job), () -> run(job, now)));
        return due.isPresent();
    }

    private static void run(RecurringJob job, Instant now) {
        try {
            job.run(now);
        } catch (RuntimeException failure) {
            log.error("recurring job {} failed and comes again", job.name(), failure);
        }
    }

    private static Lane lane(RecurringJob job) {
        return new Lane("job " + job.name(), 1);
    }

    /** A clock that was set back must not leave jobs waiting for the time it left. */
    void clockSet(Instant now) {
        jobs.forEach(job -> jdbc.sql("update recurring set due_at = :next where name = :name and due_at > :next")
                .param("next", utc(now.plus(job.every())))
                .param("name", job.name())
                .update());
    }

    private String[] names(Lanes lanes) {
        return jobs.stream()
                .filter(job -> lanes.free(lane(job)) > 0)
                .map(RecurringJob::name)
                .toArray(String[]::new);
    }

    /** For jobs made of methods. */
    static RecurringJob job(String name, Duration every, BooleanSupplier hasWork, Consumer<Instant> work) {
        return new RecurringJob() {
            @Override
            public boolean hasWork() {
                return hasWork.getAsBoolean();
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public Duration every() {
                return every;
            }

            @Override
            public void run(Instant now) {
                work.accept(now);
            }
        };
    }
}
