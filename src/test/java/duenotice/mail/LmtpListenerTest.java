package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What LMTP has of its own (RFC 2033); the rest is the same as in SMTP. */
class LmtpListenerTest {
    private static final Instant NOW = Instant.parse("2026-03-07T09:12:44Z");
    private static final int LIMIT = 3_000_000;

    private final KeptMails kept = new KeptMails();
    private SmtpListener listener;

    @BeforeEach
    void listen() {
        SmtpSettings settings = new SmtpSettings(
                "127.0.0.1", 0, "mx.provider.example", LIMIT, 10, 5, Duration.ofSeconds(20), Duration.ofMinutes(1));
        listener = SmtpListener.lmtp(settings, kept, InstantSource.fixed(NOW));
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private SmtpTalk greeted() {
        SmtpTalk talk = new SmtpTalk(listener.port());
        assertThat(talk.say("LHLO mx.provider.example"))
                .contains("250-PIPELINING")
                .contains("250-ENHANCEDSTATUSCODES")
                .endsWith("250 SIZE " + LIMIT);
        return talk;
    }

    @Test
    void each_recipient_that_was_accepted_gets_an_answer_of_his_own() {
        try (SmtpTalk talk = greeted()) {
            talk.say("MAIL FROM:<sender@reporter.example>");
            talk.say("RCPT TO:<abuse@provider.example>");
            assertThat(talk.say("RCPT TO:<somebody@elsewhere.example>")).startsWith("550");
            talk.say("RCPT TO:<reply@provider.example>");
            talk.say("RCPT TO:<abuse@provider.example>");
            talk.say("DATA");
            assertThat(talk.say("Subject: x\r\n\r\n..dot\r\n.")).startsWith("250");
            assertThat(talk.reply()).startsWith("250");
            assertThat(talk.reply())
                    .as("the same address twice has two answers")
                    .startsWith("250");
            assertThat(talk.say("NOOP"))
                    .as("and no further one")
                    .startsWith("250 ")
                    .doesNotContain("kept");
        }
        assertThat(listener.lastKept()).contains(NOW);
        assertThat(kept.mails)
                .containsExactly(new KeptMails.Kept(
                        new Envelope(
                                "sender@reporter.example",
                                List.of("abuse@provider.example", "reply@provider.example"),
                                "127.0.0.1"),
                        "Subject: x\r\n\r\n.dot\r\n",
                        NOW));
    }

    @Test
    void while_the_store_is_away_every_recipient_is_to_be_tried_again() {
        kept.storeIsAway = true;
        try (SmtpTalk talk = greeted()) {
            talk.say("MAIL FROM:<>");
            talk.say("RCPT TO:<abuse@provider.example>");
            talk.say("RCPT TO:<reply@provider.example>");
            talk.say("DATA");
            assertThat(talk.say("x\r\n.")).startsWith("451");
            assertThat(talk.reply()).startsWith("451");
            assertThat(listener.lastKept()).isEmpty();
        }
    }

    @Test
    void without_a_recipient_there_is_nothing_to_send() {
        try (SmtpTalk talk = greeted()) {
            talk.say("MAIL FROM:<>");
            assertThat(talk.say("DATA")).startsWith("503");
        }
    }

    @Test
    void smtp_is_not_spoken_here() {
        try (SmtpTalk talk = new SmtpTalk(listener.port())) {
            assertThat(talk.say("EHLO client.example")).startsWith("500");
            assertThat(talk.say("HELO client.example")).startsWith("500");
            assertThat(talk.say("LHLO")).startsWith("501");
        }
        assertThatThrownBy(() -> SmtpListener.lmtp(SmtpSettings.loopback(25), kept, InstantSource.fixed(NOW)))
                .hasMessageContaining("port 25");
    }

    @Test
    void more_long_mails_than_fit_at_once_are_all_kept_one_after_the_other() throws InterruptedException {
        String line = "x".repeat(998) + "\r\n";
        List<Thread> senders = java.util.stream.IntStream.range(0, 9)
                .mapToObj(number -> Thread.ofVirtual().start(() -> {
                    try (SmtpTalk talk = greeted()) {
                        talk.say("MAIL FROM:<" + number + "@reporter.example>");
                        talk.say("RCPT TO:<abuse@provider.example>");
                        talk.say("DATA");
                        talk.send(line.repeat(2_000));
                        assertThat(talk.say(".")).startsWith("250");
                    }
                }))
                .toList();
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(kept.mails).hasSize(9);
        assertThat(kept.mails).allSatisfy(mail -> assertThat(mail.text()).hasSize(2_000_000));
    }
}
