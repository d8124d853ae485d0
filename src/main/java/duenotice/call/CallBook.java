package duenotice.call;

import duenotice.casework.CallScript;
import duenotice.database.Transactions;
import duenotice.incident.CallOutcome;
import duenotice.incident.Incident;
import duenotice.incident.IncidentId;
import duenotice.incident.Step;
import duenotice.inventory.PhoneNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every call the program meant to place, from the intent to its end, and what the exchange told of it. */
public final class CallBook {
    private static final Duration REMEMBERED = Duration.ofDays(2);

    /** One for all nodes, of this table's own. */
    private static final long LOCK = 0x63616c6c;

    private final JdbcClient jdbc;

    public CallBook(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /** How far a call has come. */
    public enum Progress {
        /** Written down; perhaps dialled. */
        INTENDED,
        RINGING,
        OVER,
        /** Never dialled, and no longer wanted. */
        DROPPED;

        static Progress ofWord(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /**
     * A call.
     *
     * @param epoch which owner of the incident it was meant for
     * @param reference what the exchange calls it
     * @param acknowledged a key said that the right one listens
     * @param answeredBy as the exchange heard it, such as {@code human}
     */
    public record Call(
            long id,
            IncidentId incident,
            int epoch,
            int round,
            String number,
            String language,
            CallScript.Spoken words,
            Progress progress,
            Optional<String> reference,
            Instant intendedAt,
            Optional<Instant> overAt,
            boolean acknowledged,
            Optional<String> answeredBy) {
        boolean isOpen() {
            return progress == Progress.INTENDED || progress == Progress.RINGING;
        }
    }

    /** The latest one of that step. */
    Optional<Call> find(IncidentId incident, String step) {
        return jdbc.sql(
                        "select * from placed_call where incident = :incident and step = :step order by id desc limit 1")
                .param("incident", incident.number())
                .param("step", step)
                .query((row, ignored) -> call(row))
                .optional();
    }

    public Optional<Call> find(long id) {
        return jdbc.sql("select * from placed_call where id = :id")
                .param("id", id)
                .query((row, ignored) -> call(row))
                .optional();
    }

    /** Until the current transaction ends no other call is meant, on any node: what is looked at now stays true. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, ignored) -> "")
                .single();
    }

    /** Writes the intent, in the current transaction, which has the {@link #lock} and found the number free. */
    Call intend(Incident incident, Step.Ring ring, CallScript script, Instant now) {
        return jdbc.sql("""
                insert into placed_call
                    (incident, epoch, step, round, number, language, spoken_open, spoken_told, spoken_stranger,
                     state, intended_at)
                values (:incident, :epoch, :step, :round, :number, :language, :open, :told, :stranger,
                        'intended', :now)
                returning *
                """)
                .param("incident", incident.id().number())
                .param("epoch", incident.epoch())
                .param("step", ring.key())
                .param("round", ring.round())
                .param("number", ring.number())
                .param("language", script.language())
                .param("open", script.spoken().open())
                .param("told", script.spoken().told())
                .param("stranger", script.spoken().stranger())
                .param("now", utc(now))
                .query((row, ignored) -> call(row))
                .single();
    }

    private static String dialled(String number) {
        return PhoneNumber.of(number).e164();
    }

    Telephone.Order order(Call call) {
        return new Telephone.Order(
                call.id(),
                call.incident(),
                PhoneNumber.of(call.number()),
                call.language(),
                call.words(),
                call.intendedAt(),
                references(call));
    }

    private Set<String> references(Call call) {
        return new HashSet<>(jdbc.sql("""
                select reference from placed_call
                where dialled = :dialled and id <> :id and reference is not null and intended_at > :since
                """)
                .param("dialled", dialled(call.number()))
                .param("id", call.id())
                .param("since", utc(call.intendedAt().minus(REMEMBERED)))
                .query(String.class)
                .list());
    }

    /** The exchange has taken it; later words change nothing. */
    public void ringing(long id, String reference, Instant now) {
        jdbc.sql("""
                update placed_call set state = 'ringing', reference = :reference, ringing_at = :now
                where id = :id and state = 'intended'
                """)
                .param("id", id)
                .param("reference", reference)
                .param("now", utc(now))
                .update();
    }

    /** It was never dialled and may be meant anew. */
    void forget(long id) {
        jdbc.sql("delete from placed_call where id = :id and state = 'intended'")
                .param("id", id)
                .update();
    }

    void drop(long id, Instant now) {
        jdbc.sql("update placed_call set state = 'dropped', over_at = :now where id = :id and state = 'intended'")
                .param("id", id)
                .param("now", utc(now))
                .update();
    }

    /** True where this was the first word of its end. */
    boolean close(long id, CallOutcome outcome, String detail, Instant now) {
        return jdbc.sql("""
                        update placed_call set state = 'over', outcome = :outcome, detail = :detail, over_at = :now
                        where id = :id and state in ('intended', 'ringing')
                        """)
                        .param("id", id)
                        .param("outcome", outcome.word())
                        .param("detail", detail)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** The right one has pressed the key. */
    public void acknowledge(long id, Instant now) {
        jdbc.sql("update placed_call set acknowledged_at = coalesce(acknowledged_at, :now) where id = :id")
                .param("id", id)
                .param("now", utc(now))
                .update();
    }

    public void answeredBy(long id, String who) {
        jdbc.sql("update placed_call set answered_by = :who where id = :id")
                .param("id", id)
                .param("who", who)
                .update();
    }

    /**
     * Notes a word of the exchange.
     *
     * @return false where it was told before, or a later one was
     */
    public boolean isNews(long id, int sequence, String status, Instant now) {
        var fresh = jdbc.sql("""
                insert into call_event (call, sequence, status, at) values (:id, :sequence, :status, :now)
                on conflict do nothing
                """)
                .param("id", id)
                .param("sequence", sequence)
                .param("status", status)
                .param("now", utc(now))
                .update();
        return fresh == 1
                && jdbc.sql(
                                        "update placed_call set last_sequence = :sequence where id = :id and last_sequence < :sequence")
                                .param("id", id)
                                .param("sequence", sequence)
                                .update()
                        == 1;
    }

    /** Those whose end nobody has told yet, the oldest first. */
    List<Call> open() {
        return jdbc.sql("""
                select * from placed_call where state in ('intended', 'ringing') order by intended_at, id limit 200
                """).query((row, ignored) -> call(row)).list();
    }

    boolean anyOpen() {
        return jdbc.sql("select exists (select from placed_call where state in ('intended', 'ringing'))")
                .query(Boolean.class)
                .single();
    }

    /** One call at a time to one telephone, for whatever incident and extension. */
    boolean isBusy(String number) {
        return jdbc.sql("""
                select exists (select from placed_call where dialled = :dialled and state in ('intended', 'ringing'))
                """)
                .param("dialled", dialled(number))
                .query(Boolean.class)
                .single();
    }

    /**
     * Calls to one telephone that were not placed, since one to it last got through.
     *
     * @param inARow those since others got through; before that it may have been our own telephone
     * @param othersGetThrough calls to other telephones did since the first of them
     */
    record Failures(int inARow, boolean othersGetThrough) {}

    Failures failures(String number, Instant since) {
        return jdbc.sql("""
                with failed as (
                    select over_at from placed_call as one
                    where dialled = :dialled and state = 'over' and outcome = 'not-placed' and over_at > :since
                      and not exists (select from placed_call as later
                                      where later.dialled = one.dialled and later.state = 'over'
                                        and later.outcome <> 'not-placed' and later.over_at >= one.over_at)),
                others as (
                    select min(over_at) as first from placed_call
                    where intended_at > :since and dialled <> :dialled and state = 'over' and outcome <> 'not-placed'
                      and over_at >= (select min(over_at) from failed))
                select count(*) filter (where failed.over_at >= others.first) as in_a_row,
                       coalesce(bool_or(others.first is not null), false) as others_get_through
                from failed cross join others
                """)
                .param("dialled", dialled(number))
                .param("since", utc(since))
                .query((row, ignored) -> new Failures(row.getInt("in_a_row"), row.getBoolean("others_get_through")))
                .single();
    }

    int begunSince(Instant since) {
        return jdbc.sql("select count(*) from placed_call where intended_at > :since")
                .param("since", utc(since))
                .query(Integer.class)
                .single();
    }

    private static Call call(ResultSet row) throws SQLException {
        return new Call(
                row.getLong("id"),
                new IncidentId(row.getLong("incident")),
                row.getInt("epoch"),
                row.getInt("round"),
                row.getString("number"),
                row.getString("language"),
                new CallScript.Spoken(
                        row.getString("spoken_open"), row.getString("spoken_told"), row.getString("spoken_stranger")),
                Progress.ofWord(row.getString("state")),
                Optional.ofNullable(text(row, "reference")),
                row.getObject("intended_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("over_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getObject("acknowledged_at") != null,
                Optional.ofNullable(text(row, "answered_by")));
    }

    private static @Nullable String text(ResultSet row, String column) throws SQLException {
        return row.getString(column);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
