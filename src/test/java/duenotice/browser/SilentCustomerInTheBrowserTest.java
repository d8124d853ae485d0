package duenotice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static duenotice.browser.BrowserUnderTest.accessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The story of the silent customer, played by mouse and keyboard: what staff and customers really see and click.
@Tag("browser")
class SilentCustomerInTheBrowserTest {
    private static final String SERVER = "srv-1001";
    private static final String CONTACT = "maya@linden-shop.example";

    private final List<String> defects = new ArrayList<>();
    private int mails;
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
    void a_silent_customer_is_phoned_cut_off_and_restored_through_console_and_portal() {
        complaint();
        desk.rehearsal.pass(Duration.ZERO);

        var agent = login("agent");
        link(agent, SERVER).click();
        assertThat(agent.locator("h1")).containsText(SERVER);
        assertThat(agent.locator("h1 .state")).hasText("warned");
        accessible(agent, "incident");

        desk.rehearsal.pass(Duration.ofHours(2));
        phoneEveryNumber(agent);
        assertThat(agent.locator("h1 .state")).hasText("called");

        desk.rehearsal.pass(Duration.ofMinutes(40));
        complaint();
        desk.rehearsal.pass(Duration.ofMinutes(81));
        agent.reload();
        assertThat(agent.locator("h1 .state")).hasText("cut");
        assertThat(network()).isEqualTo("off");
        accessible(agent, "incident after the cut");

        confirmInWriting();

        var lead = login("lead");
        link(lead, SERVER).click();
        var accept = lead.locator("form[name=statement-accept]");
        accept.getByLabel("Reason").fill("names cause, deed and prevention");
        accept.getByRole(AriaRole.BUTTON).click();
        assertThat(lead.locator("#timeline")).containsText("names cause, deed and prevention");
        desk.rehearsal.pass(Duration.ofMinutes(1));
        lead.reload();
        assertThat(lead.locator("h1 .state")).hasText("watching");
        assertThat(network()).isEqualTo("on");
        assertThat(defects).isEmpty();
    }

    // ---- what people do

    private Page login(String name) {
        var page = page();
        page.navigate(desk.rehearsal.address() + "/");
        accessible(page, "login");
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill("rehearsal-" + name);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in"))
                .click();
        assertThat(page.locator("h1")).hasText("Board");
        accessible(page, "board");
        return page;
    }

    private void phoneEveryNumber(Page page) {
        link(page, "Calls").click();
        assertThat(page.locator("h1")).hasText("Calls");
        accessible(page, "calls");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("I phone now"))
                .click();
        // What is typed before the page has come is lost with the page before it.
        page.waitForURL("**/desk/incidents/*");
        link(page, "Calls").click();
        page.waitForURL("**/desk/calls");
        link(page, SERVER).click();
        page.waitForURL("**/desk/incidents/*#call");
        var records = page.locator("#call .numbers form");
        var left = records.count();
        assertThat(left).as("numbers to phone").isGreaterThan(1);
        for (; left > 0; left--) {
            assertThat(records).hasCount(left);
            var record = records.first();
            record.getByLabel("Note").fill("rang out");
            record.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("no answer"))
                    .click();
            page.waitForURL(page.url().replaceAll("#.*", ""));
        }
        assertThat(records).hasCount(0);
    }

    /// On the page behind the link in the mail, without any account.
    private void confirmInWriting() {
        var page = page();
        page.navigate(desk.linkInTheLastMail(CONTACT));
        assertThat(page.locator("h1")).isVisible();
        accessible(page, "customer's page");
        confirm(page, "fixed", "done", "ok");
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        assertThat(page.locator("#cause")).hasValue("fixed");
        accessible(page, "customer's page after a refusal");
        confirm(
                page,
                "A stolen password of the newsletter account sent the mails.",
                "Changed the password, closed all sessions, emptied the queue.",
                "A second factor for all mail accounts.");
        assertThat(page.locator("#timeline")).containsText("A stolen password");
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    private static void confirm(Page page, String cause, String done, String prevention) {
        var form = page.locator("form[name=statement]");
        form.locator("[name=cause]").fill(cause);
        form.locator("[name=done]").fill(done);
        form.locator("[name=prevention]").fill(prevention);
        form.getByRole(AriaRole.BUTTON).click();
    }

    // ---- the world

    private void complaint() {
        mails++;
        desk.complaint("browser-" + mails);
    }

    private String network() {
        for (var server : desk.rehearsal.shown("/rehearsal/network")) {
            if (server.path("server").asString().equals(SERVER)) {
                return server.path("network").asString();
            }
        }
        throw new AssertionError("the network does not know " + SERVER);
    }

    // ---- the browser

    /// As on another person's computer. A page whose scripts fail or that breaks its own content policy is a defect.
    private Page page() {
        var page = desk.page(new Browser.NewContextOptions());
        page.onPageError(defects::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 422")) {
                defects.add(message.text());
            }
        });
        return page;
    }

    private static Locator link(Page page, String text) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(text));
    }
}
