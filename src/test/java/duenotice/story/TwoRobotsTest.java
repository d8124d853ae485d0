package duenotice.story;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.RunningRehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** R43: a robot behind every address that we write to answers each of our mails, and hears nothing of it. */
class TwoRobotsTest {
    private static RunningRehearsal desk;
    private final Set<Long> answered = new HashSet<>();

    @BeforeAll
    static void start() {
        desk = RunningRehearsal.start(Instant.parse("2026-06-01T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    /** By each of the signs that robots are known by. */
    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"})
    void two_robots_stop_after_one(String sign) {
        desk.complain("""
                From: loop@feedback.mailbox-provider.example
                Authentication-Results: mx.provider.example; dkim=pass header.d=feedback.mailbox-provider.example
                Date: Mon, 01 Jun 2026 08:55:00 +0000
                Message-ID: <%s@feedback.mailbox-provider.example>
                Subject: spam from 198.51.100.21

                We received spam from 198.51.100.21 at 2026-06-01T08:55:00Z.
                """.formatted(Integer.toHexString(sign.hashCode())));
        desk.pass(Duration.ofMinutes(1));
        var before = mails();
        assertThat(before.size()).isPositive();
        for (var round = 0; round < 3; round++) {
            for (var mail : mails()) {
                if (answered.add(mail.path("id").asLong())) {
                    answer(mail, sign);
                }
            }
            desk.pass(Duration.ofMinutes(1));
        }
        assertThat(mails().size()).isEqualTo(before.size());
    }

    private static JsonNode mails() {
        return desk.shown("/rehearsal/mail");
    }

    private static void answer(JsonNode mail, String sign) {
        var headers = mail.path("headers");
        assertThat(headers.path("Auto-Submitted").asString()).isEqualTo("auto-generated");
        assertThat(headers.path("X-Auto-Response-Suppress").asString()).contains("OOF");
        var to = headers.path("Reply-To").asString(mail.path("from").asString());
        desk.send(mail.path("to").path(0).asString(), to, """
                From: %s
                To: %s
                %s
                Message-ID: <robot-%s@robot.example>
                In-Reply-To: %s
                Subject: Automatic reply: %s

                I am away and will read your mail about 198.51.100.21 later.
                """.formatted(
                        mail.path("to").path(0).asString(),
                        to,
                        sign,
                        mail.path("id").asString(),
                        headers.path("Message-ID").asString(),
                        mail.path("subject").asString().replaceAll("[^ -~]", "")));
    }
}
