package duenotice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import duenotice.Score.Question;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScoreTest {
    private static final String LABEL = """
            {"file": "spam/one.eml", "kind": "report", "type": "messaging/spam", "sources": ["192.0.2.7"],
             "time": "2026-03-01T10:00:00+01:00", "family": "email-compromise"}""";

    private static final String FINDING = """
            {"category": "email-compromise", "type": "messaging/spam", "ip": "192.0.2.7", "domain": null,
             "url": null, "account": null, "observedAt": "2026-03-01T09:00:00Z"}""";

    @TempDir
    private Path folder;

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static Score scored(String label, String kind, String findings) {
        var score = new Score(Set.of("messaging/spam"));
        score.file(json(label), json("{\"kind\": \"%s\", \"findings\": [%s]}".formatted(kind, findings)));
        return score;
    }

    @Test
    void a_reading_that_says_what_the_label_says_is_right_in_everything() {
        var score = scored(LABEL, "report", FINDING);
        assertThat(score.misses()).isEmpty();
        assertThat(score.reachesMarks()).isTrue();
        assertThat(score.of(Question.TIME).asked()).isEqualTo(1);
    }

    @Test
    void every_wrong_answer_is_counted_where_it_belongs() {
        var other = FINDING.replace("192.0.2.7", "192.0.2.8")
                .replace("09:00", "10:00")
                .replace("email", "system")
                .replace("spam", "bulk_messaging");
        var score = scored(LABEL, "report", other);
        assertThat(score.misses().stream().map(Score.Miss::question))
                .containsExactlyInAnyOrder(
                        Question.SOURCES, Question.CATEGORY, Question.TYPE, Question.TIME, Question.NOTHING_EXTRA);
        assertThat(score.reachesMarks()).isFalse();
    }

    @Test
    void a_report_taken_for_something_else_misses_all_of_it() {
        var score = scored(LABEL, "bounce", "");
        assertThat(score.misses().stream().map(Score.Miss::question))
                .containsExactlyInAnyOrder(
                        Question.KIND, Question.SOURCES, Question.CATEGORY, Question.TYPE, Question.TIME);
    }

    @Test
    void a_robot_taken_for_an_answer_is_one_too_many() {
        var robot = "{\"file\": \"a/b\", \"kind\": \"automatic-reply\"}";
        assertThat(scored(robot, "automatic-reply", "").reachesMarks()).isTrue();
        assertThat(scored(robot, "bounce", "").misses().stream().map(Score.Miss::question))
                .containsExactly(Question.KIND, Question.ANSWERS);
        assertThat(scored(robot, "customer-reply", "").misses().stream().map(Score.Miss::question))
                .containsExactly(Question.KIND, Question.ANSWERS, Question.ROBOTS);
    }

    @Test
    void a_finding_about_something_else_is_extra_even_where_the_right_one_is_there() {
        var score = scored(LABEL, "report", FINDING + "," + FINDING.replace("192.0.2.7", "192.0.2.99"));
        assertThat(score.misses().stream().map(Score.Miss::question)).containsExactly(Question.NOTHING_EXTRA);
    }

    @Test
    void of_a_list_of_which_the_label_names_the_first_rows_no_more_is_named_than_it_has_rows() {
        var label = LABEL.replace("\"family\"", "\"records\": 2, \"family\"");
        var second = FINDING + "," + FINDING.replace("192.0.2.7", "192.0.2.8");
        var third = second + "," + FINDING.replace("192.0.2.7", "192.0.2.9");
        assertThat(scored(label, "report", second).misses()).isEmpty();
        assertThat(scored(label, "report", third).misses().stream().map(Score.Miss::question))
                .containsExactly(Question.NOTHING_EXTRA);
    }

    @Test
    void an_account_that_the_label_names_is_not_extra() {
        var label = "{\"file\": \"a/b\", \"kind\": \"report\", \"sources\": [], \"account\": {\"Name\": \"Some One\"}}";
        var account = "{\"category\": \"other\", \"account\": \"some one\"}";
        assertThat(scored(label, "report", account).misses()).isEmpty();
    }

    @Test
    void a_label_that_claims_nothing_asks_for_nothing() {
        var score = scored("{\"file\": \"a/b\", \"kind\": null, \"sources\": [], \"time\": null}", "unreadable", "");
        assertThat(score.of(Question.KIND).asked()).isZero();
        assertThat(score.misses()).isEmpty();
    }

    @Test
    void a_line_of_a_log_is_right_with_its_attacker_or_with_nobody() {
        var score = new Score(Set.of());
        score.logLine("logs/a", 1, "2001:db8:0::1", Set.of("2001:db8::1"));
        score.logLine("logs/a", 2, null, Set.of());
        score.logLine("logs/a", 3, null, Set.of("192.0.2.1"));
        score.logLine("logs/a", 4, "192.0.2.1", Set.of("192.0.2.1", "192.0.2.2"));
        score.logLine("logs/a", 5, "", Set.of("192.0.2.1"));
        score.logLine("logs/a", 6, "", Set.of());
        assertThat(score.of(Question.LOG_LINES)).isEqualTo(new Score.Tally(6, 3));
    }

    @Test
    void the_command_names_the_misses_and_fails_below_the_marks() throws IOException {
        Files.writeString(folder.resolve("expected.jsonl"), """
                {"file": "a.txt", "kind": "report", "sources": ["192.0.2.7"], "type": null, "time": null}
                {"file": "b.txt", "kind": "report", "sources": ["192.0.2.8"], "type": null, "time": null}
                """);
        Files.writeString(folder.resolve("a.txt"), "Phishing page on your server 192.0.2.7, please take it down.\n");
        Files.writeString(folder.resolve("b.txt"), "Nothing here.\n");
        var out = new StringWriter();
        var status =
                Duenotice.commandLine().setOut(new PrintWriter(out)).execute("score", "--misses", folder.toString());
        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("b.txt: not found: 192.0.2.8").contains("50.0 %  1 of 2, mark 98 %: NOT");
    }

    @Test
    void a_folder_without_labels_is_refused_in_a_sentence() {
        var err = new StringWriter();
        var status = Duenotice.commandLine()
                .setErr(new PrintWriter(err))
                .execute("score", folder.resolve("none").toString());
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("expected.jsonl is not there");
    }

    /** Other people's real reports, where a copy lies beside the project; they are not shipped with it. */
    @Test
    void real_reports_beside_the_project_are_read_up_to_the_marks() throws IOException {
        var corpus = Path.of("../shared/corpus");
        assumeTrue(Files.exists(corpus.resolve("expected.jsonl")), "no corpus beside the project");
        var score = ScoreCommand.of(corpus);
        for (var question : Question.values()) {
            assertThat(score.of(question).asked()).as(question.words()).isPositive();
            assertThat(score.of(question).percent())
                    .as(
                            "%s, misses %s",
                            question.words(),
                            score.misses().stream()
                                    .filter(miss -> miss.question() == question)
                                    .toList())
                    .isGreaterThanOrEqualTo(question.mark());
        }
    }
}
