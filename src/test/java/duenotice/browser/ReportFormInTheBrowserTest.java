package duenotice.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import duenotice.RunningRehearsal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The public form on a telephone, in a browser that runs no script.
@Tag("browser")
class ReportFormInTheBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> ACCESSIBLE = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private RunningRehearsal rehearsal;
    private Playwright playwright;
    private Browser browser;

    @BeforeEach
    void start() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM), CHROMIUM + " is missing; ./duenotice test installs it where it may");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run")));
        rehearsal = RunningRehearsal.start(Instant.parse("2026-03-02T03:00:00Z"));
    }

    @AfterEach
    void stop() {
        if (playwright != null) {
            playwright.close();
        }
        if (rehearsal != null) {
            rehearsal.close();
        }
    }

    @Test
    void somebody_reports_a_page_and_keeps_the_reference() {
        var page = phone(false, ColorScheme.LIGHT);
        page.navigate(rehearsal.address() + "/how-we-handle-abuse");
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
            page.navigate(rehearsal.address() + "/report?lang=de");
            accessible(page, "form in " + scheme);
            page.evaluate("document.forms.report.noValidate = true");
            send(page);
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            accessible(page, "refused form in " + scheme);
        }
    }

    /// Axe needs scripts to look; the form itself is used without.
    private Page phone(boolean scripts, ColorScheme scheme) {
        return browser.newContext(new Browser.NewContextOptions()
                        .setJavaScriptEnabled(scripts)
                        .setColorScheme(scheme)
                        .setLocale("en-GB")
                        .setViewportSize(360, 740))
                .newPage();
    }

    private static void send(Page page) {
        page.locator("form[name=report] button[type=submit]").click();
    }

    private static void fits(Page page) {
        var box = page.locator("form[name=report]").boundingBox();
        assertThat(box.x + box.width).isLessThanOrEqualTo(360);
    }

    private static void accessible(Page page, String what) {
        var violations = new AxeBuilder(page).withTags(ACCESSIBLE).analyze().getViolations();
        assertThat(violations.stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList()))
                .as("what keeps people from using the page: " + what)
                .isEmpty();
    }
}
