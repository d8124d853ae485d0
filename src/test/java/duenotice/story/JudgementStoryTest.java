package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.RunningRehearsal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whose word counts, which clock it starts, and whether it goes on, through mail and HTTP only (R41, R44-R46, R56, R61). */
class JudgementStoryTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FIXED = "We removed the script that sent these mails.";
    private static final String QUIET_SO_FAR = "nothing seen and not long enough quiet";

    /** How letters write an instant to somebody in UTC. */
    private static final DateTimeFormatter LETTERS =
            DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

    private static RunningRehearsal desk;
    private static int count;

    @BeforeAll
    static void start() {
        desk = RunningRehearsal.start(Instant.parse("2026-06-01T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    // ---- a customer with one server, warned now

    private static final class Case {
        final String server;
        final String contact;
        final String address;
        final String phone;
        final String id;
        final Instant warnedAt;

        Case(String name) {
            count++;
            server = "srv-" + name;
            contact = "ada@" + name + ".example";
            address = "2001:db8:78::" + count;
            phone = "+49301000%03d".formatted(count);
            desk.told("lead", "PUT", "/inventory", """
                    customers:
                      - {id: %1$s, name: %1$s, contacts: [{name: Ada, email: %2$s, phones: ["%3$s"]}]}
                    servers:
                      - {id: %4$s, customer: %1$s, addresses: [{ip: "%5$s", from: 2025-01-01T00:00:00Z}]}
                    """.formatted(name, contact, phone, server, address));
            id = desk.told("agent-2", "POST", "/incidents", """
                    {"server": "%s", "category": "email-compromise", "type": "messaging/spam", "observedAt": "%s",
                     "evidence": "mail to many", "reason": "seen"}""".formatted(server, desk.now()))
                    .path("id")
                    .asString();
            desk.pass(Duration.ZERO);
            warnedAt = desk.now();
            assertStands("warned", next("call", at("2:00"), null), at("2:00"));
        }

        /** So many hours and minutes after the warning. */
        Instant at(String sinceWarning) {
            var parts = sinceWarning.split(":");
            return warnedAt.plus(Duration.ofHours(Long.parseLong(parts[0])))
                    .plus(Duration.ofMinutes(Long.parseLong(parts[1])));
        }

        void until(String sinceWarning) {
            desk.pass(Duration.between(desk.now(), at(sinceWarning)));
        }

        JsonNode shown() {
            return desk.told("auditor", "GET", "/incidents/" + id, "");
        }

        HttpResponse<String> asks(String person, String act, String body) {
            return desk.api(person, "POST", "/incidents/" + id + act, body);
        }

        void does(String person, String act, String body) {
            desk.told(person, "POST", "/incidents/" + id + act, body);
            desk.pass(Duration.ZERO);
        }

        List<JsonNode> mails() {
            return desk.shown("/rehearsal/mail")
                    .valueStream()
                    .filter(mail -> mail.path("to").path(0).asString().equals(contact))
                    .toList();
        }

        /** Subject of the newest mail, without the incident's number at its head. */
        String lastSubject() {
            return mails().getLast().path("subject").asString().replaceFirst("^\\[#\\d+] ", "");
        }

        void replies(String text) {
            repliesFrom(contact, text);
        }

        /** To the address that bears the token. */
        void repliesFrom(String sender, String text) {
            var to = mails().getFirst().path("headers").path("Reply-To").asString();
            send(sender, to, "", "Re: your warning", text);
        }

        /** To the address for complaints: no token leads back. */
        void writesFrom(String sender, String headers, String text) {
            send(sender, "abuse@provider.example", headers, "Re: your warning", text);
        }

        String reference() {
            return "In-Reply-To: "
                    + mails().getFirst().path("headers").path("Message-ID").asString() + "\n";
        }

        void assertStands(String state, String next, @Nullable Instant deadline) {
            var shown = shown();
            assertThat(shown.path("state").asString()).isEqualTo(state);
            assertThat(shown.path("next").toString()).isEqualTo(next);
            assertThat(shown.path("deadline").asString()).isEqualTo(deadline == null ? "" : deadline.toString());
        }

        void assertPersisting(String value, String basis) {
            assertThat(shown().path("persisting").asString()).isEqualTo(value);
            assertThat(shown().path("persistingBasis").asString()).isEqualTo(basis);
        }

        void assertAnswer(int number, String from, String kind, boolean verified) {
            var answer = shown().path("answers").path(number - 1);
            assertThat(answer.path("from").asString()).isEqualTo(from);
            assertThat(answer.path("kind").asString()).isEqualTo(kind);
            assertThat(answer.path("verified").asBoolean()).isEqualTo(verified);
        }

        /** A reporter whom the desk trusts hands in what he saw then; says which report it became. */
        String isReportedAsSeenAt(Instant seen) {
            var report = desk.told("reporter", "POST", "/reports", """
                    {"xarf_version": "4.2.0", "report_id": "judged-%d", "timestamp": "%s",
                     "reporter": {"org": "Watch", "contact": "team@watch.example", "domain": "watch.example"},
                     "sender": {"org": "Watch", "contact": "team@watch.example", "domain": "watch.example"},
                     "source_identifier": "%s", "source_port": 25, "category": "messaging", "type": "spam",
                     "protocol": "smtp", "smtp_from": "bulk@sender.example", "evidence_source": "spamtrap"}
                    """.formatted(++count, seen, address))
                    .path("id")
                    .asString();
            desk.pass(Duration.ZERO);
            return report;
        }

        List<String> askedOfTheNetwork() {
            return desk.shown("/rehearsal/network/requests")
                    .valueStream()
                    .filter(request -> request.path("server").asString().equals(server))
                    .map(request -> request.path("kind").asString())
                    .toList();
        }
    }

    private static String next(String step, Instant due, @Nullable String block) {
        return JSON.createObjectNode()
                .put("step", step)
                .put("dueAt", due.toString())
                .put("blockedBy", block)
                .toString();
    }

    private static void send(String sender, String to, String headers, String subject, String text) {
        desk.send(sender, to, """
                %sFrom: %s
                To: %s
                Subject: %s
                Message-ID: <judged-%d@mail.example>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                %s
                """.formatted(headers, sender, to, subject, ++count, text)
                .replace("\n", "\r\n"));
        desk.pass(Duration.ZERO);
    }

    private static String proven(String domain) {
        return "Authentication-Results: mx.provider.example; dkim=pass header.d=" + domain + "\n";
    }

    private static String said(HttpResponse<String> refused) {
        return refused.statusCode() + " "
                + JSON.readTree(refused.body()).path("detail").asString();
    }

    // ---- whose word counts (R41)

    @Test
    void a_stranger_with_the_token_stops_no_clock_and_makes_the_cut_a_decision_of_people() {
        var heron = new Case("heron");
        heron.until("0:10");
        heron.repliesFrom("zoe@elsewhere.example", FIXED);
        heron.assertAnswer(1, "zoe@elsewhere.example", "corrective", false);
        heron.assertStands("warned", next("call", heron.at("2:00"), null), heron.at("2:00"));

        heron.until("2:00");
        heron.assertStands("calling", next("call", heron.at("2:00"), null), null);
        heron.does("agent", "/calls", """
                {"number": "%s", "outcome": "no-answer", "startedAt": "%2$s", "endedAt": "%2$s"}
                """.formatted(heron.phone, desk.now()));
        heron.assertStands("called", next("cut", heron.at("4:00"), "fresh-evidence"), heron.at("4:00"));
        heron.until("3:00");
        heron.isReportedAsSeenAt(desk.now());
        heron.assertStands("called", next("cut", heron.at("4:00"), "unverified-answer"), heron.at("4:00"));
        heron.until("6:00");
        heron.assertStands("called", next("cut", heron.at("4:00"), "unverified-answer"), heron.at("4:00"));
        var proposal = heron.shown().path("measures").path(0);
        assertThat(proposal.path("state").asString()).isEqualTo("proposed");
        assertThat(proposal.path("blockedBy").asString()).isEqualTo("unverified-answer");
        assertThat(heron.askedOfTheNetwork()).isEmpty();

        desk.told(
                "engineer",
                "POST",
                "/measures/" + proposal.path("id").asString() + "/approve",
                "{\"reason\": \"nobody there knows that sender\"}");
        desk.pass(Duration.ZERO);
        assertThat(heron.shown().path("state").asString()).isEqualTo("cut");
        assertThat(heron.askedOfTheNetwork()).containsExactly("network-off");
    }

    @Test
    void a_contacts_name_alone_stops_nothing_and_his_proven_mail_does_without_a_token() {
        var kite = new Case("kite");
        kite.until("0:10");
        kite.writesFrom(kite.contact, kite.reference(), FIXED);
        kite.assertAnswer(1, kite.contact, "corrective", false);
        kite.assertStands("warned", next("call", kite.at("2:00"), null), kite.at("2:00"));
        kite.until("0:20");
        kite.writesFrom(kite.contact, proven("elsewhere.example") + kite.reference(), FIXED);
        kite.assertAnswer(2, kite.contact, "corrective", false);
        kite.assertStands("warned", next("call", kite.at("2:00"), null), kite.at("2:00"));

        kite.until("0:30");
        kite.writesFrom(kite.contact, proven("kite.example"), FIXED);
        kite.assertAnswer(3, kite.contact, "corrective", true);
        kite.assertStands("answered", next("watch", kite.at("24:30"), "answered"), kite.at("24:30"));
    }

    @Test
    void an_unproven_answer_counts_from_its_receipt_once_staff_accept_it_with_a_reason() {
        var moss = new Case("moss");
        moss.until("0:10");
        moss.repliesFrom("zoe@elsewhere.example", FIXED);
        moss.until("1:00");
        assertThat(moss.asks("agent", "/answers/1/accept", "{\"reason\": \"\"}").statusCode())
                .isEqualTo(422);
        moss.does("agent", "/answers/1/accept", "{\"reason\": \"Ada named her on the telephone\"}");
        moss.assertAnswer(1, "zoe@elsewhere.example", "corrective", true);
        moss.assertStands("answered", next("watch", moss.at("24:10"), "answered"), moss.at("24:10"));
    }

    // ---- silence and answers (R44)

    @Test
    void after_two_silent_hours_a_call_is_due_unless_staff_found_it_gone() {
        var unknown = new Case("unknown");
        var seen = new Case("seen");
        var gone = new Case("gone");
        unknown.until("0:59");
        unknown.assertPersisting("unknown", QUIET_SO_FAR);
        unknown.until("1:00");
        seen.isReportedAsSeenAt(desk.now());
        gone.does("agent", "/persisting", "{\"value\": \"no\", \"reason\": \"the queue is empty\"}");
        seen.assertPersisting("yes", "reported as seen at " + seen.at("1:00"));
        gone.assertPersisting("no", "staff found it gone");

        unknown.until("1:59");
        unknown.assertStands("warned", next("call", unknown.at("2:00"), null), unknown.at("2:00"));
        seen.assertStands("warned", next("call", seen.at("2:00"), null), seen.at("2:00"));
        gone.assertStands("warned", next("watch", gone.at("2:00"), null), gone.at("2:00"));

        unknown.until("2:00");
        unknown.assertStands("calling", next("call", unknown.at("2:00"), null), null);
        seen.assertStands("calling", next("call", seen.at("2:00"), null), null);
        gone.assertStands("watching", next("close", gone.at("26:00"), null), null);
        assertThat(unknown.shown().path("call").path("round").asInt()).isEqualTo(1);
        assertThat(gone.shown().path("call").path("round").asInt()).isZero();
        assertThat(gone.lastSubject()).isEqualTo("Looking good: srv-gone");
    }

    @Test
    void an_answer_of_each_kind_starts_its_time_and_the_first_fix_after_it_starts_a_day() {
        var ack = new Case("ack");
        var extension = new Case("extension");
        var corrective = new Case("corrective");
        var other = new Case("other");
        ack.until("1:00");
        ack.replies("We look into it.");
        extension.replies("Please give us more time.");
        corrective.replies(FIXED);
        other.replies("Thank you for the letter.");
        ack.assertAnswer(1, ack.contact, "ack", true);
        extension.assertAnswer(1, extension.contact, "extension", true);
        corrective.assertAnswer(1, corrective.contact, "corrective", true);
        other.assertAnswer(1, other.contact, "other", true);
        ack.assertStands("answered", next("call", ack.at("5:00"), "answered"), ack.at("5:00"));
        extension.assertStands("answered", next("call", extension.at("5:00"), "answered"), extension.at("5:00"));
        corrective.assertStands("answered", next("watch", corrective.at("25:00"), "answered"), corrective.at("25:00"));
        other.assertStands("answered", next("watch", other.at("25:00"), "answered"), other.at("25:00"));

        ack.until("4:00");
        ack.replies(FIXED);
        ack.assertStands("answered", next("watch", ack.at("28:00"), "answered"), ack.at("28:00"));
        ack.until("4:30");
        ack.replies("We removed another one.");
        ack.assertAnswer(3, ack.contact, "corrective", true);
        assertThat(ack.shown().path("deadline").asString())
                .isEqualTo(ack.at("28:00").toString());

        extension.until("5:00");
        extension.assertStands("calling", next("call", extension.at("5:00"), null), null);
        corrective.until("25:00");
        corrective.assertStands("watching", next("close", corrective.at("49:00"), null), null);
    }

    // ---- does it go on (R45, R46)

    @Test
    void what_a_trusted_reporter_saw_after_the_claimed_fix_says_yes_and_what_was_before_it_does_not() {
        var lark = new Case("lark");
        lark.until("1:00");
        lark.replies(FIXED);
        lark.until("2:00");
        lark.isReportedAsSeenAt(lark.at("0:45"));
        lark.isReportedAsSeenAt(lark.at("1:15"));
        send("rob@elsewhere.example", "abuse@provider.example", "", "spam from your network", """
                Hello,

                we received spam from your network.

                Source IP: %s
                Time: %s
                """.formatted(
                        lark.address, desk.now()));
        lark.assertPersisting("unknown", QUIET_SO_FAR);
        assertThat(lark.shown().path("reports").asInt())
                .as("seen by staff first")
                .isEqualTo(4);

        lark.until("3:00");
        lark.isReportedAsSeenAt(lark.at("2:50"));
        lark.assertPersisting("yes", "reported as seen at " + lark.at("2:50"));
        lark.assertStands("answered", next("call", lark.at("25:00"), "answered"), lark.at("25:00"));
        assertThat(lark.lastSubject()).startsWith("Still reported for srv-lark");

        lark.until("4:00");
        lark.does("agent", "/persisting", "{\"value\": \"no\", \"reason\": \"no mail leaves it any more\"}");
        lark.assertPersisting("no", "staff found it gone");
        lark.assertStands("answered", next("watch", lark.at("25:00"), "answered"), lark.at("25:00"));
        lark.until("5:00");
        lark.does("agent", "/persisting", "{\"value\": \"yes\", \"reason\": \"it sends again\"}");
        lark.assertPersisting("yes", "staff found it going on");
        lark.until("25:00");
        lark.assertStands("calling", next("call", lark.at("25:00"), null), null);
        lark.assertPersisting("yes", "staff found it going on");
    }

    @Test
    void old_evidence_that_arrives_late_neither_says_that_it_goes_on_nor_opens_anything() {
        var wren = new Case("wren");
        wren.until("1:00");
        wren.replies(FIXED);
        wren.until("25:00");
        wren.assertStands("watching", next("close", wren.at("49:00"), null), null);
        wren.isReportedAsSeenAt(wren.at("0:30"));
        wren.assertPersisting("no", "nothing seen since " + wren.at("1:00"));
        wren.assertStands("watching", next("close", wren.at("49:00"), null), null);

        wren.until("49:00");
        assertThat(wren.shown().path("state").asString()).isEqualTo("closed");
        wren.until("50:00");
        var late = desk.told("auditor", "GET", "/reports/" + wren.isReportedAsSeenAt(wren.at("0:40")), "");
        assertThat(late.path("state").asString()).isEqualTo("closed");
        assertThat(late.path("reason").asString())
                .isEqualTo("old evidence: incident %s was over at %s, after what is reported happened"
                        .formatted(wren.id, wren.at("1:00")));
        assertThat(late.path("incidents")).isEmpty();
        var incidents =
                desk.told("auditor", "GET", "/incidents?server=srv-wren", "").path("items");
        assertThat(incidents)
                .singleElement()
                .extracting(incident -> incident.path("state").asString())
                .isEqualTo("closed");
    }

    // ---- disputes (R56)

    @Test
    void a_dispute_stops_the_ladder_until_somebody_else_decides_and_leaves_four_hours() {
        var plum = new Case("plum");
        plum.until("1:30");
        plum.replies("This is a false positive.");
        plum.assertAnswer(1, plum.contact, "dispute", true);
        assertThat(plum.shown().path("state").asString()).isEqualTo("disputed");
        assertThat(plum.shown().path("next").toString()).isEqualTo(next("staff", plum.at("3:30"), "dispute"));
        assertThat(alarms(plum)).isEmpty();
        plum.until("3:30");
        plum.isReportedAsSeenAt(desk.now());
        assertThat(alarms(plum)).containsExactly("dispute-overdue");
        plum.until("6:00");
        assertThat(plum.shown().path("state").asString()).isEqualTo("disputed");
        assertThat(plum.shown().path("next").toString()).isEqualTo(next("staff", plum.at("3:30"), "dispute"));
        assertThat(plum.shown().path("call").path("round").asInt()).isZero();

        var rejected = "{\"decision\": \"rejected\", \"reason\": \"the samples are yours\"}";
        assertThat(said(plum.asks("agent-2", "/dispute/decide", rejected)))
                .isEqualTo("403 a dispute is decided by somebody other than who acted first on the incident");
        plum.does("lead", "/dispute/decide", rejected);
        plum.assertStands("warned", next("call", plum.at("10:00"), null), plum.at("10:00"));
        assertThat(plum.lastSubject()).isEqualTo("Your objection about srv-plum");

        plum.until("9:00");
        plum.replies("We dispute this once more.");
        plum.assertAnswer(2, plum.contact, "dispute", true);
        plum.assertStands("answered", next("watch", plum.at("33:00"), "answered"), plum.at("33:00"));
        plum.assertPersisting("yes", "reported as seen at " + plum.at("3:30"));
        assertThat(plum.asks("lead", "/dispute/decide", rejected).statusCode()).isEqualTo(409);
    }

    @Test
    void a_rejected_dispute_lets_more_than_four_hours_run_on_longer_by_its_pause() {
        var rook = new Case("rook");
        rook.until("0:10");
        rook.replies(FIXED);
        rook.until("1:00");
        rook.replies("Besides, this is a false positive.");
        assertThat(rook.shown().path("state").asString()).isEqualTo("disputed");
        rook.until("2:00");
        rook.does("lead", "/dispute/decide", "{\"decision\": \"rejected\", \"reason\": \"the samples are yours\"}");
        assertThat(rook.shown().path("state").asString()).isEqualTo("answered");
        assertThat(rook.shown().path("deadline").asString())
                .isEqualTo(rook.at("25:10").toString());
    }

    private static List<String> alarms(Case about) {
        return desk.told("auditor", "GET", "/alarms", "")
                .valueStream()
                .filter(alarm -> alarm.path("incident").asString().equals(about.id))
                .map(alarm -> alarm.path("kind").asString())
                .toList();
    }

    // ---- more time (R61)

    @Test
    void more_time_is_asked_for_and_granted_and_told_and_has_its_limits() {
        var dove = new Case("dove");
        dove.until("1:00");
        dove.replies("Please give us more time.");
        dove.assertStands("answered", next("call", dove.at("5:00"), "answered"), dove.at("5:00"));

        dove.until("2:00");
        assertThat(said(extended(dove, "agent", dove.at("27:00"))))
                .isEqualTo("403 agents hold and extend up to 24 hours ahead; a lead may go further");
        assertThat(said(extended(dove, "lead", dove.at("171:00"))))
                .isEqualTo(
                        "422 an incident of category email-compromise, with 0 extensions before, can be extended until "
                                + dove.at("170:00"));
        assertThat(said(extended(dove, "agent", dove.at("4:00"))))
                .isEqualTo("422 the customer has time until " + dove.at("5:00") + " already");
        dove.assertStands("answered", next("call", dove.at("5:00"), "answered"), dove.at("5:00"));

        assertThat(extended(dove, "agent", dove.at("20:00")).statusCode()).isEqualTo(200);
        desk.pass(Duration.ZERO);
        dove.assertStands("answered", next("call", dove.at("20:00"), "answered"), dove.at("20:00"));
        assertThat(dove.lastSubject()).isEqualTo("More time for srv-dove");
        assertThat(dove.mails().getLast().path("text").asString())
                .contains("Your new deadline:\n    "
                        + LETTERS.format(dove.at("20:00").atOffset(ZoneOffset.UTC)));

        assertThat(said(extended(dove, "lead", dove.at("87:00"))))
                .isEqualTo(
                        "422 an incident of category email-compromise, with 1 extensions before, can be extended until "
                                + dove.at("86:00"));
        dove.until("19:59");
        assertThat(dove.shown().path("state").asString()).isEqualTo("answered");
        dove.until("20:00");
        dove.assertStands("calling", next("call", dove.at("20:00"), null), null);
    }

    private static HttpResponse<String> extended(Case about, String person, Instant until) {
        return about.asks(
                person,
                "/extend",
                "{\"until\": \"%s\", \"reason\": \"the datacentre opens tomorrow\"}".formatted(until));
    }
}
