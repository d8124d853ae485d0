package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.RunningRehearsal;
import duenotice.portal.Browser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** "Is this still right?", over two years, by mail and HTTP alone (R32). */
class YearlyQuestionStoryTest {
    private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+(/contacts/[a-z0-9]+)");
    private static final String RIEKE = "rieke@wiesengrund.example";
    private static final String OWNER = "leitung@wiesengrund.example";

    @Test
    void each_contact_is_asked_at_most_once_a_year_and_answers_with_one_button() {
        try (var desk = RunningRehearsal.start(Instant.parse("2026-06-01T09:00:00Z"))) {
            days(desk, 364);
            assertThat(desk.shown("/rehearsal/mail")).isEmpty();
            days(desk, 2);
            assertThat(questions(desk, RIEKE)).hasSize(1);
            assertThat(questions(desk, OWNER)).hasSize(1);
            var question = questions(desk, RIEKE).getFirst();
            assertThat(question.path("subject").asString()).startsWith("Stimmt das noch?");
            var link = PAGE.matcher(question.path("text").asString());
            assertThat(link.find()).isTrue();

            var browser = new Browser(desk.address());
            var shown = browser.get(link.group(1));
            assertThat(shown.body()).contains("Stimmt das noch?").contains("+493023125111");
            assertThat(browser.submit(shown.form("form[name=right]"), Map.of()).status())
                    .isEqualTo(303);
            assertThat(browser.get(link.group(1)).body()).contains("Danke");

            days(desk, 32);
            assertThat(unverified(desk)).contains(OWNER).doesNotContain(RIEKE);
            days(desk, 300);
            assertThat(questions(desk, RIEKE)).hasSize(1);
            assertThat(questions(desk, OWNER)).hasSize(1);
            days(desk, 40);
            assertThat(questions(desk, RIEKE)).hasSize(2);
            assertThat(questions(desk, OWNER)).hasSize(2);
        }
    }

    private static void days(RunningRehearsal desk, int days) {
        for (var left = days; left > 0; left -= 40) {
            desk.pass(Duration.ofDays(Math.min(40, left)));
        }
    }

    private static List<JsonNode> questions(RunningRehearsal desk, String address) {
        return desk.shown("/rehearsal/mail")
                .valueStream()
                .filter(mail -> mail.path("to").path(0).asString().equals(address))
                .toList();
    }

    private static List<String> unverified(RunningRehearsal desk) {
        return desk.told("auditor", "GET", "/anomalies", "")
                .valueStream()
                .filter(one -> one.path("kind").asString().equals("unverified"))
                .map(one -> one.path("contact").asString())
                .toList();
    }
}
