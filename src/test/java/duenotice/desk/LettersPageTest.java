package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.portal.Browser;
import duenotice.portal.PagesUnderTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters as staff see them before customers do. */
class LettersPageTest {
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

    @Test
    void shows_each_letter_as_text_and_in_a_frame_that_runs_nothing() {
        var agent = as("agent");

        var page = agent.get("/desk/letters?letter=victim&language=de&brand=kite&incident=%231001");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.document().select("pre.letter").text())
                .isEqualTo("victim in de of kite about #1001 <b>as text</b>");
        var frame = page.document().selectFirst("iframe");
        assertThat(frame).isNotNull();
        assertThat(frame.attr("sandbox")).isEmpty();
        assertThat(frame.hasAttr("sandbox")).isTrue();
        var document = agent.get(frame.attr("src"));
        assertThat(document.document().select("p").text()).isEqualTo("victim in de of kite about #1001");
        assertThat(document.response().headers().firstValue("Content-Security-Policy"))
                .contains(LettersController.LETTER_POLICY);
        assertThat(page.response()
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("frame-src 'self'")
                .doesNotContain("unsafe-inline");
    }

    @Test
    void what_does_not_exist_is_said_and_strangers_see_nothing() {
        var agent = as("agent");

        assertThat(agent.get("/desk/letters?letter=nonsense").status()).isEqualTo(404);
        for (var incident : new String[] {"9999", "first"}) {
            var page = agent.get("/desk/letters?incident=" + incident);
            assertThat(page.status()).isEqualTo(404);
            assertThat(page.document().select(".refusal").text()).contains("There is no such incident");
        }
        assertThat(desk.browser().get("/desk/letters/document?letter=warning").location())
                .endsWith("/login");
    }

    @Test
    void a_lead_sends_a_test_and_an_agent_does_not() {
        var lead = as("lead");
        var page = lead.get("/desk/letters?letter=victim&language=de");

        var sent = lead.submit(page.form("form[name=send]"), Map.of("to", "lead@provider.example"));

        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.document().select("[role=status]").text()).isEqualTo("The relay took it: 250 ok");
        assertThat(lead.submit(page.form("form[name=send]"), Map.of("to", "nobody"))
                        .status())
                .isEqualTo(422);
        assertThat(as("agent").get("/desk/letters").document().select("form[name=send]"))
                .isEmpty();
    }
}
