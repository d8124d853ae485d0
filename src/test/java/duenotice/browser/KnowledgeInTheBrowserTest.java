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
import duenotice.RunningRehearsal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Articles as customers and staff read them and vote on them, on a telephone and by everybody.
@Tag("browser")
class KnowledgeInTheBrowserTest {
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

        customer.navigate(rehearsal.address() + "/how-we-handle-abuse?lang=de");
        customer.locator("form[name=vote-how-we-handle-abuse] button[value=no]").click();
        assertThat(customer.locator("form[name=vote-how-we-handle-abuse]")).containsText("0 von 1");
        accessible(customer, "public page after a vote");

        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            var agent = login(scheme);
            agent.navigate(rehearsal.address() + "/desk/knowledge");
            assertThat(agent.locator("tbody tr")).hasCount(34);
            accessible(agent, "list of articles in " + scheme);
            fits(agent);
            agent.navigate(rehearsal.address() + "/desk/knowledge/spam-script?language=de");
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
        var mailDate = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        try (var file = KnowledgeInTheBrowserTest.class.getResourceAsStream("/demo/feedback-loop.eml")) {
            rehearsal.complain(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{id}", "knowledge")
                    .replace("{date}", mailDate.format(rehearsal.now()))
                    .replace("{observed}", mailDate.format(rehearsal.now().minus(Duration.ofMinutes(5)))));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        rehearsal.pass(Duration.ZERO);
        var text = rehearsal.shown("/rehearsal/mail").get(0).path("text").asString();
        var link = Pattern.compile(Pattern.quote(rehearsal.address()) + "/c/[a-z0-9]+")
                .matcher(text);
        assertThat(link.find()).as("a link in the warning").isTrue();
        return link.group();
    }

    private Page login(ColorScheme scheme) {
        var page = phone(scheme);
        page.navigate(rehearsal.address() + "/");
        page.getByLabel("Name").fill("agent");
        page.getByLabel("Password").fill("rehearsal-agent");
        page.getByRole(AriaRole.BUTTON, button("Log in")).click();
        assertThat(page.locator("h1")).hasText("Board");
        return page;
    }

    private Page phone(ColorScheme scheme) {
        return browser.newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setLocale("en-GB")
                        .setViewportSize(390, 800))
                .newPage();
    }

    private static void fits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
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
