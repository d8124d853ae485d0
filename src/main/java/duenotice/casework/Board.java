package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.maybeText;
import static duenotice.casework.Rows.utc;

import duenotice.incident.Block;
import duenotice.incident.IncidentId;
import duenotice.incident.NextStep;
import duenotice.incident.Persistence;
import duenotice.incident.State;
import duenotice.report.Category;
import duenotice.report.Severity;
import duenotice.report.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Open incidents by due time, what is due first at the top. As of the last judgement, which the loop brings up to date;
 * one indexed read of a page, however many incidents there are.
 */
public final class Board {
    private final JdbcClient jdbc;

    Board(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A line of the board.
     *
     * @param dueAt when the next step is due; empty where nothing waits for a time
     */
    public record Row(
            IncidentId id,
            String server,
            String customer,
            Category category,
            List<String> types,
            State state,
            Persistence persisting,
            Optional<NextStep> step,
            Optional<Instant> dueAt,
            Optional<Block> block,
            Optional<Instant> deadline,
            Optional<String> assignedTo,
            int reports,
            Severity severity,
            Instant openedAt) {}

    /** Where the next page begins: behind this row. */
    public record After(Optional<Instant> dueAt, IncidentId id) {}

    /**
     * What is shown; an empty part does not narrow it.
     *
     * @param state closed ones are shown only where they are asked for
     */
    public record Filter(
            Optional<State> state,
            Optional<String> server,
            Optional<String> customer,
            Optional<Category> category,
            Optional<Block> block,
            Optional<String> assignedTo) {
        public static final Filter NONE = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public List<Row> rows(Filter filter, Optional<After> after, int limit) {
        // A condition only where it narrows: each set of filters gets a plan that fits its index.
        var sql = new StringBuilder("select * from incident where ")
                .append(
                        filter.state().equals(Optional.of(State.CLOSED))
                                ? "closed_at is not null"
                                : "closed_at is null");
        filter.state().ifPresent(ignored -> sql.append(" and state = :state"));
        filter.server().ifPresent(ignored -> sql.append(" and server = :server"));
        filter.customer().ifPresent(ignored -> sql.append(" and customer = :customer"));
        filter.category().ifPresent(ignored -> sql.append(" and category = :category"));
        filter.block().ifPresent(ignored -> sql.append(" and blocked_by = :block"));
        filter.assignedTo().ifPresent(ignored -> sql.append(" and assigned_to = :assigned"));
        after.ifPresent(place -> sql.append(
                place.dueAt().isPresent()
                        ? " and (due_at > :afterDue or due_at = :afterDue and id > :afterId or due_at is null)"
                        : " and due_at is null and id > :afterId"));
        sql.append(" order by due_at nulls last, id limit :limit");
        var statement = jdbc.sql(sql.toString()).param("limit", limit);
        if (filter.state().isPresent()) {
            statement = statement.param("state", filter.state().get().word());
        }
        if (filter.server().isPresent()) {
            statement = statement.param("server", filter.server().get());
        }
        if (filter.customer().isPresent()) {
            statement = statement.param("customer", filter.customer().get());
        }
        if (filter.category().isPresent()) {
            statement = statement.param("category", filter.category().get().word());
        }
        if (filter.block().isPresent()) {
            statement = statement.param("block", filter.block().get().word());
        }
        if (filter.assignedTo().isPresent()) {
            statement = statement.param("assigned", filter.assignedTo().get());
        }
        if (after.isPresent()) {
            statement = statement.param("afterId", after.get().id().number());
            if (after.get().dueAt().isPresent()) {
                statement = statement.param("afterDue", utc(after.get().dueAt().get()));
            }
        }
        return statement.query((row, ignored) -> row(row)).list();
    }

    private static Row row(ResultSet row) throws SQLException {
        var types = Arrays.asList((String[]) row.getArray("types").getArray());
        var category = Category.ofWord(row.getString("category")).orElseThrow();
        return new Row(
                new IncidentId(row.getLong("id")),
                row.getString("server"),
                row.getString("customer"),
                category,
                types,
                State.ofWord(row.getString("state")).orElseThrow(),
                Persistence.ofWord(row.getString("persisting")).orElseThrow(),
                maybeText(row, "next_step").flatMap(NextStep::ofWord),
                maybeInstant(row, "due_at"),
                maybeText(row, "blocked_by").flatMap(Block::ofWord),
                maybeInstant(row, "deadline"),
                maybeText(row, "assigned_to"),
                row.getInt("reports"),
                Severity.of(
                        category,
                        types.stream().map(Type::of).toList(),
                        Severity.Backing.ofWeight(row.getInt("reporter_weight")),
                        row.getInt("reports"),
                        row.getInt("reporters")),
                instant(row, "opened_at"));
    }

    /** How many wait where, for the bar that stands on every page; counting stops at 1000. */
    public record Waiting(int calls, int queue, int alarms, int warnings, int delistings) {}

    public Waiting waiting() {
        return jdbc.sql("""
                select (select count(*) from (select from incident where state = 'calling' limit 1000) calls) as calls,
                       (select count(*) from (select from message where state = 'queued' or left_over limit 1000) queued) as queue,
                       (select count(*) from (select from alarm where acknowledged_at is null limit 1000) alarms) as alarms,
                       (select count(*) from (select from incident
                                              where closed_at is null and blocked_by = 'warning-flood' limit 1000) held)
                           as warnings,
                       (select count(*) from (
                           select from delisting
                           where done_at is null and coalesce(%s, true)
                           limit 1000) listed) as delistings
                """.formatted(Delistings.LISTED))
                .query((row, ignored) -> new Waiting(
                        row.getInt("calls"),
                        row.getInt("queue"),
                        row.getInt("alarms"),
                        row.getInt("warnings"),
                        row.getInt("delistings")))
                .single();
    }
}
