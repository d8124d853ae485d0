package duenotice.casework;

import static duenotice.casework.Rows.instant;
import static duenotice.casework.Rows.utc;

import duenotice.database.Transactions;
import duenotice.incident.Held;
import duenotice.incident.IncidentId;
import duenotice.report.ReporterScore;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who has reported, and how often it held (R55). Known by proven domain, by API key, or by the address of a proven free
 * mailbox; what nobody has proven is counted apart, so that no forger spoils another's record.
 */
public final class Reporters {
    /** The recurring job that writes to reporters; it is called as soon as there is somebody to write to. */
    public static final String LETTERS = "reporters";

    private static final int AT_ONCE = 200;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Casework casework;
    private final InstantSource clock;

    Reporters(Transactions transactions, Casework casework, InstantSource clock) {
        this.transactions = transactions;
        this.jdbc = transactions.jdbc();
        this.casework = casework;
        this.clock = clock;
    }

    // ---- reports

    /**
     * Who sent one message.
     *
     * @param identity by which he is known again
     * @param proven the identity is his
     * @param address where an answer may go; empty where nobody is answered (R68)
     * @param language in which he writes, as a language tag
     * @param mailId his own Message-ID with its angle brackets; empty where he sent no mail
     */
    public record Author(
            MessageId message,
            String identity,
            boolean proven,
            Optional<String> address,
            String language,
            Optional<String> mailId,
            Instant receivedAt) {}

    /** Remembers who sent messages, in the current transaction; one that is read again is counted once. */
    public void seen(List<Author> authors) {
        if (authors.isEmpty()) {
            return;
        }
        var fresh = new HashMap<MessageId, Author>();
        authors.forEach(author -> fresh.put(author.message(), author));
        var counted = new TreeMap<String, List<Author>>();
        jdbc.sql("""
                insert into report_author (message, reporter, proven, address, language, mail_id, received_at)
                select * from unnest(
                    cast(:messages as bigint[]), cast(:reporters as text[]), cast(:proven as boolean[]),
                    cast(:addresses as text[]), cast(:languages as text[]), cast(:mailIds as text[]),
                    cast(:receivedAts as timestamptz[]))
                on conflict (message) do nothing
                returning message
                """)
                .param(
                        "messages",
                        authors.stream().map(one -> one.message().number()).toArray(Long[]::new))
                .param("reporters", texts(authors, Author::identity))
                .param("proven", authors.stream().map(Author::proven).toArray(Boolean[]::new))
                .param("addresses", texts(authors, one -> one.address().orElse(null)))
                .param("languages", texts(authors, Author::language))
                .param("mailIds", texts(authors, one -> one.mailId().orElse(null)))
                .param(
                        "receivedAts",
                        texts(authors, one -> utc(one.receivedAt()).toString()))
                .query((ResultSet row) -> {
                    var author = fresh.get(new MessageId(row.getLong("message")));
                    if (author != null) {
                        counted.computeIfAbsent(author.identity(), unseen -> new ArrayList<>())
                                .add(author);
                    }
                });
        count(counted);
        if (authors.stream().anyMatch(author -> author.address().isPresent())) {
            casework.wantJob(LETTERS);
        }
    }

    /** Who sent a message is proven only now, in the current transaction: it counts for him, and he can be answered. */
    public void proven(Author author) {
        var before = jdbc.sql("select reporter from report_author where message = :message for update")
                .param("message", author.message().number())
                .query(String.class)
                .optional();
        if (before.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update report_author set reporter = :reporter, proven = :proven, address = :address
                where message = :message
                """)
                .param("reporter", author.identity())
                .param("proven", author.proven())
                .param("address", author.address().orElse(null))
                .param("message", author.message().number())
                .update();
        if (!before.get().equals(author.identity())) {
            count(new TreeMap<>(Map.of(author.identity(), List.of(author))));
            jdbc.sql("update reporter_record set reports = greatest(reports - 1, 0) where identity = :identity")
                    .param("identity", before.get())
                    .update();
        }
        if (author.address().isPresent()) {
            casework.wantJob(LETTERS);
        }
    }

    /** Sorted, so that two nodes never wait for each other. */
    private void count(SortedMap<String, List<Author>> counted) {
        if (counted.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into reporter_record (identity, first_seen, last_seen, reports)
                select * from unnest(cast(:identities as text[]), cast(:firsts as timestamptz[]),
                                     cast(:lasts as timestamptz[]), cast(:reports as integer[]))
                on conflict (identity) do update
                set first_seen = least(reporter_record.first_seen, excluded.first_seen),
                    last_seen = greatest(reporter_record.last_seen, excluded.last_seen),
                    reports = reporter_record.reports + excluded.reports
                """)
                .param("identities", counted.keySet().toArray(String[]::new))
                .param("firsts", instants(counted, all -> all.min(Instant::compareTo)))
                .param("lasts", instants(counted, all -> all.max(Instant::compareTo)))
                .param("reports", counted.values().stream().map(List::size).toArray(Integer[]::new))
                .update();
    }

    private static String[] instants(
            SortedMap<String, List<Author>> counted,
            Function<java.util.stream.Stream<Instant>, Optional<Instant>> chosen) {
        return counted.values().stream()
                .map(authors ->
                        chosen.apply(authors.stream().map(Author::receivedAt)).orElseThrow())
                .map(at -> utc(at).toString())
                .toArray(String[]::new);
    }

    private static @Nullable String[] texts(List<Author> authors, Function<Author, @Nullable String> text) {
        return authors.stream().map(text).toArray(String[]::new);
    }

    /** A report that names nothing of ours; {@code about} is what it names first. */
    public record NotOurs(Author author, String about) {}

