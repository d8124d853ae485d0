package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.RunningRehearsal;
import duenotice.portal.Browser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** R31 and R32 as people meet them, by mail and HTTP alone: contacts that change, and contacts that nobody reaches. */
class ContactsStoryTest {
    private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+(/(?:c|contacts)/[a-z0-9]+)");
    private static RunningRehearsal desk;
    private static Browser browser;
    private static int customers;

    @BeforeAll
    static void start() {
        desk = RunningRehearsal.start(Instant.parse("2026-06-01T09:00:00Z"));
        browser = new Browser(desk.address());
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    // ---- customers

    /** Ada gets abuse notices, Olga owns the account. */
    private record Kite(String name, int number) {
        String ada() {
            return "ada@" + name + ".example";
        }

        String olga() {
            return "olga@" + name + ".example";
        }

        String moved() {
            return "ada@new-" + name + ".example";
        }

        String adasNumber() {
            return "+4420794603%02d".formatted(number);
        }

        String olgasNumber() {
            return "+4420794604%02d".formatted(number);
        }
    }

    private static Kite customer(String name, String language) {
        var kite = new Kite(name, ++customers);
        imported(kite, language, kite.ada(), "");
        return kite;
    }

    private static void imported(Kite kite, String language, String ada, String more) {
        desk.told("lead", "PUT", "/inventory", """
                customers:
                  - id: %1$s
                    name: The %1$s company
                    language: %2$s
                    %7$s
                    contacts:
                      - {name: Ada, email: %3$s, phones: ["%4$s"], roles: [abuse]}
                      - {name: Olga, email: olga@%1$s.example, phones: ["%5$s"], roles: [owner]}
                servers:
                  - {id: srv-%1$s, customer: %1$s, addresses: [{ip: "2001:db8:99::%6$d", from: 2020-01-01T00:00:00Z}]}
                """.formatted(
                        kite.name(), language, ada, kite.adasNumber(), kite.olgasNumber(), kite.number(), more));
    }

    private static String warned(Kite kite) {
        return warned(kite, "email-compromise", "messaging/spam");
    }

    private static String warned(Kite kite, String category, String type) {
        var id = desk.told("agent", "POST", "/incidents", """
                        {"server": "srv-%s", "category": "%s", "type": "%s", "observedAt": "%s",
                         "evidence": "samples in the spam trap", "reason": "seen by us"}
                        """.formatted(
                                kite.name(), category, type, desk.now().minusSeconds(600)))
                .get("id")
                .asString();
        desk.pass(Duration.ZERO);
        return id;
    }

    // ---- looking

    private static JsonNode incident(String id) {
        return desk.told("auditor", "GET", "/incidents/" + id, "");
    }

    private static List<JsonNode> mailsTo(String address) {
        return desk.shown("/rehearsal/mail")
                .valueStream()
                .filter(mail -> mail.path("to").path(0).asString().equals(address))
                .toList();
    }

    private static String page(JsonNode mail) {
        var link = PAGE.matcher(mail.path("text").asString());
        assertThat(link.find()).as(mail.path("text").asString()).isTrue();
        return link.group(1);
    }

    private static JsonNode newest(Kite kite) {
        return desk.told("auditor", "GET", "/contacts/changes?customer=" + kite.name(), "")
                .get(0);
    }

    private static String state(Kite kite) {
        return newest(kite).path("state").asString();
    }

    /** A case is open within a minute. */
    private static List<String> wrong(Kite kite) {
        desk.pass(Duration.ofMinutes(1));
        return desk.told("auditor", "GET", "/contacts/cases", "")
                .valueStream()
                .filter(one -> one.path("customer").asString().equals(kite.name()))
                .flatMap(one -> one.path("anomalies").valueStream())
                .map(one -> one.path("kind").asString())
                .toList();
    }

    // ---- acting

    private static void asks(Kite kite, Map<String, String> typed) {
        var shown = browser.get(page(mailsTo(kite.ada()).getLast()));
        assertThat(browser.submit(shown.form("form[name=contacts]"), typed).status())
                .isEqualTo(303);
        desk.pass(Duration.ZERO);
    }

    private static Browser.Page presses(String form, String address) {
        var shown = browser.get(page(mailsTo(address).getLast()));
        assertThat(shown.status()).isEqualTo(200);
        var done = browser.submit(shown.form("form[name=" + form + "]"), Map.of());
        desk.pass(Duration.ZERO);
        return done;
    }

    private static void answers(String from, JsonNode notice, String text) {
        desk.send(from, notice.path("headers").path("Reply-To").asString(), """
                From: <%s>
                To: <%s>
                Subject: Re: your notice
                Message-ID: <%d@mail.example>

                %s
                """.formatted(
                        from, notice.path("headers").path("Reply-To").asString(), System.nanoTime(), text));
        desk.pass(Duration.ZERO);
    }

    private static void bounces(JsonNode mail) {
        desk.send("", mail.path("envelopeFrom").asString(), """
                From: MAILER-DAEMON@relay.provider.example
                To: <%1$s>
                Subject: Undelivered Mail Returned to Sender
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

                --cut
                Content-Type: text/plain

                This is the mail system.

                --cut
                Content-Type: message/delivery-status

                Reporting-MTA: dns; relay.provider.example

                Final-Recipient: rfc822; %2$s
                Action: failed
                Status: 5.1.1

                --cut--
                """.formatted(
                mail.path("envelopeFrom").asString(), mail.path("to").path(0).asString()));
        desk.pass(Duration.ZERO);
    }

    private static void writesToTheMailbox(String from, String text) {
        desk.send(from, "contacts@provider.example", """
                From: <%s>
                To: <contacts@provider.example>
                Subject: our contacts
                Message-ID: <%d@mail.example>

                %s
                """.formatted(from, System.nanoTime(), text));
        desk.pass(Duration.ZERO);
    }

    // ---- R31

    @Test
    void the_page_of_an_incident_only_proposes_and_an_old_channel_confirms() {
        var kite = customer("drachen", "de");
        warned(kite);
        asks(kite, Map.of("email", kite.moved()));

        assertThat(state(kite)).isEqualTo("proposed");
        assertThat(mailsTo(kite.moved())).as("confirmed by nobody").isEmpty();
        assertThat(mailsTo(kite.olga())).as("every old channel is told").hasSize(1);
        var question = mailsTo(kite.ada()).getLast();
        assertThat(question.path("subject").asString())
                .isEqualTo("Bitte prüfen: Änderung eines Ansprechpartners von The drachen company");
        assertThat(question.path("text").asString()).contains(kite.moved()).contains("Noch hat sich nichts geändert");
        assertThat(question.path("headers").path("Auto-Submitted").asString()).isEqualTo("auto-generated");
        assertThat(question.path("headers").propertyNames())
                .as("nobody unsubscribes from due notice")
                .contains("X-Auto-Response-Suppress", "X-Duenotice-Loop")
                .noneMatch(name -> name.startsWith("List-") || name.equals("Precedence"));

        browser.get(page(question));
        assertThat(state(kite)).as("scanners follow links").isEqualTo("proposed");
        assertThat(presses("confirm", kite.ada()).status()).isEqualTo(303);

        assertThat(state(kite)).isEqualTo("confirmed");
        assertThat(newest(kite).path("authorityAt").asString())
                .isEqualTo(desk.now().toString());
        assertThat(mailsTo(kite.olga()).getLast().path("subject").asString())
                .startsWith("Geändert: ein Ansprechpartner");
        var before = mailsTo(kite.ada()).size();
        var id = warned(kite, "system-compromise", "connection/login_attack");
        assertThat(mailsTo(kite.ada())).as("used from the next step on").hasSize(before);
        answers(kite.moved(), mailsTo(kite.moved()).getLast(), "We closed the hole and changed all passwords.");
        assertThat(incident(id).path("answers").get(0).path("verified").asBoolean())
                .isTrue();
    }

    @Test
    void one_confirmed_on_the_phone_alone_gets_notices_at_once_and_authority_a_day_later() {
        var kite = customer("cloud", "en");
        warned(kite);
        asks(kite, Map.of("email", kite.moved()));
        var path = "/contacts/changes/" + newest(kite).path("id").asString();

        var stranger = desk.api("agent", "POST", path + "/call-back", "{\"number\": \"+442079460999\"}");
        assertThat(stranger.statusCode()).isEqualTo(422);
        desk.told(
                "agent",
                "POST",
                path + "/call-back",
                "{\"number\": \"" + kite.adasNumber() + "\", \"note\": \"Ada herself\"}");
        desk.pass(Duration.ZERO);
        assertThat(state(kite)).isEqualTo("confirmed");
        assertThat(mailsTo(kite.ada()).getLast().path("subject").asString()).startsWith("Changed: a contact");
        assertThat(newest(kite).path("authorityAt").asString())
                .isEqualTo(desk.now().plus(Duration.ofHours(24)).toString());

        var early = warned(kite, "system-compromise", "connection/login_attack");
        var notice = mailsTo(kite.moved()).getLast();
        answers(kite.moved(), notice, "We closed the hole and changed all passwords.");
        answers(kite.ada(), notice, "Ada here: we closed the hole.");
        assertThat(incident(early)
                        .path("answers")
                        .valueStream()
                        .map(one -> one.path("verified").asBoolean()))
                .as("no authority yet, and none in the name of somebody else by its own token")
                .containsExactly(false, false);
        answers(
                kite.ada(),
                mailsTo(kite.ada()).stream()
                        .filter(mail -> mail.path("incident").asString().equals(early))
                        .findFirst()
                        .orElseThrow(),
                "We look into it.");
        assertThat(incident(early).path("answers").get(2).path("verified").asBoolean())
                .as("with her own")
                .isTrue();
        var shown = browser.get(page(notice));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).contains("counts as your word once 24 hours");
        assertThat(mailsTo(kite.ada()).getLast().path("incident").asString())
                .as("the old one stays until the new one has authority")
                .isEqualTo(early);

        desk.pass(Duration.ofHours(24));
        var late = warned(kite, "system-compromise", "infrastructure/botnet");
        answers(kite.moved(), mailsTo(kite.moved()).getLast(), "We closed the hole and changed all passwords.");
        var answers = incident(late).path("answers");
        assertThat(answers.get(answers.size() - 1).path("verified").asBoolean()).isTrue();
    }

