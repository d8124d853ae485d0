package duenotice.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * Takes mail by SMTP (RFC 5321) or LMTP (RFC 2033) and says 250 only when the {@link MailAcceptor} has it. Meant to stand behind a mail
 * server that knows spam, TLS and the world; bound to loopback unless set otherwise.
 */
public final class SmtpListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SmtpListener.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SMTPServer server;
    private final DataCommand data;
    private final RunningMails running = new RunningMails();
    private final ScheduledExecutorService hourglass = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("smtp-hourglass").factory());

    /** Speaks SMTP. */
    public SmtpListener(SmtpSettings settings, MailAcceptor acceptor, InstantSource clock) {
        this(settings, acceptor, clock, Dialect.SMTP);
    }

    /**
     * Speaks LMTP.
     *
     * @throws IllegalArgumentException for port 25, where nobody expects it (RFC 2033 §5)
     */
    public static SmtpListener lmtp(SmtpSettings settings, MailAcceptor acceptor, InstantSource clock) {
        if (settings.port() == 25) {
            throw new IllegalArgumentException("LMTP must not be spoken on port 25; choose another");
        }
        return new SmtpListener(settings, acceptor, clock, Dialect.LMTP);
    }

    private SmtpListener(SmtpSettings settings, MailAcceptor acceptor, InstantSource clock, Dialect dialect) {
        server = SMTPServer.port(settings.port())
                .bindAddress(address(settings.host()))
                .hostName(settings.name())
                .softwareName("Duenotice")
                .serverThreadName(dialect.name().toLowerCase(Locale.ROOT) + "-listener")
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("smtp-", 0).factory()))
                .insertReceivedHeaders(false)
                .maxMessageSize(settings.maxBytes())
                .maxConnections(settings.maxConnections())
                .maxRecipients(settings.maxRecipients())
                .connectionTimeoutMs((int) settings.idle().toMillis())
                .fromAddressValidator(Transaction::isSender)
                .sessionHandler(new Sessions(settings.session()))
                .messageHandlerFactory(context -> new Transaction(acceptor, clientAddress(context)))
                .build();
        data = new DataCommand(acceptor, clock, running, settings.maxBytes(), dialect);
        server.getCommandHandler().addCommand(new EhloCommand(dialect));
        server.getCommandHandler().addCommand(new EhloCommand.NoChunking());
        server.getCommandHandler().addCommand(data);
        if (dialect == Dialect.LMTP) {
            server.getCommandHandler().addCommand(new EhloCommand.Foreign("HELO"));
            server.getCommandHandler().addCommand(new EhloCommand.Foreign("EHLO"));
        }
    }

    /**
     * Begins to listen.
     *
     * @throws IllegalStateException when the address cannot be bound
     */
    public void start() {
        try {
            server.start();
        } catch (RuntimeException refused) {
            throw new IllegalStateException(
                    "could not listen for mail on " + server.getDisplayableLocalSocketAddress() + ": "
                            + (refused.getCause() instanceof IOException cause ? cause.getMessage() : refused),
                    refused);
        }
    }

    /** When the last mail was kept; empty as long as none was since the start. */
    public Optional<Instant> lastKept() {
        return data.lastKept();
    }

    /** The port it listens on, also when any was asked for. */
    public int port() {
        return server.getPortAllocated();
    }

    /**
     * Takes no new mail, waits that long for those that are on their way, then ends every connection. A sender who got
     * no answer still has his mail.
     */
    public void stop(Duration patience) {
        try {
            if (!running.stop(patience)) {
                log.warn("stopped while mails were on their way; their senders will try again");
            }
            Thread ending = Thread.ofVirtual().start(server::stop);
            ending.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            hourglass.shutdownNow();
        }
    }

    @Override
    public void close() {
        stop(PATIENCE);
    }

    private static String clientAddress(MessageContext context) {
        return context.getRemoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress().getHostAddress()
                : "";
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("mail listener: unknown host " + host, unknown);
        }
    }

    /** Ends connections that outstay their time: the library's own limit only counts silence. */
    private final class Sessions implements SessionHandler {
        private final Duration longest;
        private final Map<Session, ScheduledFuture<?>> ends = new ConcurrentHashMap<>();

        Sessions(Duration longest) {
            this.longest = longest;
        }

        @Override
        public SessionAcceptance accept(Session session) {
            if (running.stopping()) {
                return SessionAcceptance.failure(421, "4.3.2 shutting down, try again later");
            }
            try {
                // The answers to pipelined commands go out one by one: each would wait for the client's
                // acknowledgement.
                session.getSocket().setTcpNoDelay(true);
            } catch (SocketException gone) {
                return SessionAcceptance.failure(421, "4.4.2 connection lost");
            }
            ends.put(session, hourglass.schedule(() -> end(session), longest.toMillis(), TimeUnit.MILLISECONDS));
            return SessionAcceptance.success();
        }

        @Override
        public void onSessionEnd(Session session) {
            ScheduledFuture<?> end = ends.remove(session);
            if (end != null) {
                end.cancel(false);
            }
        }

        private void end(Session session) {
            try {
                session.closeSocket();
            } catch (IOException gone) {
                log.debug("a connection was gone before its time was up", gone);
            }
        }
    }
}