    /** Their authors are to be told where to go (R72), in the current transaction. */
    public void askedOfOthers(List<NotOurs> reports) {
        reports.forEach(report -> casework.receipts().makeNotOurs(report, clock.instant()));
    }

    /** Those of them that have a record which is not spotless. */
    public Map<String, Integer> scores(Collection<String> identities) {
        var scores = new HashMap<String, Integer>();
        if (!identities.isEmpty()) {
            jdbc.sql("""
                    select identity, score from reporter_record
                    where identity = any ((select cast(:identities as text[]))::text[]) and score < 100
                    """)
                    .param("identities", identities.stream().distinct().toArray(String[]::new))
                    .query((ResultSet row) -> {
                        scores.put(row.getString("identity"), row.getInt("score"));
                    });
        }
        return scores;
    }

    // ---- what became of them

    /** Whether a closed incident has not been told to those who had reported it. */
    public boolean isBehind() {
        return jdbc.sql("select exists (select from incident where closed_at is not null and not settled)")
                .query(Boolean.class)
                .single();
    }

    /**
     * Judges incidents that were closed since the last time: their reporters' scores follow, and those who had a receipt
     * are to hear the outcome.
     */
    public void settle() {
        while (isBehind() && transactions.call(this::settleSome) == AT_ONCE) {
            // the next ones
        }
    }

    private int settleSome() {
        var now = clock.instant();
        var closed = jdbc.sql("""
                select id from incident where closed_at is not null and not settled
                order by id limit %d for no key update skip locked
                """.formatted(AT_ONCE)).query(Long.class).list().stream()
                .map(IncidentId::new)
                .toList();
        casework.receipts().makeForJoined(now);
        for (var snapshot : casework.snapshots(closed)) {
            var held = Held.of(snapshot.incident(), snapshot.timeline());
            jdbc.sql("""
                    insert into reporter_verdict (incident, reporter, verdict, at)
                    select distinct sighting.incident, report_author.reporter, :verdict, cast(:now as timestamptz)
                    from sighting join report_author on report_author.message = sighting.message
                    where sighting.incident = :incident and not sighting.duplicate
                    on conflict do nothing
                    """)
                    .param("incident", snapshot.incident().id().number())
                    .param("verdict", held.word())
                    .param("now", utc(now))
                    .update();
            if (held != Held.UNDECIDED) {
                score(snapshot.incident().id().number());
            }
            casework.receipts()
                    .makeOutcomes(snapshot.incident().id(), snapshot.incident().closedAs(), now);
        }
        jdbc.sql("update incident set settled = true where id = any(:ids)")
                .param("ids", IncidentStore.numbers(closed))
                .update();
        return closed.size();
    }

    /** From the latest verdicts of each reporter of that incident. */
    private void score(long incident) {
        var judged = new TreeMap<String, Integer>();
        jdbc.sql("""
                select reporter, count(*) filter (where verdict = 'confirmed') as confirmed,
                       count(*) filter (where verdict = 'false') as false_reports
                from (select reporter, verdict, row_number() over (partition by reporter order by at desc, incident desc) as age
                      from reporter_verdict
                      where verdict <> 'undecided'
                        and reporter in (select reporter from reporter_verdict where incident = :incident)) latest
                where age <= %d
                group by reporter
                """.formatted(ReporterScore.LATEST))
                .param("incident", incident)
                .query((ResultSet row) -> {
                    judged.put(
                            row.getString("reporter"),
                            ReporterScore.of(row.getInt("confirmed"), row.getInt("false_reports")));
                });
        judged.forEach((identity, score) ->
                jdbc.sql("""
                update reporter_record
                set score = :score,
                    confirmed = (select count(*) from reporter_verdict
                                 where reporter = identity and verdict = 'confirmed'),
                    false_reports = (select count(*) from reporter_verdict
                                     where reporter = identity and verdict = 'false')
                where identity = :identity
                """).param("score", score).param("identity", identity).update());
    }

    // ---- looking

    /**
     * A reporter as staff see him.
     *
     * @param confirmed incidents he had reported that turned out to be something
     * @param falseReports incidents that turned out to be nothing, or nothing of ours
     * @param score 0 to 100; below {@link ReporterScore#LOW} his word no longer counts, unless he was declared trusted
     */
    public record Standing(
            String identity,
            Instant firstSeen,
            Instant lastSeen,
            int reports,
            int confirmed,
            int falseReports,
            int score) {
        public boolean isLow() {
            return ReporterScore.isLow(score);
        }
    }

    /** Those with a low score first, then whoever reported last. */
    public List<Standing> latest(int limit) {
        return jdbc.sql("""
                select * from reporter_record order by score < %d desc, last_seen desc, identity limit :limit
                """.formatted(ReporterScore.LOW))
                .param("limit", limit)
                .query((row, ignored) -> new Standing(
                        row.getString("identity"),
                        instant(row, "first_seen"),
                        instant(row, "last_seen"),
                        row.getInt("reports"),
                        row.getInt("confirmed"),
                        row.getInt("false_reports"),
                        row.getInt("score")))
                .list();
    }

    /** Of whoever sent that message; empty before it was read and for what staff wrote down. */
    public Optional<Standing> of(MessageId message) {
        return jdbc.sql("""
                select reporter_record.* from report_author join reporter_record on identity = reporter
                where message = :message
                """)
                .param("message", message.number())
                .query((row, ignored) -> new Standing(
                        row.getString("identity"),
                        instant(row, "first_seen"),
                        instant(row, "last_seen"),
                        row.getInt("reports"),
                        row.getInt("confirmed"),
                        row.getInt("false_reports"),
                        row.getInt("score")))
                .optional();
    }
}
