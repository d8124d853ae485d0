package duenotice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static duenotice.browser.BrowserUnderTest.accessible;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The public form on a telephone, in a browser that runs no script.
@Tag("browser")
class ReportFormInTheBrowserTest {
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
    void somebody_reports_a_page_and_keeps_the_reference() {
        var page = phone(false, ColorScheme.LIGHT);
        page.navigate(desk.rehearsal.address() + "/how-we-handle-abuse");
        page.locator("a[href^='/report']").click();
        fits(page);

        page.locator("#reason").fill("A copy of my bank's login page: phishing.");
        page.locator("#location").fill("somewhere");
        page.locator("#good-faith").check();
        page.locator("#attachment")
                .setInputFiles(
                        new FilePayload("seen.txt", "text/plain", "GET /login".getBytes(StandardCharsets.UTF_8)));
        send(page);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Please give your name");
        assertThat(page.locator("#reason")).hasValue("A copy of my bank's login page: phishing.");
        assertThat(page.locator("#good-faith")).isChecked();
        fits(page);

        page.locator("#location").fill("https://192.0.2.11/login");
        page.locator("#name").fill("Noor Haddad");
        page.locator("#email").fill("noor@reader.example");
        send(page);
        page.waitForURL("**/report/received/**");
        assertThat(page.locator(".reference").textContent()).matches("\\d+-[0-9A-F]{12}");
        assertThat(page.context().cookies()).isEmpty();
    }

    @Test
    void every_page_of_it_can_be_used_by_everybody() {
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            var page = phone(true, scheme);
            page.navigate(desk.rehearsal.address() + "/report?lang=de");
            accessible(page, "form in " + scheme);
            page.evaluate("document.forms.report.noValidate = true");
            send(page);
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            accessible(page, "refused form in " + scheme);
        }
    }

    /// Axe needs scripts to look; the form itself is used without.
    private Page phone(boolean scripts, ColorScheme scheme) {
        return desk.page(new Browser.NewContextOptions()
                .setJavaScriptEnabled(scripts)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setViewportSize(360, 740));
    }

    private static void send(Page page) {
        page.locator("form[name=report] button[type=submit]").click();
    }

    private static void fits(Page page) {
        var box = page.locator("form[name=report]").boundingBox();
        assertThat(box.x + box.width).isLessThanOrEqualTo(360);
    }
}
