package duenotice.desk;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.FixedKeys;
import duenotice.access.StaffAccounts;
import duenotice.casework.Openings;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.AnswerKind;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentId;
import duenotice.incident.MeasureKind;
import duenotice.incident.MeasureState;
import duenotice.incident.Persistence;
import duenotice.incident.State;
import duenotice.mail.Trouble;
import duenotice.mail.WayIn;
import duenotice.portal.Browser;
import duenotice.portal.Browser.Page;
import duenotice.portal.PagesUnderTest;
import duenotice.report.Category;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final String ADA = "ada@kite.example";
    private static final Map<String, String> BECAUSE = Map.of("reason", "looked at it");

    private PagesUnderTest desk;

    @BeforeEach
    void start() {
        desk = withDesk();
    }

    static PagesUnderTest withDesk() {
        return new PagesUnderTest(
                (pages, beans) -> {
                    beans.registerBean(
                            StaffAccounts.class, () -> new StaffAccounts(pages.transactions(), FixedKeys.REHEARSAL));
                    beans.registerBean(Caller.class, () -> new Caller("Provider"));
                    beans.registerBean(
                            StillUnset.class,
                            () -> new StillUnset(
                                    List.of("no rota, so alarms show here only"), "Write a settings file."));
                    beans.registerBean(
                            WayIn.All.class,
                            () -> () -> List.of(
                                    new WayIn("smtp", Optional.empty(), Optional.empty()),
                                    new WayIn(
                                            "mailbox lists",
                                            Optional.of(Instant.parse("2026-02-28T22:00:00Z")),
                                            Optional.of(new Trouble(
                                                    Instant.parse("2026-02-28T23:00:00Z"),
                                                    "the login was refused: <b>no</b>",
                                                    true)))));
                    beans.registerBean(Letters.class, LettersToTry::new);
                    beans.registerBean(
                            Openings.class,
                            () -> new Openings(pages.transactions(), pages.casework, pages.inventory, pages.policies));
                },
                DeskConfiguration.class,
                duenotice.portal.PortalConfiguration.class);
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private Browser as(String name) {
        var browser = desk.browser();
        var in = browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", name, "password", "rehearsal-" + name));
        assertThat(in.status()).isEqualTo(302);
        return browser;
    }

    private static String page(IncidentId id) {
        return "/desk/incidents/" + id;
    }

    private Page does(Browser browser, IncidentId id, String form, Map<String, String> typed) {
        var done = browser.submit(browser.get(page(id)).form("form[name=" + form + "]"), typed);
        assertThat(done.status())
                .as(done.document().select(".refusal, .problem").text())
                .isEqualTo(303);
        desk.casework.workAll();
        return browser.get(page(id));
    }

    @Test
    void nobody_comes_in_without_a_password() {
        var browser = desk.browser();

        assertThat(browser.get("/desk").location()).endsWith("/login");
        assertThat(browser.get("/").location()).endsWith("/login");
        var wrong = browser.submit(
                browser.get("/login").form("form[name=login]"), Map.of("username", "agent", "password", "guess"));
        assertThat(wrong.location()).endsWith("/login?error");
        assertThat(browser.get("/login?error").document().text()).contains("Name or password is wrong");
        assertThat(browser.submit(
                                browser.get("/login").form("form[name=login]"),
                                Map.of("username", "reporter", "password", "rehearsal-reporter"))
                        .location())
                .endsWith("/login?error");
        assertThat(as("agent").get("/").location()).endsWith("/desk");
    }

    @Test
    void who_guesses_passwords_waits() {
        var browser = desk.browser();
        for (var guess = 0; guess < 10; guess++) {
            browser.submit(
                    browser.get("/login").form("form[name=login]"),
                    Map.of("username", "lead", "password", "guess" + guess));
        }

        var right = browser.submit(
                browser.get("/login").form("form[name=login]"),
                Map.of("username", "lead", "password", "rehearsal-lead"));

        assertThat(right.location()).endsWith("/login?error");
    }

    @Test
    void a_form_without_its_sessions_token_is_refused() {
        var incident = desk.spam("srv-1");

        var refused = as("agent").post(page(incident) + "/notes", Map.of("text", "forged"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.document().text()).contains("Your session has ended");
        assertThat(desk.casework.texts(incident)).isEmpty();
    }

    @Test
    void every_page_shows_itself_without_inline_script() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ZERO);
        var agent = as("agent");

        for (var path : List.of(
                "/desk",
                page(incident),
                "/desk/calls",
                "/desk/queue",
                "/desk/open",
                "/desk/measures",
                "/desk/alarms",
                "/desk/feeds",
                "/desk/delistings",
                "/desk/outages",
                "/desk/warnings",
                "/desk/automation")) {
            var shown = agent.get(path);
            assertThat(shown.status()).as(path).isEqualTo(200);
            assertThat(shown.document().select(".unset").text())
                    .as(path)
                    .isEqualTo("Not set yet: no rota, so alarms show here only. Write a settings file.");
            assertThat(shown.document().select("script:not([src]), [style], [onclick]"))
                    .as(path)
                    .isEmpty();
            assertThat(shown.document().select("a.skip, main#main, h1"))
                    .as(path)
                    .hasSize(3);
            assertThat(shown.response()
                            .headers()
                            .firstValue("content-security-policy")
                            .orElseThrow())
                    .doesNotContain("unsafe");
            for (var label : shown.document().select("label[for]")) {
                assertThat(shown.document().getElementById(label.attr("for")))
                        .as(path + " " + label.text())
                        .isNotNull();
            }
        }
        assertThat(agent.get("/webjars/htmx.org/2.0.8/dist/htmx.min.js").status())
                .isEqualTo(200);
        assertThat(agent.get("/desk/incidents/999999").status()).isEqualTo(404);
        assertThat(agent.get("/desk/incidents/nonsense").status()).isEqualTo(404);
    }

    @Test
    void one_person_phones_at_a_time_with_words_in_the_contacts_language() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ofHours(2));
        var agent = as("agent");
        var other = as("agent-2");
        var mine = does(agent, incident, "call-claim", Map.of()).document();
        assertThat(mine.select("#call").text())
                .contains("agent phones until")
                .contains("What to say")
                .contains("reference " + incident)
                .contains("To anybody else say only: Please ask them to call Provider back about reference");
        assertThat(mine.select("form[name=call-0] button[name=outcome]").eachAttr("value"))
                .contains("reached-authorized", "voicemail", "not-placed");

        var theirs = other.get(page(incident)).document();
        assertThat(theirs.select("#call").text()).contains("agent phones until").doesNotContain("What to say");
        assertThat(theirs.select("form[name=call-0], form[name=call-claim]")).isEmpty();
        assertThat(other.get("/desk/calls").document().text()).contains("agent until");
        desk.until(Duration.ofMinutes(136));
        assertThat(other.get(page(incident)).document().select("form[name=call-claim]"))
                .as("nobody keeps a call for ever")
                .hasSize(1);
        does(other, incident, "call-claim", Map.of());
        does(other, incident, "call-release", Map.of());
        assertThat(agent.get(page(incident)).document().select("form[name=call-claim]"))
                .hasSize(1);
    }

    @Test
    void no_script_is_shown_where_a_measure_came_before_the_call() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ofHours(2));
        var agent = as("agent");
        assertThat(agent.get(page(incident)).document().select("#call .script")).isNotEmpty();
        desk.casework.perform(
                incident,
                new Act.AskMeasure(MeasureKind.NETWORK_OFF, "srv-1", true, "it floods others", Optional.empty(), true),
                Actor.staff("engineer"));
        assertThat(agent.get(page(incident)).document().select("#call .script, form[name=call-claim]"))
                .isEmpty();
    }

    @Test
    void a_silent_customer_goes_through_the_console_from_the_call_to_the_restore() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ofHours(2));
        var agent = as("agent");
        assertThat(agent.get("/desk/calls").document().text())
                .contains(incident + " · srv-1")
                .contains("2 of 2");
        assertThat(does(agent, incident, "claim", Map.of()).document().text()).contains("Taken by agent");
        does(agent, incident, "call-0", Map.of("outcome", "voicemail"));
        does(agent, incident, "call-0", Map.of("outcome", "no-answer"));
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.CALLED);
        desk.until(Duration.ofHours(3));
        does(agent, incident, "persisting", Map.of("value", "yes", "reason", "queue grows"));
        desk.until(Duration.ofMinutes(250));
        assertThat(agent.get(page(incident)).document().text()).contains("network off on srv-1");
        desk.answered(
                incident,
                ADA,
                AnswerKind.CORRECTIVE,
                "Cause: stolen password\nDone: changed it\nPrevention: rate limit");

        assertThat(agent.get(page(incident)).document().text()).contains("Prevention: rate limit");
        does(agent, incident, "statement-accept", BECAUSE);

        assertThat(desk.snapshot(incident).incident().measures().getFirst().state())
                .isEqualTo(MeasureState.LIFTED);
    }

    @Test
    void what_is_refused_comes_back_beside_its_form_with_everything_typed() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ZERO);
        var lead = as("lead");

        var refused = lead.submit(
                lead.get(page(incident)).form("form[name=measures]"),
                Map.of("kind", "network-off", "target", "srv-1", "reason", "too \"loud\" <b>"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.form("form[name=measures]").select(".refusal").text())
                .contains("no call round is complete");
        assertThat(refused.form("form[name=measures]")
                        .selectFirst("input[name=reason]")
                        .val())
                .isEqualTo("too \"loud\" <b>");
        var empty = lead.submit(lead.get(page(incident)).form("form[name=notes]"), Map.of("text", " "));
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.form("form[name=notes]").select(".refusal").text()).contains("empty");
        var noTime =
                lead.submit(lead.get(page(incident)).form("form[name=hold]"), Map.of("until", "soon", "reason", "x"));
        assertThat(noTime.status()).isEqualTo(422);
        assertThat(noTime.form("form[name=hold]").select(".refusal").text()).contains("cannot be read");
    }

    @Test
    void buttons_that_one_may_not_use_are_not_shown_and_the_post_says_why() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ZERO);
        var auditor = as("auditor");
        var agent = as("agent");

        assertThat(auditor.get(page(incident)).document().select("main form")).isEmpty();
        assertThat(agent.get(page(incident))
                        .document()
                        .select("form[name=withdraw], form[name=measures], form[name=policy]"))
                .isEmpty();
        var token = agent.get(page(incident))
                .document()
                .selectFirst("input[name=_csrf]")
                .val();
        var withdrawn = agent.post(page(incident) + "/withdraw", Map.of("reason", "x", "_csrf", token));
        var stopped = agent.post("/desk/automation/stop", Map.of("reason", "x", "_csrf", token));
        var far = agent.submit(
                agent.get(page(incident)).form("form[name=hold]"), Map.of("until", "2026-03-09T00:00", "reason", "x"));

        assertThat(withdrawn.status()).isEqualTo(403);
        assertThat(withdrawn.document().text()).contains("agents may not change the policy, move or withdraw");
        assertThat(stopped.status()).isEqualTo(403);
        assertThat(stopped.document().text()).contains("agents may not stop the automation");
        assertThat(far.status()).isEqualTo(403);
        assertThat(far.form("form[name=hold]").select(".refusal").text()).contains("24 hours");
        assertThat(desk.snapshot(incident).incident().withdrawn()).isFalse();
    }

    @Test
    void every_act_of_staff_has_a_form_that_works() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ZERO);
        var lead = as("lead");

        does(lead, incident, "notes", Map.of("text", "called his brother"));
        does(lead, incident, "messages", Map.of("to", "customer", "text", "Please look soon."));
        does(lead, incident, "assign", Map.of("agent", "agent-2"));
        does(lead, incident, "work", Map.of("text", "blocked port 25"));
        does(lead, incident, "hold", Map.of("until", "2026-03-01T09:00", "reason", "holiday"));
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.HELD);
        does(lead, incident, "release", BECAUSE);
        does(lead, incident, "extend", Map.of("until", "2026-03-01T11:00", "reason", "asked nicely"));
        does(lead, incident, "answers", Map.of("contact", ADA, "kind", "ack", "text", "on the phone: working on it"));
        does(lead, incident, "answer-1-kind", Map.of("kind", "corrective", "reason", "he mended it"));
        does(lead, incident, "persisting", Map.of("value", "no", "reason", "queue empty"));
        does(lead, incident, "policy", Map.of("policy", "content", "reason", "a page"));
        does(
                lead,
                incident,
                "measures",
                Map.of(
                        "kind",
                        "null-route",
                        "target",
                        "198.51.100.7",
                        "expiresAt",
                        "2026-03-01T12:00",
                        "reason",
                        "flood"));
        does(lead, incident, "measure-1-lift", BECAUSE);
        var moved = does(lead, incident, "move", Map.of("server", "srv-5", "reason", "typo"));
        assertThat(moved.document().selectFirst("h1").text()).contains("srv-5");
        does(lead, incident, "close", Map.of("as", "other", "reason", "test over"));
        assertThat(desk.snapshot(incident).incident().closedAs()).contains(CloseAs.OTHER);
        assertThat(lead.get(page(incident)).document().select("form[name=close]"))
                .isEmpty();

        var second = desk.spam("srv-2");
        desk.until(Duration.ofMinutes(10));
        does(lead, second, "withdraw", BECAUSE);
        assertThat(desk.snapshot(second).incident().withdrawn()).isTrue();
    }

    @Test
    void disputes_are_decided_by_somebody_else_and_proposals_by_a_second_person() {
        var disputed = desk.spam("srv-1");
        desk.until(Duration.ZERO);
        desk.answered(disputed, ADA, AnswerKind.DISPUTE, "That is our newsletter.");
        does(as("agent"), disputed, "dispute", Map.of("decision", "rejected", "reason", "no consent of recipients"));

        var silent = desk.spam("srv-2");
        desk.until(Duration.ofMinutes(130));
        desk.ringAll(silent);
        desk.until(Duration.ofMinutes(260));
        var engineer = as("engineer");
        assertThat(desk.snapshot(silent).incident().measures().getFirst().isProposed())
                .isTrue();
        does(engineer, silent, "measure-1-approve", Map.of("reason", "saw it myself"));

        assertThat(desk.snapshot(silent).outlook().state()).isEqualTo(State.CUT);
        does(engineer, silent, "measure-1-lift", BECAUSE);
        assertThat(desk.snapshot(disputed).incident().openDispute()).isEmpty();
    }

    private duenotice.incident.MeasureId cut(IncidentId incident) {
        return desk.snapshot(incident).incident().measures().getFirst().id();
    }

    @Test
    void many_measures_are_lifted_at_once_after_their_servers_were_named() {
        var first = desk.spam("srv-1");
        var second = desk.spam("srv-3");
        var third = desk.spam("srv-5");
        desk.until(Duration.ZERO);
        desk.until(Duration.ofHours(2));
        List.of(first, second, third).forEach(desk::ringAll);
        desk.until(Duration.ofHours(3));
        List.of(first, second, third)
                .forEach(id -> desk.act(id, new Act.SayPersisting(Persistence.YES, "queue grows")));
        desk.until(Duration.ofMinutes(250));
        var engineer = as("engineer");
        var listed = engineer.get("/desk/measures");
        assertThat(listed.document().select("main tbody th").eachText()).containsExactly("srv-1", "srv-3", "srv-5");
        assertThat(listed.document().text()).contains("power off").contains("moewe");

        var token = listed.document().selectFirst("input[name=_csrf]").val();
        var chosen = "_csrf=" + token + "&measures=" + cut(first) + "&measures=" + cut(second) + "&reason=";
        var nothing = engineer.post("/desk/measures/lift", Map.of("_csrf", token, "reason", "wrong feed"));
        assertThat(nothing.status()).isEqualTo(422);
        var noReason = engineer.post("/desk/measures/lift", chosen);
        assertThat(noReason.status()).isEqualTo(422);
        assertThat(noReason.document().select("input[name=measures][checked]")).hasSize(2);
        var asked = engineer.post("/desk/measures/lift", chosen + "wrong+feed");
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.form("form[name=lift]").text())
                .contains("srv-1", "srv-3", "kite", "moewe", "wrong feed")
                .doesNotContain("srv-5");
        assertThat(desk.snapshot(first).outlook().state()).isEqualTo(State.CUT);

        var done = engineer.post("/desk/measures/lift", chosen + "wrong+feed&confirmed=true");
        assertThat(done.status()).isEqualTo(303);
        desk.casework.workAll();
        for (var id : List.of(first, second)) {
            assertThat(desk.snapshot(id).incident().measures().getFirst().state())
                    .isEqualTo(MeasureState.LIFTED);
            assertThat(desk.snapshot(id).timeline())
                    .anyMatch(entry -> entry.event() instanceof duenotice.incident.IncidentEvent.Informed);
        }
        assertThat(desk.snapshot(third).outlook().state()).isEqualTo(State.CUT);
        assertThat(engineer.get("/desk/measures")
                        .document()
                        .select("main tbody th")
                        .eachText())
                .containsExactly("srv-5");

        var again = engineer.post("/desk/measures/lift", chosen + "wrong+feed&confirmed=true");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.document().select(".refusal").text())
                .contains("0 of 2", cut(first).toString());
        var agent = as("agent");
        assertThat(agent.get("/desk/measures").document().select("main form button"))
                .isEmpty();
        var agentsToken = agent.get("/desk/measures")
                .document()
                .selectFirst("input[name=_csrf]")
                .val();
        assertThat(agent.post("/desk/measures/lift", "_csrf=" + agentsToken + "&measures=" + cut(third) + "&reason=x")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_power_off_is_verified() {
        var incident = desk.spam("srv-3");
        desk.until(Duration.ZERO);
        desk.cutOff(incident);
        var agent = as("agent");

        does(agent, incident, "work", Map.of("text", "reinstalled"));
        does(agent, incident, "verification", Map.of("result", "clean", "basis", "checklist", "text", "all points"));

        assertThat(desk.snapshot(incident).incident().restoredAt()).isPresent();
    }

    @Test
    void hostile_text_stays_text() {
        var incident = desk.spam("srv-4");
        desk.until(Duration.ZERO);
        desk.reported(incident, "reporter@trusted.example", PagesUnderTest.HOSTILE);
        desk.answered(incident, "mallory@evil.example", AnswerKind.OTHER, PagesUnderTest.HOSTILE);
        desk.act(incident, new Act.Note(PagesUnderTest.HOSTILE));
        desk.casework
                .inbox()
                .accept(
                        "\"" + PagesUnderTest.HOSTILE + "\"@evil.example",
                        List.of("abuse@provider.example"),
                        ("Subject: " + PagesUnderTest.HOSTILE + "\r\n\r\n" + PagesUnderTest.HOSTILE)
                                .getBytes(StandardCharsets.UTF_8),
                        desk.now());
        desk.casework.workAll();
        var agent = as("agent");
        var queued =
                agent.get("/desk/queue").document().select("tbody th a").last().attr("href");

        for (var path : List.of(
                "/desk",
                page(incident),
                "/desk/queue",
                queued,
                "/desk?server=" + "%3Cscript%3E",
                "/desk?state=%22%3E%3Cscript%3E")) {
            var shown = agent.get(path);
            assertThat(shown.status()).as(path).isEqualTo(200);
            assertThat(shown.body()).as(path).doesNotContain("<script>alert");
        }
        assertThat(agent.get(page(incident)).document().select("pre").text()).contains(PagesUnderTest.HOSTILE);
        assertThat(agent.get(page(incident)).document().text()).contains("reporter@trusted.example");
        assertThat(agent.get(queued).document().selectFirst("pre").text())
                .contains("Subject: " + PagesUnderTest.HOSTILE);
    }

    @Test
    void the_queue_is_emptied_by_people() {
        for (var count = 0; count < 2; count++) {
            desk.casework
                    .inbox()
                    .accept(
                            "someone@else.example",
                            List.of("abuse@provider.example"),
                            "Subject: ?\r\n\r\nhelp".getBytes(StandardCharsets.UTF_8),
                            desk.now());
        }
        desk.casework.workAll();
        var agent = as("agent");
        var links = agent.get("/desk/queue").document().select("tbody th a").eachAttr("href");

        var unknown = agent.submit(
                agent.get(links.get(0)).form("form[name=assign]"),
                Map.of(
                        "server",
                        "srv-99",
                        "category",
                        "email-compromise",
                        "type",
                        "messaging/spam",
                        "reason",
                        "names it in words"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.form("form[name=assign]").text()).contains("there is no server srv-99");
        assertThat(agent.submit(
                                unknown.form("form[name=assign]"),
                                Map.of(
                                        "server",
                                        "srv-1",
                                        "category",
                                        "email-compromise",
                                        "type",
                                        "messaging/spam",
                                        "reason",
                                        "names it in words"))
                        .status())
                .isEqualTo(303);
        assertThat(agent.submit(agent.get(links.get(1)).form("form[name=close]"), Map.of("reason", "nonsense"))
                        .status())
                .isEqualTo(303);
        assertThat(agent.get("/desk/queue").document().text()).contains("The queue is empty");
    }

    @Test
    void an_incident_is_opened_by_hand() {
        var agent = as("agent");
        var form = agent.get("/desk/open").form("form[name=open]");

        var wrong = agent.submit(
                form, Map.of("server", "srv-1", "type", "spam", "evidence", "log line", "reason", "saw it"));
        assertThat(wrong.status()).isEqualTo(422);
        var opened = agent.submit(
                wrong.form("form[name=open]"),
                Map.of(
                        "server",
                        "srv-1",
                        "category",
                        "email-compromise",
                        "type",
                        "messaging/spam",
                        "evidence",
                        "log line",
                        "reason",
                        "saw it"));
        desk.casework.workAll();

        assertThat(opened.status()).isEqualTo(303);
        var shown = agent.get(opened.location().replaceFirst("^https?://[^/]+", ""));
        assertThat(shown.document().text())
                .contains("log line")
                .contains("warned")
                .contains("agent");
    }

    private static final Map<String, String> OPENING = Map.of(
            "server", "srv-1",
            "category", "email-compromise",
            "type", "messaging/spam",
            "evidence", "log line",
            "reason", "saw it");

    @Test
    void what_is_written_down_by_hand_is_kept_as_a_report_that_names_what_it_is_about() {
        var agent = as("agent");

        agent.submit(agent.get("/desk/open").form("form[name=open]"), OPENING);

        var incident = desk.casework
                .list()
                .find(duenotice.casework.IncidentList.Filter.ALL, 1)
                .getFirst();
        var evidence = desk.casework.evidence(incident, 10).getFirst();
        assertThat(desk.casework
                        .inbox()
                        .item(evidence.message())
                        .orElseThrow()
                        .report()
                        .orElseThrow())
                .contains("\"format\":\"by-hand\"")
                .contains("\"type\":\"messaging/spam\"");
    }

    @Test
    void an_incident_is_opened_by_hand_with_its_evidence_or_not_at_all() {
        var agent = as("agent");
        var form = agent.get("/desk/open").form("form[name=open]");
        desk.transactions().jdbc().sql("alter table sighting rename to away").update();

        assertThat(agent.submit(form, OPENING).status()).isEqualTo(500);

        desk.transactions().jdbc().sql("alter table away rename to sighting").update();
        assertThat(desk.casework.list().find(duenotice.casework.IncidentList.Filter.ALL, 10))
                .isEmpty();
    }

    @Test
    void a_type_that_does_not_go_with_its_category_is_refused_wherever_it_is_typed() {
        var agent = as("agent");
        var wrong = new java.util.HashMap<>(OPENING);
        wrong.put("type", "connection/ddos");

        var opening = agent.submit(agent.get("/desk/open").form("form[name=open]"), wrong);

        assertThat(opening.status()).isEqualTo(422);
        assertThat(opening.document().text()).contains("is of category system-compromise");
        var queued = queued("Subject: x\r\n\r\nsomething of yours");
        var assigning = agent.submit(agent.get(queued).form("form[name=assign]"), wrong);
        assertThat(assigning.status()).isEqualTo(422);
        assertThat(assigning.document().text()).contains("is of category system-compromise");
    }

    @Test
    void what_waits_in_the_queue_is_not_assigned_to_the_future() {
        var agent = as("agent");
        var later = new java.util.HashMap<>(OPENING);
        later.put("observedAt", "2026-03-01T03:01");

        var refused = agent.submit(
                agent.get(queued("Subject: x\r\n\r\nsomething of yours")).form("form[name=assign]"), later);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.document().text()).contains("lies in the future");
    }

    /** A message that waits for people, as a path. */
    private String queued(String mail) {
        var message = desk.casework
                .inbox()
                .accept(
                        "somebody@trusted.example",
                        List.of("abuse@provider.example"),
                        mail.getBytes(StandardCharsets.UTF_8),
                        desk.now());
        desk.casework.workAll();
        return "/desk/queue/" + message;
    }

    @Test
    void what_a_measure_may_hit_is_the_same_in_the_console_as_in_the_api() {
        desk.inventory.importFile(
                duenotice.inventory.InventoryFile.of("more.yaml", """
                        customers:
                          - id: pair
                            name: Pair
                            contacts: [{name: Pia, email: pia@pair.example, phones: []}]
                        servers:
                          - {id: never, customer: kite, never-cut: true, addresses: [{ip: 203.0.113.1, from: 2025-01-01T00:00:00Z}]}
                          - {id: wide, customer: kite, addresses: [{ip: "2001:db8::/64", from: 2025-01-01T00:00:00Z}]}
                          - {id: half, customer: pair, shared: true, hostnames: [a.pair.example], addresses: [{ip: 203.0.113.9, from: 2025-01-01T00:00:00Z}]}
                          - {id: other-half, customer: kite, shared: true, hostnames: [b.pair.example], addresses: [{ip: 203.0.113.9, from: 2025-01-01T00:00:00Z}]}
                        """.getBytes(StandardCharsets.UTF_8)),
                "test",
                desk.now());
        var incident = desk.spam("srv-1");
        var shared = desk.open("other-half", "messaging/spam", Category.EMAIL_COMPROMISE);

        assertThat(asked(incident, "network-off", "198.51.100.7")).isEqualTo(422);
        assertThat(asked(incident, "network-off", "never")).isEqualTo(409);
        assertThat(asked(incident, "network-off", "srv-3")).isEqualTo(422);
        assertThat(asked(incident, "null-route", "203.0.113.9")).isEqualTo(422);
        assertThat(asked(incident, "null-route", "2001:DB8:0:0::7")).isEqualTo(303);
        assertThat(desk.snapshot(incident).incident().measures().getFirst().target())
                .isEqualTo("2001:db8::7");
        assertThat(asked(shared, "null-route", "203.0.113.9")).isEqualTo(303);
    }

    private int asked(IncidentId incident, String kind, String target) {
        var engineer = as("engineer");
        return engineer.submit(
                        engineer.get(page(incident)).form("form[name=measures]"),
                        Map.of(
                                "kind",
                                kind,
                                "target",
                                target,
                                "expiresAt",
                                "2026-03-01T09:00",
                                "emergency",
                                "on",
                                "reason",
                                "it floods us"))
                .status();
    }

    @Test
    void a_way_in_that_does_not_work_is_named_with_its_reason() {
        assertThat(as("agent")
                        .get("/desk/outages")
                        .document()
                        .select("#ways-in tbody tr")
                        .eachText())
                .containsExactly(
                        "smtp not yet none",
                        "mailbox lists 28 Feb 2026, 22:00 UTC since 28 Feb 2026, 23:00 UTC: the login was refused: <b>no</b>");
    }

    @Test
    void the_desk_is_stopped_and_started_and_its_outages_are_entered() {
        var engineer = as("engineer");

        assertThat(engineer.submit(engineer.get("/desk/automation").form("form[name=stop]"), BECAUSE)
                        .status())
                .isEqualTo(303);
        assertThat(engineer.get("/desk").document().select(".bar").text()).contains("stopped");
        assertThat(engineer.submit(engineer.get("/desk/automation").form("form[name=start]"), BECAUSE)
                        .status())
                .isEqualTo(303);
        assertThat(engineer.submit(
                                engineer.get("/desk/outages").form("form[name=outage]"),
                                Map.of(
                                        "part",
                                        "phone",
                                        "from",
                                        "2026-03-01T02:00",
                                        "until",
                                        "2026-03-01T02:30",
                                        "reason",
                                        "trunk"))
                        .status())
                .isEqualTo(303);
        assertThat(engineer.get("/desk/outages")
                        .document()
                        .select("table:not(#ways-in) tbody")
                        .text())
                .contains("phone")
                .contains("trunk");
        var backwards = engineer.submit(
                engineer.get("/desk/outages").form("form[name=outage]"),
                Map.of("part", "phone", "from", "2026-03-01T02:00", "until", "2026-03-01T01:30", "reason", "trunk"));
        assertThat(backwards.status()).isEqualTo(422);
    }

    @Test
    void an_outage_that_lasts_stands_first_and_is_ended_there() {
        var engineer = as("engineer");
        engineer.submit(
                engineer.get("/desk/outages").form("form[name=outage]"),
                Map.of("part", "mail-in", "from", "2026-03-01T02:00", "reason", "disk"));
        engineer.submit(
                engineer.get("/desk/outages").form("form[name=outage]"),
                Map.of("part", "phone", "from", "2026-03-01T02:10", "until", "2026-03-01T02:20", "reason", "trunk"));
        var lasting = engineer.get("/desk/outages");
        assertThat(lasting.document().select("tbody tr").first().text())
                .contains("mail-in")
                .contains("still");
        assertThat(as("agent").get("/desk/outages").document().select("form[name^=ended-]"))
                .isEmpty();

        var early = engineer.submit(lasting.form("form[name^=ended-]"), Map.of("until", "2026-03-01T01:59"));
        assertThat(early.status()).isEqualTo(422);
        assertThat(early.form("form[name^=ended-]").text()).contains("until must lie after from");
        assertThat(early.form("form[name=outage]").text()).doesNotContain("must lie after");
        assertThat(engineer.submit(early.form("form[name^=ended-]"), Map.of("until", "2026-03-01T02:30"))
                        .status())
                .isEqualTo(303);

        assertThat(desk.casework.outages().all()).hasSize(2);
        assertThat(engineer.get("/desk/outages")
                        .document()
                        .select("table:not(#ways-in) tbody")
                        .text())
                .doesNotContain("still")
                .contains("02:30");
    }

    @Test
    void alarms_are_acknowledged_once() {
        desk.casework.raise(duenotice.incident.AlarmKind.CLOCK_JUMP, java.util.Optional.empty(), "jumped by an hour");
        var agent = as("agent");
        var shown = agent.get("/desk/alarms");

        assertThat(agent.submit(shown.form("form[name^=acknowledge]"), Map.of()).status())
                .isEqualTo(303);

        assertThat(agent.get("/desk/alarms")
                        .document()
                        .select("table:not(#ways-in) tbody")
                        .text())
                .contains("jumped by an hour")
                .contains("agent");
        assertThat(agent.get("/desk/alarms").document().select("form[name^=acknowledge]"))
                .isEmpty();
    }

    @Test
    void a_lead_releases_or_discards_what_a_flood_held_back() {
        var held = java.util.stream.IntStream.rangeClosed(1, 2)
                .mapToObj(one -> desk.spam("srv-" + one))
                .toList();
        held.forEach(id -> desk.casework.append(
                id,
                List.of(new duenotice.incident.IncidentEvent.WarningHeld("flood.example")),
                duenotice.incident.Actor.AUTOMATION));
        desk.casework.workAll();
        var lead = as("lead");
        assertThat(as("agent").get("/desk/warnings").document().select("main input[type=checkbox]"))
                .isEmpty();
        var shown = lead.get("/desk/warnings");
        assertThat(shown.document().select("tbody tr")).hasSize(2);

        var released = lead.submit(
                shown.form("form[name=warnings]"),
                Map.of("incidents", held.get(0).toString(), "reason", "genuine"));
        desk.casework.workAll();
        assertThat(released.status()).isEqualTo(303);
        assertThat(desk.snapshot(held.get(0)).incident().isWarned()).isTrue();
        does(lead, held.get(1), "warning-discard", BECAUSE);
        assertThat(desk.snapshot(held.get(1)).incident().isClosed()).isTrue();
    }

    @Test
    void the_board_pages_by_due_time_and_stays_small() {
        desk.moreServers(60);
        var ids = java.util.stream.IntStream.range(0, 60)
                .mapToObj(number -> desk.spam("many-" + number))
                .toList();
        desk.casework.workAll();
        var agent = as("agent");

        var first = agent.get("/desk");
        var second = agent.get(first.form("a[rel=next]").attr("href"));

        assertThat(first.document().select("tbody tr")).hasSize(50);
        assertThat(second.document().select("tbody tr")).hasSize(10);
        var shown =
                new java.util.HashSet<>(first.document().select("tbody th a").eachText());
        shown.addAll(second.document().select("tbody th a").eachText());
        assertThat(shown).hasSize(ids.size());
        assertThat(first.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(100_000);
        assertThat(agent.get("/desk?server=many-7").document().select("tbody tr"))
                .hasSize(1);
        assertThat(agent.get("/desk?state=closed").document().select("tbody tr"))
                .isEmpty();
        assertThat(agent.get("/desk?category=" + Category.OTHER.word())
                        .document()
                        .select("tbody tr"))
                .isEmpty();
        desk.act(ids.get(3), new Act.SayPersisting(Persistence.NO, "gone"));
    }
}
