package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import duenotice.RunningRehearsal;
import duenotice.portal.Browser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** How customers' passwords come in and where they never stand, through mail and HTTP only (R25, R41-R43, R61). */
class PasswordsStoryTest {
    private static final String MAILED = "sw0rdfish-by-mail";
    private static final String LEFT = "sw0rdfish-in-the-drop";
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private static RunningRehearsal desk;
    private static final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeAll
    static void start() {
        logged.start();
        ROOT.addAppender(logged);
        desk = RunningRehearsal.start(Instant.parse("2026-06-01T09:00:00Z"));
        desk.told("lead", "PUT", "/inventory", """
                customers:
                  - {id: heron, name: Heron, policy: power-off, contacts: [{name: Hans, email: hans@heron.example}]}
                  - {id: kite, name: Kite, contacts: [{name: Ada, email: ada@kite.example}]}
                  - {id: moss, name: Moss, contacts: [{name: Max, email: max@moss.example}]}
                servers:
                  - {id: srv-heron, customer: heron, addresses: [{ip: "2001:db8:77::20", from: 2025-01-01T00:00:00Z}]}
                  - {id: srv-moss, customer: moss, addresses: [{ip: "2001:db8:77::22", from: 2025-01-01T00:00:00Z}]}
                  - {id: srv-kite, customer: kite, addresses: [{ip: "2001:db8:77::21", from: 2025-01-01T00:00:00Z}]}
                """);
    }

    @AfterAll
    static void stop() {
        desk.close();
        ROOT.detachAppender(logged);
    }

    private static String warned(String server) {
        var incident = desk.told("agent-2", "POST", "/incidents", """
                {"server": "%s", "category": "email-compromise", "type": "messaging/spam", "observedAt": "%s",
                 "evidence": "mail to many", "reason": "seen"}""".formatted(server, desk.now()))
                .path("id")
                .asString();
        desk.pass(Duration.ZERO);
        return incident;
    }

    private static List<JsonNode> mailsTo(String contact) {
        return desk.shown("/rehearsal/mail")
                .valueStream()
                .filter(mail -> mail.path("to").toString().contains(contact))
                .toList();
    }

    private static void reply(String contact, String more, String text) {
        var notice = mailsTo(contact).getLast();
        desk.send(contact, notice.path("headers").path("Reply-To").asString(), """
                From: %s
                To: desk
                Subject: Re: %s
                Message-ID: <%d@%s>
                %sContent-Type: text/plain; charset=utf-8

                %s
                """.formatted(
                        contact,
                        notice.path("subject").asString(),
                        System.nanoTime(),
                        contact.substring(contact.indexOf('@') + 1),
                        more,
                        text)
                .replace("\n", "\r\n"));
        desk.pass(Duration.ZERO);
    }

