package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Flags;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our fetching from a real Dovecot. */
@Tag("peer")
class ImapMailboxTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final MailboxSettings.After FLAG = new MailboxSettings.After.Flag();

    @TempDir
    Path folder;

    private final Keeper keeper = new Keeper();
    private DovecotUnderTest dovecot;
    private ImapMailbox mailbox;

    @BeforeEach
    void start() {
        dovecot = DovecotUnderTest.start(folder);
    }

    @AfterEach
    void stop() throws IOException {
        if (mailbox != null) {
            mailbox.close();
        }
        if (dovecot != null) {
            dovecot.close();
        }
        DovecotUnderTest.clear(folder);
    }

    /** Remembers what it holds, and can be told to fail. */
    private static final class Keeper implements MailboxKeeper {
        final List<String> kept = new CopyOnWriteArrayList<>();
        final List<Instant> arrivals = new CopyOnWriteArrayList<>();
        final Set<Long> held = java.util.Collections.synchronizedSet(new HashSet<>());
        final List<Trouble> troubles = new CopyOnWriteArrayList<>();
        final List<Integer> tooLong = new CopyOnWriteArrayList<>();
        final List<String> aside = new CopyOnWriteArrayList<>();
        volatile String poison = "nothing breaks it";
        volatile boolean away;
        volatile boolean recovered;

        @Override
        public Set<Long> held(long uidValidity, Collection<Long> uids) {
            Set<Long> known = new HashSet<>(held);
            known.retainAll(uids);
            return known;
        }

        @Override
        public void keep(long uidValidity, long uid, byte[] raw, Instant arrivedAt) throws StoreUnavailableException {
            if (away) {
                throw new StoreUnavailableException("the store is away", new IllegalStateException());
            }
            if (new String(raw, StandardCharsets.ISO_8859_1).contains(poison)) {
                throw new IllegalStateException("a bug");
            }
            kept.add(new String(raw, StandardCharsets.ISO_8859_1));
            arrivals.add(arrivedAt);
            held.add(uid);
        }

        @Override
        public void leftLying(int bytes) {
            tooLong.add(bytes);
        }

        @Override
        public void putAside(String why) {
            aside.add(why);
        }

        @Override
        public void failed(Trouble trouble) {
            troubles.add(trouble);
        }

        @Override
        public void recovered() {
            recovered = true;
        }
    }

    private MailboxSettings settings(int port, MailboxSettings.After after, Duration lookEvery, String password) {
        return new MailboxSettings(
                "lists",
                "127.0.0.1",
                port,
                RelaySettings.Security.NONE,
                Optional.empty(),
                new RelaySettings.Login(DovecotUnderTest.USER, password),
                "INBOX",
                after,
                lookEvery,
                Duration.ofSeconds(5),
                new MailboxSettings.Pauses(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200)),
                10_000_000);
    }

    private void watch(MailboxSettings settings) {
        mailbox = new ImapMailbox(settings, keeper, InstantSource.system());
        mailbox.start();
    }

    private void watch(MailboxSettings.After after, Duration lookEvery) {
        watch(settings(dovecot.port, after, lookEvery, DovecotUnderTest.PASSWORD));
    }

    private static String mail(String subject) {
        return "From: ada@reporter.example\r\nSubject: " + subject + "\r\n\r\nb\u00fcro \0\r\n.\r\n..\r\n";
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void what_lies_there_is_kept_byte_for_byte_and_then_flagged() {
        dovecot.deliver("INBOX", mail("one"), mail("two"));
        dovecot.mark("INBOX", "two", Flags.Flag.SEEN);
        watch(FLAG, NEVER);

        await(() -> mailbox.wayIn().lastSuccess().isPresent());
        assertThat(keeper.kept)
                .containsExactly(
                        mail("one").replace("\0", "\u0080"), mail("two").replace("\0", "\u0080"));
        assertThat(keeper.arrivals)
                .allSatisfy(at -> assertThat(at).isBetween(Instant.now().minusSeconds(60), Instant.now()));
        assertThat(dovecot.lying("INBOX")).containsExactly("one \\Seen $Duenotice", "two \\Seen $Duenotice");
        assertThat(mailbox.wayIn().trouble()).isEmpty();
    }

    @Test
    void the_server_says_so_when_mail_comes() {
        watch(FLAG, NEVER);
        await(() -> mailbox.wayIn().lastSuccess().isPresent());
        dovecot.deliver("INBOX", mail("pushed"));

        await(() -> keeper.kept.size() == 1);
        dovecot.deliver("INBOX", mail("and again"));
        await(() -> keeper.kept.size() == 2);
        await(() -> dovecot.lying("INBOX").equals(List.of("pushed \\Seen $Duenotice", "and again \\Seen $Duenotice")));
    }

    @Test
    void what_is_kept_can_be_moved_and_what_others_deleted_stays_theirs() {
        dovecot.deliver("INBOX", mail("one"), mail("theirs"));
        dovecot.mark("INBOX", "theirs", Flags.Flag.DELETED);
        watch(new MailboxSettings.After.Move("Done"), NEVER);

        await(() -> dovecot.lying("Done").equals(List.of("one")));
        mailbox.close();
        assertThat(dovecot.lying("INBOX")).containsExactly("theirs \\Deleted");
        assertThat(keeper.kept).hasSize(1);
    }

    @Test
    void a_connection_that_breaks_within_a_mail_leaves_half_of_nothing() throws IOException {
        String large = mail("large") + ("x".repeat(998) + "\r\n").repeat(3_000);
        dovecot.deliver("INBOX", large, mail("small"));
        try (CuttingProxy proxy = new CuttingProxy(dovecot.port)) {
            proxy.left.set(1_000_000);
            watch(settings(proxy.port(), FLAG, NEVER, DovecotUnderTest.PASSWORD));

            await(() -> keeper.kept.size() == 2);
            await(() -> mailbox.wayIn().trouble().isEmpty());
            assertThat(keeper.troubles).hasSize(1);
            assertThat(proxy.connections).hasValueGreaterThan(1);
        }
        assertThat(keeper.kept).anySatisfy(mail -> assertThat(mail).hasSameSizeAs(large));
        assertThat(dovecot.lying("INBOX")).containsExactly("large \\Seen $Duenotice", "small \\Seen $Duenotice");
    }

    @Test
    void a_line_that_breaks_again_and_again_puts_no_mail_aside() throws IOException {
        String large = mail("large") + ("x".repeat(998) + "\r\n").repeat(3_000);
        dovecot.deliver("INBOX", large);
        try (CuttingProxy proxy = new CuttingProxy(dovecot.port)) {
            proxy.cutAfter(1_000_000, 5);
            watch(settings(proxy.port(), FLAG, NEVER, DovecotUnderTest.PASSWORD));

            await(() -> keeper.kept.size() == 1);
            assertThat(keeper.troubles).hasSize(5);
        }
        assertThat(keeper.aside).isEmpty();
    }

    @Test
    void a_mail_at_which_the_line_breaks_keeps_no_others_waiting_and_is_put_aside_where_they_come_through()
            throws IOException {
        String large = mail("large") + ("x".repeat(998) + "\r\n").repeat(3_000);
        dovecot.deliver("INBOX", large);
        try (CuttingProxy proxy = new CuttingProxy(dovecot.port)) {
            proxy.cutAfter(1_000_000, Integer.MAX_VALUE);
            watch(settings(proxy.port(), FLAG, NEVER, DovecotUnderTest.PASSWORD));
            await(() -> keeper.troubles.size() > 3);
            assertThat(keeper.aside).isEmpty();
            for (int number = 1; number <= 3; number++) {
                int kept = number;
                dovecot.deliver("INBOX", mail("small " + number));
                await(() -> keeper.kept.size() == kept);
            }
            await(() -> keeper.aside.size() == 1);
            await(() -> mailbox.wayIn().lastSuccess().isPresent());
        }
        assertThat(keeper.aside).singleElement().asString().startsWith("mail 1 could not be taken and stays there");
    }

    @Test
    void what_is_held_and_cannot_be_moved_is_trouble_and_puts_nothing_aside() {
        String impossible = "x".repeat(400);
        dovecot.deliver("INBOX", mail("one"), mail("two"), mail("three"), mail("four"));
        watch(new MailboxSettings.After.Move(impossible), NEVER);
        await(() -> mailbox.wayIn().trouble().isPresent());
        assertThat(keeper.kept).hasSize(4);
        dovecot.deliver("INBOX", mail("pushed"));
        await(() -> keeper.kept.size() == 5);
        await(() -> keeper.troubles.size() > 1);

        assertThat(keeper.aside).isEmpty();
        assertThat(mailbox.wayIn().lastSuccess()).isPresent();
        assertThat(mailbox.wayIn().trouble().orElseThrow().why())
                .startsWith("mails are taken and cannot be marked as such: ");
        assertThat(keeper.troubles.getFirst().since())
                .isEqualTo(keeper.troubles.getLast().since());
        assertThat(dovecot.lying("INBOX")).hasSize(5);
    }

    @Test
    void what_died_between_keeping_and_flagging_is_flagged_and_not_kept_again() {
        dovecot.deliver("INBOX", mail("held"), mail("new"));
        keeper.held.add(1L);
        watch(FLAG, NEVER);

        await(() -> mailbox.wayIn().lastSuccess().isPresent());
        assertThat(keeper.kept).singleElement().asString().contains("Subject: new");
        assertThat(dovecot.lying("INBOX")).containsExactly("held \\Seen $Duenotice", "new \\Seen $Duenotice");
    }

    @Test
    void what_cannot_be_kept_now_stays_unflagged_until_it_can() {
        keeper.away = true;
        dovecot.deliver("INBOX", mail("one"));
        watch(FLAG, NEVER);

        await(() -> keeper.troubles.size() > 2);
        assertThat(dovecot.lying("INBOX")).containsExactly("one");
        assertThat(mailbox.wayIn().trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.why()).contains("the store is away");
            assertThat(trouble.lasting()).isFalse();
            assertThat(trouble.since()).isEqualTo(keeper.troubles.getFirst().since());
        });
        keeper.away = false;
        await(() -> keeper.recovered);
        assertThat(dovecot.lying("INBOX")).containsExactly("one \\Seen $Duenotice");
    }

    @Test
    void a_mail_that_fails_again_and_again_stays_and_keeps_the_others_not_waiting() {
        keeper.poison = "Subject: broken";
        dovecot.deliver("INBOX", mail("broken"), mail("behind it"));
        watch(FLAG, NEVER);
        await(() -> keeper.kept.size() == 1);
        await(() -> mailbox.wayIn()
                .trouble()
                .filter(trouble -> trouble.why().startsWith("mail 1 "))
                .isPresent());

        assertThat(mailbox.wayIn().lastSuccess()).isPresent();
        assertThat(keeper.kept).singleElement().asString().contains("Subject: behind it");
        assertThat(keeper.aside).containsExactly("mail 1 could not be taken and stays there: a bug");
        assertThat(keeper.troubles).hasSize(3);
        assertThat(dovecot.lying("INBOX")).containsExactly("broken", "behind it \\Seen $Duenotice");
    }

    @Test
    void a_wrong_password_is_told_and_tried_again_with_pauses() {
        watch(settings(dovecot.port, FLAG, NEVER, "wrong"));
        await(() -> keeper.troubles.size() > 1);
        assertThat(keeper.troubles).allSatisfy(trouble -> {
            assertThat(trouble.lasting()).isTrue();
            assertThat(trouble.why()).contains("the login was refused").doesNotContain("wrong");
        });
        assertThat(mailbox.wayIn().lastSuccess()).isEmpty();
        var pauses = MailboxSettings.Pauses.USUAL;
        assertThat(List.of(pauses.after(1, true), pauses.after(2, true), pauses.after(3, true), pauses.after(90, true)))
                .containsExactly(
                        Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(10));
        assertThat(pauses.after(1, false)).isEqualTo(Duration.ofSeconds(5));

        dovecot.password("wrong");
        await(() -> mailbox.wayIn().trouble().isEmpty());
    }

    @Test
    void a_server_that_is_away_at_the_start_is_waited_for() {
        dovecot.deliver("INBOX", mail("one"));
        dovecot.close();
        watch(FLAG, NEVER);
        await(() -> keeper.troubles.size() > 1);

        dovecot = DovecotUnderTest.start(folder, dovecot.port);
        await(() -> keeper.kept.size() == 1);
        await(() -> keeper.recovered);
    }

    @Test
    void a_server_that_restarts_is_followed() {
        watch(FLAG, NEVER);
        await(() -> mailbox.wayIn().lastSuccess().isPresent());
        dovecot.close();
        dovecot = DovecotUnderTest.start(folder, dovecot.port);
        dovecot.deliver("INBOX", mail("after"));

        await(() -> keeper.kept.size() == 1);
    }

    @Test
    void a_connection_that_has_died_in_silence_is_found_out_by_asking() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(dovecot.port)) {
            MailboxSettings usual = settings(proxy.port(), FLAG, Duration.ofMillis(200), DovecotUnderTest.PASSWORD);
            watch(new MailboxSettings(
                    usual.name(),
                    usual.host(),
                    usual.port(),
                    usual.security(),
                    usual.authority(),
                    usual.login(),
                    usual.folder(),
                    usual.after(),
                    usual.lookEvery(),
                    Duration.ofMillis(500),
                    usual.pauses(),
                    usual.maxBytes()));
            await(() -> mailbox.wayIn().lastSuccess().isPresent());
            proxy.deaf = true;
            dovecot.deliver("INBOX", mail("unheard"));

            await(() -> keeper.kept.size() == 1);
            assertThat(proxy.connections).hasValueGreaterThan(1);
        }
    }

    @Test
    void too_long_a_mail_stays_and_is_told_of_once() {
        dovecot.deliver("INBOX", mail("long") + "x".repeat(2_000), mail("short"));
        MailboxSettings usual = settings(dovecot.port, FLAG, Duration.ofMillis(50), DovecotUnderTest.PASSWORD);
        watch(new MailboxSettings(
                usual.name(),
                usual.host(),
                usual.port(),
                usual.security(),
                usual.authority(),
                usual.login(),
                usual.folder(),
                usual.after(),
                usual.lookEvery(),
                usual.patience(),
                usual.pauses(),
                1_000));
        await(() -> keeper.kept.size() == 1);
        Instant kept = Instant.now();
        await(() -> mailbox.wayIn().lastSuccess().filter(kept::isBefore).isPresent());

        assertThat(keeper.tooLong).hasSize(1);
        assertThat(dovecot.lying("INBOX")).containsExactly("long", "short \\Seen $Duenotice");
    }

    @Test
    void a_server_that_hangs_is_left_by_itself_and_at_the_end() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            watch(settings(silent.getLocalPort(), FLAG, NEVER, DovecotUnderTest.PASSWORD));
            silent.accept();
            Thread stop = Thread.ofVirtual().start(mailbox::close);
            assertThat(stop.join(Duration.ofSeconds(4))).isTrue();
        }
    }

    @Test
    void a_certificate_counts_only_under_a_known_authority() throws IOException, InterruptedException {
        openssl();
        dovecot.close();
        dovecot = DovecotUnderTest.start(
                folder,
                dovecot.port,
                "ssl = yes\nssl_cert = <%1$s/certificate.pem\nssl_key = <%1$s/key.pem".formatted(folder));
        dovecot.deliver("INBOX", mail("guarded"));
        watch(guarded(Optional.empty()));
        await(() -> !keeper.troubles.isEmpty());
        assertThat(keeper.troubles.getFirst().why()).contains("TLS");
        mailbox.close();
        assertThat(keeper.kept).isEmpty();

        watch(guarded(Optional.of(folder.resolve("certificate.pem"))));
        await(() -> keeper.kept.size() == 1);
        assertThatThrownBy(() ->
                        new ImapMailbox(guarded(Optional.of(folder.resolve("passwd"))), keeper, InstantSource.system()))
                .hasMessageContaining("certificate");
    }

    private MailboxSettings guarded(Optional<Path> authority) {
        MailboxSettings usual = settings(dovecot.port, FLAG, NEVER, DovecotUnderTest.PASSWORD);
        return new MailboxSettings(
                usual.name(),
                "localhost",
                usual.port(),
                RelaySettings.Security.STARTTLS,
                authority,
                usual.login(),
                usual.folder(),
                usual.after(),
                usual.lookEvery(),
                usual.patience(),
                usual.pauses(),
                usual.maxBytes());
    }

    private void openssl() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
                                        + "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem -out certificate.pem")
                                .split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl").toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("openssl")))
                .isZero();
    }
}
