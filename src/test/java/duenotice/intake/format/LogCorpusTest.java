package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import duenotice.report.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Other people's labelled log lines, where a copy of the corpus lies beside the project. */
class LogCorpusTest {
    private static final Path CORPUS = Path.of("../shared/corpus");

    @Test
    void at_least_97_of_100_lines_accuse_whom_they_should_or_nobody() throws IOException {
        assumeTrue(Files.exists(CORPUS.resolve("expected-log-lines.jsonl")));
        Map<String, Map<Integer, Set<String>>> read = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        var asked = 0;
        for (var label : Files.readAllLines(CORPUS.resolve("expected-log-lines.jsonl"))) {
            var expected = JsonMapper.shared().readTree(label);
            var file = expected.path("file").asString();
            if (!read.containsKey(file)) {
                read.put(file, accused(CORPUS.resolve(file)));
            }
            var named = read.get(file).getOrDefault(expected.path("line").asInt(), Set.of());
            asked++;
            if (!isRight(expected, named)) {
                wrong.add(file + ":" + expected.path("line").asInt() + " " + named);
            }
        }
        assertThat(asked).isPositive();
        assertThat(wrong).as("of " + asked).hasSizeLessThanOrEqualTo(asked * 3 / 100);
    }

    private static Map<Integer, Set<String>> accused(Path file) throws IOException {
        Map<Integer, Set<String>> accused = new HashMap<>();
        var submission =
                Submission.ofFile(Files.readAllBytes(file), file.getFileName().toString());
        if (new Formats(Networks.UNKNOWN).read(submission) instanceof Understanding.Report(var reading)) {
            for (var finding : reading.findings()) {
                accused.computeIfAbsent(finding.line().orElse(0), unseen -> new HashSet<>())
                        .add(finding.subject().named());
            }
        }
        return accused;
    }

    /** A line said to accuse without a host is right when it accuses anybody. */
    private static boolean isRight(JsonNode expected, Set<String> named) {
        if (!expected.path("match").asBoolean()) {
            return named.isEmpty();
        }
        var host = expected.path("host").asString("");
        return host.isEmpty()
                ? !named.isEmpty()
                : named.equals(Set.of(Prefix.parse(host).map(Prefix::text).orElse(host)));
    }
}
