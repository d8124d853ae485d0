package duenotice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static duenotice.browser.BrowserUnderTest.accessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Articles as customers and staff read them and vote on them, on a telephone and by everybody.
@Tag("browser")
class KnowledgeInTheBrowserTest {
    private BrowserUnderTest desk;

    @BeforeEach
    void start() {
        desk = BrowserUnderTest.start();
    }

    @AfterEach
    void stop() {
        if (desk != null) {
            desk.close();
        }
    }

    @Test
    void customers_and_staff_vote_on_articles_and_everybody_can_use_the_pages() {
        var link = linkOfAWarning();
        var customer = phone(ColorScheme.LIGHT);
        customer.navigate(link);
        customer.locator("details summary").first().click();
        var vote = customer.locator("form[name=vote-spam-script]");
        accessible(customer, "customer's page with an article");
        fits(customer);
        vote.locator("button[value=yes]").click();
        assertThat(customer.locator("form[name=vote-spam-script]")).containsText("1 of 1 found this helpful");
        assertThat(customer.locator("form[name=vote-spam-script]")).isInViewport();
        accessible(customer, "customer's page after a vote");

        customer.navigate(desk.rehearsal.address() + "/how-we-handle-abuse?lang=de");
        customer.locator("form[name=vote-how-we-handle-abuse] button[value=no]").click();
        assertThat(customer.locator("form[name=vote-how-we-handle-abuse]")).containsText("0 von 1");
        accessible(customer, "public page after a vote");

        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            var agent = login(scheme);
            agent.navigate(desk.rehearsal.address() + "/desk/knowledge");
            assertThat(agent.locator("tbody tr")).hasCount(34);
            accessible(agent, "list of articles in " + scheme);
            fits(agent);
            agent.navigate(desk.rehearsal.address() + "/desk/knowledge/spam-script?language=de");
            agent.getByRole(AriaRole.BUTTON, button("Yes")).click();
            assertThat(agent.locator("form[name=vote]")).containsText("2 of 2 readers");
            accessible(agent, "article in " + scheme);
            fits(agent);
        }
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private String linkOfAWarning() {
        desk.complaint("knowledge");
        desk.rehearsal.pass(Duration.ZERO);
        return desk.linkInTheLastMail("maya@linden-shop.example");
    }

    private Page login(ColorScheme scheme) {
        var page = phone(scheme);
        page.navigate(desk.rehearsal.address() + "/");
        page.getByLabel("Name").fill("agent");
        page.getByLabel("Password").fill("rehearsal-agent");
        page.getByRole(AriaRole.BUTTON, button("Log in")).click();
        assertThat(page.locator("h1")).hasText("Board");
        return page;
    }

    private Page phone(ColorScheme scheme) {
        return desk.page(new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setViewportSize(390, 800));
    }

    private static void fits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    }
}
