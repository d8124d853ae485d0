package duenotice.mail;

import duenotice.FreePort;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Dovecot with one user, its own folders and a free port of this machine. Runs where Dovecot is installed and the test
 * may start it, which needs root.
 */
public final class DovecotUnderTest implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    public static final String USER = "lists";
    public static final String PASSWORD = "open sesame";

    private final Path folder;
    public final int port;
    private final Process process;

    private DovecotUnderTest(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    public static void assumeInstalled() {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "Dovecot is not installed: apt install dovecot-imapd");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root may start Dovecot");
    }

    /** @param folder empty, or that of an earlier one */
    public static DovecotUnderTest start(Path folder) {
        return start(folder, freePort());
    }

    static DovecotUnderTest start(Path folder, int port) {
        return start(folder, port, "ssl = no");
    }

    static DovecotUnderTest start(Path folder, int port, String tls) {
        assumeInstalled();
        try {
            configure(folder, port, tls);
            var process = new ProcessBuilder(PROGRAM.toString(), "-F", "-c", folder + "/dovecot.conf")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            var dovecot = new DovecotUnderTest(folder, port, process);
            dovecot.awaitGreeting();
            return dovecot;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static int freePort() {
        return FreePort.any();
    }

    private static void configure(Path folder, int port, String tls) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(folder.resolve("base"));
        Files.createDirectories(folder.resolve("state"));
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Files.setOwner(
                mail, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mail"));
        password(folder, PASSWORD);
        Files.writeString(folder.resolve("dovecot.conf"), """
                base_dir = %1$s/base
                state_dir = %1$s/state
                log_path = %1$s/log
                protocols = imap
                listen = 127.0.0.1
                disable_plaintext_auth = no
                mail_location = maildir:%1$s/mail/%%u
                first_valid_uid = 1
                auth_failure_delay = 0
                %3$s
                service imap-login {
                  chroot =
                  inet_listener imap {
                    port = %2$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service stats {
                  chroot =
                }
                service anvil {
                  chroot =
                }
                passdb {
                  driver = passwd-file
                  args = %1$s/passwd
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s/mail/%%u
                }
                """.formatted(folder, port, tls));
    }

    /** From now on that is the user's password. */
    void password(String password) {
        password(folder, password);
    }

    private static void password(Path folder, String password) {
        try {
            Files.writeString(folder.resolve("passwd"), USER + ":{PLAIN}" + password + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitGreeting() throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(10_000);
                if (socket.getInputStream().read() == '*') {
                    return;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(20_000_000);
            }
        }
        throw new IOException("Dovecot does not answer: " + Files.readString(folder.resolve("output")));
    }

    // ---- what its user does

    interface Deed<T> {
        T with(Store store) throws MessagingException, IOException;
    }

    private <T> T asUser(Deed<T> deed) {
        try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
            store.connect("127.0.0.1", port, USER, PASSWORD);
            return deed.with(store);
        } catch (MessagingException | IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public void deliver(String folderName, String... mails) {
        asUser(store -> {
            Folder to = store.getFolder(folderName);
            if (!to.exists()) {
                to.create(Folder.HOLDS_MESSAGES);
            }
            for (String mail : mails) {
                to.appendMessages(new Message[] {
                    new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)))
                });
            }
            return true;
        });
    }

    /** Subjects of what lies in a folder, each with the flags that are set on it, such as {@code one \Seen $Duenotice}. */
    public List<String> lying(String folderName) {
        return asUser(store -> {
            Folder in = store.getFolder(folderName);
            if (!in.exists()) {
                return List.of();
            }
            in.open(Folder.READ_ONLY);
            List<String> lines = new ArrayList<>();
            for (Message message : in.getMessages()) {
                Flags flags = message.getFlags();
                lines.add(message.getSubject()
                        + (flags.contains(Flags.Flag.SEEN) ? " \\Seen" : "")
                        + (flags.contains(Flags.Flag.DELETED) ? " \\Deleted" : "")
                        + Arrays.stream(flags.getUserFlags()).sorted().reduce("", (all, next) -> all + " " + next));
            }
            in.close(false);
            return lines;
        });
    }

    public void delete(String folderName) {
        asUser(store -> store.getFolder(folderName).delete(true));
    }

    void mark(String folderName, String subject, Flags.Flag flag) {
        asUser(store -> {
            Folder in = store.getFolder(folderName);
            in.open(Folder.READ_WRITE);
            for (Message message : in.getMessages()) {
                if (subject.equals(message.getSubject())) {
                    message.setFlag(flag, true);
                }
            }
            in.close(false);
            return true;
        });
    }

    @Override
    public void close() {
        // Its own good-bye takes seconds.
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        all.forEach(one -> {
            one.destroyForcibly();
            one.onExit().join();
        });
    }

    /** Everything below a folder, so that a temporary one can be removed whoever owns it. */
    public static void clear(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!one.equals(folder)) {
                    Files.delete(one);
                }
            }
        }
    }
}
