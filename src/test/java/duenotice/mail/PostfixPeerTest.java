package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Our sending through a real Postfix to our listening: what a provider's mail takes. Runs where Postfix is installed
 * and the test may start it, which needs root.
 */
@Tag("peer")
class PostfixPeerTest extends RelayContract {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final BlockingQueue<Handed> arrived = new LinkedBlockingQueue<>();
    private final List<Handed> seen = new ArrayList<>();
    private volatile boolean storeIsAway;
    private final BlockingQueue<String> putOff = new LinkedBlockingQueue<>();
    private SmtpListener behind;
    private PostfixUnderTest postfix;

    @BeforeEach
    void start() {
        PostfixUnderTest.assumeInstalled();
        behind = new SmtpListener(
                SmtpSettings.loopback(0),
                new MailAcceptor() {
                    @Override
                    public Optional<String> refuse(String recipient) {
                        return Optional.empty();
                    }

                    @Override
                    public void accept(Envelope envelope, byte[] raw, Instant at) throws StoreUnavailableException {
                        if (storeIsAway) {
                            putOff.add(envelope.sender());
                            throw new StoreUnavailableException("away", new IllegalStateException());
                        }
                        arrived.add(new Handed(envelope.sender(), envelope.recipients(), Mail.parse(raw)));
                    }
                },
                InstantSource.system());
        behind.start();
        postfix = PostfixUnderTest.start(
                folder,
                "relayhost = [127.0.0.1]:" + behind.port(),
                "smtpd_recipient_restrictions = check_recipient_access inline:{{%s = 550 5.1.1 no such mailbox}, {%s = 450 4.2.1 try again later}}, permit_mynetworks, reject"
                        .formatted(GONE, LATER));
    }

    @AfterEach
    void stop() {
        if (postfix != null) {
            postfix.close();
        }
        if (behind != null) {
            behind.close();
        }
    }

    @Override
    protected Relay relay() {
        RelaySettings settings = new RelaySettings(
                "127.0.0.1", postfix.port, RelaySettings.Security.NONE, Optional.empty(), Duration.ofSeconds(20));
        return new SmtpRelay(settings, InstantSource.system());
    }

    @Override
    protected void goAway() {
        postfix.close();
    }

    @Override
    protected List<Handed> handed(int count) {
        try {
            while (seen.size() < count) {
                Handed next = arrived.poll(20, TimeUnit.SECONDS);
                assertThat(next).as("mail number " + (seen.size() + 1)).isNotNull();
                seen.add(next);
            }
            return seen;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void what_we_cannot_keep_now_stays_with_postfix_until_we_can() throws InterruptedException {
        storeIsAway = true;
        relay().hand(mailTo(REACHABLE));
        assertThat(putOff.poll(20, TimeUnit.SECONDS)).isNotNull();

        storeIsAway = false;
        postfix.flush();
        assertThat(handed(1))
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly(REACHABLE));
    }
}
