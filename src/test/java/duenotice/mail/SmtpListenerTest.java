package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpListenerTest {
    private static final Instant NOW = Instant.parse("2026-03-07T09:12:44Z");
    private static final int LIMIT = 10_000;

    private final KeptMails kept = new KeptMails();
    private SmtpListener listener;

    @BeforeEach
    void listen() {
        SmtpSettings settings = new SmtpSettings(
                "127.0.0.1", 0, "mx.provider.example", LIMIT, 3, 2, Duration.ofSeconds(20), Duration.ofMinutes(1));
        listener = new SmtpListener(settings, kept, InstantSource.fixed(NOW));
        listener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private SmtpTalk talk() {
        return new SmtpTalk(listener.port());
    }

    @Test
    void a_mail_is_kept_byte_for_byte_before_it_is_acknowledged() {
        try (SmtpTalk talk = talk()) {
            assertThat(talk.greeting).startsWith("220 mx.provider.example");
            assertThat(talk.say("EHLO client.example"))
                    .contains("250 SIZE " + LIMIT)
                    .doesNotContain("CHUNKING");
            assertThat(talk.say("MAIL FROM:<sender@reporter.example> SIZE=100 BODY=8BITMIME"))
                    .startsWith("250");
            assertThat(talk.say("RCPT TO:<abuse@provider.example>")).startsWith("250");
            assertThat(talk.say("DATA")).startsWith("354");
            talk.send("Subject: x\r\n\r\n..one dot\r\n\tb\u00fcro\0 \r\n\r\n\r\n.\r\n");
            assertThat(talk.reply()).startsWith("250");
        }
        assertThat(kept.mails)
                .containsExactly(new KeptMails.Kept(
                        new Envelope("sender@reporter.example", List.of("abuse@provider.example"), "127.0.0.1"),
                        "Subject: x\r\n\r\n.one dot\r\n\tb\u00fcro\0 \r\n\r\n\r\n",
                        NOW));
    }

    @Test
    void a_first_line_may_begin_with_a_dot_and_a_mail_may_be_empty() {
        try (SmtpTalk talk = talk().upToData("abuse@provider.example")) {
            talk.send("..x\r\n.\r\n");
            assertThat(talk.reply()).startsWith("250");
            talk.upToData("abuse@provider.example").send(".\r\n");
            assertThat(talk.reply()).startsWith("250");
        }
        assertThat(kept.mails).extracting(KeptMails.Kept::text).containsExactly(".x\r\n", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r\n.\n",
                "\n.\r\n",
                "\r.\r",
                "\r\n.\r",
                "\r.\r\n",
                "\n\n.\r\n",
                "\r\n.\r\r\n",
                "\r\n\0.\r\n"
            })
    void nothing_but_a_dot_between_two_whole_line_ends_ends_a_mail(String nearlyEnd) {
        try (SmtpTalk talk = talk().upToData("abuse@provider.example")) {
            talk.send("Subject: first\r\n\r\nx" + nearlyEnd + "MAIL FROM:<forged@bank.example>\r\n"
                    + "RCPT TO:<abuse@provider.example>\r\nDATA\r\nSubject: second\r\n\r\nsmuggled\r\n.\r\n");
            assertThat(talk.reply()).startsWith("250");
            assertThat(talk.say("NOOP")).startsWith("250");
        }
        assertThat(kept.mails).singleElement().satisfies(mail -> {
            assertThat(mail.envelope().sender()).isEqualTo("sender@reporter.example");
            assertThat(mail.text()).contains("smuggled");
        });
    }

    @Test
    void commands_with_bare_line_ends_are_refused() {
        try (SmtpTalk talk = talk()) {
            assertThat(talk.say("EHLO a\nMAIL FROM:<a@b.example>")).startsWith("501");
            assertThat(talk.reply()).isEqualTo("closed");
        }
    }

    @Test
    void what_is_not_for_us_is_refused_on_one_line() {
        try (SmtpTalk talk = talk()) {
            talk.say("HELO client.example");
            talk.say("MAIL FROM:<>");
            assertThat(talk.say("RCPT TO:<somebody@elsewhere.example>"))
                    .isEqualTo("550 5.1.1 no such address 250 here");
            assertThat(talk.say("DATA")).startsWith("503");
            assertThat(talk.say("RCPT TO:<>")).startsWith("553");
            assertThat(talk.say("RCPT TO:<abuse@provider.example>")).startsWith("250");
            assertThat(talk.say("RCPT TO:<reply@provider.example>")).startsWith("250");
            assertThat(talk.say("RCPT TO:<third@provider.example>")).startsWith("452");
            talk.say("DATA");
            assertThat(talk.say("x\r\n.")).startsWith("250");
        }
        assertThat(kept.mails.getFirst().envelope().hasNullPath()).isTrue();
        assertThat(kept.mails.getFirst().envelope().recipients())
                .containsExactly("abuse@provider.example", "reply@provider.example");
    }

    @Test
    void a_store_that_is_away_means_try_again_and_the_connection_goes_on() {
        kept.storeIsAway = true;
        try (SmtpTalk talk = talk().upToData("abuse@provider.example")) {
            assertThat(talk.say("x\r\n.")).startsWith("451");
            kept.storeIsAway = false;
            kept.broken = true;
            assertThat(talk.upToData("abuse@provider.example").say("x\r\n.")).startsWith("451");
            kept.broken = false;
            assertThat(talk.upToData("abuse@provider.example").say("x\r\n.")).startsWith("250");
        }
        assertThat(kept.mails).hasSize(1);
    }

    @Test
    void too_long_a_mail_is_refused_and_its_rest_is_not_taken_for_commands() {
        try (SmtpTalk talk = talk()) {
            talk.say("EHLO client.example");
            assertThat(talk.say("MAIL FROM:<a@b.example> SIZE=" + (LIMIT + 1))).startsWith("552");
            talk.upToData("abuse@provider.example");
            assertThat(talk.say("a".repeat(LIMIT) + "\r\nRSET\r\n.")).startsWith("552");
            assertThat(talk.upToData("abuse@provider.example").say("a".repeat(LIMIT - 2) + "\r\n."))
                    .startsWith("250");
        }
        assertThat(kept.mails)
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).hasSize(LIMIT));
    }

    @Test
    void a_mail_without_end_is_dropped() {
        try (SmtpTalk talk = talk().upToData("abuse@provider.example")) {
            talk.send("a".repeat(4 * LIMIT + 1));
            assertThat(talk.reply()).matches("421 .*|closed");
        }
        assertThat(kept.mails).isEmpty();
    }

    @Test
    void a_connection_that_breaks_within_a_mail_leaves_nothing() {
        try (SmtpTalk talk = talk().upToData("abuse@provider.example")) {
            talk.send("half a mail\r\n");
        }
        try (SmtpTalk talk = talk()) {
            assertThat(talk.say("BDAT 4 LAST")).startsWith("502");
        }
        assertThat(kept.mails).isEmpty();
    }

    @Test
    void too_many_connections_are_told_so() {
        try (SmtpTalk one = talk();
                SmtpTalk two = talk();
                SmtpTalk three = talk();
                SmtpTalk four = talk()) {
            assertThat(List.of(one.greeting, two.greeting, three.greeting)).allMatch(line -> line.startsWith("220"));
            assertThat(four.greeting).startsWith("421");
        }
    }

    @Test
    void a_stop_lets_a_running_mail_come_to_its_end() throws InterruptedException {
        CountDownLatch keeping = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        kept.beforeKeeping = () -> {
            keeping.countDown();
            await(stopping);
        };
        try (SmtpTalk talk = talk().upToData("abuse@provider.example")) {
            talk.send("x\r\n.\r\n");
            keeping.await();
            Thread stop = Thread.ofVirtual().start(() -> listener.stop(Duration.ofSeconds(10)));
            while (!refusesNewConnections()) {
                Thread.onSpinWait();
            }
            stopping.countDown();
            assertThat(talk.reply()).startsWith("250");
            stop.join();
            assertThat(talk.say("NOOP")).isEqualTo("closed");
        }
        assertThat(kept.mails).hasSize(1);
    }

    private boolean refusesNewConnections() {
        try (SmtpTalk talk = talk()) {
            return talk.greeting.startsWith("421");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void a_port_in_use_is_named() {
        SmtpListener second = new SmtpListener(SmtpSettings.loopback(listener.port()), kept, InstantSource.fixed(NOW));

        assertThatThrownBy(second::start).hasMessageContaining("could not listen for mail on");
        second.close();
    }
}
