package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whole reports kept as files, each beside what is to be understood of it. */
class SampleReportsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    static Stream<Path> samples() throws IOException, URISyntaxException {
        var folder = Path.of(Objects.requireNonNull(SampleReportsTest.class.getResource("/reports"))
                .toURI());
        try (var files = Files.walk(folder)) {
            return files
                    .filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith(".expected.json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_is_read_as_it_is_meant(Path sample) throws IOException {
        var name = sample.getFileName().toString();
        var expectation = sample.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".expected.json");
        var expected = JSON.readTree(Files.readAllBytes(expectation));

        var understanding = new Formats(networks(expected)).read(Submission.ofFile(Files.readAllBytes(sample), name));

        assertThat(format(understanding)).isEqualTo(expected.path("format").asStringOpt());
        assertThat(findings(understanding)).isEqualTo(expected.path("findings"));
        var warnings = warnings(understanding);
        for (var warning : expected.path("warnings")) {
            assertThat(warnings).anyMatch(said -> said.contains(warning.asString()));
        }
        if (expected.has("warnings") && expected.path("warnings").isEmpty()) {
            assertThat(warnings).isEmpty();
        }
        if (expected.has("reporter")) {
            assertThat(reading(understanding).flatMap(Reading::reporter))
                    .contains(expected.path("reporter").asString());
        }
        if (expected.has("reportId")) {
            assertThat(reading(understanding).flatMap(Reading::reportId))
                    .contains(expected.path("reportId").asString());
        }
        assertThat(reading(understanding).map(Reading::excerpt).orElse("")).hasSizeLessThanOrEqualTo(Excerpt.LONGEST);
    }

    private static Networks networks(JsonNode expected) {
        List<Prefix> own = new ArrayList<>();
        expected.path("networks").forEach(network -> own.add(Prefix.of(network.asString())));
        return Networks.of(own);
    }

    private static Optional<Reading> reading(Understanding understanding) {
        return understanding instanceof Understanding.Report(var reading) ? Optional.of(reading) : Optional.empty();
    }

    private static Optional<String> format(Understanding understanding) {
        return switch (understanding) {
            case Understanding.FiledAway(var format, var _) -> Optional.of(format);
            case Understanding.ForPerson(var format, var _) -> Optional.of(format);
            case Understanding.Report(var reading) -> Optional.of(reading.format());
            case Understanding.Unreadable(var _) -> Optional.empty();
            case Understanding.NoReport() -> Optional.empty();
        };
    }

    private static List<String> warnings(Understanding understanding) {
        return switch (understanding) {
            case Understanding.Report(var reading) -> reading.warnings();
            case Understanding.Unreadable(var reason) -> List.of(reason);
            case Understanding.FiledAway(var _, var reason) -> List.of(reason);
            case Understanding.ForPerson(var _, var reason) -> List.of(reason);
            case Understanding.NoReport() -> List.of();
        };
    }

    private static JsonNode findings(Understanding understanding) {
        var array = JSON.createArrayNode();
        reading(understanding)
                .map(Reading::findings)
                .orElse(List.of())
                .forEach(finding -> describe(finding, array.addObject()));
        return array;
    }

    private static void describe(Finding finding, ObjectNode json) {
        var subject = finding.subject();
        json.put("category", finding.category().word());
        finding.type().ifPresent(type -> json.put("type", type.toString()));
        subject.ip().ifPresent(ip -> json.put("ip", ip.text()));
        subject.port().ifPresent(port -> json.put("port", port));
        subject.domain().ifPresent(domain -> json.put("domain", domain));
        subject.url().ifPresent(url -> json.put("url", url));
        subject.account().ifPresent(account -> json.put("account", account));
        finding.line().ifPresent(line -> json.put("line", line));
        finding.observedAt()
                .ifPresent(at -> json.put("observedAt", at.at().toString()).put("zoneKnown", at.zoneKnown()));
    }
}
