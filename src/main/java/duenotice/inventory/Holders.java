package duenotice.inventory;

import duenotice.inventory.Attribution.Candidate;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who held an address, or has a host name, some time in the span that a question is about. */
final class Holders {
    /** Of a wide prefix no more servers are looked at: it names nobody anyway. */
    private static final int MOST_CANDIDATES = 50;

    private final JdbcClient jdbc;
    private final Neighbours neighbours;

    Holders(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.neighbours = new Neighbours(jdbc);
    }

    /**
     * @param ours at least some of what was asked was assigned some time; said only where nobody held it in the span
     * @param candidates as {@link Attribution#decide} wants them
     */
    record Held(boolean ours, List<Candidate> candidates) {
        static final Held NOTHING = new Held(false, List.of());
    }

    /** In the order of the questions. Long tables name neighbours, which are asked together at a fraction of the price. */
    List<Held> of(List<Question> questions, Instant now) {
        var held = new Held[questions.size()];
        Arrays.fill(held, Held.NOTHING);
        neighbours
                .of(questions, now, MOST_CANDIDATES)
                .forEach((number, candidates) -> held[number] = new Held(false, candidates));
        var others = IntStream.range(0, held.length)
                .filter(number -> held[number].candidates().isEmpty())
                .boxed()
                .toList();
        var answers = oneByOne(others.stream().map(questions::get).toList(), now);
        for (var number = 0; number < answers.size(); number++) {
            held[others.get(number)] = answers.get(number);
        }
        return Arrays.asList(held);
    }

    private List<Held> oneByOne(List<Question> questions, Instant now) {
        if (questions.isEmpty()) {
            return List.of();
        }
        List<String> namedBy = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (var number = 0; number < questions.size(); number++) {
            for (var name :
                    questions.get(number).hostname().map(Holders::suffixes).orElse(List.of())) {
                namedBy.add(String.valueOf(number));
                names.add(name);
            }
        }
        List<List<Candidate>> candidates = Stream.generate(() -> (List<Candidate>) new ArrayList<Candidate>())
                .limit(questions.size())
                .toList();
        var ours = new boolean[questions.size()];
        jdbc.sql("""
                -- materialized: a text is made an address and a time once, and not for each comparison
                with question as materialized (
                    select (ordinal - 1)::integer as number, address::inet as address,
                           coalesce(at::timestamptz, :now) as at,
                           case when at is null then tstzrange(:uncertainFrom, :now, '[]')
                                else tstzrange(at::timestamptz, at::timestamptz, '[]') end as span
                    from unnest((select cast(:addresses as text[])), (select cast(:ats as text[])))
                         with ordinality as asked(address, at, ordinal)
                ),
                naming as (
                    select number::integer as number, server, max(length(hostname)) as named
                    from unnest((select cast(:namedBy as text[])), (select cast(:names as text[]))) as asked(number, hostname)
                    join server_hostname using (hostname)
                    group by number, server
                )
                select question.number, found.*,
                       found.server is null
                       and exists (select from own_network where own_network.prefix && question.address) as ours
                from question
                left join lateral (
                    (select assignment.server, server_owner.customer, assignment.shared,
                            assignment.address >>= question.address as whole,
                            assignment.during @> question.at and server_owner.during @> question.at as at_that_time,
                            coalesce(naming.named, 0) as named,
                            upper(assignment.during * server_owner.during) as ends
                     from assignment
                     join server_owner on server_owner.server = assignment.server
                                      and server_owner.during && question.span
                                      and server_owner.during && assignment.during
                     left join naming on naming.number = question.number and naming.server = assignment.server
                     where assignment.address && question.address and assignment.during && question.span
                     order by coalesce(naming.named, 0) desc
                     limit :most)
                    union all
                    (select naming.server, server_owner.customer, server.shared, true,
                            server_owner.during @> question.at, naming.named, upper(server_owner.during)
                     from naming
                     join server on server.id = naming.server
                     join server_owner on server_owner.server = naming.server
                                      and server_owner.during && question.span
                     where naming.number = question.number and question.address is null
                     order by naming.named desc
                     limit :most)
                ) as found on true
                order by question.number, found.at_that_time desc, found.ends desc nulls first, found.server
                """)
                .param("addresses", texts(questions.stream().map(Question::address)))
                .param("ats", texts(questions.stream().map(Question::at)))
                .param("namedBy", namedBy.toArray(String[]::new))
                .param("names", names.toArray(String[]::new))
                .param("now", utc(now))
                .param("uncertainFrom", utc(now.minus(Inventory.UNCERTAIN_AFTER_CHANGE)))
                .param("most", MOST_CANDIDATES)
                .query(row -> {
                    var number = row.getInt("number");
                    ours[number] = row.getBoolean("ours");
                    var server = row.getString("server");
                    if (server != null) {
                        candidates
                                .get(number)
                                .add(new Candidate(
                                        new ServerId(server),
                                        new CustomerId(row.getString("customer")),
                                        row.getBoolean("shared"),
                                        row.getBoolean("whole"),
                                        row.getBoolean("at_that_time"),
                                        row.getInt("named")));
                    }
                });
        return IntStream.range(0, questions.size())
                .mapToObj(number -> new Held(ours[number], candidates.get(number)))
                .toList();
    }

    /** The name itself and the domains it lies in: who has {@code shop.example} has {@code www.shop.example} too. */
    private static List<String> suffixes(String hostname) {
        List<String> suffixes = new ArrayList<>();
        var rest = Spelling.domain(hostname);
        if (!rest.isEmpty()) {
            suffixes.add(rest);
        }
        for (var dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            rest = rest.substring(dot + 1);
            if (rest.indexOf('.') > 0) {
                suffixes.add(rest);
            }
        }
        return suffixes;
    }

    private static @Nullable String[] texts(Stream<? extends Optional<?>> values) {
        return values.map(each -> each.map(Object::toString).orElse(null)).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
