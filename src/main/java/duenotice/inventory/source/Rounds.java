package duenotice.inventory.source;

import duenotice.database.Transactions;
import duenotice.fetch.Pauses;
import duenotice.inventory.Difference;
import duenotice.inventory.Imports;
import duenotice.inventory.Inventory;
import duenotice.inventory.InventoryRefused;
import duenotice.inventory.Outcome;
import duenotice.inventory.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads each source of the inventory at its times and takes it in. A source that suddenly names nothing, or loses more
 * than its share, is stopped: its rows stay as they are until it names them again or staff let that much through, once.
 */
public final class Rounds {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private static final int MOST_REMARKS = 100;

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Imports imports;
    private final List<SourceSettings> sources;
    private final Pauses pauses;

    /**
     * @param chance between 0 and 1
     * @throws IllegalArgumentException where two sources have one name
     */
    public Rounds(Transactions transactions, List<SourceSettings> sources, DoubleSupplier chance) {
        if (sources.stream().map(SourceSettings::name).distinct().count() < sources.size()) {
            throw new IllegalArgumentException("two inventory sources have the same name");
        }
        this.jdbc = transactions.jdbc();
        this.transactions = transactions;
        this.imports = new Imports(transactions);
        this.sources = List.copyOf(sources);
        this.pauses = new Pauses(chance);
    }

    /**
     * How it stands with a source.
     *
     * @param scheduled false for one that the settings name no more; its rows stay
     * @param failures in a row; 0 where the last reading succeeded
     * @param doubted it came whole and is not believed: so many rows would go
     * @param remarks the first of what could not be read at the last reading
     */
    public record Standing(
            String name,
            String kind,
            boolean scheduled,
            Instant nextAt,
            Optional<Instant> lastSuccessAt,
            Optional<Instant> lastErrorAt,
            Optional<String> lastError,
            int failures,
            Optional<Integer> doubted,
            int customers,
            int servers,
            int addresses,
            List<String> remarks,
            int remarkCount) {
        public Standing {
            remarks = List.copyOf(remarks);
        }
    }

    /** What came of one reading at its time. */
    public sealed interface Came {
        /** Nothing was due, or another program is at it. */
        record NotDue() implements Came {}

        record Taken(Difference difference) implements Came {}

        /** @param fresh it was not doubted, or not in this way, the time before */
        record Stopped(String why, boolean fresh) implements Came {}

        record Failed(String why) implements Came {}
    }

    /** What a reading holds and would change now. */
    public sealed interface Seen {
        record Would(Reading.Whole reading, Outcome outcome) implements Seen {}

        record Trouble(String why) implements Seen {}
    }

    public List<String> names() {
        return sources.stream().map(SourceSettings::name).toList();
    }

    /** Makes sure that pages show each source before its first reading, and that one no longer set goes stale for nobody. */
    public void prepare(Instant now) {
        transactions.run(() -> {
            jdbc.sql(
                            "update inventory_source set scheduled = false where name <> all ((select cast(:names as text[]))::text[])")
                    .param("names", names().toArray(String[]::new))
                    .update();
            sources.forEach(source -> jdbc.sql("""
                    insert into inventory_source as known (name, kind, every, scheduled, since, next_at)
                    values (:name, :kind, :every, true, :now, :now)
                    on conflict (name) do update
                    set kind = excluded.kind, every = excluded.every, scheduled = true,
                        since = case when known.scheduled then known.since else excluded.since end
                    """)
                    .param("name", source.name())
                    .param("kind", source.kind().word())
                    .param("every", source.every().toString())
                    .param("now", utc(now))
                    .update());
        });
    }

    private record State(
            int failures,
            Optional<Integer> doubted,
            Optional<Integer> letThrough,
            Optional<String> letBy,
            Optional<String> letReason,
            Optional<String> undone) {}

