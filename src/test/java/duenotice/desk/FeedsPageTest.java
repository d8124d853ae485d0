package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.portal.Browser;
import duenotice.portal.PagesUnderTest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page with feeds in every state that they can be in. */
class FeedsPageTest {
    private PagesUnderTest desk;

    @BeforeEach
    void start() {
        desk = DeskTest.withDesk();
        feed("fresh", "dnsbl", "null", "null", "null", 0, false);
        feed("good", "drop", "now() - interval '3 hours'", "null", "1480", 0, false);
        feed("mended", "asn-drop", "now()", "'HTTP 503'", "371", 0, false);
        feed("locked", "shadowserver", "now()", "'HTTP 401: we are not let in <b>'", "14", 6, false);
        feed("short", "list", "now()", "'the list has 12 rows and had 80'", "80", 1, true);
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private void feed(
            String name, String kind, String success, String error, String rows, int failures, boolean doubtful) {
        desk.transactions()
                .jdbc()
                .sql("""
                        insert into feed (name, kind, every, next_at, round_from, last_success_at, last_error_at, last_error, rows,
                            failures, doubtful)
                        values ('%1$s', '%2$s', 'PT1H', :next, :next, %3$s, case when %4$s is null then null else now() end, %4$s,
                            %5$s, %6$d, %7$s)
                        """.formatted(name, kind, success, error, rows, failures, doubtful))
                .param("next", desk.casework.now().plus(Duration.ofHours(5)).atOffset(ZoneOffset.UTC))
                .update();
    }

    private Browser as(String name) {
        var browser = desk.browser();
        browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", name, "password", "rehearsal-" + name));
        return browser;
    }

    private static String row(Document page, String name) {
        return page.select("tbody tr").stream()
                .map(row -> row.text())
                .filter(text -> text.startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void every_feed_says_how_it_stands_and_why() {
        var page = as("agent").get("/desk/feeds").document();

        assertThat(page.select("tbody th span").eachText())
                .containsExactly("locked", "short", "fresh", "good", "mended");
        assertThat(row(page, "fresh")).contains("dnsbl", "not yet looked at", "never none");
        assertThat(row(page, "good")).contains("in order", "of 1480 rows");
        assertThat(row(page, "mended")).contains("in order", "HTTP 503");
        assertThat(row(page, "locked"))
                .contains("fails, 6 times", "14 documents at its last look", "HTTP 401: we are not let in <b>");
        assertThat(row(page, "short")).contains("too short", "the list has 12 rows and had 80");
        assertThat(page.select("main form")).as("agents only look").isEmpty();
    }

    @Test
    void only_a_list_that_came_whole_can_be_believed_and_any_that_fails_is_looked_at_sooner() {
        var engineer = as("engineer");
        var page = engineer.get("/desk/feeds");
        assertThat(page.document().select("main form button").eachText())
                .containsExactly("Look again now", "Look again and believe it");

        assertThat(engineer.submit(page.form("form[name=again-locked]"), Map.of())
                        .status())
                .isEqualTo(303);
        assertThat(engineer.submit(page.form("form[name=believe-short]"), Map.of())
                        .status())
                .isEqualTo(303);
        var token = page.document().selectFirst("input[name=_csrf]").val();
        assertThat(engineer.post("/desk/feeds/locked/believe", Map.of("_csrf", token))
                        .status())
                .isEqualTo(404);
        assertThat(engineer.post("/desk/feeds/good/again", Map.of("_csrf", token))
                        .status())
                .isEqualTo(404);

        assertThat(desk.transactions()
                        .jdbc()
                        .sql("select name || ' ' || believed from feed where next_at <= :now order by name")
                        .param("now", desk.casework.now().atOffset(ZoneOffset.UTC))
                        .query(String.class)
                        .list())
                .containsExactly("locked false", "short true");
        assertThat(as("agent")
                        .post("/desk/feeds/locked/again", Map.of("_csrf", token))
                        .status())
                .isEqualTo(403);
    }
}
