package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.RunningRehearsal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** R48 as people meet it, by mail and HTTP alone: late mail, mail that comes back, and mail that is sent again. */
class DeliveryStoryTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String RIEKE = "rieke@wiesengrund.example";
    private static final String OWNER = "leitung@wiesengrund.example";
    private static RunningRehearsal desk;

    @BeforeAll
    static void start() {
        desk = RunningRehearsal.start(Instant.parse("2026-06-01T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    /** Rieke alone is warned; the owner is another person. */
    private static String warned(String category, String type) {
        return warned("srv-2001", category, type);
    }

    private static String warned(String server, String category, String type) {
        var opened = desk.api("agent", "POST", "/incidents", """
                {"server": "%s", "category": "%s", "type": "%s", "observedAt": "%s",
                 "evidence": "seen on the wire", "reason": "seen"}
                """.formatted(server, category, type, desk.now()));
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        var id = JSON.readTree(opened.body()).path("id").asString();
        desk.pass(Duration.ofMinutes(1));
        assertThat(incident(id).path("state").asString()).isEqualTo("warned");
        return id;
    }

    private static JsonNode incident(String id) {
        return JSON.readTree(desk.api("agent", "GET", "/incidents/" + id, "").body());
    }

    private static JsonNode mailOf(String id, String to) {
        var found = desk.shown("/rehearsal/mail")
                .valueStream()
                .filter(mail -> mail.path("incident").asString().equals(id)
                        && mail.path("to").path(0).asString().equals(to))
                .toList();
        assertThat(found).isNotEmpty();
        return found.getLast();
    }

    private static String state(String id, String to) {
        return incident(id)
                .path("mails")
                .valueStream()
                .filter(mail -> mail.path("to").asString().equals(to))
                .reduce((first, last) -> last)
                .map(mail -> mail.path("state").asString())
                .orElse("none");
    }

    private static void notice(JsonNode mail, String action, String status) {
        notice(mail.path("envelopeFrom").asString(), mail, action, status);
    }

    private static void notice(String address, JsonNode mail, String action, String status) {
        desk.send("", address, """
                From: MAILER-DAEMON@relay.provider.example
                To: <%s>
                Subject: About your mail
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

                --cut
                Content-Type: text/plain

                This is the mail system.

                --cut
                Content-Type: message/delivery-status

                Reporting-MTA: dns; relay.provider.example

                Final-Recipient: rfc822; %s
                Action: %s
                Status: %s

                --cut--
                """.formatted(address, mail.path("to").path(0).asString(), action, status));
    }

    @Test
    void a_late_warning_stops_the_clock_and_its_arrival_starts_it_anew() {
        var id = warned("system-compromise", "connection/login_attack");
        var mail = mailOf(id, RIEKE);
        notice(mail, "delayed", "4.4.1");
        desk.pass(Duration.ofHours(3));
        var late = incident(id);
        assertThat(late.path("state").asString()).isEqualTo("warned");
        assertThat(late.path("next").path("step").asString()).isEqualTo("call");
        assertThat(late.path("next").path("blockedBy").asString()).isEqualTo("relay");
        assertThat(state(id, RIEKE)).isEqualTo("delayed");

        notice(mail, "delivered", "2.0.0");
        desk.pass(Duration.ZERO);
        var arrivedAt = desk.now();
        assertThat(state(id, RIEKE)).isEqualTo("accepted");
        assertThat(incident(id).path("deadline").asString())
                .isEqualTo(arrivedAt.plus(Duration.ofHours(2)).toString());
        desk.pass(Duration.ofMinutes(119));
        assertThat(incident(id).path("state").asString()).isEqualTo("warned");
        desk.pass(Duration.ofMinutes(1));
        assertThat(incident(id).path("state").asString()).isEqualTo("calling");
    }

    @Test
    void a_late_warning_that_comes_back_makes_the_call_due_and_the_owner_is_written_to() {
        var id = warned("email-compromise", "messaging/spam");
        var mail = mailOf(id, RIEKE);
        notice(mail, "delayed", "4.4.1");
        desk.pass(Duration.ofMinutes(150));
        notice(mail, "failed", "5.4.7");
        desk.pass(Duration.ZERO);
        var call = incident(id);
        assertThat(call.path("state").asString()).isEqualTo("calling");
        assertThat(call.path("next").path("dueAt").asString())
                .isEqualTo(desk.now().toString());
        assertThat(state(id, RIEKE)).isEqualTo("bounced");
        assertThat(state(id, OWNER)).isEqualTo("accepted");
        assertThat(mailOf(id, OWNER).path("subject").asString())
                .isEqualTo(mail.path("subject").asString());

        var again = """
                {"mail": "warning-1", "to": "%s", "reason": "asked for on the phone"}
                """;
        var stranger = desk.api(
                "agent", "POST", "/incidents/" + id + "/resend", again.formatted("reporter@elsewhere.example"));
        assertThat(stranger.statusCode()).isEqualTo(422);
        assertThat(desk.api("auditor", "POST", "/incidents/" + id + "/resend", again.formatted(OWNER))
                        .statusCode())
                .isEqualTo(403);
        var resent = desk.api("agent", "POST", "/incidents/" + id + "/resend", again.formatted(OWNER));
        assertThat(resent.statusCode()).as(resent.body()).isEqualTo(200);
        desk.pass(Duration.ZERO);
        assertThat(incident(id)
                        .path("mails")
                        .valueStream()
                        .filter(one -> one.path("to").asString().equals(OWNER)))
                .hasSize(2);
    }

    @Test
    void a_warning_that_is_late_and_comes_back_and_is_late_again_waits_half_a_day_and_no_longer() {
        var id = warned("srv-2002", "system-compromise", "infrastructure/botnet");
        var mail = mailOf(id, RIEKE);
        var warnedAt = Instant.parse(mail.path("at").asString());
        notice(mail, "delayed", "4.4.1");
        desk.pass(Duration.between(desk.now(), warnedAt.plus(Duration.ofMinutes(719))));
        notice(mail, "failed", "4.2.2");
        desk.pass(Duration.ofMinutes(15));
        notice(mail, "delayed", "4.4.1");
        desk.pass(Duration.ZERO);
        assertThat(incident(id).path("deadline").asString())
                .isEqualTo(warnedAt.plus(Duration.ofHours(14)).toString());
        desk.pass(Duration.between(desk.now(), warnedAt.plus(Duration.ofMinutes(839))));
        assertThat(incident(id).path("state").asString()).isEqualTo("warned");
        desk.pass(Duration.ofMinutes(1));
        assertThat(incident(id).path("state").asString()).isEqualTo("calling");
    }

    @Test
    void what_servers_tell_counts_at_the_return_path_alone_and_an_answer_that_encloses_it_is_an_answer() {
        var id = warned("srv-2002", "email-compromise", "messaging/spam");
        var mail = mailOf(id, RIEKE);
        var replyTo = mail.path("headers").path("Reply-To").asString();
        notice(replyTo, mail, "delayed", "4.4.1");
        desk.pass(Duration.ZERO);
        assertThat(state(id, RIEKE)).isEqualTo("accepted");

        desk.send(RIEKE, replyTo, """
                From: Rieke <%s>
                To: <%s>
                Subject: Re: your warning
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="cut"

                --cut
                Content-Type: text/plain

                We have removed the script that sent these mails. A notice of our own mail server is enclosed.

                --cut
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.wiesengrund.example

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1

                --cut--
                """.formatted(RIEKE, replyTo, RIEKE));
        desk.pass(Duration.ZERO);
        assertThat(state(id, RIEKE)).isEqualTo("accepted");
        assertThat(incident(id).path("state").asString()).isEqualTo("answered");
    }
}
