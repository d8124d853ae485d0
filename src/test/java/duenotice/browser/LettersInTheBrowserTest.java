package duenotice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static duenotice.browser.BrowserUnderTest.accessible;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Letters as a lead looks at them and sends one, in a real browser: their HTML shows in its frame, with its styles.
@Tag("browser")
class LettersInTheBrowserTest {
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
    void a_lead_sees_the_letter_as_its_reader_will_and_sends_himself_a_test() {
        var lead = desk.page(new Browser.NewContextOptions());
        lead.navigate(desk.rehearsal.address() + "/");
        lead.getByLabel("Name").fill("lead");
        lead.getByLabel("Password").fill("rehearsal-lead");
        lead.getByRole(AriaRole.BUTTON, button("Log in")).click();
        lead.navigate(desk.rehearsal.address() + "/desk/letters");
        lead.getByLabel("Letter").selectOption("victim");
        lead.getByLabel("Language").selectOption("de");
        lead.getByRole(AriaRole.BUTTON, button("Show")).click();

        var heading = lead.frameLocator("iframe.letter").locator("h1");
        assertThat(heading).hasText("Ihr Server srv-a wird angegriffen");
        assertThat(heading).hasCSS("font-size", "24px");
        assertThat(lead.locator("pre.letter")).containsText("Sie haben nichts falsch gemacht");
        accessible(lead, "letters to be looked at");

        lead.getByLabel("Send it as a test to").fill("lead@provider.example");
        lead.getByRole(AriaRole.BUTTON, button("Send")).click();
        assertThat(lead.getByRole(AriaRole.STATUS)).containsText("The relay took it");
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