    @Test
    void an_old_channel_that_objects_keeps_the_new_one_from_its_authority_until_staff_decide() {
        var kite = customer("storm", "en");
        warned(kite);
        asks(kite, Map.of("email", kite.moved()));
        var path = "/contacts/changes/" + newest(kite).path("id").asString();
        desk.told("agent", "POST", path + "/call-back", "{\"number\": \"" + kite.adasNumber() + "\"}");
        desk.pass(Duration.ZERO);
        presses("refuse", kite.olga());
        desk.pass(Duration.ofHours(30));

        warned(kite, "system-compromise", "connection/login_attack");
        answers(kite.moved(), mailsTo(kite.moved()).getLast(), "We closed the hole.");
        var incidents =
                desk.told("auditor", "GET", "/incidents?server=srv-storm", "").path("items");
        assertThat(incidents
                        .valueStream()
                        .flatMap(one -> one.path("answers").valueStream())
                        .map(one -> one.path("verified").asBoolean()))
                .containsOnly(false);
        assertThat(newest(kite).path("objectedBy").asString()).isEqualTo(kite.olga());

        desk.told("agent", "POST", path + "/undo", "{\"reason\": \"Olga says Ada never called\"}");
        desk.pass(Duration.ZERO);
        assertThat(state(kite)).isEqualTo("undone");
        var before = mailsTo(kite.moved()).size();
        warned(kite, "other", "content/phishing");
        assertThat(mailsTo(kite.moved())).hasSize(before);
        assertThat(mailsTo(kite.ada()).getLast().path("subject").asString()).doesNotContain("Taken back");
    }

