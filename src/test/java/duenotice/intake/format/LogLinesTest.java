package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogLinesTest {
    @Test
    void a_line_is_counted_with_the_comments_before_it() {
        assertThat(findings("""
                # a comment

                Mar  4 02:11:09 gate1 sshd[20811]: Invalid user oracle from 198.51.100.23 port 40112
                """)).singleElement().satisfies(finding -> {
            assertThat(finding.line()).contains(3);
            assertThat(finding.subject().ip()).contains(Prefix.of("198.51.100.23"));
            assertThat(finding.observedAt()).isEmpty();
        });
    }

    static Stream<Arguments> programs() throws IOException {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        try (var stream = Objects.requireNonNull(LogLinesTest.class.getResourceAsStream("/log-lines.txt"))) {
            for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    section = new ArrayList<>();
                    sections.put(line, section);
                } else if (line.indexOf('\t') > 0) {
                    section.add(line);
                }
            }
        }
        return sections.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void lines_of_many_programs_accuse_whom_they_mean_and_nobody_else(String program, List<String> labelled) {
        List<String> expected = new ArrayList<>();
        for (var i = 0; i < labelled.size(); i++) {
            var accused = labelled.get(i).substring(0, labelled.get(i).indexOf('\t'));
            if (!accused.equals("-")) {
                expected.add(i + 1 + " " + accused);
            }
        }
        var log = labelled.stream()
                .map(line -> line.substring(line.indexOf('\t') + 1) + "\n")
                .collect(Collectors.joining());

        assertThat(findings(log))
                .as(program)
                .extracting(finding ->
                        finding.line().orElseThrow() + " " + finding.subject().named())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void a_failure_that_names_nobody_accuses_whom_its_session_names() {
        assertThat(findings("""
                Mar  4 02:11:07 gate1 sshd[1]: Connection from 198.51.100.23 port 40112 on 192.0.2.10 port 22
                Mar  4 02:11:07 gate1 sshd[2]: Connection from 192.0.2.99 port 40113 on 192.0.2.10 port 22
                Mar  4 02:11:09 gate1 sshd[1]: fatal: Unable to negotiate a key exchange method [preauth]
                """))
                .extracting(finding ->
                        finding.line().orElseThrow() + " " + finding.subject().named())
                .containsExactly("3 198.51.100.23");
    }

    @Test
    void a_failure_that_the_session_left_open_accuses_at_the_end_of_the_log() {
        var failure =
                "Mar  4 07:31:44 gate1 sshd[3]: pam_unix(sshd:auth): authentication failure; uid=0 rhost=203.0.113.9  user=kim\n";
        var success = "Mar  4 07:31:46 gate1 sshd[3]: Accepted password for kim from 203.0.113.9 port 4000 ssh2\n";

        assertThat(findings(failure)).hasSize(1);
        assertThat(findings(failure + success)).isEmpty();
    }

    @Test
    void a_table_with_headings_and_a_letter_are_no_logs() {
        assertThat(format("timestamp,ip,port,tag\n2026-03-01 00:00:00,198.51.100.1,80,failed login\n"))
                .isNotEqualTo(Optional.of("log-lines"));
        assertThat(format("Hello,\nyour server 198.51.100.1 failed to behave on 2026-03-01 00:00:00.\nRegards\n"))
                .isNotEqualTo(Optional.of("log-lines"));
    }

    @Test
    void a_megabyte_in_one_line_is_read_in_no_time() {
        for (var filling : List.of("failed from 198.51.100.1 ", "(", "1.1.1.1.", "a:", "[client ")) {
            var line = "2026-03-01 00:00:00 host sshd[1]: " + filling.repeat(1_000_000 / filling.length());

            Assertions.assertTimeout(Duration.ofSeconds(2), () -> findings(line));
        }
    }

    private static List<Finding> findings(String log) {
        return read(log) instanceof Understanding.Report(var reading) ? reading.findings() : List.of();
    }

    private static Optional<String> format(String text) {
        return read(text) instanceof Understanding.Report(var reading)
                ? Optional.of(reading.format())
                : Optional.empty();
    }

    private static Understanding read(String text) {
        return new Formats(Networks.UNKNOWN).read(Submission.ofFile(text.getBytes(StandardCharsets.UTF_8), "some.txt"));
    }
}
