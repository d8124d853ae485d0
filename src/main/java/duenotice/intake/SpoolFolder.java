package duenotice.intake;

import duenotice.casework.Casework;
import duenotice.casework.Inbox.Arrival;
import duenotice.casework.Inbox.Lay;
import duenotice.casework.StoredMessage.Channel;
import duenotice.incident.AlarmKind;
import duenotice.intake.format.Submission;
import duenotice.mail.Envelope;
import duenotice.mail.WayIn;
import duenotice.mail.Wellbeing;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Takes every file that is dropped into a folder as a report: a mail, JSON, CSV or whatever it may be. A file is taken when
 * it has not changed from one look to the next; a name that begins with a dot or ends in {@code .tmp} or {@code .part} is left
 * alone, as are folders, links and empty files. Once it is on disk in the database it is moved to {@code done/}; what is too
 * long goes to {@code refused/} with a reason beside it.
 */
public final class SpoolFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SpoolFolder.class);

    /** Documents from here count as handed in by one of that name: an inventory's reporter may match it. */
    static final String NAME = "spool";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Path folder;
    private final Path done;
    private final Path refused;
    private final int maxBytes;
    private final Casework casework;
    private final InstantSource clock;
    private final Wellbeing wellbeing = new Wellbeing();
    private final ReentrantLock looking = new ReentrantLock();
    private Map<Path, Standing> before = Map.of();
    private boolean rung;
    private @Nullable Thread thread;
    private volatile boolean stopping;

    /**
     * The folder and the two below it are made when missing.
     *
     * @param maxBytes of one file
     * @throws IllegalArgumentException when the folder cannot be made or written to
     */
    public SpoolFolder(Path folder, int maxBytes, Casework casework, InstantSource clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.casework = casework;
        this.clock = clock;
        done = folder.resolve("done");
        refused = folder.resolve("refused");
        try {
            Files.createDirectories(done);
            Files.createDirectories(refused);
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    "the spool folder %s cannot be used: %s".formatted(folder, failure), failure);
        }
    }

    /** Begins to look, in a thread of its own. */
    public void start() {
        thread = Thread.ofVirtual().name("spool").start(this::watch);
    }

    public WayIn wayIn() {
        return wellbeing.of(NAME);
    }

    /** A file that is being taken comes to its end. */
    @Override
    public void close() {
        stopping = true;
        var watching = thread;
        if (watching == null) {
            return;
        }
        try {
            watching.join(PATIENCE);
            watching.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!stopping) {
            look();
            var pause = LOOK_EVERY.multipliedBy(1L + wellbeing.failures());
            pause(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }

    /** In small steps, so that a stop need not interrupt what is being taken. */
    private void pause(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        try {
            while (!stopping && System.nanoTime() < end) {
                Thread.sleep(100);
            }
        } catch (InterruptedException _) {
            stopping = true;
        }
    }

    // ---- looking

    /** A file as it was found at one look. */
    private record Standing(long size, FileTime changedAt, String key) {}

    /** Takes what has not changed since the last look. */
    void look() {
        looking.lock();
        try {
            var now = standing();
            var ready = now.entrySet().stream()
                    .filter(one -> one.getValue().equals(before.get(one.getKey())))
                    .sorted(Comparator.comparing((Map.Entry<Path, Standing> one) ->
                                    one.getValue().changedAt())
                            .thenComparing(Map.Entry::getKey))
                    .toList();
            before = now;
            var troubles = new ArrayList<String>();
            for (var one : ready) {
                if (stopping) {
                    return;
                }
                try {
                    take(one.getKey(), one.getValue());
                } catch (NoSuchFileException gone) {
                    log.debug("a file of the spool folder was gone before it was taken", gone);
                } catch (IOException failure) {
                    troubles.add("%s cannot be taken: %s".formatted(one.getKey().getFileName(), failure));
                }
            }
            if (troubles.isEmpty()) {
                worked();
            } else {
                failed(troubles.getFirst(), true);
            }
        } catch (IOException | DirectoryIteratorException failure) {
            failed("the folder %s cannot be read: %s".formatted(folder, failure), true);
        } catch (DataAccessException | TransactionException away) {
            failed("the database is away", false);
        } catch (RuntimeException | OutOfMemoryError broken) {
            log.error("the spool folder could not be worked through", broken);
            failed("it could not be worked through: " + broken.getClass().getSimpleName(), true);
        } finally {
            looking.unlock();
        }
    }

    private Map<Path, Standing> standing() throws IOException {
        var found = new HashMap<Path, Standing>();
        try (var files = Files.newDirectoryStream(
                folder, file -> isWanted(file.getFileName().toString()))) {
            for (var file : files) {
                try {
                    var about = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (about.isRegularFile() && about.size() > 0) {
                        found.put(file, standing(file, about));
                    }
                } catch (NoSuchFileException gone) {
                    log.debug("a file of the spool folder was gone before it was looked at", gone);
                }
            }
        }
        return found;
    }

    private static Standing standing(Path file, BasicFileAttributes about) {
        var key = "%s %d %s %s"
                .formatted(
                        file.getFileName(),
                        about.size(),
                        about.lastModifiedTime().toInstant(),
                        about.fileKey());
        return new Standing(about.size(), about.lastModifiedTime(), key);
    }

    private static boolean isWanted(String name) {
        return !name.startsWith(".") && !name.endsWith(".tmp") && !name.endsWith(".part");
    }

    // ---- taking

    private void take(Path file, Standing standing) throws IOException {
        if (standing.size() > maxBytes) {
            refuse(file, "it has %d bytes, more than %d".formatted(standing.size(), maxBytes));
            return;
        }
        byte[] content;
        try (var channel = Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            content = Channels.newInputStream(channel).readNBytes(maxBytes);
        }
        var after = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!standing(file, after).equals(standing) || content.length != standing.size()) {
            return; // somebody writes to it after all; the next look sees it stand still, or not
        }
        var lay = new Lay(NAME, 0, standing.key());
        casework.inbox().fetch(lay, arrival(content, file.getFileName().toString()), content, clock.instant());
        move(file, done);
        casework.inbox().gone(lay);
        casework.arrived();
    }

    private static Arrival arrival(byte[] content, String name) {
        return switch (Submission.ofFile(content, name)) {
            case Submission.ByMail(var mail) -> {
                var envelope = Envelope.asWritten(mail);
                yield arrival(envelope.sender(), envelope.recipients(), "message/rfc822");
            }
            case Submission.Document document -> arrival("", List.of(), NamedType.of(document.contentType(), name));
        };
    }

    private static Arrival arrival(String sender, List<String> recipients, String contentType) {
        return new Arrival(Channel.SPOOL, sender, recipients, Optional.of(NAME), Optional.empty(), contentType);
    }

    private void refuse(Path file, String why) throws IOException {
        var moved = move(file, refused);
        Files.writeString(moved.resolveSibling(moved.getFileName() + ".reason"), why + "\n");
        log.warn("a file of the spool folder was refused: {}", why);
        casework.raise(
                AlarmKind.CHANNEL_FAILING,
                Optional.empty(),
                "file %s of the spool folder was refused: %s".formatted(moved.getFileName(), why));
    }

    /** Never over another of the same name. */
    private static Path move(Path file, Path to) throws IOException {
        for (var number = 0; ; number++) {
            var target = to.resolve(file.getFileName() + (number == 0 ? "" : "." + number));
            try {
                return Files.move(file, target);
            } catch (FileAlreadyExistsException taken) {
                log.debug("a file of that name is there already", taken);
            }
        }
    }

    // ---- how it fares

    private void worked() {
        if (wellbeing.worked(clock.instant())) {
            log.info("the spool folder can be worked through again");
        }
        rung = false;
    }

    private void failed(String why, boolean lasting) {
        var trouble = wellbeing.failed(why, lasting, clock.instant());
        if (wellbeing.failures() == 1) {
            log.warn("the spool folder: {}", why);
        }
        try {
            if (!rung && (lasting || !trouble.since().plus(LONG).isAfter(clock.instant()))) {
                casework.raise(AlarmKind.CHANNEL_FAILING, Optional.empty(), "the spool folder: " + why);
                rung = true;
            }
        } catch (DataAccessException | TransactionException away) {
            log.debug("the trouble of the spool folder could not be told", away);
        }
    }
}