    @Test
    void what_nobody_confirms_is_over_after_a_week() {
        var kite = customer("haze", "en");
        warned(kite);
        asks(kite, Map.of("email", kite.moved()));
        var link = page(mailsTo(kite.ada()).getLast());
        desk.pass(Duration.ofDays(7));
        assertThat(state(kite)).isEqualTo("expired");
        assertThat(browser.get(link).document().select("form[name=confirm]")).isEmpty();
        assertThat(browser.post(link + "/confirm", Map.of()).status()).isEqualTo(422);
        assertThat(mailsTo(kite.moved())).isEmpty();
    }

    @Test
    void about_the_owner_the_owner_decides() {
        var kite = customer("ridge", "en");
        warned(kite);
        asks(kite, Map.of("name", "Olga", "email", "mallory@elsewhere.example", "phones", ""));
        var adas = browser.get(page(mailsTo(kite.ada()).getLast()));
        assertThat(adas.document().select("form[name=confirm]")).isEmpty();
        assertThat(browser.post(page(mailsTo(kite.ada()).getLast()) + "/confirm", Map.of())
                        .status())
                .isEqualTo(422);
        presses("refuse", kite.olga());
        assertThat(state(kite)).isEqualTo("refused");
        assertThat(mailsTo("mallory@elsewhere.example")).isEmpty();
    }

