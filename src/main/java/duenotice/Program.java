package duenotice;

import duenotice.casework.Casework;
import duenotice.casework.Worker;
import duenotice.mail.SmtpListener;
import java.net.BindException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/// Starts the working parts once everything is put together and before the web server answers, and stops them in the
/// opposite order: no new mail, running steps finish, then the database closes.
final class Program implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Program.class);
    private static final Duration LAST_MAILS = Duration.ofSeconds(3);

    private final Casework casework;
    private final Worker worker;
    private final SmtpListener listener;
    private final int workers;
    private final boolean alone;
    private volatile boolean running;

    /// @param workers threads that work on what is due; one in rehearsal, where the order of things is played
    /// @param alone no other program can use this database
    Program(Casework casework, Worker worker, SmtpListener listener, int workers, boolean alone) {
        this.casework = casework;
        this.worker = worker;
        this.listener = listener;
        this.workers = workers;
        this.alone = alone;
    }

    @Override
    public void start() {
        casework.start(alone);
        listen();
        worker.start(workers);
        running = true;
        log.info("mail is taken on port {}", listener.port());
    }

    private void listen() {
        try {
            listener.start();
        } catch (RuntimeException failure) {
            if (NestedExceptionUtils.getMostSpecificCause(failure) instanceof BindException) {
                throw new PortTaken(
                        "mail",
                        listener.port(),
                        "set another with --smtp-port in rehearsal, with smtp.port in the settings for real",
                        failure);
            }
            throw failure;
        }
    }

    @Override
    public void stop() {
        running = false;
        listener.stop(LAST_MAILS);
        worker.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
