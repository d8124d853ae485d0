package duenotice.inventory;

import duenotice.inventory.Attribution.Candidate;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who held each of many addresses that lie close together: all that was assigned in their block is fetched at once, for
 * a fraction of what a look-up for each costs. Leaves aside prefixes, lonely addresses, those that nobody held, and
 * shared ones, where host names count.
 */
final class Neighbours {
    /** Fewer addresses of a block may cost less one by one than fetching all that lies in it. */
    private static final int FEWEST = 8;

    /** Addresses in a block: those that differ in their last byte. */
    private static final int BLOCK = 256;

    private static final int BLOCK_BITS = 8;

    private final JdbcClient jdbc;

    Neighbours(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keyed by the place of the question.
     *
     * @param most candidates of a question
     */
    Map<Integer, List<Candidate>> of(List<Question> questions, Instant now, int most) {
        var crowds = crowds(questions);
        if (crowds.isEmpty()) {
            return Map.of();
        }
        var spans = questions.stream().map(question -> Span.of(question, now)).toList();
        var tenures = tenures(crowds.keySet(), spans);
        var answers = new HashMap<Integer, List<Candidate>>();
        crowds.forEach((block, numbers) -> {
            var held = byAddress(tenures.getOrDefault(block, List.of()));
            for (var number : numbers) {
                var span = spans.get(number);
                var meant = held.get(lastByte(questions.get(number).address().orElseThrow())).stream()
                        .filter(tenure -> tenure.overlaps(span))
                        .toList();
                if (!meant.isEmpty() && meant.stream().noneMatch(Tenure::shared)) {
                    answers.put(number, candidates(meant, span.at(), most));
                }
            }
        });
        return answers;
    }

    /** The places of the questions about single addresses, by their block; of blocks that many are about. */
    private static Map<Prefix, List<Integer>> crowds(List<Question> questions) {
        var crowds = new HashMap<Prefix, List<Integer>>();
        if (questions.size() >= FEWEST) {
            for (var number = 0; number < questions.size(); number++) {
                var address = questions.get(number).address().filter(Prefix::isAddress);
                if (address.isPresent()) {
                    crowds.computeIfAbsent(block(address.get()), ignored -> new ArrayList<>())
                            .add(number);
                }
            }
            crowds.values().removeIf(numbers -> numbers.size() < FEWEST);
        }
        return crowds;
    }

    private static Prefix block(Prefix address) {
        return address.widened(address.length() - BLOCK_BITS);
    }

    private static int lastByte(Prefix address) {
        var bytes = address.bytes();
        return bytes[bytes.length - 1] & 255;
    }

    /** Of every address in the block those who held it. */
    private static List<List<Tenure>> byAddress(List<Tenure> tenures) {
        var held = Stream.generate(() -> (List<Tenure>) new ArrayList<Tenure>())
                .limit(BLOCK)
                .toList();
        for (var tenure : tenures) {
            var bits = (tenure.address().isV6() ? 128 : 32) - tenure.address().length();
            var first = bits >= BLOCK_BITS ? 0 : lastByte(tenure.address());
            var number = bits >= BLOCK_BITS ? BLOCK : 1 << bits;
            for (var address = first; address < first + number; address++) {
                held.get(address).add(tenure);
            }
        }
        return held;
    }

    private static List<Candidate> candidates(List<Tenure> meant, Instant at, int most) {
        return meant.stream()
                .sorted(Comparator.comparing((Tenure tenure) -> tenure.includes(at))
                        .reversed()
                        .thenComparing(
                                tenure -> tenure.until().orElse(Instant.MAX),
                                Comparator.<Instant>naturalOrder().reversed())
                        .thenComparing(tenure -> tenure.server().text()))
                .limit(most)
                .map(tenure -> new Candidate(
                        tenure.server(), tenure.customer(), tenure.shared(), true, tenure.includes(at), 0))
                .toList();
    }

    /** Those that begin or end in the blocks, or contain them, some time between the first and the last of the spans. */
    private Map<Prefix, List<Tenure>> tenures(Collection<Prefix> blocks, List<Span> spans) {
        var tenures = new HashMap<Prefix, List<Tenure>>();
        jdbc.sql("""
                select block.text as block, assignment.address::text as address, assignment.server, server_owner.customer,
                       assignment.shared,
                       lower(assignment.during * server_owner.during) as held_from,
                       upper(assignment.during * server_owner.during) as held_until
                from unnest((select cast(:blocks as text[]))) as block(text)
                join assignment on assignment.address && block.text::inet
                join server_owner on server_owner.server = assignment.server
                                 and server_owner.during && assignment.during
                where assignment.during && tstzrange(:from, :until, '[]')
                  and server_owner.during && tstzrange(:from, :until, '[]')
                """)
                .param("blocks", blocks.stream().map(Prefix::text).toArray(String[]::new))
                .param(
                        "from",
                        spans.stream()
                                .map(Span::from)
                                .min(Comparator.naturalOrder())
                                .orElseThrow()
                                .atOffset(ZoneOffset.UTC))
                .param(
                        "until",
                        spans.stream()
                                .map(Span::until)
                                .max(Comparator.naturalOrder())
                                .orElseThrow()
                                .atOffset(ZoneOffset.UTC))
                .query((ResultSet row) -> {
                    tenures.computeIfAbsent(new Prefix(row.getString("block")), ignored -> new ArrayList<>())
                            .add(Tenure.of(row));
                });
        return tenures;
    }

    /**
     * The time that a question is about.
     *
     * @param until itself belongs to it
     * @param at the event, or where that is not sure the instant that counts as it
     */
    private record Span(Instant from, Instant until, Instant at) {
        static Span of(Question question, Instant now) {
            return question.at()
                    .map(at -> new Span(at, at, at))
                    .orElseGet(() -> new Span(now.minus(Inventory.UNCERTAIN_AFTER_CHANGE), now, now));
        }
    }

    /**
     * A server had the address while the customer had the server.
     *
     * @param until itself is no part of it
     */
    private record Tenure(
            Prefix address,
            ServerId server,
            CustomerId customer,
            boolean shared,
            Optional<Instant> from,
            Optional<Instant> until) {
        static Tenure of(ResultSet row) throws SQLException {
            return new Tenure(
                    Prefix.of(row.getString("address")),
                    new ServerId(row.getString("server")),
                    new CustomerId(row.getString("customer")),
                    row.getBoolean("shared"),
                    instant(row, "held_from"),
                    instant(row, "held_until"));
        }

        private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
            return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
        }

        boolean overlaps(Span span) {
            return from.filter(span.until()::isBefore).isEmpty()
                    && until.filter(end -> !end.isAfter(span.from())).isEmpty();
        }

        boolean includes(Instant at) {
            return from.filter(at::isBefore).isEmpty()
                    && until.filter(end -> !end.isAfter(at)).isEmpty();
        }
    }
}