    @Test
    void the_mailbox_reads_plain_words_and_leaves_the_rest_to_people() {
        var kite = customer("meadow", "en");
        writesToTheMailbox(kite.ada(), "Hello,\nplease write to " + kite.moved() + " from now on.\nAda\n");
        assertThat(state(kite)).isEqualTo("proposed");
        assertThat(newest(kite).path("after").path("email").asString()).isEqualTo(kite.moved());
        presses("confirm", kite.olga());
        assertThat(state(kite)).isEqualTo("confirmed");

        var waiting = desk.told("agent", "GET", "/queue", "").size();
        writesToTheMailbox("ada@gone.example", "This is Ada of meadow. Please use ada@gone.example from now on.");
        writesToTheMailbox(kite.olga(), "Please do something about our contacts.");
        assertThat(desk.told("agent", "GET", "/queue", "")
                        .valueStream()
                        .map(one -> one.path("reason").asString())
                        .filter(reason -> reason.startsWith("held: a contact change"))
                        .count())
                .isEqualTo(2);
        assertThat(desk.told("agent", "GET", "/queue", "").size()).isEqualTo(waiting + 2);
    }

    @Test
    void a_mail_to_the_mailbox_is_no_answer_to_a_warning_it_does_not_refer_to() {
        var kite = customer("prairie", "en");
        var id = warned(kite);
        desk.send(kite.ada(), "contacts@provider.example", """
                Authentication-Results: mx.provider.example; dkim=pass header.d=prairie.example
                From: <%1$s>
                To: <contacts@provider.example>
                Subject: Re: our contacts
                Message-ID: <%2$d@mail.example>

                Please write to %3$s from now on.
                """.formatted(kite.ada(), System.nanoTime(), kite.moved()));
        desk.pass(Duration.ZERO);
        assertThat(state(kite)).isEqualTo("proposed");
        assertThat(incident(id).path("answers")).isEmpty();
    }

    @Test
    void a_later_import_undoes_no_confirmed_change_unless_it_says_something_new() {
        var kite = customer("harbour", "en");
        writesToTheMailbox(kite.ada(), "Please write to " + kite.moved() + " from now on.");
        presses("confirm", kite.ada());
        imported(kite, "en", kite.ada(), "vip: true");
        warned(kite);
        assertThat(mailsTo(kite.moved())).hasSize(1);

        imported(kite, "en", "ada@third.example", "vip: true");
        assertThat(state(kite)).isEqualTo("overtaken");
        warned(kite, "system-compromise", "connection/login_attack");
        assertThat(mailsTo(kite.moved())).hasSize(1);
        assertThat(mailsTo("ada@third.example")).hasSize(1);
    }

    // ---- R32

