package duenotice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static duenotice.browser.BrowserUnderTest.accessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A change of contacts as the customer asks for and confirms it on a telephone, and as staff see it. The screens stay
/// in
/// `target/screens`.
@Tag("browser")
class ContactsInTheBrowserTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final String RIEKE = "rieke@wiesengrund.example";
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
    void a_change_is_asked_for_confirmed_and_seen_by_staff() {
        desk.rehearsal.told("agent", "POST", "/incidents", """
                {"server": "srv-2001", "category": "email-compromise", "type": "messaging/spam", "observedAt": "%s",
                 "evidence": "samples in the spam trap", "reason": "seen by us"}
                """.formatted(
                        desk.rehearsal.now().minusSeconds(600)));
        desk.rehearsal.pass(Duration.ZERO);
        var customer = screen(390, ColorScheme.LIGHT);
        customer.navigate(desk.linkInTheLastMail(RIEKE));
        customer.locator("#contacts summary").click();
        accessible(customer, "form for contacts");
        fits(customer, 390);
        customer.locator("form[name=contacts] [name=email]").fill("rieke@neu.example");
        shot(customer, "page");
        customer.locator("form[name=contacts] button").click();
        assertThat(customer.locator("#contacts")).containsText("Wartet bis");
        accessible(customer, "form for contacts with a change that waits");
        desk.rehearsal.pass(Duration.ZERO);

        var question = lastMail(RIEKE);
        for (var width : new int[] {390, 1280}) {
            var mail = screen(width, ColorScheme.LIGHT);
            mail.setContent(question.path("html").asString());
            fits(mail, width);
            shot(mail, "mail-" + width);
        }
        var decision = screen(390, ColorScheme.DARK);
        decision.navigate(link(question));
        accessible(decision, "change to be confirmed");
        fits(decision, 390);
        shot(decision, "change");

        var agent = login(1280);
        agent.navigate(desk.rehearsal.address() + "/desk/contacts");
        agent.locator("summary")
                .filter(new Locator.FilterOptions().setHasText("Confirmed on the phone"))
                .click();
        accessible(agent, "change that waits");
        fits(agent, 1280);
        shot(agent, "desk-1280");

        decision.locator("form[name=confirm] button").click();
        assertThat(decision.locator("h1")).containsText("hat sich geändert");
        accessible(decision, "change in force");
        shot(decision, "in-force");
        assertThat(decision.locator("form[name=confirm]")).hasCount(0);

        desk.rehearsal.told("lead", "PUT", "/inventory", """
                customers:
                  - id: brook
                    name: Brook Mill
                    contacts: [{name: Ada, email: ada@brook.example, phones: ["+19005550100"]}]
                """);
        desk.rehearsal.pass(Duration.ofMinutes(1));
        var narrow = login(390);
        narrow.navigate(desk.rehearsal.address() + "/desk/contacts");
        assertThat(narrow.locator("#cases h3")).containsText("Brook Mill");
        assertThat(narrow.locator("#cases a")).hasCount(0);
        accessible(narrow, "cases");
        fits(narrow, 390);
        shot(narrow, "desk-390");
        desk.rehearsal.pass(Duration.ofDays(8));
        var reminder = lastMail("ada@brook.example");
        var mended = screen(390, ColorScheme.LIGHT);
        mended.navigate(link(reminder));
        accessible(mended, "what is wrong with contacts");
        shot(mended, "case");
        agent.reload();
        shot(agent, "desk-1280-cases");
    }

    private JsonNode lastMail(String address) {
        return desk.rehearsal
                .shown("/rehearsal/mail")
                .valueStream()
                .filter(mail -> mail.path("to").path(0).asString().equals(address))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private String link(JsonNode mail) {
        var link = Pattern.compile(Pattern.quote(desk.rehearsal.address()) + "/contacts/[a-z0-9]+")
                .matcher(mail.path("text").asString());
        assertThat(link.find()).as(mail.path("text").asString()).isTrue();
        return link.group();
    }

    private Page login(int width) {
        var page = screen(width, ColorScheme.LIGHT);
        page.navigate(desk.rehearsal.address() + "/");
        page.getByLabel("Name").fill("agent");
        page.getByLabel("Password").fill("rehearsal-agent");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Log in").setExact(true))
                .click();
        assertThat(page.locator("h1")).hasText("Board");
        return page;
    }

    private Page screen(int width, ColorScheme scheme) {
        return desk.page(new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setViewportSize(width, 800));
    }

    private static void fits(Page page, int width) {
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    }

    private static void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENS.resolve("contacts-" + name + ".png"))
                .setFullPage(true));
    }
}
