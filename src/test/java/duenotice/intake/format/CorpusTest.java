package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Other people's real samples, where a copy of the corpus lies beside the project; it is not shipped with it. */
class CorpusTest {
    private static final Path CORPUS = Path.of("../shared/corpus");

    @ParameterizedTest
    @ValueSource(strings = {"abusehub", "arf", "shadowserver-csv", "shadowserver-mail", "xarf-v4", "free-text"})
    void every_real_sample_is_read_with_subject_time_category_and_reporter(String folder) throws IOException {
        assumeTrue(Files.exists(CORPUS.resolve("expected.jsonl")));
        List<String> misread = new ArrayList<>();
        for (var line : Files.readAllLines(CORPUS.resolve("expected.jsonl"))) {
            var expected = JsonMapper.shared().readTree(line);
            if (expected.path("file").asString().startsWith(folder + "/")) {
                misread.addAll(misread(expected));
            }
        }
        assertThat(misread).isEmpty();
    }

    private static List<String> misread(JsonNode expected) throws IOException {
        var file = expected.path("file").asString();
        var understanding = new Formats(Networks.UNKNOWN)
                .read(Submission.ofFile(
                        Files.readAllBytes(CORPUS.resolve(file)),
                        CORPUS.resolve(file).getFileName().toString()));
        List<String> misread = new ArrayList<>();
        if (!(understanding instanceof Understanding.Report(Reading reading))) {
            if (expected.path("is_report").asBoolean(false)) {
                misread.add(file + ": no report");
            }
            return misread;
        }
        Set<String> named = new HashSet<>();
        reading.findings()
                .forEach(finding -> named(finding).map(CorpusTest::spelt).forEach(named::add));
        for (var source : expected.path("sources")) {
            if (!named.contains(spelt(source.asString()))) {
                misread.add(file + ": " + source.asString() + " not among " + named);
            }
        }
        for (var finding : reading.findings()) {
            if (!finding.category().word().equals(expected.path("family").asString(""))) {
                misread.add(file + ": category " + finding.category());
            }
        }
        var time = expected.path("time").asString("");
        if (!time.isEmpty() && !reading.findings().isEmpty()) {
            var instant = OffsetDateTime.parse(time).toInstant();
            var told = reading.findings().stream()
                    .anyMatch(finding -> finding.observedAt()
                            .filter(at -> at.at().equals(instant))
                            .isPresent());
            if (!told) {
                misread.add(file + ": time is not " + time);
            }
        }
        if (!reading.reporter().orElse("").equals(expected.path("reporter").asString(""))) {
            misread.add(file + ": reporter " + reading.reporter());
        }
        return misread;
    }

    private static Stream<String> named(Finding finding) {
        var subject = finding.subject();
        return Stream.of(subject.ip().map(Prefix::text), subject.domain(), subject.url(), subject.account())
                .flatMap(java.util.Optional::stream);
    }

    private static String spelt(String source) {
        return Prefix.parse(source)
                .map(Prefix::text)
                .orElseGet(() -> source.replaceFirst("/$", "").toLowerCase(Locale.ROOT));
    }
}
