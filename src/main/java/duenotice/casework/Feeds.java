package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.maybeInstant;
import static duenotice.casework.Rows.maybeText;
import static duenotice.casework.Rows.utc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How it stands with the lists of others that are looked at again and again, for pages; intake looks at them. */
public final class Feeds {
    private final JdbcClient jdbc;

    Feeds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param kind such as {@code dnsbl}
     * @param failures in a row; 0 where the last look succeeded
     * @param rows of the whole list when it was last believed; empty where that says nothing
     * @param listed entries of ours that stand on it
     * @param doubtful the last list was whole, but empty or too short to be believed; people may
     */
    public record Feed(
            String name,
            String kind,
            Instant nextAt,
            Optional<Instant> lastSuccessAt,
            Optional<Instant> lastErrorAt,
            Optional<String> lastError,
            int failures,
            Optional<Integer> rows,
            int listed,
            boolean doubtful) {}

    /** In the order of their names, those that fail first. */
    public List<Feed> all() {
        return jdbc.sql("""
                select feed.*, (select count(*) from feed_entry
                                where feed_entry.feed = feed.name and gone_at is null) as listed
                from feed order by failures > 0 desc, name
                """)
                .query((row, ignored) -> new Feed(
                        row.getString("name"),
                        row.getString("kind"),
                        instant(row, "next_at"),
                        maybeInstant(row, "last_success_at"),
                        maybeInstant(row, "last_error_at"),
                        maybeText(row, "last_error"),
                        row.getInt("failures"),
                        Optional.ofNullable(row.getObject("rows", Integer.class)),
                        row.getInt("listed"),
                        row.getBoolean("doubtful")))
                .list();
    }

    /**
     * Staff say that the list holds, however short it has become: it is looked at again at once and believed.
     *
     * @return false where no feed has this name and a list that is doubted
     */
    public boolean believe(String name, Instant now) {
        return jdbc.sql("update feed set believed = true, next_at = :now where name = :name and doubtful")
                        .param("now", utc(now))
                        .param("name", name)
                        .update()
                == 1;
    }

    /**
     * Staff have mended something and do not wait for the pause to end.
     *
     * @return false where no feed that fails has this name
     */
    public boolean lookAgain(String name, Instant now) {
        return jdbc.sql("update feed set next_at = :now where name = :name and failures > 0")
                        .param("now", utc(now))
                        .param("name", name)
                        .update()
                == 1;
    }
}
