package duenotice.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.LoadState;
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
import org.junit.jupiter.api.Assumptions;

/// Debian's browser in front of a rehearsal.
final class BrowserUnderTest implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final DateTimeFormatter MAIL_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final List<String> ACCESSIBLE = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    final RunningRehearsal rehearsal;
    private final Playwright playwright;
    private final Browser browser;

    private BrowserUnderTest() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        rehearsal = RunningRehearsal.start(Instant.parse("2026-03-02T03:00:00Z"));
    }

    static BrowserUnderTest start() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM), CHROMIUM + " is missing; ./duenotice test installs it where it may");
        return new BrowserUnderTest();
    }

    @Override
    public void close() {
        playwright.close();
        rehearsal.close();
    }

    /// A page as on another person's computer.
    Page page(Browser.NewContextOptions computer) {
        return browser.newContext(computer).newPage();
    }

    /// A feedback loop's complaint of spam that was seen five minutes ago.
    void complaint(String id) {
        try (var sample = BrowserUnderTest.class.getResourceAsStream("/demo/feedback-loop.eml")) {
            rehearsal.complain(new String(sample.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{id}", id)
                    .replace("{date}", MAIL_DATE.format(rehearsal.now()))
                    .replace("{observed}", MAIL_DATE.format(rehearsal.now().minus(Duration.ofMinutes(5)))));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The customer's page, as the last mail to that address links it.
    String linkInTheLastMail(String contact) {
        var text = "";
        for (var mail : rehearsal.shown("/rehearsal/mail")) {
            if (mail.path("to").get(0).asString().equals(contact)) {
                text = mail.path("text").asString();
            }
        }
        var link = Pattern.compile(Pattern.quote(rehearsal.address()) + "/c/[a-z0-9]+")
                .matcher(text);
        assertThat(link.find()).as("a link in the last mail to %s", contact).isTrue();
        return link.group();
    }

    /// What keeps people from using the page, once its styles are there too: a click does not wait for them.
    static void accessible(Page page, String what) {
        page.waitForLoadState(LoadState.LOAD);
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
