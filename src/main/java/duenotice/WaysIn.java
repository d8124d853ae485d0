package duenotice;

import duenotice.intake.SpoolFolder;
import duenotice.mail.ImapMailbox;
import duenotice.mail.SmtpListener;
import duenotice.mail.WayIn;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.NestedExceptionUtils;

/// Everything that lets reports in beside the pages and the API: listeners, mailboxes, the spool folder.
///
/// @param lmtp only where it is set
record WaysIn(SmtpListener smtp, Optional<SmtpListener> lmtp, List<ImapMailbox> mailboxes, Optional<SpoolFolder> spool)
        implements WayIn.All {

    void open() {
        listen(smtp, "mail", "set another with --smtp-port in rehearsal, with smtp.port in the settings for real");
        lmtp.ifPresent(listener -> listen(
                listener,
                "mail by LMTP",
                "set another with --lmtp-port in rehearsal, with smtp.lmtp-port in the settings for real"));
        mailboxes.forEach(ImapMailbox::start);
        spool.ifPresent(SpoolFolder::start);
    }

    private static void listen(SmtpListener listener, String what, String how) {
        try {
            listener.start();
        } catch (RuntimeException failure) {
            if (NestedExceptionUtils.getMostSpecificCause(failure) instanceof BindException) {
                throw new PortTaken(what, listener.port(), how, failure);
            }
            throw failure;
        }
    }

    /// All at once: nothing new comes in, what is on its way has so long.
    void close(Duration patience) {
        var closing = new ArrayList<Thread>();
        closing.add(Thread.ofVirtual().start(() -> smtp.stop(patience)));
        lmtp.ifPresent(listener -> closing.add(Thread.ofVirtual().start(() -> listener.stop(patience))));
        mailboxes.forEach(mailbox -> closing.add(Thread.ofVirtual().start(() -> mailbox.stop(patience))));
        spool.ifPresent(folder -> closing.add(Thread.ofVirtual().start(folder::close)));
        try {
            for (var one : closing) {
                one.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<WayIn> now() {
        var all = new ArrayList<WayIn>();
        all.add(new WayIn("smtp", smtp.lastKept(), Optional.empty()));
        lmtp.ifPresent(listener -> all.add(new WayIn("lmtp", listener.lastKept(), Optional.empty())));
        mailboxes.forEach(mailbox -> all.add(mailbox.wayIn()));
        spool.ifPresent(folder -> all.add(folder.wayIn()));
        return List.copyOf(all);
    }
}
