package duenotice;

import duenotice.report.Prefix;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Compares what was read of labelled files with their labels, and counts what was right.
final class Score {
    /// What is asked of a reading, and the share of answers that must be right.
    enum Question {
        KIND("kind", 98),
        ANSWERS("answers, bounces and robots told apart", 98),
        ROBOTS("no robot taken for an answer", 100),
        SOURCES("sources, all found", 98),
        CATEGORY("category", 98),
        TIME("time of the event", 98),
        TYPE("type", 95),
        NOTHING_EXTRA("no other address", 99),
        LOG_LINES("log lines", 97);

        private final String words;
        private final double mark;

        Question(String words, double mark) {
            this.words = words;
            this.mark = mark;
        }

        String words() {
            return words;
        }

        /// Percent.
        double mark() {
            return mark;
        }
    }

    /// A wrong answer: to which question, in which file, and in which way.
    record Miss(Question question, String file, String how) {}

    /// How often a question was asked, and how often answered rightly.
    record Tally(int asked, int right) {
        private static final Tally NONE = new Tally(0, 0);

        private Tally with(boolean good) {
            return new Tally(asked + 1, right + (good ? 1 : 0));
        }

        double percent() {
            return asked == 0 ? 100 : 100.0 * right / asked;
        }
    }

    private static final String ANSWER = "customer-reply";

    /// Kinds of mail that come back to ours.
    private static final Set<String> WHAT_COMES_BACK = Set.of("bounce", "automatic-reply", ANSWER);

    private final Set<String> types;
    private final Map<Question, Tally> total = new TreeMap<>();
    private final Map<String, Map<Question, Tally>> folders = new TreeMap<>();
    private final List<Miss> misses = new ArrayList<>();

    /// @param types those that count; a label that is none of them asks for nothing
    Score(Set<String> types) {
        this.types = Set.copyOf(types);
    }

    /// One file.
    ///
    /// @param label a line of `expected.jsonl`; null in a field means that nothing is claimed
    /// @param reading as `read` prints it
    void file(JsonNode label, JsonNode reading) {
        var file = label.path("file").asString();
        var kind = label.path("kind").asString("");
        if (!kind.isEmpty()) {
            var read = reading.path("kind").asString();
            answer(Question.KIND, file, read.equals(kind), read + " instead of " + kind);
            if (WHAT_COMES_BACK.contains(kind)) {
                answer(Question.ANSWERS, file, read.equals(kind), read + " instead of " + kind);
            }
            if (WHAT_COMES_BACK.contains(kind) && !kind.equals(ANSWER)) {
                answer(Question.ROBOTS, file, !read.equals(ANSWER), "taken for an answer");
            }
        }
        if (kind.equals("report")) {
            findings(file, label, reading.path("findings"));
        }
    }

    private void findings(String file, JsonNode label, JsonNode findings) {
        var wanted = stream(label.path("sources"))
                .map(source -> spelt(source.asString()))
                .collect(Collectors.toSet());
        var named = new HashSet<String>();
        for (var finding : findings) {
            named.addAll(named(finding));
        }
        if (!wanted.isEmpty()) {
            var missing =
                    wanted.stream().filter(source -> !named.contains(source)).toList();
            answer(Question.SOURCES, file, missing.isEmpty(), "not found: " + few(missing) + ", but " + few(named));
        }
        var family = label.path("family").asString("");
        if (!family.isEmpty()) {
            var read = words(findings, "category");
            answer(Question.CATEGORY, file, read.equals(Set.of(family)), few(read) + " instead of " + family);
        }
        var type = label.path("type").asString("");
        if (types.contains(type)) {
            var read = words(findings, "type");
            answer(Question.TYPE, file, read.contains(type), few(read) + " instead of " + type);
        }
        var time = label.path("time").asString("");
        if (!time.isEmpty()) {
            var at = OffsetDateTime.parse(time).toInstant();
            var read = words(findings, "observedAt");
            answer(
                    Question.TIME,
                    file,
                    read.stream().map(Instant::parse).anyMatch(at::equals),
                    few(read) + " instead of " + at);
        }
        var extra = extra(label, findings, wanted);
        answer(Question.NOTHING_EXTRA, file, extra.isEmpty(), "not asked for: " + few(extra));
    }

    /// What a finding is about that the label does not name. Of a list the label may name the first rows only; then no
    /// more may be named than it has rows, or the other side of some row was taken too.
    private static Set<String> extra(JsonNode label, JsonNode findings, Set<String> wanted) {
        var accounts = stream(label.path("account"))
                .map(account -> spelt(account.asString("")))
                .collect(Collectors.toSet());
        var strange = stream(findings)
                .map(Score::named)
                .filter(named -> named.stream().noneMatch(wanted::contains))
                .filter(named -> named.stream().noneMatch(accounts::contains))
                .collect(Collectors.toSet());
        return strange.size() + wanted.size() <= label.path("records").asInt(0)
                ? Set.of()
                : strange.stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /// One line of a log.
    ///
    /// @param wanted the attacker's address or name; empty where the label does not name him, null where the line
    ///     accuses nobody
    void logLine(String file, int line, @Nullable String wanted, Set<String> named) {
        var right = wanted == null
                ? named.isEmpty()
                : wanted.isEmpty()
                        ? !named.isEmpty()
                        : named.stream()
                                .map(Score::spelt)
                                .collect(Collectors.toSet())
                                .equals(Set.of(spelt(wanted)));
        answer(Question.LOG_LINES, file, right, "line " + line + ": " + few(named) + " instead of " + wanted);
    }

    private void answer(Question question, String file, boolean right, String how) {
        total.merge(question, Tally.NONE.with(right), Score::sum);
        folders.computeIfAbsent(file.substring(0, Math.max(0, file.indexOf('/'))), unseen -> new TreeMap<>())
                .merge(question, Tally.NONE.with(right), Score::sum);
        if (!right) {
            misses.add(new Miss(question, file, how));
        }
    }

    private static Tally sum(Tally one, Tally other) {
        return new Tally(one.asked + other.asked, one.right + other.right);
    }

    Tally of(Question question) {
        return Objects.requireNonNull(total.getOrDefault(question, Tally.NONE));
    }

    Map<String, Map<Question, Tally>> folders() {
        return folders;
    }

    List<Miss> misses() {
        return misses;
    }

    /// Every question that was asked at all reaches its mark, and some were asked.
    boolean reachesMarks() {
        return !total.isEmpty()
                && total.entrySet().stream()
                        .allMatch(entry ->
                                entry.getValue().percent() >= entry.getKey().mark());
    }

    private static Set<String> words(JsonNode findings, String field) {
        return stream(findings)
                .map(finding -> finding.path(field).asString(""))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Set<String> named(JsonNode finding) {
        return Stream.of("ip", "domain", "url", "account")
                .map(field -> finding.path(field).asString(""))
                .filter(text -> !text.isEmpty())
                .map(Score::spelt)
                .collect(Collectors.toSet());
    }

    /// One spelling of addresses, and of URLs with and without a slash at the end.
    private static String spelt(String source) {
        return Prefix.parse(source)
                .map(Prefix::text)
                .orElseGet(() -> source.replaceFirst("/$", "").toLowerCase(Locale.ROOT));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return array.valueStream();
    }

    private static String few(java.util.Collection<String> words) {
        return words.isEmpty()
                ? "nothing"
                : words.stream().sorted().limit(4).collect(Collectors.joining(", ")) + (words.size() > 4 ? " …" : "");
    }
}
