package duenotice.rehearsal;

import duenotice.call.Telephone;
import duenotice.incident.CallOutcome;
import duenotice.incident.IncidentId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stands in for an exchange: every number answers as it is told to, and nobody picks up until it is told. It remembers what
 * it was asked, whatever becomes of the desk.
 */
public final class PhoneStandIn implements Telephone {
    private final JdbcClient jdbc;
    private final InstantSource clock;

    public PhoneStandIn(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A call that was asked for, and how it ended; {@code words} is what was heard at the other end. */
    public record Recorded(
            long id,
            Instant at,
            String number,
            IncidentId incident,
            String language,
            String words,
            CallOutcome outcome) {}

    @Override
    public Course place(Order order) {
        var known = look(order, Optional.empty());
        if (!(known instanceof Course.NotPlaced)) {
            return known;
        }
        var outcome = outcome(order.number().text());
        jdbc.sql("""
                insert into rehearsal_call (at, number, incident, key, language, words, outcome)
                values (:at, :number, :incident, :key, :language, :words, :outcome)
                on conflict (incident, key) do update
                set at = excluded.at, words = excluded.words, outcome = excluded.outcome
                """)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("number", order.number().text())
                .param("incident", order.incident().number())
                .param("key", Long.toString(order.id()))
                .param("language", order.language())
                .param("words", heard(order, outcome))
                .param("outcome", outcome.word())
                .update();
        return course(outcome);
    }

    private static String heard(Order order, CallOutcome outcome) {
        var words = order.words();
        return switch (outcome) {
            case REACHED_AUTHORIZED -> words.open() + "\n" + words.told();
            case REACHED_OTHER, WRONG_NUMBER -> words.open() + "\n" + words.stranger();
            case REFUSED -> words.open();
            case VOICEMAIL -> words.stranger();
            case NO_ANSWER, BUSY, NOT_PLACED -> "";
        };
    }

    private static Course course(CallOutcome outcome) {
        return outcome == CallOutcome.NOT_PLACED
                ? new Course.NotPlaced("the stand-in was told to place no call")
                : new Course.Over(outcome, "");
    }

    @Override
    public Course look(Order order, Optional<String> reference) {
        return jdbc.sql("select outcome from rehearsal_call where incident = :incident and key = :key")
                .param("incident", order.incident().number())
                .param("key", Long.toString(order.id()))
                .query(String.class)
                .optional()
                .flatMap(CallOutcome::ofWord)
                .<Course>map(PhoneStandIn::course)
                .orElseGet(() -> new Course.NotPlaced("the stand-in knows nothing of it"));
    }

    @Override
    public boolean ringsDoubtfulNumbers() {
        return true;
    }

    // ---- the trainer's side

    private CallOutcome outcome(String number) {
        return jdbc.sql("select outcome from rehearsal_phone where number = :number")
                .param("number", number)
                .query(String.class)
                .optional()
                .flatMap(CallOutcome::ofWord)
                .orElse(CallOutcome.NO_ANSWER);
    }

    /** How every call to that number ends from now on; empty: nobody picks up. */
    public void set(String number, Optional<CallOutcome> outcome) {
        jdbc.sql("delete from rehearsal_phone where number = :number")
                .param("number", number)
                .update();
        outcome.ifPresent(told -> jdbc.sql("insert into rehearsal_phone (number, outcome) values (:number, :outcome)")
                .param("number", number)
                .param("outcome", told.word())
                .update());
    }

    /** Every call, the oldest first. */
    public List<Recorded> recorded() {
        return jdbc.sql("select * from rehearsal_call order by id")
                .query((row, ignored) -> new Recorded(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("number"),
                        new IncidentId(row.getLong("incident")),
                        row.getString("language"),
                        row.getString("words"),
                        CallOutcome.ofWord(row.getString("outcome")).orElseThrow()))
                .list();
    }
}
