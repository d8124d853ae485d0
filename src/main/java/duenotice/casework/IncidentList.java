package duenotice.casework;

import static duenotice.casework.Rows.utc;

import duenotice.incident.IncidentId;
import duenotice.incident.State;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.Severity.Backing;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds incidents for lists. States are those of the last judgement, which the loop brings up to date. */
public final class IncidentList {
    private final JdbcClient jdbc;

    IncidentList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a list shows; an empty part does not narrow it.
     *
     * @param dueBefore open ones whose next step is due before that
     * @param below only incidents with a smaller number, for the next page
     */
    public record Filter(
            List<State> states,
            Optional<String> server,
            Optional<String> customer,
            Optional<Category> category,
            Optional<Instant> dueBefore,
            Optional<IncidentId> below) {
        public static final Filter ALL = new Filter(
                List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Filter {
            states = List.copyOf(states);
        }
    }

    /** Joined reports without duplicates, how many different people sent them, and what the best of them counts for. */
    public record Counts(int reports, int reporters, Backing backing) {
        static final Counts NONE = new Counts(0, 0, Backing.NOBODY);
    }

    /** Numbers of incidents, the newest first. */
    public List<IncidentId> find(Filter filter, int limit) {
        // A condition only where it narrows: each set of filters gets a plan that fits its index.
        var sql = new StringBuilder("select id from incident where true");
        if (!filter.states().isEmpty()) {
            sql.append(" and state = any(:states)");
        }
        filter.server().ifPresent(ignored -> sql.append(" and server = :server"));
        filter.customer().ifPresent(ignored -> sql.append(" and customer = :customer"));
        filter.category().ifPresent(ignored -> sql.append(" and category = :category"));
        filter.dueBefore().ifPresent(ignored -> sql.append(" and closed_at is null and due_at < :dueBefore"));
        filter.below().ifPresent(ignored -> sql.append(" and id < :below"));
        var statement = jdbc.sql(sql + " order by id desc limit :limit").param("limit", limit);
        if (!filter.states().isEmpty()) {
            statement = statement.param(
                    "states", filter.states().stream().map(State::word).toArray(String[]::new));
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
        if (filter.dueBefore().isPresent()) {
            statement = statement.param("dueBefore", utc(filter.dueBefore().get()));
        }
        if (filter.below().isPresent()) {
            statement = statement.param("below", filter.below().get().number());
        }
        return statement.query(Long.class).list().stream().map(IncidentId::new).toList();
    }

    /** Numbers of a customer's new incidents of one category and policy, the newest first. */
    public List<IncidentId> fresh(CustomerId customer, Category category, String policy, int limit) {
        return jdbc.sql("""
                select id from incident
                where state = 'new' and customer = :customer and category = :category and policy = :policy
                order by id desc limit :limit
                """)
                .param("customer", customer.text())
                .param("category", category.word())
                .param("policy", policy)
                .param("limit", limit)
                .query((row, ignored) -> new IncidentId(row.getLong("id")))
                .list();
    }

    Map<IncidentId, Counts> counts(Collection<IncidentId> ids) {
        var counts = new HashMap<IncidentId, Counts>();
        jdbc.sql("select id, reports, reporters, reporter_weight from incident where id = any(:ids)")
                .param("ids", IncidentStore.numbers(ids))
                .query((ResultSet row) -> {
                    counts.put(
                            new IncidentId(row.getLong("id")),
                            new Counts(
                                    row.getInt("reports"),
                                    row.getInt("reporters"),
                                    Backing.ofWeight(row.getInt("reporter_weight"))));
                });
        return counts;
    }
}
