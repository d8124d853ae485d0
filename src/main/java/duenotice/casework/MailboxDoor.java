package duenotice.casework;

import duenotice.casework.Inbox.Arrival;
import duenotice.casework.Inbox.Lay;
import duenotice.casework.StoredMessage.Channel;
import duenotice.incident.AlarmKind;
import duenotice.mail.Envelope;
import duenotice.mail.Mail;
import duenotice.mail.MailboxKeeper;
import duenotice.mail.StoreUnavailableException;
import duenotice.mail.Trouble;
import duenotice.report.SourceType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/** Takes in what is fetched from one mailbox; what it has taken is on disk. */
public final class MailboxDoor implements MailboxKeeper {
    private static final Logger log = LoggerFactory.getLogger(MailboxDoor.class);

    /** A trouble that may pass by itself rings when it has lasted so long. */
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Bytes of a mail in which its header is looked for. */
    private static final int HEADER = 256 * 1024;

    private final Casework casework;
    private final String name;
    private final String address;
    private final Optional<SourceType> source;
    private final Predicate<String> ours;
    private boolean rung;

    /**
     * @param address counts as the one that its mails were sent to
     * @param source what the mailbox is for, such as a subscription to mailing lists; empty where that says nothing (R2)
     * @param ours whether an address is one that only a mail of ours can have named, which then is where it was sent
     */
    public MailboxDoor(
            Casework casework, String name, String address, Optional<SourceType> source, Predicate<String> ours) {
        this.casework = casework;
        this.name = name;
        this.address = address;
        this.source = source;
        this.ours = ours;
    }

    private String place() {
        return "mailbox " + name;
    }

    @Override
    public Set<Long> held(long uidValidity, Collection<Long> uids) throws StoreUnavailableException {
        try {
            var items = uids.stream().map(Object::toString).toList();
            return casework.inbox().held(place(), uidValidity, items).stream()
                    .map(Long::valueOf)
                    .collect(Collectors.toSet());
        } catch (DataAccessException | TransactionException failure) {
            throw new StoreUnavailableException("the database is away", failure);
        }
    }

    @Override
    public void keep(long uidValidity, long uid, byte[] raw, Instant arrivedAt) throws StoreUnavailableException {
        var envelope = Envelope.fetched(Mail.parse(header(raw)), address, ours);
        var arrival = new Arrival(
                Channel.MAILBOX, envelope.sender(), envelope.recipients(), Optional.empty(), source, "message/rfc822");
        try {
            casework.inbox().fetch(new Lay(place(), uidValidity, Long.toString(uid)), arrival, raw, arrivedAt);
        } catch (DataAccessException | TransactionException failure) {
            if (isOfThisMail(failure)) {
                // What the database says may quote the mail.
                throw new MailRefused("the database refuses it, SQLSTATE " + sqlState(failure));
            }
            throw new StoreUnavailableException("the database is away", failure);
        }
        casework.arrived();
    }

    /** The next mail may well be taken: a value or a limit, and no outage (PostgreSQL's classes 22, 23 and 54). */
    private static boolean isOfThisMail(RuntimeException failure) {
        return failure instanceof DataIntegrityViolationException
                || sqlState(failure).startsWith("54");
    }

    private static String sqlState(Throwable failure) {
        for (var one = failure.getCause(); one != null; one = one.getCause()) {
            if (one instanceof SQLException said && said.getSQLState() != null) {
                return said.getSQLState();
            }
        }
        return "unknown";
    }

    /** It cannot be stored as it is, however often it is fetched; the mailbox puts it aside and others are taken. */
    private static final class MailRefused extends RuntimeException {
        MailRefused(String message) {
            super(message);
        }
    }

    private static byte[] header(byte[] raw) {
        var end = Math.min(raw.length, HEADER);
        for (var at = 0; at + 1 < end; at++) {
            if (raw[at] == '\n'
                    && (raw[at + 1] == '\n' || (raw[at + 1] == '\r' && at + 2 < end && raw[at + 2] == '\n'))) {
                return Arrays.copyOf(raw, at + 1);
            }
        }
        return Arrays.copyOf(raw, end);
    }

    @Override
    public void leftLying(int bytes) {
        var text = "a mail of %d bytes in mailbox %s is too long and stays there".formatted(bytes, name);
        log.warn(text);
        casework.raise(AlarmKind.CHANNEL_FAILING, Optional.empty(), text);
    }

    @Override
    public void putAside(String why) {
        casework.raise(AlarmKind.CHANNEL_FAILING, Optional.empty(), "mailbox %s: %s".formatted(name, why));
    }

    @Override
    public void failed(Trouble trouble) {
        if (!rung && (trouble.lasting() || !trouble.since().plus(LONG).isAfter(casework.now()))) {
            casework.raise(
                    AlarmKind.CHANNEL_FAILING,
                    Optional.empty(),
                    "mailbox %s cannot be read: %s".formatted(name, trouble.why()));
            rung = true;
        }
    }

    @Override
    public void recovered() {
        rung = false;
    }
}
