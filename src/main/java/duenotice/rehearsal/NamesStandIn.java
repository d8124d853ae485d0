package duenotice.rehearsal;

import duenotice.inventory.NameLookup;
import duenotice.report.Prefix;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stands in for the domain name system: names point where it is told, and the others do not exist. */
public final class NamesStandIn implements NameLookup {
    private static final String RESOLVER = "*";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public NamesStandIn(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** It answers from its memory, so that a rehearsal waits for nothing. */
    @Override
    public Map<String, Pointing> kept(Collection<String> names) {
        var set = new HashMap<String, List<Prefix>>();
        jdbc.sql("select name, addresses from rehearsal_name where name = any(:names) or name = '*'")
                .param("names", names.toArray(String[]::new))
                .query(row -> {
                    set.put(
                            row.getString("name"),
                            Stream.of((String[]) row.getArray("addresses").getArray())
                                    .map(Prefix::of)
                                    .toList());
                });
        var answers = new HashMap<String, Pointing>();
        if (!set.containsKey(RESOLVER)) {
            names.forEach(name -> answers.put(name, new Pointing(set.getOrDefault(name, List.of()), clock.instant())));
        }
        return answers;
    }

    @Override
    public Found of(Map<String, String> onAccountOf) {
        return new Found(kept(onAccountOf.keySet()), Set.of());
    }

    /** @param addresses empty where it does not exist */
    public void set(String name, List<Prefix> addresses) {
        jdbc.sql("""
                insert into rehearsal_name (name, addresses) values (:name, :addresses)
                on conflict (name) do update set addresses = excluded.addresses
                """)
                .param("name", name)
                .param("addresses", addresses.stream().map(Prefix::text).toArray(String[]::new))
                .update();
    }

    /** While it is away nothing can be found out. */
    public void setAway(boolean away) {
        if (away) {
            set(RESOLVER, List.of());
        } else {
            jdbc.sql("delete from rehearsal_name where name = '*'").update();
        }
    }
}