    @Test
    void a_dead_address_is_a_case_that_reminds_those_who_can_be_reached_until_it_is_put_right() {
        var kite = customer("marsh", "en");
        var id = warned(kite);
        bounces(mailsTo(kite.ada()).getLast());
        assertThat(wrong(kite)).contains("bounced");
        var before = mailsTo(kite.olga()).size();
        desk.pass(Duration.ofHours(24));
        var reminder = mailsTo(kite.olga()).getLast();
        assertThat(mailsTo(kite.olga())).hasSizeGreaterThan(before);
        assertThat(reminder.path("subject").asString()).isEqualTo("Please look at your contacts: The marsh company");
        assertThat(reminder.path("text").asString()).contains("Mail to " + kite.ada() + " comes back.");
        var reminders = mailsTo(kite.olga()).size();
        desk.pass(Duration.ofDays(7));
        assertThat(mailsTo(kite.olga()).size()).as("a week later again").isGreaterThan(reminders);

        // From the page of the reminder, and confirmed by the owner.
        var shown = browser.get(page(mailsTo(kite.olga()).stream()
                .filter(mail -> mail.path("subject").asString().startsWith("Please look"))
                .toList()
                .getLast()));
        assertThat(shown.body()).contains("comes back");
        assertThat(browser.submit(
                                shown.form("form[name=contacts]"),
                                Map.of("name", "Ada", "email", kite.moved(), "phones", kite.adasNumber()))
                        .status())
                .isEqualTo(303);
        desk.pass(Duration.ZERO);
        presses("confirm", kite.olga());
        assertThat(wrong(kite)).doesNotContain("bounced");
        assertThat(mailsTo(kite.moved()).stream()
                        .map(mail -> mail.path("incident").asString()))
                .as("the open warning goes to the new address once (R48)")
                .containsExactly(id);
    }

    @Test
    void who_is_no_longer_on_the_list_sees_no_more_of_it() {
        var kite = customer("quarry", "en");
        warned(kite);
        bounces(mailsTo(kite.ada()).getLast());
        desk.pass(Duration.ofHours(25));
        var reminder = page(mailsTo(kite.olga()).getLast());
        assertThat(browser.get(reminder).body()).contains("comes back");

        desk.told("lead", "PUT", "/inventory", """
                customers:
                  - id: quarry
                    name: The quarry company
                    contacts:
                      - {name: Ada, email: %s, roles: [abuse]}
                      - {name: Omar, email: omar@quarry.example, roles: [owner]}
                """.formatted(kite.ada()));
        assertThat(browser.get(reminder).status()).isEqualTo(404);
        assertThat(browser.post(reminder + "/contacts", Map.of("name", "Olga", "email", kite.olga()))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_wrong_number_is_a_case_and_steps_taken_stay_valid() {
        var kite = customer("field", "en");
        var id = warned(kite);
        desk.pass(Duration.ofHours(2));
        calls(id, kite.adasNumber(), "wrong-number");
        assertThat(wrong(kite)).contains("wrong-number");

        asks(kite, Map.of("email", kite.ada(), "phones", "+44 20 7946 0998"));
        presses("confirm", kite.ada());
        assertThat(wrong(kite)).doesNotContain("wrong-number");
        assertThat(incident(id)
                        .path("call")
                        .path("numbers")
                        .valueStream()
                        .map(one -> one.path("number").asString()))
                .as("steps taken stay valid")
                .contains(kite.adasNumber());
        calls(id, kite.olgasNumber(), "no-answer");
        desk.pass(Duration.ofHours(30));
        assertThat(desk.told("auditor", "GET", "/incidents?server=srv-field", "")
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    private static void calls(String id, String number, String outcome) {
        desk.told(
                "agent",
                "POST",
                "/incidents/" + id + "/calls",
                "{\"number\": \"%s\", \"outcome\": \"%s\", \"startedAt\": \"%s\", \"endedAt\": \"%s\", \"note\": \"\"}"
                        .formatted(number, outcome, desk.now(), desk.now()));
        desk.pass(Duration.ZERO);
    }

    @Test
    void links_that_were_not_made_here_open_nothing() {
        assertThat(browser.get("/contacts/" + "a".repeat(52)).status()).isEqualTo(404);
        assertThat(browser.post("/contacts/" + "a".repeat(52) + "/confirm", Map.of())
                        .status())
                .isEqualTo(404);
    }
}
