package duenotice.mail;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/**
 * {@code DATA}, in place of the library's, which leaves the dot of a first line stuffed, does not read a refused
 * message to its end, and stays in a transaction it has refused, so that the next mail of a connection is lost.
 */
final class DataCommand extends BaseCommand {
    private static final Logger log = LoggerFactory.getLogger(DataCommand.class);

    /** So many long mails are in memory at once; the next ones wait while they arrive. */
    private static final int LARGE_AT_ONCE = 4;

    private final MailAcceptor acceptor;
    private final InstantSource clock;
    private final RunningMails running;
    private final int maxBytes;
    private final Dialect dialect;
    private final Semaphore largeMails = new Semaphore(LARGE_AT_ONCE);
    private volatile Optional<Instant> lastKept = Optional.empty();

    DataCommand(MailAcceptor acceptor, InstantSource clock, RunningMails running, int maxBytes, Dialect dialect) {
        super("DATA", "The message; ends with <CR><LF>.<CR><LF>");
        this.acceptor = acceptor;
        this.clock = clock;
        this.running = running;
        this.maxBytes = maxBytes;
        this.dialect = dialect;
    }

    /** When the last mail was kept. */
    Optional<Instant> lastKept() {
        return lastKept;
    }

    @Override
    public void execute(String command, Session session) throws IOException, DropConnectionException {
        if (!session.isMailTransactionInProgress()) {
            session.sendResponse("503 5.5.1 need MAIL first");
            return;
        }
        if (session.getRecipientCount() == 0 || !(session.getMessageHandler() instanceof Transaction transaction)) {
            session.sendResponse("503 5.5.1 need RCPT first");
            return;
        }
        if (!running.begin()) {
            throw new DropConnectionException(421, "4.3.2 shutting down, try again later");
        }
        try (DataReading reading = new DataReading(session.getRawInput(), maxBytes, largeMails)) {
            session.sendResponse("354 End data with <CR><LF>.<CR><LF>");
            Optional<byte[]> message = reading.message();
            String answer = message.isPresent()
                    ? answer(transaction.envelope(), message.get())
                    : "552 5.3.4 message is longer than " + maxBytes + " bytes";
            session.sendResponse(String.join("\r\n", Collections.nCopies(answers(session), answer)));
            session.resetMailTransaction();
        } finally {
            running.end();
        }
    }

    /** One for each {@code RCPT} that was accepted, also where two gave the same address (RFC 2033 §4.2). */
    private int answers(Session session) {
        return switch (dialect) {
            case SMTP -> 1;
            case LMTP -> session.getRecipientCount();
        };
    }

    /** 250 only when the acceptor has it. Whatever else goes wrong, the sender keeps the mail and tries again. */
    private String answer(Envelope envelope, byte[] message) {
        try {
            Instant receivedAt = clock.instant();
            acceptor.accept(envelope, message, receivedAt);
            lastKept = Optional.of(receivedAt);
            return "250 2.0.0 kept";
        } catch (StoreUnavailableException unavailable) {
            log.warn("could not keep a mail: {}", unavailable.getMessage());
            return "451 4.3.0 cannot keep mail now, try again later";
        } catch (RuntimeException broken) {
            log.error("could not keep a mail", broken);
            return "451 4.3.0 cannot keep mail now, try again later";
        }
    }
}
