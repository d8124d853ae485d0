package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a real Postfix says of our mails when they arrive, are late, or come back (R48). */
@Tag("peer")
class PostfixNoticesTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final BlockingQueue<byte[]> home = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> offered = new LinkedBlockingQueue<>();
    private volatile boolean outsideIsAway;
    private SmtpListener outside;
    private SmtpListener ours;
    private PostfixUnderTest postfix;

    @BeforeEach
    void start() {
        PostfixUnderTest.assumeInstalled();
        outside = listener(recipient -> recipient.startsWith("gone@"), raw -> {
            offered.add("a mail");
            if (outsideIsAway) {
                throw new StoreUnavailableException("later", new IllegalStateException());
            }
        });
        ours = listener(recipient -> false, home::add);
        postfix = PostfixUnderTest.start(
                folder,
                "relayhost = [127.0.0.1]:" + outside.port(),
                "transport_maps = inline:{{provider.example = smtp:[127.0.0.1]:%d}}".formatted(ours.port()),
                "smtpd_recipient_restrictions = permit_mynetworks, reject",
                "delay_warning_time = 1s",
                "minimal_backoff_time = 1s",
                "maximal_backoff_time = 1s",
                "queue_run_delay = 1s");
    }

    private interface Taking {
        void take(byte[] raw) throws StoreUnavailableException;
    }

    private static SmtpListener listener(java.util.function.Predicate<String> refused, Taking taking) {
        var listener = new SmtpListener(
                SmtpSettings.loopback(0),
                new MailAcceptor() {
                    @Override
                    public Optional<String> refuse(String recipient) {
                        return refused.test(recipient) ? Optional.of("no such mailbox") : Optional.empty();
                    }

                    @Override
                    public void accept(Envelope envelope, byte[] raw, Instant at) throws StoreUnavailableException {
                        taking.take(raw);
                    }
                },
                InstantSource.system());
        listener.start();
        return listener;
    }

    @AfterEach
    void stop() {
        if (postfix != null) {
            postfix.close();
        }
        if (outside != null) {
            outside.close();
            ours.close();
        }
    }

    private void hand(String to) {
        var relay = new SmtpRelay(RelaySettings.plain("127.0.0.1", postfix.port), InstantSource.system());
        assertThat(relay.hand(new OutgoingMail(
                        "bounce+t0k3n@provider.example",
                        to,
                        "",
                        "abuse@provider.example",
                        "",
                        Optional.empty(),
                        "a warning",
                        "words",
                        Optional.empty(),
                        "<reply+t0k3n@m1.provider.example>",
                        Map.of(OutgoingMail.MAIL_HEADER, "warning-1"),
                        Optional.empty())))
                .isInstanceOf(Delivery.Accepted.class);
    }

    private Mail notice() throws InterruptedException {
        var raw = home.poll(30, TimeUnit.SECONDS);
        assertThat(raw).as("a notice of the relay").isNotNull();
        assertThat(new String(raw, StandardCharsets.UTF_8)).contains("warning-1");
        var mail = Mail.parse(raw);
        assertThat(DeliveryReport.of(mail).mail()).contains("warning-1");
        assertThat(DeliveryReport.of(mail).messageId()).contains("<reply+t0k3n@m1.provider.example>");
        return mail;
    }

    private static BouncedRecipient only(Mail notice) {
        return Bounce.of(notice, true).orElseThrow().recipients().getFirst();
    }

    @Test
    void a_mail_that_arrived_is_told() throws InterruptedException {
        hand("nila@mandor.example");
        assertThat(only(notice()).arrived()).isTrue();
    }

    @Test
    void a_mail_that_nobody_takes_comes_back_for_good() throws InterruptedException {
        hand("gone@mandor.example");
        var said = only(notice());
        assertThat(said.hard()).isTrue();
        assertThat(said.status()).startsWith("5.");
    }

    @Test
    void a_mail_that_waits_is_told_with_how_long_and_arrives_in_the_end() throws InterruptedException {
        outsideIsAway = true;
        // Postfix lives by the machine's clock.
        var handed = Instant.now();
        hand("nila@mandor.example");
        var late = notice();
        assertThat(only(late).delayed()).isTrue();
        assertThat(DeliveryReport.of(late).until())
                .hasValueSatisfying(until -> assertThat(until).isAfter(handed));
        outsideIsAway = false;
        postfix.flush();
        assertThat(only(notice()).arrived()).isTrue();
    }
}
