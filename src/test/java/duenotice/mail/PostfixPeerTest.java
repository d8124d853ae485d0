package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import org.junit.jupiter.api.Assumptions;
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
    private int port;
    private boolean started;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/postfix")), "Postfix is not installed");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root may start Postfix");
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
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        configure();
        postfix("start");
        started = true;
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (started) {
            postfix("stop");
        }
        if (behind != null) {
            behind.close();
        }
    }

    private void configure() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setOwner(
                data, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Files.createDirectory(folder.resolve("queue"));
        Files.writeString(folder.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %1$s/log
                maillog_file_prefixes = %1$s
                myhostname = relay.provider.example
                mydestination =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                alias_maps =
                local_recipient_maps =
                relayhost = [127.0.0.1]:%2$d
                smtp_host_lookup = native
                smtpd_recipient_restrictions = check_recipient_access inline:{{%3$s = 550 5.1.1 no such mailbox}, {%4$s = 450 4.2.1 try again later}}, permit_mynetworks, reject
                """.formatted(folder, behind.port(), GONE, LATER));
        Files.writeString(folder.resolve("master.cf"), """
                127.0.0.1:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                relay unix - - n - - smtp
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port));
    }

    private void postfix(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/usr/sbin/postfix", "-c", folder.toString()));
        line.addAll(List.of(command));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    @Override
    protected Relay relay() {
        RelaySettings settings = new RelaySettings(
                "127.0.0.1", port, RelaySettings.Security.NONE, Optional.empty(), Duration.ofSeconds(20));
        return new SmtpRelay(settings, InstantSource.system());
    }

    @Override
    protected void goAway() {
        try {
            postfix("stop");
            started = false;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
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
    void what_we_cannot_keep_now_stays_with_postfix_until_we_can() throws IOException, InterruptedException {
        storeIsAway = true;
        relay().hand(mailTo(REACHABLE));
        assertThat(putOff.poll(20, TimeUnit.SECONDS)).isNotNull();

        storeIsAway = false;
        postfix("flush");
        assertThat(handed(1))
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly(REACHABLE));
    }
}
