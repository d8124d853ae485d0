package duenotice.casework;

import duenotice.mail.Envelope;
import duenotice.mail.MailAcceptor;
import duenotice.mail.StoreUnavailableException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Takes mail in for the addresses that are ours; what it has taken is on disk. */
public final class MailDoor implements MailAcceptor {
    private final Casework casework;
    private final Predicate<String> ours;

    /** @param ours whether mail to a bare address is taken */
    public MailDoor(Casework casework, Predicate<String> ours) {
        this.casework = casework;
        this.ours = ours;
    }

    @Override
    public Optional<String> refuse(String recipient) {
        return ours.test(recipient) ? Optional.empty() : Optional.of("5.1.1 no such mailbox here");
    }

    @Override
    public void accept(Envelope envelope, byte[] raw, Instant receivedAt) throws StoreUnavailableException {
        try {
            casework.inbox().accept(envelope, raw, receivedAt);
        } catch (DataAccessException | TransactionException failure) {
            throw new StoreUnavailableException("the database is away", failure);
        }
        casework.arrived();
    }
}
