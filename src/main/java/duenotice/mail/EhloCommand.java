package duenotice.mail;

import java.io.IOException;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/**
 * {@code EHLO}, in place of the library's, which also offers CHUNKING: its BDAT takes a connection that broke for the
 * end of the message. {@code LHLO} is the same in LMTP (RFC 2033 §4.1).
 */
final class EhloCommand extends BaseCommand {
    EhloCommand(Dialect dialect) {
        super(dialect.greeting(), "Introduce yourself.", "<hostname>");
    }

    @Override
    public void execute(String command, Session session) throws IOException {
        String[] words = getArgs(command);
        if (words.length < 2) {
            session.sendResponse("501 5.5.4 " + getName() + " needs a name");
            return;
        }
        session.resetMailTransaction();
        session.setHelo(words[1]);
        session.sendResponse(String.join(
                "\r\n",
                "250-" + session.getServer().getHostName(),
                "250-PIPELINING",
                "250-8BITMIME",
                "250-SMTPUTF8",
                "250-ENHANCEDSTATUSCODES",
                "250 SIZE " + session.getServer().getMaxMessageSize()));
    }

    /** A greeting of another dialect (RFC 2033 §4.1: no HELO and no EHLO). */
    static final class Foreign extends BaseCommand {
        Foreign(String greeting) {
            super(greeting, "Not offered.");
        }

        @Override
        public void execute(String command, Session session) throws IOException {
            session.sendResponse("500 5.5.1 this is LMTP, say LHLO");
        }
    }

    /** {@code BDAT}, which is not offered. */
    static final class NoChunking extends BaseCommand {
        NoChunking() {
            super("BDAT", "Not offered.");
        }

        /** The connection ends: the chunk that follows would be read as commands. */
        @Override
        public void execute(String command, Session session) throws DropConnectionException {
            throw new DropConnectionException(502, "5.5.1 BDAT is not offered");
        }
    }
}
