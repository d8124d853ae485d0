package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Postfix hands mail over, in the two ways that the handbook shows. */
@Tag("peer")
class PostfixHandsOverTest {
    private static final String REPORTER = "ada@reporter.example";
    private static final String MAIL = "From: Ada <ada@reporter.example>\nSubject: Scan\n\nOf 192.0.2.7.\n.\n..\n";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final BlockingQueue<Envelope> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> putOff = new LinkedBlockingQueue<>();
    private volatile boolean storeIsAway;
    private SmtpListener listener;
    private PostfixUnderTest postfix;

    private void start(String way) {
        PostfixUnderTest.assumeInstalled();
        MailAcceptor acceptor = new MailAcceptor() {
            @Override
            public Optional<String> refuse(String recipient) {
                return recipient.startsWith("nobody@") ? Optional.of("no such mailbox here") : Optional.empty();
            }

            @Override
            public void accept(Envelope envelope, byte[] raw, java.time.Instant at) throws StoreUnavailableException {
                if (storeIsAway) {
                    putOff.add(envelope.sender());
                    throw new StoreUnavailableException("away", new IllegalStateException());
                }
                texts.add(new String(raw, java.nio.charset.StandardCharsets.ISO_8859_1));
                arrived.add(envelope);
            }
        };
        listener = way.equals("lmtp")
                ? SmtpListener.lmtp(SmtpSettings.loopback(0), acceptor, InstantSource.system())
                : new SmtpListener(SmtpSettings.loopback(0), acceptor, InstantSource.system());
        listener.start();
        postfix = PostfixUnderTest.start(
                folder,
                "default_transport = %s:inet:127.0.0.1:%d"
                        .formatted(way, listener.port())
                        .replace("smtp:inet:127.0.0.1:", "smtp:[127.0.0.1]:"),
                "message_size_limit = 52428800");
    }

    @AfterEach
    void stop() {
        if (postfix != null) {
            postfix.close();
        }
        if (listener != null) {
            listener.close();
        }
    }

    private Envelope next() throws InterruptedException {
        Envelope envelope = arrived.poll(30, TimeUnit.SECONDS);
        assertThat(envelope).isNotNull();
        return envelope;
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "lmtp"})
    void a_mail_comes_with_its_envelope_and_whole(String way) throws InterruptedException {
        start(way);
        postfix.sendmail(REPORTER, MAIL, "abuse@provider.example", "contacts@provider.example");

        assertThat(next())
                .isEqualTo(new Envelope(
                        REPORTER, List.of("abuse@provider.example", "contacts@provider.example"), "127.0.0.1"));
        assertThat(texts.poll()).endsWith("\r\n\r\nOf 192.0.2.7.\r\n.\r\n..\r\n");
        awaitEmptyQueue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "lmtp"})
    void what_cannot_be_kept_now_waits_with_postfix_and_comes_once(String way) throws InterruptedException {
        start(way);
        storeIsAway = true;
        postfix.sendmail(REPORTER, MAIL, "abuse@provider.example", "contacts@provider.example");
        assertThat(putOff.poll(30, TimeUnit.SECONDS)).isEqualTo(REPORTER);
        await(() -> postfix.queue().contains("try again later"));

        storeIsAway = false;
        postfix.flush();
        assertThat(next().recipients()).hasSize(2);
        awaitEmptyQueue();
        assertThat(arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "lmtp"})
    void an_unknown_recipient_is_returned_by_postfix_and_the_others_get_theirs(String way) throws InterruptedException {
        start(way);
        postfix.sendmail(REPORTER, MAIL, "nobody@provider.example", "abuse@provider.example");

        assertThat(next().recipients()).containsExactly("abuse@provider.example");
        Envelope bounce = next();
        assertThat(bounce.hasNullPath()).isTrue();
        assertThat(bounce.recipients()).containsExactly(REPORTER);
        texts.poll();
        assertThat(texts.poll()).contains("no such mailbox here");
        awaitEmptyQueue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "lmtp"})
    void a_list_of_fifty_thousand_rows_has_room(String way) throws InterruptedException {
        start(way);
        String row = "2026-03-01 00:00:00,192.0.2.7,tcp,11211," + "x".repeat(500) + "\n";
        postfix.sendmail(REPORTER, "Subject: list\n\n" + row.repeat(50_000), "abuse@provider.example");

        next();
        assertThat(texts.poll()).hasSizeGreaterThan(27_000_000);
    }

    private void awaitEmptyQueue() {
        await(() -> postfix.queue().contains("queue is empty"));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