    private static String pageOf(String contact) {
        var link = Pattern.compile("/c/[a-z0-9]+")
                .matcher(mailsTo(contact).getLast().path("text").asString());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private static JsonNode incident(String id) {
        return desk.told("lead", "GET", "/incidents/" + id, "");
    }

    private static List<String> told(String id, String kind) {
        return incident(id)
                .path("timeline")
                .valueStream()
                .filter(line -> line.path("kind").asString().equals(kind))
                .map(line -> line.path("actor").asString())
                .toList();
    }

    private static int status(String person, String path) {
        return desk.api(person, "GET", path, "").statusCode();
    }

    @Test
    void a_mailed_password_is_masked_and_a_left_one_opens_for_its_agent_alone_until_both_are_wiped() {
        var id = warned("srv-heron");
        var page = pageOf("hans@heron.example");

        reply("hans@heron.example", "", "We look into it.\nUser: root\nPassword: " + MAILED);

        var answer = incident(id).path("answers").path(0);
        assertThat(answer.path("kind").asString()).isEqualTo("ack");
        assertThat(answer.path("why").asString()).isEqualTo("“look into”");
        assertThat(incident(id).path("timeline").toString()).contains("Password: [masked]");
        var asked = mailsTo("hans@heron.example").getLast();
        assertThat(asked.path("subject").asString()).contains("change the password");
        assertThat(asked.path("text").asString()).contains("leave a new password on your page");

        var original = "/incidents/" + id + "/answers/1/original";
        assertThat(status("agent", original)).isEqualTo(403);
        assertThat(desk.api("lead", "GET", original, "").body()).contains(MAILED);
        assertThat(told(id, "SecretSeen")).containsExactly("lead");

        assertThat(desk.page(page, "").body()).contains("name=\"credentials\"");
        assertThat(desk.page(page + "/credentials", "secret=+").statusCode()).isEqualTo(422);
        assertThat(desk.page(page + "/credentials", "secret=" + LEFT).statusCode())
                .isEqualTo(303);
        assertThat(desk.page(page, "").body()).contains("One message is kept sealed");

        var credentials = "/incidents/" + id + "/credentials";
        assertThat(status("agent", credentials)).isEqualTo(403);
        desk.told("lead", "POST", "/incidents/" + id + "/assign", "{\"agent\": \"agent\"}");
        assertThat(desk.told("agent", "GET", credentials, "")
                        .path("items")
                        .path(0)
                        .path("secret")
                        .asString())
                .isEqualTo(LEFT);
        assertThat(status("agent-2", credentials)).isEqualTo(403);
        assertThat(status("lead", credentials)).isEqualTo(403);
        assertThat(told(id, "SecretSeen")).containsExactly("lead", "agent");

        standsNowhere(id, page);

        desk.told("agent", "POST", "/incidents/" + id + "/close", "{\"as\": \"resolved\", \"reason\": \"cleaned\"}");
        desk.pass(Duration.ZERO);
        assertThat(told(id, "SecretWiped")).hasSize(2);
        assertThat(status("agent", credentials)).isEqualTo(404);
        assertThat(status("lead", original)).isEqualTo(409);
        standsNowhere(id, page);
    }

    @Test
    void a_password_mailed_past_the_incident_is_shown_to_leads_alone() {
        warned("srv-heron");
        desk.send(
                "hans@heron.example", "contacts@provider.example", """
                From: Hans <hans@heron.example>
                To: contacts@provider.example
                Subject: our machine
                Message-ID: <%d@mail.example>

                Please do it yourselves.
                Password: %s
                """.formatted(System.nanoTime(), "lighthouse-77Q"));
        desk.pass(Duration.ZERO);
        var report = desk.told("agent", "GET", "/queue", "")
                .valueStream()
                .filter(one -> one.path("reason").asString().startsWith("held: a contact change"))
                .findFirst()
                .orElseThrow()
                .path("report")
                .asString();
        assertThat(message("agent", report)).contains("Password: [masked]").doesNotContain("lighthouse-77Q");
        assertThat(message("lead", report)).contains("lighthouse-77Q");
    }

    @Test
    void a_password_in_a_coded_mail_is_masked_as_well_and_a_mail_without_one_is_shown_as_it_came() {
        warned("srv-heron");
        var coded = queued("access", """
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                %s
                """.formatted(Base64.getEncoder()
                .encodeToString("Password: boathouse-31K".getBytes(StandardCharsets.UTF_8))));
        assertThat(message("agent", coded)).contains("Password: [masked]", "Leads see it as it came.");
        assertThat(message("lead", coded)).doesNotContain("[masked]");

        var plain = queued(
                "question",
                "Authentication-Results: mx.provider.example; dkim=pass header.d=heron.example\n\nWhat is this?\n");
        assertThat(message("agent", plain))
                .contains("dkim=pass header.d=heron.example")
                .doesNotContain("[masked]");
    }

    /** What a contact writes to the desk without answering anything. */
    private static String queued(String subject, String rest) {
        var id = System.nanoTime() + "@mail.example";
        desk.send(
                "hans@heron.example",
                "abuse@provider.example",
                "From: Hans <hans@heron.example>\nTo: abuse@provider.example\nSubject: " + subject + "\nMessage-ID: <"
                        + id + ">\n" + rest);
        desk.pass(Duration.ZERO);
        return desk.told("agent", "GET", "/queue", "")
                .valueStream()
                .map(one -> one.path("report").asString())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static String message(String person, String report) {
        var browser = new Browser(desk.address());
        browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", person, "password", "rehearsal-" + person));
        return browser.get("/desk/queue/" + report).body();
    }

    private static void standsNowhere(String id, String page) {
        var everywhere = List.of(
                desk.dump(),
                desk.shown("/rehearsal/mail").toString(),
                desk.told("lead", "GET", "/incidents", "").toString(),
                incident(id).toString(),
                desk.told("lead", "GET", "/queue", "").toString(),
                desk.told("lead", "GET", "/incidents/" + id + "/evidence", "").toString(),
                desk.page(page, "").body(),
                logged.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList()
                        .toString());
        assertThat(everywhere).allSatisfy(text -> assertThat(text).doesNotContain(MAILED, LEFT));
        assertThat(ROOT.getEffectiveLevel().isGreaterOrEqual(Level.DEBUG)).isTrue();
    }

    @Test
    void staff_read_an_answer_as_something_else_and_the_clock_follows() {
        var id = warned("srv-kite");
        desk.pass(Duration.ofMinutes(10));
        var from = desk.now();
        reply("ada@kite.example", "", "It was removed from our list of things to look at.");
        assertThat(incident(id).path("answers").path(0).path("why").asString()).isEqualTo("“removed”");
        assertThat(incident(id).path("deadline").asString())
                .isEqualTo(from.plus(Duration.ofHours(24)).toString());
        desk.told(
                "agent",
                "POST",
                "/incidents/" + id + "/answers/1/kind",
                "{\"kind\": \"ack\", \"reason\": \"nothing was done yet\"}");
        assertThat(incident(id).path("answers").path(0).path("why").asString()).contains("nothing was done yet");
        assertThat(incident(id).path("deadline").asString())
                .isEqualTo(from.plus(Duration.ofHours(4)).toString());

        // R43, R42: robots answer nothing.
        reply("ada@kite.example", "Auto-Submitted: auto-replied\n", "I am away, fixed.");
        assertThat(incident(id).path("answers")).hasSize(1);

        // R41: the way back got lost, and the sender is proven.
        desk.send("ada@kite.example", "abuse@provider.example", """
                Authentication-Results: mx.provider.example; dkim=pass header.d=kite.example
                From: ada@kite.example
                To: abuse@provider.example
                Subject: AW: your mail
                Message-ID: <lost@kite.example>

                This is a false positive.
                """.replace("\n", "\r\n"));
        desk.pass(Duration.ZERO);
        assertThat(incident(id).path("state").asString()).isEqualTo("disputed");
        assertThat(incident(id).path("answers").path(1).path("verified").asBoolean())
                .isTrue();

        // R56: somebody else decides, and four hours are left at least.
        assertThat(desk.api(
                                "agent-2",
                                "POST",
                                "/incidents/" + id + "/dispute/decide",
                                "{\"decision\": \"rejected\", \"reason\": \"the logs are yours\"}")
                        .statusCode())
                .isEqualTo(403);
        desk.told(
                "lead",
                "POST",
                "/incidents/" + id + "/dispute/decide",
                "{\"decision\": \"rejected\", \"reason\": \"the logs are yours\"}");
        assertThat(incident(id).path("deadline").asString())
                .isEqualTo(desk.now().plus(Duration.ofHours(4)).toString());
    }

    @Test
    void a_file_beside_an_answer_is_a_download_that_no_browser_shows_or_runs() {
        var id = warned("srv-moss");
        var notice = mailsTo("max@moss.example").getLast();
        desk.send("max@moss.example", notice.path("headers").path("Reply-To").asString(), """
                From: max@moss.example
                Subject: Re: your mail
                Message-ID: <files@moss.example>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=cut

                --cut
                Content-Type: text/plain

                We removed the script, see the log.
                --cut
                Content-Type: text/html
                Content-Disposition: attachment; filename="../../log.html"

                <script>alert(1)</script>
                --cut--
                """.replace("\n", "\r\n"));
        desk.pass(Duration.ZERO);
        var files = "/incidents/" + id + "/answers/1/attachments";
        assertThat(desk.told("auditor", "GET", files, "").path("items"))
                .singleElement()
                .extracting(file -> file.path("name").asString())
                .isEqualTo("log.html");
        var file = desk.api("auditor", "GET", files + "/1", "");
        assertThat(file.body()).contains("alert(1)");
        assertThat(file.headers().map())
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("cache-control", List.of("no-store"));
        assertThat(file.headers().firstValue("content-disposition").orElse("")).startsWith("attachment;");
        assertThat(file.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("sandbox");
        assertThat(status("reporter", files + "/1")).isEqualTo(403);
        assertThat(incident(id).toString()).doesNotContain("alert(1)");
    }
}
