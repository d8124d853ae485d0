package duenotice.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * Where accepted mail goes. What it has taken is kept whatever dies next: the sender's server forgets the mail as soon
 * as we have said 250. Called from many threads at once.
 */
public interface MailAcceptor {
    /**
     * Asked for each recipient before any mail is sent.
     *
     * @param recipient bare address as SMTP gave it
     * @return why we take nothing for that address, one line for a 550; empty when we do
     */
    Optional<String> refuse(String recipient);

    /**
     * Returns when the mail is on disk, byte for byte.
     *
     * @param raw as it was sent, dot-stuffing undone (RFC 5321 §4.5.2), nothing added
     * @param receivedAt when its last byte had arrived
     * @throws StoreUnavailableException when it could not be stored; the sender's server is told to try again
     */
    void accept(Envelope envelope, byte[] raw, Instant receivedAt) throws StoreUnavailableException;
}
