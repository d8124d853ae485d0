package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.knowledge.Viewer;
import duenotice.knowledge.Votes;
import duenotice.portal.Browser;
import duenotice.portal.PagesUnderTest;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The articles and what readers think of them, as staff see it (R38). */
class KnowledgePageTest {
    private PagesUnderTest desk;

    @BeforeEach
    void start() {
        desk = DeskTest.withDesk();
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private Browser as(String name) {
        var browser = desk.browser();
        browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", name, "password", "rehearsal-" + name));
        return browser;
    }

    private void voted(String article, Locale language, boolean... helpful) {
        var votes = new Votes(desk.transactions());
        for (var reader = 0; reader < helpful.length; reader++) {
            votes.cast(article, language, Viewer.contact(reader + "@kite.example", "s"), helpful[reader], desk.now());
        }
    }

    @Test
    void lists_every_article_with_its_languages_and_votes_and_first_what_is_to_be_rewritten() {
        voted("port-scan", Locale.GERMAN, true, false, false, false);
        voted("open-snmp", Locale.ENGLISH, false, false, false);
        voted("open-redis", Locale.ENGLISH, true, true, false);

        var page = as("agent").get("/desk/knowledge").document();

        var rows = page.select("tbody tr");
        assertThat(rows).hasSize(34);
        assertThat(rows.get(0).text())
                .startsWith(
                        "SNMP answers everybody on the internet open-snmp 0 of 3 to be rewritten English 0 of 3 German");
        assertThat(rows.get(1).text()).contains("port-scan 1 of 4 to be rewritten English German 1 of 4");
        assertThat(page.select("tbody .is-warn")).hasSize(2);
        assertThat(rows.eachText())
                .anyMatch(row -> row.contains("open-redis 2 of 3 English 2 of 3 German"))
                .anyMatch(row -> row.contains("spam-script no votes yet English German"));
        assertThat(page.select("nav[aria-label=Desk] a[aria-current]").text()).isEqualTo("Knowledge");
    }

    @Test
    void an_article_is_read_in_both_languages_with_what_it_comes_with() {
        var agent = as("agent");

        var english = agent.get("/desk/knowledge/open-redis").document();
        var german = agent.get("/desk/knowledge/open-redis?language=de").document();

        assertThat(english.select("h1").text()).isEqualTo("Redis is open to the internet");
        assertThat(english.select("section.article").attr("lang")).isEqualTo("en");
        assertThat(english.text())
                .contains("Whoever reaches Redis without a password")
                .contains("where the evidence has one of: redis");
        assertThat(german.select("section.article").attr("lang")).isEqualTo("de");
        assertThat(german.select("section.article h2").eachText())
                .containsExactly("Erkennen", "Jetzt beheben", "Vorbeugen", "Prüfen");
        assertThat(german.select("ul.languages a[aria-current]").text()).isEqualTo("German");
        assertThat(agent.get("/desk/knowledge/open-redis?language=fr")
                        .document()
                        .select("h1")
                        .text())
                .as("English where there is no other")
                .isEqualTo("Redis is open to the internet");
        assertThat(agent.get("/desk/knowledge/no-such-thing").status()).isEqualTo(404);
    }

    @Test
    void each_of_the_staff_has_one_vote_and_may_change_it() {
        var agent = as("agent");
        var path = "/desk/knowledge/open-redis?language=de";

        agent.submit(agent.get(path).form("form[name=vote]"), Map.of("helpful", "yes"));
        var voted = agent.submit(agent.get(path).form("form[name=vote]"), Map.of("helpful", "no"));
        var lead = as("lead");
        lead.submit(lead.get(path).form("form[name=vote]"), Map.of("helpful", "yes"));

        assertThat(voted.status()).isEqualTo(303);
        assertThat(voted.location()).endsWith(path + "#vote");
        var page = agent.get(path).document();
        assertThat(page.select("form[name=vote]").text())
                .contains("You said no")
                .contains("1 of 2 readers found it helpful.");
        assertThat(page.select("button[aria-pressed=true]").attr("value")).isEqualTo("no");
    }

    @Test
    void a_vote_without_the_sessions_token_is_not_taken() {
        var agent = as("agent");

        var forged = agent.post("/desk/knowledge/open-redis/vote", Map.of("language", "en", "helpful", "yes"));

        assertThat(forged.status()).isEqualTo(403);
        assertThat(agent.get("/desk/knowledge/open-redis").document().text()).contains("Nobody has voted yet.");
    }
}
