package duenotice.portal;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.IncidentId;
import duenotice.report.Category;
import java.time.Duration;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether it helped: asked of customers on their page, and of everybody on the public one (R36, R38). */
class VotesOnPagesTest {
    private static final String ARTICLES = "details:has(form[name^=vote-])";

    private static final String ADA = "ada@kite.example";
    private static final String HOW = "/how-we-handle-abuse";

    private PagesUnderTest desk;
    private Browser browser;

    @BeforeEach
    void start() {
        desk = new PagesUnderTest((pages, beans) -> {}, PortalConfiguration.class);
        browser = desk.browser();
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private IncidentId openRedis(String server) {
        var incident = desk.open(server, "vulnerability/open_service", Category.SYSTEM_COMPROMISE);
        desk.reported(incident, "noc@reporter.example", "scan_redis port 6379");
        desk.until(Duration.ZERO);
        return incident;
    }

    private static Element form(Document page, String article) {
        var form = page.selectFirst("form[name=vote-" + article + "]");
        assertThat(form).as("the question below " + article).isNotNull();
        return form;
    }

    private static String pressed(Element form) {
        return form.select("button[aria-pressed=true]").attr("value");
    }

    @Test
    void a_customers_contact_votes_once_for_all_incidents_and_may_change_it() {
        var link = desk.link(openRedis("srv-1"), ADA);
        var page = browser.get(link).document();
        assertThat(page.select(ARTICLES + " summary").eachText()).containsExactly("Redis is open to the internet");
        assertThat(page.select(ARTICLES).hasAttr("open")).isFalse();
        assertThat(form(page, "open-redis").text()).isEqualTo("Did this help you? Yes No");

        var voted = browser.submit(form(page, "open-redis"), Map.of("helpful", "yes"));

        assertThat(voted.status()).isEqualTo(303);
        assertThat(voted.location()).endsWith(link + "?article=open-redis#vote-open-redis");
        var after = browser.get(link + "?article=open-redis").document();
        assertThat(after.select(ARTICLES).hasAttr("open")).isTrue();
        assertThat(pressed(form(after, "open-redis"))).isEqualTo("yes");
        assertThat(form(after, "open-redis").text()).contains("You said yes").contains("1 of 1 found this helpful.");

        var other = browser.get(desk.link(openRedis("srv-2"), ADA)).document();
        assertThat(pressed(form(other, "open-redis"))).isEqualTo("yes");
        browser.submit(form(other, "open-redis"), Map.of("helpful", "no"));
        assertThat(form(browser.get(link).document(), "open-redis").text())
                .contains("You said no")
                .contains("0 of 1 found this helpful.");
    }

    @Test
    void another_contact_sees_the_count_and_has_a_vote_of_his_own_in_his_language() {
        var ada = desk.link(openRedis("srv-1"), ADA);
        browser.submit(form(browser.get(ada).document(), "open-redis"), Map.of("helpful", "yes"));

        var joerg = desk.link(openRedis("srv-3"), "joerg@moewe.example");
        var page = browser.get(joerg).document();
        assertThat(pressed(form(page, "open-redis"))).isEmpty();
        assertThat(form(page, "open-redis").text())
                .contains("Hat Ihnen das geholfen?")
                .contains("1 von 1 fanden das hilfreich.");

        browser.submit(form(page, "open-redis"), Map.of("helpful", "no"));
        assertThat(form(browser.get(joerg).document(), "open-redis").text())
                .contains("Sie haben mit Nein gestimmt")
                .contains("1 von 2 fanden das hilfreich.");
    }

    @Test
    void nobody_votes_on_what_is_not_on_his_page_or_without_a_word() {
        var link = desk.link(openRedis("srv-1"), ADA);

        assertThat(browser.post(link + "/vote", Map.of("article", "open-ntp", "helpful", "yes"))
                        .status())
                .isEqualTo(422);
        var wordless = browser.post(link + "/vote", Map.of("article", "open-redis", "helpful", "perhaps"));
        assertThat(wordless.status()).isEqualTo(422);
        assertThat(wordless.document().select(".problem a").attr("href")).isEqualTo("#articles");
        assertThat(browser.post("/c/" + "a".repeat(52) + "/vote", Map.of("article", "open-redis", "helpful", "yes"))
                        .status())
                .isEqualTo(404);
        assertThat(browser.get(link).document().text()).doesNotContain("found this helpful");
    }

    @Test
    void everybody_may_say_whether_the_public_page_helped_once_for_each_address() {
        var page = browser.get(HOW + "?lang=de").document();
        assertThat(form(page, "how-we-handle-abuse").text()).isEqualTo("Hat Ihnen das geholfen? Ja Nein");

        var voted = browser.submit(form(page, "how-we-handle-abuse"), Map.of("helpful", "yes"));
        assertThat(voted.status()).isEqualTo(303);
        assertThat(voted.location()).contains("lang=de").endsWith("#vote-how-we-handle-abuse");
        var again = browser.submit(form(page, "how-we-handle-abuse"), Map.of("helpful", "no"));
        assertThat(again.status()).isEqualTo(303);

        var after = browser.get(HOW + "?lang=en&said=no").document();
        assertThat(pressed(form(after, "how-we-handle-abuse"))).isEqualTo("no");
        assertThat(form(after, "how-we-handle-abuse").text()).contains("0 of 1 found this helpful.");
        assertThat(pressed(form(browser.get(HOW).document(), "how-we-handle-abuse")))
                .as("others may share the address")
                .isEmpty();
        assertThat(voted.response().headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void another_site_cannot_vote_on_the_public_page() {
        var refused = browser.post(HOW + "/vote", Map.of("helpful", "yes", "token", "x".repeat(44)));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.document().select(".refusal").text()).contains("could not take this vote");
        assertThat(form(browser.get(HOW).document(), "how-we-handle-abuse").text())
                .doesNotContain("found this helpful");
    }
}
