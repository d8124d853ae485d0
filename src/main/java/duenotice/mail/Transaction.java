package duenotice.mail;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail on its way in: from {@code MAIL} to the answer to {@code DATA}. */
final class Transaction implements MessageHandler {
    private static final Logger log = LoggerFactory.getLogger(Transaction.class);
    private static final int LONGEST_ADDRESS = 320;

    private final MailAcceptor acceptor;
    private final String clientAddress;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    Transaction(MailAcceptor acceptor, String clientAddress) {
        this.acceptor = acceptor;
        this.clientAddress = clientAddress;
    }

    /** An envelope sender we can keep; whether it exists is not asked. */
    static boolean isSender(String address) {
        return address.length() <= LONGEST_ADDRESS
                && address.chars()
                        .noneMatch(letter -> letter <= ' ' || letter == 127 || letter == '<' || letter == '>');
    }

    @Override
    public void from(String from) {
        sender = from;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        if (recipient.isEmpty() || !isSender(recipient)) {
            throw new RejectException(553, "5.1.3 not an address");
        }
        Optional<String> refusal;
        try {
            refusal = acceptor.refuse(recipient);
        } catch (RuntimeException unavailable) {
            log.warn("could not look up a recipient", unavailable);
            throw new RejectException(451, "4.3.0 try again later");
        }
        if (refusal.isPresent()) {
            throw new RejectException(550, "5.1.1 " + oneLine(refusal.get()));
        }
        if (!recipients.contains(recipient)) {
            recipients.add(recipient);
        }
    }

    Envelope envelope() {
        return new Envelope(sender, recipients, clientAddress);
    }

    /** Never called: {@link DataCommand} reads the message. */
    @Override
    public String data(InputStream data) throws RejectException {
        throw new RejectException(502, "5.5.1 not implemented");
    }

    @Override
    public void done() {
        // nothing is held
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() > 400 ? line.substring(0, 400) : line;
    }
}
