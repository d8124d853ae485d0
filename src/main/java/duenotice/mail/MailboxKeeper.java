package duenotice.mail;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** Where mail goes that was fetched from a mailbox; remembers by number what it holds. */
public interface MailboxKeeper {
    /**
     * Those of the mails of a mailbox that are held.
     *
     * @param uidValidity the numbers mean nothing under another (RFC 9051 §2.3.1.1)
     * @throws StoreUnavailableException when that cannot be found out now
     */
    Set<Long> held(long uidValidity, Collection<Long> uids) throws StoreUnavailableException;

    /**
     * Returns when the mail is on disk, byte for byte; once only, however often it is fetched.
     *
     * @param arrivedAt when it came to the mailbox
     * @throws StoreUnavailableException when nothing can be stored now; it is fetched again
     * @throws RuntimeException when this mail cannot be stored; after some tries it is put aside
     */
    void keep(long uidValidity, long uid, byte[] raw, Instant arrivedAt) throws StoreUnavailableException;

    /** Told once of each mail that stays in the mailbox because it is too long. */
    void leftLying(int bytes);

    /**
     * Told once of each mail that fails again and again; it stays, and is tried again later.
     *
     * @param why in one sentence, without the name of the mailbox
     */
    void putAside(String why);

    /** Told at each failed try. */
    void failed(Trouble trouble);

    /** Told when it works again. */
    void recovered();
}
