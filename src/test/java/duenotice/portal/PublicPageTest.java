package duenotice.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How we handle abuse, for everybody, by brand and language, out of the policies in force (R36, R39). */
class PublicPageTest {
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

    private Document page(String query) {
        return browser.get(HOW + query).document();
    }

    private static String ladder(Document page, String policy) {
        return page.select("#" + policy).text();
    }

    @Test
    void says_everything_out_of_the_policies() {
        var page = page("?lang=en");

        assertThat(page.select("a.skip").attr("href")).isEqualTo("#main");
        assertThat(ladder(page, "network-off"))
                .contains(
                        "Unwanted mail (spam)",
                        "You have 2 hours to answer. We remind you once when half of that time is over.")
                .contains("we phone every number on file", "another 2 hours")
                .contains("we turn off the network of that server")
                .contains("How your server comes back", "Write to us what the cause was", "watch for 24 hours")
                .doesNotContain("switch that server off");
        assertThat(ladder(page, "power-off"))
                .contains("we switch that server off")
                .doesNotContain("turn off the network");
        assertThat(ladder(page, "victim")).contains("We ask for nothing").doesNotContain("answer");
        assertThat(ladder(page, "information"))
                .contains("remind you once after 3 days")
                .contains("Nothing is cut off");
        assertThat(page.select("#emergency"))
                .as("it serves no types as shipped")
                .isEmpty();
        assertThat(page.text())
                .contains("contacts@provider.example", "abuse@provider.example")
                .contains("Did this help you?");
        assertThat(page.html()).doesNotContain("csam");
    }

    @Test
    void a_brand_has_its_own_name_address_language_and_ladder() {
        var page = page("?brand=moewe&lang=de");

        assertThat(page.select(".brand").text()).isEqualTo("Möwe Server");
        assertThat(page.text()).contains("abuse@moewe-server.example").doesNotContain("Provider Example");
        assertThat(page.select("#network-off")).isEmpty();
        assertThat(page.select("#power-off h2").text()).isEqualTo("Missbrauchte Server");
        assertThat(page.select("#victim, #information, #content")).hasSize(3);
        assertThat(page("?brand=nobody&lang=en").select(".brand").text()).isEqualTo("Provider Example");
    }

    @Test
    void a_language_that_we_do_not_write_is_named_and_the_brands_own_stands_in() {
        assertThat(page("?lang=hi").select(".stand-in").text())
                .isEqualTo("We do not write in Hindi yet, so this page is in English.");
        var german = page("?lang=hi&brand=moewe");
        assertThat(german.selectFirst("html").attr("lang")).isEqualTo("de");
        assertThat(german.select(".stand-in").text()).contains("Auf Hindi schreiben wir noch nicht");
        assertThat(page("?lang=en").select(".stand-in")).isEmpty();
    }

    @Test
    void a_customers_own_page_bears_his_brand() {
        var incident = desk.spam("srv-3");
        desk.until(Duration.ZERO);

        var page = browser.get(desk.link(incident, "joerg@moewe.example")).document();

        assertThat(page.select(".brand").text()).isEqualTo("Möwe Server");
    }
}
