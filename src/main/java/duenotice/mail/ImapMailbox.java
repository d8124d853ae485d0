package duenotice.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches mail from a mailbox, in a thread of its own: as soon as the server says that there is some (IDLE, RFC 2177), and
 * every now and then. A mail is flagged or moved only after the {@link MailboxKeeper} has it; what dies in between is fetched
 * again and known. Everything in the folder is taken that carries no flag of ours, also what somebody has read already.
 */
public final class ImapMailbox implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ImapMailbox.class);

    /** Marks mail that we hold. */
    static final String KEYWORD = "$Duenotice";

    /** A mail that fails so often in a row no longer keeps the others waiting. */
    private static final int MOST_FAILURES = 3;

    private static final Duration ASIDE = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final MailboxSettings settings;
    private final MailboxKeeper keeper;
    private final InstantSource clock;
    private final Session session;
    private final Wellbeing wellbeing = new Wellbeing();
    private final ReentrantLock keeping = new ReentrantLock();
    private final Set<String> tooLong = new HashSet<>();
    private final Map<String, Sick> sick = new HashMap<>();

    /** At which the connection broke; that may be their fault. */
    private final Set<String> suspects = new HashSet<>();

    private Optional<Trouble> unsettled = Optional.empty();
    private final ScheduledExecutorService hourglass;
    private @Nullable Thread thread;
    private volatile boolean stopping;

    public ImapMailbox(MailboxSettings settings, MailboxKeeper keeper, InstantSource clock) {
        this.settings = settings;
        this.keeper = keeper;
        this.clock = clock;
        session = Session.getInstance(properties(settings));
        hourglass = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .daemon()
                .name("mailbox-hourglass-" + settings.name())
                .factory());
    }

    private static Properties properties(MailboxSettings settings) {
        String patience = Long.toString(settings.patience().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.imap.connectiontimeout", patience);
        properties.setProperty("mail.imap.timeout", patience);
        // Fetching sets no flag, and a mail comes as one literal: a connection that breaks within it breaks the fetch.
        properties.setProperty("mail.imap.peek", "true");
        properties.setProperty("mail.imap.partialfetch", "false");
        properties.setProperty("mail.imap.ssl.checkserveridentity", "true");
        switch (settings.security()) {
            case NONE -> {}
            case STARTTLS -> {
                properties.setProperty("mail.imap.starttls.enable", "true");
                properties.setProperty("mail.imap.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.imap.ssl.enable", "true");
        }
        settings.authority()
                .ifPresent(file -> properties.put(
                        "mail.imap.ssl.socketFactory", Authority.of(file).sockets()));
        return properties;
    }

    /** Begins to look. Whether the server can be reached shows in {@link #wayIn}. */
    public void start() {
        // A virtual thread leaves even a read from the network when it is interrupted.
        thread = Thread.ofVirtual().name("mailbox-" + settings.name()).start(this::watch);
    }

    /** How it fares. */
    public WayIn wayIn() {
        return wellbeing.of("mailbox " + settings.name());
    }

    /** A mail that is being kept may come to its end; whatever else it waits for it leaves at once. */
    public void stop(Duration patience) {
        stopping = true;
        hourglass.shutdownNow();
        Thread watching = thread;
        if (watching == null) {
            return;
        }
        boolean quiet = false;
        try {
            quiet = keeping.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
            watching.interrupt();
        } catch (InterruptedException _) {
            watching.interrupt();
            Thread.currentThread().interrupt();
        } finally {
            if (quiet) {
                keeping.unlock();
            }
        }
        try {
            watching.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(PATIENCE);
    }

    // ---- the watch

    private void watch() {
        while (!stopping) {
            try {
                attend();
            } catch (MessagingException
                    | IOException
                    | StoreUnavailableException
                    | RuntimeException
                    | OutOfMemoryError failure) {
                if (!stopping) {
                    pause(failed(failure));
                }
            }
        }
    }

    /** Comes back only by an exception, or when it is to stop. */
    private void attend() throws MessagingException, IOException, StoreUnavailableException {
        try (IMAPStore store = (IMAPStore) session.getStore("imap")) {
            store.connect(
                    settings.host(),
                    settings.port(),
                    settings.login().user(),
                    settings.login().password());
            // Asked before the folder is open: afterwards it would take a connection of its own.
            Server server = new Server(
                    store, store.hasCapability("IDLE"), store.hasCapability("MOVE"), store.hasCapability("UIDPLUS"));
            IMAPFolder folder = open(store);
            try {
                while (!stopping) {
                    while (!stopping && takeSome(server, folder) > 0) {
                        // More may have come meanwhile.
                    }
                    worked();
                    await(server, folder);
                }
            } finally {
                leave(folder);
            }
        }
    }

    /** What a server can do. */
    private record Server(IMAPStore store, boolean idle, boolean move, boolean expungeOne) {}

    /** Not with the usual close, which also removes what others have marked as deleted. */
    private static void leave(IMAPFolder folder) {
        try {
            if (folder.isOpen()) {
                folder.close(false);
            }
        } catch (MessagingException | IllegalStateException gone) {
            log.debug("a mailbox was left without a good-bye", gone);
        }
    }

    private IMAPFolder open(IMAPStore store) throws MessagingException {
        IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
        folder.open(Folder.READ_WRITE);
        return folder;
    }

    /** Until the server says that there is something, or the time to look has come. */
    private void await(Server server, IMAPFolder folder) throws MessagingException {
        if (!server.idle()) {
            pause(settings.lookEvery());
            return;
        }
        // A connection that died silently is found out by asking: the answer then does not come in time.
        Future<?> nudge = hourglass.schedule(
                () -> folder.doCommand(protocol -> {
                    protocol.noop();
                    return true;
                }),
                settings.lookEvery().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            folder.idle(true);
        } finally {
            nudge.cancel(false);
        }
    }

    // ---- taking

    /** How many mails were kept that were not before. */
    private int takeSome(Server server, IMAPFolder folder)
            throws MessagingException, IOException, StoreUnavailableException {
        boolean keywords = folder.getPermanentFlags().contains(Flags.Flag.USER)
                || folder.getPermanentFlags().contains(KEYWORD);
        FlagTerm present = new FlagTerm(new Flags(Flags.Flag.DELETED), false);
        Message[] found =
                folder.search(keywords ? new AndTerm(present, new FlagTerm(new Flags(KEYWORD), false)) : present);
        FetchProfile wanted = new FetchProfile();
        wanted.add(UIDFolder.FetchProfileItem.UID);
        wanted.add(FetchProfile.Item.SIZE);
        wanted.add(FetchProfile.Item.FLAGS);
        wanted.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
        folder.fetch(found, wanted);
        long validity = folder.getUIDValidity();
        TreeMap<Long, IMAPMessage> waiting = new TreeMap<>();
        for (Message message : found) {
            if (!message.isExpunged()) {
                waiting.put(folder.getUID(message), (IMAPMessage) message);
            }
        }
        var there = waiting.keySet().stream().map(uid -> key(validity, uid)).collect(Collectors.toSet());
        sick.keySet().retainAll(there);
        suspects.retainAll(there);
        Set<Long> held = held(validity, waiting.keySet());
        TreeMap<Long, IMAPMessage> taken = new TreeMap<>();
        held.forEach(uid -> taken.put(uid, waiting.get(uid)));
        Optional<Exception> failure = takeAll(folder, validity, untried(validity, waiting, held), taken);
        settleAll(server, folder, taken, keywords);
        if (failure.isPresent()) {
            switch (failure.get()) {
                case MessagingException refused -> throw refused;
                case IOException refused -> throw refused;
                case Exception other -> throw new IllegalStateException(oneLine(other), other);
            }
        }
        return taken.size() - held.size();
    }

    /** Those at which the connection broke come last, so that they keep no others waiting. */
    private List<Map.Entry<Long, IMAPMessage>> untried(long validity, Map<Long, IMAPMessage> waiting, Set<Long> held) {
        Instant now = clock.instant();
        return waiting.entrySet().stream()
                .filter(mail -> !held.contains(mail.getKey()))
                .filter(mail -> Optional.ofNullable(sick.get(key(validity, mail.getKey())))
                        .filter(one -> one.isAside(now))
                        .isEmpty())
                .sorted(Comparator.comparing(mail -> suspects.contains(key(validity, mail.getKey()))))
                .toList();
    }

    /**
     * All that can be taken is.
     *
     * @return the first failure that was of one mail alone
     */
    private Optional<Exception> takeAll(
            IMAPFolder folder, long validity, List<Map.Entry<Long, IMAPMessage>> mails, Map<Long, IMAPMessage> taken)
            throws MessagingException, IOException, StoreUnavailableException {
        boolean lineIsGood = false;
        Optional<Exception> first = Optional.empty();
        for (var mail : mails) {
            if (stopping) {
                break;
            }
            long uid = mail.getKey();
            String key = key(validity, uid);
            try {
                if (take(validity, uid, mail.getValue())) {
                    taken.put(uid, mail.getValue());
                    lineIsGood = true;
                }
                sick.remove(key);
                suspects.remove(key);
            } catch (MessageRemovedException _) {
                log.debug("a mail was gone from mailbox {} before it was taken", settings.name());
            } catch (OutOfMemoryError full) {
                failedAt(key, uid, full);
                throw full;
            } catch (MessagingException | IOException failure) {
                boolean broken = !folder.isOpen();
                // A line that broke says nothing of the mail in hand, unless it was good for another.
                if (!broken || lineIsGood) {
                    failedAt(key, uid, failure);
                }
                if (broken) {
                    suspects.add(key);
                    throw failure;
                }
                first = first.or(() -> Optional.of(failure));
            } catch (RuntimeException failure) {
                failedAt(key, uid, failure);
                first = first.or(() -> Optional.of(failure));
            }
        }
        return first;
    }

    /** A mail that is held and can be neither flagged nor moved is no less held; the mailbox is in trouble. */
    private void settleAll(Server server, IMAPFolder folder, Map<Long, IMAPMessage> taken, boolean keywords)
            throws MessagingException {
        Optional<MessagingException> first = Optional.empty();
        for (IMAPMessage mail : taken.values()) {
            if (stopping) {
                return;
            }
            try {
                settle(server, folder, mail, keywords);
            } catch (MessageRemovedException _) {
                log.debug("a mail was gone from mailbox {} before it was settled", settings.name());
            } catch (MessagingException failure) {
                if (!folder.isOpen()) {
                    throw failure;
                }
                first = first.or(() -> Optional.of(failure));
            }
        }
        unsettled(first.map(ImapMailbox::oneLine));
    }

    private void unsettled(Optional<String> why) {
        boolean ended = unsettled.isPresent() && why.isEmpty();
        Instant since = unsettled.map(Trouble::since).orElseGet(clock::instant);
        unsettled = why.map(text -> new Trouble(since, "mails are taken and cannot be marked as such: " + text, false));
        if (ended) {
            keeper.recovered();
        }
        unsettled.ifPresent(this::tell);
    }

    /**
     * A mail that could not be taken.
     *
     * @param failures in a row
     * @param next when it is tried again once it is aside
     */
    private record Sick(int failures, Instant since, Instant next, String why) {
        boolean isAside(Instant now) {
            return failures >= MOST_FAILURES && now.isBefore(next);
        }
    }

    private void failedAt(String key, long uid, Throwable failure) {
        if (stopping) {
            return;
        }
        Instant now = clock.instant();
        Optional<Sick> before = Optional.ofNullable(sick.get(key));
        int failures = before.map(Sick::failures).orElse(0) + 1;
        String why = "mail %d could not be taken and stays there: %s".formatted(uid, oneLine(failure));
        sick.put(key, new Sick(failures, before.map(Sick::since).orElse(now), now.plus(ASIDE), why));
        if (failures == MOST_FAILURES) {
            log.warn("mailbox {}: {}", settings.name(), why);
            try {
                keeper.putAside(why);
            } catch (RuntimeException alsoAway) {
                log.debug("that a mail stays in mailbox {} could not be told", settings.name(), alsoAway);
            }
        }
    }

    private static String key(long validity, long uid) {
        return validity + " " + uid;
    }

    private Set<Long> held(long validity, Set<Long> uids) throws StoreUnavailableException {
        keeping.lock();
        try {
            return uids.isEmpty() ? Set.of() : keeper.held(validity, uids);
        } finally {
            keeping.unlock();
        }
    }

    /** False where it is too long and stays. */
    private boolean take(long validity, long uid, IMAPMessage message)
            throws MessagingException, IOException, StoreUnavailableException {
        if (message.getSize() > settings.maxBytes()) {
            if (tooLong.add(key(validity, uid))) {
                keeper.leftLying(message.getSize());
            }
            return false;
        }
        byte[] raw;
        try (InputStream in = message.getMimeStream()) {
            raw = in.readAllBytes();
        }
        if (raw.length == 0 && message.getSize() > 0) {
            throw new MessagingException("the server gave nothing for mail " + uid);
        }
        Instant now = clock.instant();
        Instant arrived = Optional.ofNullable(message.getReceivedDate())
                .map(date -> date.toInstant())
                .filter(date -> date.isBefore(now))
                .orElse(now);
        keeping.lock();
        try {
            if (stopping) {
                return false;
            }
            keeper.keep(validity, uid, raw, arrived);
        } finally {
            keeping.unlock();
        }
        return true;
    }

    /** Only for what is held. */
    private void settle(Server server, IMAPFolder folder, IMAPMessage message, boolean keywords)
            throws MessagingException {
        Message[] one = {message};
        switch (settings.after()) {
            case MailboxSettings.After.Flag() -> {
                Flags flags = new Flags(Flags.Flag.SEEN);
                if (keywords) {
                    flags.add(KEYWORD);
                }
                if (!message.getFlags().contains(flags)) {
                    folder.setFlags(one, flags, true);
                }
            }
            case MailboxSettings.After.Move(String name) -> {
                Folder target = target(server.store(), name);
                if (server.move()) {
                    folder.moveMessages(one, target);
                } else {
                    folder.copyMessages(one, target);
                    folder.setFlags(one, new Flags(Flags.Flag.DELETED), true);
                    if (server.expungeOne()) {
                        folder.expunge(one);
                    }
                }
            }
        }
    }

    private static Folder target(IMAPStore store, String name) throws MessagingException {
        Folder target = store.getFolder(name);
        if (!target.exists() && !target.create(Folder.HOLDS_MESSAGES)) {
            throw new FolderNotFoundException(target, "folder " + name + " is missing and could not be made");
        }
        return target;
    }

    // ---- how it fares

    private void worked() {
        if (wellbeing.worked(clock.instant())) {
            log.info("mailbox {} can be read again", settings.name());
            keeper.recovered();
        }
        sick.values().stream()
                .min(Comparator.comparing(Sick::since))
                .map(first -> new Trouble(first.since(), first.why(), false))
                .or(() -> unsettled)
                .ifPresent(wellbeing::butFor);
    }

    /** How long to wait before the next try. */
    private Duration failed(Throwable failure) {
        boolean refused = failure instanceof AuthenticationFailedException;
        String why = (refused ? "the login was refused: " : "") + oneLine(failure);
        Trouble trouble = wellbeing.failed(why, refused, clock.instant());
        if (wellbeing.failures() == 1) {
            log.warn("mailbox {} cannot be read: {}", settings.name(), why);
        }
        tell(trouble);
        return settings.pauses().after(wellbeing.failures(), refused);
    }

    private void tell(Trouble trouble) {
        try {
            keeper.failed(trouble);
        } catch (RuntimeException alsoAway) {
            log.debug("the trouble of mailbox {} could not be told", settings.name(), alsoAway);
        }
    }

    private void pause(Duration time) {
        try {
            if (!stopping) {
                Thread.sleep(time);
            }
        } catch (InterruptedException _) {
            // It is to stop; the loop asks.
        }
    }

    /** The library wraps; the first cause says more than its own words. */
    private static String oneLine(Throwable failure) {
        Throwable first = failure;
        for (int depth = 0; first.getCause() != null && depth < 10; depth++) {
            first = first.getCause();
        }
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String text = first.getMessage() == null || said.contains(first.getMessage())
                ? said
                : said + " (" + first.getMessage() + ")";
        String line = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return line.length() > 300 ? line.substring(0, 300) : line;
    }
}