    /** Reads the source of this name if its time has come, and takes in what it holds. */
    public Came readIfDue(String name, Instant now) {
        var source = source(name).orElseThrow();
        var state = claim(source, now);
        if (state.isEmpty()) {
            return new Came.NotDue();
        }
        try {
            return switch (Sources.of(source).read(now)) {
                case Reading.Trouble(var why, var retryAfter) -> failed(source, state.get(), why, retryAfter, now);
                case Reading.Whole whole -> take(source, state.get(), whole, now);
            };
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return failed(source, state.get(), "the program ended meanwhile", Optional.empty(), now);
        } catch (RuntimeException failure) {
            log.info(
                    "inventory source {} could not be taken in: {}",
                    name,
                    failure.getClass().getSimpleName());
            return failed(source, state.get(), String.valueOf(failure.getMessage()), Optional.empty(), now);
        }
    }

    private Came take(SourceSettings source, State state, Reading.Whole whole, Instant now) {
        var lets = state.letThrough();
        Outcome outcome;
        try {
            if (lets.isEmpty() && state.undone().isPresent()) {
                var back = broughtBack(source, whole, now);
                if (back.isPresent()) {
                    return stopped(
                            source,
                            state,
                            "it still holds what was undone (" + back.get()
                                    + "); nothing is changed until it does no more or staff let it through",
                            0,
                            now);
                }
            }
            outcome = imports.take(
                    source.name(),
                    whole,
                    Optional.of(source.mostLost()),
                    lets,
                    lets.isPresent() ? state.letReason() : Optional.empty(),
                    lets.flatMap(any -> state.letBy())
                            .map(by -> source.name() + ", let through by " + by)
                            .orElse(source.name()),
                    now);
        } catch (InventoryRefused refused) {
            return failed(source, state, Reading.refused(refused).reason(), Optional.empty(), now);
        }
        return switch (outcome) {
            case Outcome.Doubted doubted -> stopped(source, state, doubted.why(), doubted.removed(), now);
            case Outcome.Taken taken -> {
                succeeded(source, whole, taken.remarks(), now);
                yield new Came.Taken(taken.difference());
            }
        };
    }

    /** Row by row: a source that goes on changing elsewhere must not bring it back by itself. */
    private Optional<Difference.Change> broughtBack(SourceSettings source, Reading.Whole whole, Instant now) {
        return imports.preview(source.name(), whole, now) instanceof Outcome.Taken would
                ? imports.bringsBack(source.name(), would.difference())
                : Optional.empty();
    }

    /** Reads it now and says what it would change; nothing does. */
    public Optional<Seen> preview(String name, Instant now) throws InterruptedException {
        var source = source(name);
        return source.isEmpty() ? Optional.empty() : Optional.of(preview(source.get(), now));
    }

    private Seen preview(SourceSettings source, Instant now) throws InterruptedException {
        return switch (Sources.of(source).read(now)) {
            case Reading.Trouble trouble -> new Seen.Trouble(trouble.reason());
            case Reading.Whole whole -> {
                try {
                    yield new Seen.Would(whole, imports.preview(source.name(), whole, now));
                } catch (InventoryRefused refused) {
                    yield new Seen.Trouble(Reading.refused(refused).reason());
                }
            }
        };
    }

