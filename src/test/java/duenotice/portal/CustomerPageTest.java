package duenotice.portal;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Act;
import duenotice.incident.AnswerKind;
import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.IncidentId;
import duenotice.incident.State;
import duenotice.incident.StatementPart;
import duenotice.report.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomerPageTest {
    private static final String ADA = "ada@kite.example";
    private static final Map<String, String> STATEMENT = Map.of(
            "cause", "A stolen password of one mailbox.",
            "done", "Password changed, queue emptied.",
            "prevention", "Mail is limited to 50 an hour now.");

    private PagesUnderTest desk;
    private Browser browser;

    @BeforeEach
    void start() {
        desk = new PagesUnderTest((pages, beans) -> {}, PortalConfiguration.class);
        browser = desk.browser();
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    private IncidentId warned() {
        var incident = desk.spam("srv-1");
        desk.until(Duration.ZERO);
        return incident;
    }

    @Test
    void shows_what_happened_the_deadline_and_what_comes_next() {
        var incident = warned();

        var page = browser.get(desk.link(incident, ADA));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.document().title()).contains(incident.toString()).contains("srv-1");
        assertThat(page.document().selectFirst("time").text())
                .isEqualTo("Sunday, 1 March 2026, 06:00 (Europe/Berlin, UTC+01:00)");
        assertThat(page.document().text())
                .contains("2 h 0 min left")
                .contains("phone every number")
                .contains("turn off the network of srv-1")
                .contains("We sent you the notice by mail")
                .doesNotContain("mara");
        assertThat(page.document().select("form[name=answer], form[name=statement]"))
                .hasSize(2);
        assertThat(page.document().select("form[name=repair]")).isEmpty();
        assertThat(page.document().select("details summary").eachText()).anyMatch(title -> title.contains("spam"));
        assertThat(page.response().headers().firstValue("set-cookie")).isEmpty();
        assertThat(page.response()
                        .headers()
                        .firstValue("content-security-policy")
                        .orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.response().headers().firstValue("referrer-policy")).contains("no-referrer");
        assertThat(page.document().select("script:not([src])")).isEmpty();
    }

    @Test
    void hides_who_reported_it_and_notes_of_staff() {
        var incident = warned();
        desk.reported(
                incident,
                "trap@reporter.example",
                "Delivered-To: victim+key@trap.example\nSubject: buy " + PagesUnderTest.HOSTILE
                        + "\nList-Unsubscribe: <https://reporter.example/u?k=secret>\nseen by trap@reporter.example");
        desk.act(incident, new Act.Note("customer is difficult"));

        var page = browser.get(desk.link(incident, ADA));

        assertThat(page.document().text())
                .contains("Subject: buy <script>")
                .doesNotContain("reporter.example")
                .doesNotContain("trap")
                .doesNotContain("secret")
                .doesNotContain("difficult");
        assertThat(page.body()).doesNotContain("<script>alert");
    }

    @Test
    void child_abuse_material_is_neither_quoted_nor_named() {
        var incident = desk.open("srv-1", "content/csam", Category.OTHER);
        desk.reported(incident, "hotline@reporter.example", "what the hotline wrote");

        var page = browser.get(desk.link(incident, ADA));

        assertThat(page.document().select("article.proof")).hasSize(1);
        assertThat(page.document().text()).doesNotContain("198.51.100.").doesNotContain("what the hotline wrote");
    }

    @Test
    void an_answer_in_time_starts_the_time_to_mend_it() {
        var incident = warned();
        var link = desk.link(incident, ADA);

        var taken = browser.submit(
                browser.get(link).form("form[name=answer]"),
                Map.of("kind", "corrective", "text", "Removed <b>it</b>."));

        assertThat(taken.status()).isEqualTo(303);
        assertThat(taken.location()).endsWith(link);
        var answer = desk.snapshot(incident).incident().answers().getFirst();
        assertThat(answer.from()).isEqualTo(ADA);
        assertThat(answer.kind()).isEqualTo(AnswerKind.CORRECTIVE);
        assertThat(answer.counts()).isTrue();
        assertThat(desk.snapshot(incident).outlook().state()).isEqualTo(State.ANSWERED);
        assertThat(browser.get(link).document().text()).contains("You answered").contains("Removed <b>it</b>.");
    }

    @Test
    void working_on_it_needs_no_words_but_everything_else_does() {
        var incident = warned();
        var link = desk.link(incident, ADA);

        var empty = browser.post(link + "/answer", Map.of("kind", "other", "text", " "));
        var wrong = browser.post(link + "/answer", Map.of("kind", "confession", "text", "typed <i>long</i>"));
        var working = browser.post(link + "/answer", Map.of("kind", "ack", "text", ""));

        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.document().select(".problem").text()).contains("the answer is empty");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.document().selectFirst("textarea[name=text]").val()).isEqualTo("typed <i>long</i>");
        assertThat(working.status()).isEqualTo(303);
        assertThat(desk.snapshot(incident).incident().answers()).hasSize(1);
    }

    @Test
    void after_a_cut_only_a_whole_confirmation_is_taken() {
        var incident = warned();
        desk.cutOff(incident);
        var link = desk.link(incident, ADA);
        var page = browser.get(link);

        assertThat(page.document().text())
                .contains("Your server is cut off")
                .contains("https://console.provider.example/srv-1");
        var short1 = browser.submit(
                page.form("form[name=statement]"),
                Map.of("cause", "A stolen password.", "done", "fixed", "prevention", ""));
        assertThat(short1.status()).isEqualTo(422);
        assertThat(short1.document().select(".problem").text())
                .contains("what was done")
                .contains("happening again")
                .doesNotContain("the cause");
        assertThat(short1.document().selectFirst("textarea[name=cause]").val()).isEqualTo("A stolen password.");
        assertThat(desk.snapshot(incident).incident().statement().progress()).isEqualTo(Progress.REFUSED);
        assertThat(desk.snapshot(incident).incident().statement().missing())
                .containsExactly(StatementPart.DONE, StatementPart.PREVENTION);
        assertThat(browser.post(link + "/answer", Map.of("kind", "corrective", "text", "fixed"))
                        .status())
                .isEqualTo(422);

        var whole = browser.submit(browser.get(link).form("form[name=statement]"), STATEMENT);

        assertThat(whole.status()).isEqualTo(303);
        assertThat(desk.snapshot(incident).incident().statement().progress()).isEqualTo(Progress.SUBMITTED);
        assertThat(browser.get(link).document().text()).contains("We are reading your confirmation");
    }

    @Test
    void an_empty_confirmation_stops_no_clock() {
        var incident = warned();

        var refused = browser.post(
                desk.link(incident, ADA) + "/statement", Map.of("cause", "", "done", "", "prevention", ""));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(desk.snapshot(incident).incident().answers()).isEmpty();
    }

    @Test
    void german_customers_read_german_and_may_ask_for_repair_after_a_power_off() {
        var incident = desk.spam("srv-3");
        desk.until(Duration.ZERO);
        desk.cutOff(incident);
        var link = desk.link(incident, "joerg@moewe.example");
        var page = browser.get(link);

        assertThat(page.document().selectFirst("html").attr("lang")).isEqualTo("de");
        assertThat(page.document().text())
                .contains("Ihr Server ist abgeschaltet")
                .contains("Zur Reparatur einschalten");
        assertThat(browser.submit(page.form("form[name=repair]"), Map.of()).status())
                .isEqualTo(303);
        assertThat(browser.post(link + "/repair", Map.of()).status()).isEqualTo(422);
        desk.casework.workAll();
        assertThat(browser.get(link).document().text()).contains("zur Reparatur eingeschaltet, ohne Netz");
    }

    @Test
    void a_repair_without_a_power_off_is_refused_with_a_reason() {
        var refused = browser.post(desk.link(warned(), ADA) + "/repair", Map.of());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.document().select(".problem").text()).contains("a repair follows a power-off");
    }

    @Test
    void a_victim_is_never_asked_to_confess() {
        var incident = desk.open("srv-2", "connection/ddos", Category.SERVER_UNDER_ATTACK);
        desk.until(Duration.ZERO);

        var page = browser.get(desk.link(incident, ADA));

        assertThat(page.document().select("form[name=statement]")).isEmpty();
        assertThat(page.document().text())
                .contains("You have done nothing wrong")
                .doesNotContain("fixed")
                .doesNotContain("cut off")
                .doesNotContain("turn off");
        assertThat(browser.submit(page.form("form[name=answer]"), Map.of("text", "Port 443 must stay."))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void links_that_are_not_ours_are_over_or_belong_to_somebody_else_open_nothing() {
        var incident = warned();
        var link = desk.link(incident, ADA);
        var strangers = desk.link(incident, "joerg@moewe.example");

        assertThat(browser.get("/c/nonsense").status()).isEqualTo(404);
        assertThat(browser.speaking("de").get("/c/nonsense").document().text()).contains("Dieser Link öffnet nichts");
        assertThat(browser.get(strangers).status()).isEqualTo(404);
        assertThat(browser.post(strangers + "/answer", Map.of("kind", "ack")).status())
                .isEqualTo(404);
        desk.until(Duration.ofDays(92));
        assertThat(browser.get(link).status()).isEqualTo(404);
    }

    @Test
    void after_a_move_the_former_customers_link_opens_nothing_and_the_new_one_sees_nothing_of_him() {
        var incident = warned();
        var formers = desk.link(incident, ADA);
        desk.answered(incident, ADA, AnswerKind.OTHER, "We host a birdwatching forum.");
        desk.act(
                incident,
                new Act.Move(
                        new duenotice.report.ServerId("srv-3"),
                        new duenotice.report.CustomerId("moewe"),
                        "power-off",
                        desk.policies.byName("power-off").version(),
                        "a digit was wrong"));

        var page = browser.get(formers);
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.document().text()).doesNotContain("srv-3", "moewe", "birdwatching");
        for (var form : List.of("answer", "statement", "repair")) {
            assertThat(browser.post(formers + "/" + form, Map.of("kind", "ack", "text", "x"))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(desk.snapshot(incident).incident().answers()).isEmpty();
        var news = browser.get(desk.link(incident, "joerg@moewe.example"));
        assertThat(news.status()).isEqualTo(200);
        assertThat(news.document().text()).contains("srv-3").doesNotContain("birdwatching", ADA, "srv-1");
        assertThat(browser.get(desk.link(incident, ADA)).status()).isEqualTo(404);
    }

    @Test
    void what_is_too_long_or_comes_too_often_is_refused() {
        var link = desk.link(warned(), ADA);

        assertThat(browser.post(link + "/answer", Map.of("kind", "other", "text", "x".repeat(70_000)))
                        .status())
                .isEqualTo(413);
        assertThat(browser.post(link + "/answer", Map.of("kind", "other", "text", "x".repeat(20_000)))
                        .status())
                .isEqualTo(422);
        var statuses = java.util.stream.IntStream.range(0, 61)
                .mapToObj(ignored -> browser.post(link + "/answer", Map.of("kind", "other", "text", ""))
                        .status())
                .distinct()
                .toList();
        assertThat(statuses).isEqualTo(List.of(422, 429));
    }

    @Test
    void every_state_has_its_sentences_in_both_languages() {
        for (var language : List.of("en", "de")) {
            var words = Words.in(language);
            for (var state : State.values()) {
                assertThat(words.has("headline." + state.word()))
                        .as(state.word())
                        .isTrue();
            }
            for (var part : StatementPart.values()) {
                assertThat(words.has("part." + part.word())).isTrue();
            }
            for (var kind : AnswerKind.values()) {
                assertThat(words.has("choice." + kind.word())).isTrue();
                assertThat(words.has("kind." + kind.word())).isTrue();
            }
            for (var outcome : duenotice.incident.CallOutcome.values()) {
                assertThat(words.has("outcome." + outcome.word())).isTrue();
            }
        }
        assertThat(Words.in("de").keys()).isEqualTo(Words.in("en").keys());
    }

    @Test
    void everybody_may_read_how_abuse_is_handled_in_two_languages() {
        var english = browser.get("/how-we-handle-abuse");
        var german = browser.get("/how-we-handle-abuse?lang=de");

        assertThat(english.status()).isEqualTo(200);
        assertThat(english.document().text())
                .contains("You have 2 hours to answer")
                .contains("contacts@provider.example")
                .doesNotContain("Child abuse")
                .doesNotContain("Emergencies");
        assertThat(english.document().select("a.skip")).hasSize(1);
        assertThat(german.document().selectFirst("html").attr("lang")).isEqualTo("de");
        assertThat(german.document().text()).contains("Sie haben 2 Stunden, um zu antworten");
        assertThat(browser.get("/assets/duenotice.css").status()).isEqualTo(200);
        assertThat(browser.get("/assets/countdown.js").status()).isEqualTo(200);
    }
}
