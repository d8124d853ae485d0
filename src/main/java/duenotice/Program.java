package duenotice;

import duenotice.casework.Casework;
import duenotice.casework.Worker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the working parts once everything is put together and before the web server answers, and stops them in the
/// opposite order: no new mail, running steps finish, then the database closes.
final class Program implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Program.class);
    private static final Duration LAST_MAILS = Duration.ofSeconds(3);

    private final Casework casework;
    private final Worker worker;
    private final WaysIn waysIn;
    private final int workers;
    private final boolean alone;
    private volatile boolean running;

    /// @param workers threads that work on what is due; one in rehearsal, where the order of things is played
    /// @param alone no other program can use this database
    Program(Casework casework, Worker worker, WaysIn waysIn, int workers, boolean alone) {
        this.casework = casework;
        this.worker = worker;
        this.waysIn = waysIn;
        this.workers = workers;
        this.alone = alone;
    }

    @Override
    public void start() {
        casework.start(alone);
        waysIn.open();
        worker.start(workers);
        running = true;
        log.info("mail is taken on port {}", waysIn.smtp().port());
    }

    @Override
    public void stop() {
        running = false;
        waysIn.close(LAST_MAILS);
        worker.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