    private Optional<SourceSettings> source(String name) {
        return sources.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    // ---- what people do

    /**
     * Staff let through, once, what is doubted: no more rows may go than they were told.
     *
     * @return false where no source has this name and is doubted
     */
    public boolean letThrough(String name, String reason, String by, Instant now) {
        return jdbc.sql("""
                update inventory_source
                set let_through = doubted, let_through_by = :by, let_through_reason = :reason, next_at = :now
                where name = :name and doubted is not null and scheduled
                """)
                        .param("name", name)
                        .param("by", by)
                        .param("reason", reason)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** @return false where the settings name no such source */
    public boolean readSoon(String name, Instant now) {
        return jdbc.sql("update inventory_source set next_at = :now where name = :name and scheduled")
                        .param("name", name)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** Those that fail first. */
    public List<Standing> standings() {
        return jdbc.sql("select * from inventory_source order by scheduled desc, failures > 0 desc, name")
                .query((row, number) -> new Standing(
                        row.getString("name"),
                        row.getString("kind"),
                        row.getBoolean("scheduled"),
                        instant(row, "next_at").orElseThrow(),
                        instant(row, "last_success_at"),
                        instant(row, "last_error_at"),
                        text(row, "last_error"),
                        row.getInt("failures"),
                        Optional.ofNullable(row.getObject("doubted", Integer.class)),
                        row.getInt("customers"),
                        row.getInt("servers"),
                        row.getInt("addresses"),
                        Arrays.asList((String[]) row.getArray("remarks").getArray()),
                        row.getInt("remark_count")))
                .list();
    }

    /** Those that have not succeeded for {@link Inventory#STALE_AFTER}, each told once until it succeeds again. */
    public List<String> newlyStale(Instant now) {
        return jdbc.sql("""
                update inventory_source set stale_told = true
                where scheduled and not stale_told and coalesce(last_success_at, since) < :since
                returning name
                """)
                .param("since", utc(now.minus(Inventory.STALE_AFTER)))
                .query(String.class)
                .list();
    }

    // ---- what is remembered

    private Optional<State> claim(SourceSettings source, Instant now) {
        return jdbc.sql("""
                update inventory_source set leased_until = :until
                where name = :name and scheduled and next_at <= :now and (leased_until is null or leased_until <= :now)
                returning *
                """)
                .param("name", source.name())
                .param("now", utc(now))
                .param(
                        "until",
                        utc(now.plus(source.timeLimit())
                                .plus(source.answerLimit())
                                .plusSeconds(60)))
                .query((row, number) -> new State(
                        row.getInt("failures"),
                        Optional.ofNullable(row.getObject("doubted", Integer.class)),
                        Optional.ofNullable(row.getObject("let_through", Integer.class)),
                        text(row, "let_through_by"),
                        text(row, "let_through_reason"),
                        text(row, "undone_digest")))
                .optional();
    }

    private void succeeded(SourceSettings source, Reading.Whole whole, List<String> remarks, Instant now) {
        jdbc.sql("""
                update inventory_source
                set last_success_at = :now, failures = 0, doubted = null, let_through = null, let_through_by = null,
                    let_through_reason = null, undone_digest = null, stale_told = false, customers = :customers,
                    servers = :servers, addresses = :addresses, remarks = cast(:remarks as text[]),
                    remark_count = :remarkCount, next_at = :next, leased_until = null
                where name = :name
                """)
                .param("name", source.name())
                .param("now", utc(now))
                .param("customers", whole.file().customers().size())
                .param("servers", whole.file().servers().size())
                .param("addresses", whole.file().addressCount())
                .param(
                        "remarks",
                        remarks.stream()
                                .limit(MOST_REMARKS)
                                .map(Rounds::storable)
                                .toArray(String[]::new))
                .param("remarkCount", remarks.size())
                .param("next", utc(pauses.usual(now, source.every())))
                .update();
    }

    private Came stopped(SourceSettings source, State state, String why, int removed, Instant now) {
        settle(source, state, why, Optional.of(removed), Optional.empty(), now);
        return new Came.Stopped(why, !state.doubted().equals(Optional.of(removed)));
    }

    private Came failed(SourceSettings source, State state, String why, Optional<Duration> retryAfter, Instant now) {
        settle(source, state, why, Optional.empty(), retryAfter, now);
        return new Came.Failed(why);
    }

    /**
     * What staff let through stays let through where the reading failed, and is used up where it was stopped again; what they
     * let through while it was being read waits for the next reading, at once.
     */
    private void settle(
            SourceSettings source,
            State state,
            String why,
            Optional<Integer> doubted,
            Optional<Duration> retryAfter,
            Instant now) {
        jdbc.sql("""
                update inventory_source
                set last_error_at = :now, last_error = :why, failures = failures + 1, leased_until = null,
                    next_at = case when let_through is distinct from cast(:claimed as integer) then :now else :next end,
                    doubted = case when :stopped then :doubted else doubted end,
                    let_through = case when :stopped and let_through is not distinct from cast(:claimed as integer)
                                       then null else let_through end
                where name = :name
                """)
                .param("name", source.name())
                .param("now", utc(now))
                .param("why", storable(why))
                .param("claimed", state.letThrough().orElse(null), java.sql.Types.INTEGER)
                .param("stopped", doubted.isPresent())
                .param("doubted", doubted.orElse(null), java.sql.Types.INTEGER)
                .param("next", utc(pauses.afterFailure(now, state.failures(), retryAfter)))
                .update();
    }

    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        return Optional.ofNullable(value);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
