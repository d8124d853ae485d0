package duenotice.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The one folder in which a running program keeps everything: the database, its log, and secrets.
///
/// One program at a time: the folder is locked while open, and the lock goes with the process however it ends.
public final class DataFolder implements AutoCloseable {

    private static final String TEMPORARY_PREFIX = "duenotice-";
    private static final String LOCK = "duenotice.lock";

    /// Beside the lock and not in it: closing any handle of a locked file, even one just read from, ends the lock.
    private static final String PROCESS = "duenotice.pid";

    private final Path path;
    private final boolean temporary;
    private final boolean ours;
    private final FileChannel channel;

    private DataFolder(Path path, boolean temporary, boolean ours, FileChannel channel) {
        this.path = path;
        this.temporary = temporary;
        this.ours = ours;
        this.channel = channel;
    }

    /// Where the data go when the operator says nothing: `/var/lib/duenotice` for root, else below the home folder.
    public static Path usual() {
        if (ServerAccount.weAreRoot()) {
            return Path.of("/var/lib/duenotice");
        }
        String configured = System.getenv("XDG_DATA_HOME");
        Path shared = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(configured);
        return shared.resolve("duenotice");
    }

    /// Opens the folder, making it when missing.
    ///
    /// @throws DatabaseNotReady when another program has it, or it cannot be made or entered
    public static DataFolder open(Path path) {
        return open(path.toAbsolutePath().normalize(), false);
    }

    /// A folder of its own that is removed on closing. What programs that were killed left behind is removed first.
    public static DataFolder temporary() {
        Path parent =
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
        sweep(parent);
        try {
            return open(Files.createTempDirectory(parent, TEMPORARY_PREFIX), true);
        } catch (IOException failure) {
            throw new DatabaseNotReady("No temporary folder could be made in " + parent + ": " + failure, failure);
        }
    }

    private static DataFolder open(Path path, boolean temporary) {
        try {
            if (!Files.isDirectory(path)) {
                if (path.getParent() != null) {
                    Files.createDirectories(path.getParent());
                }
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            boolean ours = Files.exists(path.resolve(LOCK)) || isEmpty(path);
            FileChannel locked = lock(path)
                    .orElseThrow(() -> new DatabaseNotReady(
                            "The data folder %s is in use by another Duenotice, process %s: stop that one first or name another folder with --data."
                                    .formatted(path, owner(path))));
            Files.writeString(path.resolve(PROCESS), ProcessHandle.current().pid() + "\n");
            OPEN.add(path);
            return new DataFolder(path, temporary, ours, locked);
        } catch (FileAlreadyExistsException failure) {
            throw new DatabaseNotReady(failure.getFile() + " is a file where a data folder is wanted.", failure);
        } catch (AccessDeniedException failure) {
            throw new DatabaseNotReady(
                    "The data folder %s cannot be made or written, since this user has no right to %s: choose another with --data."
                            .formatted(path, closed(path)),
                    failure);
        } catch (IOException failure) {
            throw new DatabaseNotReady("The data folder " + path + " cannot be made or written: " + failure, failure);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    /// The first folder on the way that may not be entered, else the last one that exists.
    private static Path closed(Path path) {
        Path way = path.getRoot();
        for (Path name : path) {
            Path next = way.resolve(name);
            if (!Files.exists(next) || !Files.isExecutable(way)) {
                return way;
            }
            way = next;
        }
        return way;
    }

    /// Folders that this very process has open. Asking for their lock again would open a second handle, and when that
    /// one is closed, be it by the garbage collector, the first one's lock is gone too.
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private static Optional<FileChannel> lock(Path path) throws IOException {
        if (OPEN.contains(path)) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            // Held by this very process; the channel stays open, since closing it would end that lock.
            return Optional.empty();
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    private static String owner(Path path) {
        try {
            return Files.readString(path.resolve(PROCESS)).strip();
        } catch (IOException notWritten) {
            return "unknown";
        }
    }

    public Path path() {
        return path;
    }

    /// Whether Duenotice may change who owns the folder: not when it held something else before.
    boolean isOurs() {
        return ours;
    }

    /// A random secret kept in the folder, readable by the program's user only; made at the first call.
    ///
    /// @return 64 hexadecimal digits, the same at every start
    public String secret(String name) {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[32];
                new SecureRandom().nextBytes(bytes);
                // Renamed into place, so that a crash leaves no empty secret.
                Path draft = path.resolve(name + ".new");
                Files.deleteIfExists(draft);
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(draft, HexFormat.of().formatHex(bytes), StandardCharsets.US_ASCII);
                rename(draft, file);
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("could not keep " + name + " in the data folder " + path, failure);
        }
    }

    static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException rare) {
            Files.move(from, to);
        }
    }

    /// Lets the next program in; a temporary folder is removed. The server must have been stopped before.
    @Override
    public void close() {
        try {
            if (temporary) {
                remove(path);
            } else {
                Files.deleteIfExists(path.resolve(PROCESS));
            }
            channel.close();
            OPEN.remove(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not leave the data folder " + path, failure);
        }
    }

    /// Ends the lock and nothing else, as a killed program does.
    void abandon() throws IOException {
        channel.close();
        OPEN.remove(path);
    }

    /// Removes temporary folders whose program was killed, and ends the servers still running in them.
    private static void sweep(Path parent) {
        try (Stream<Path> found = Files.list(parent)) {
            for (Path leftOver : found.filter(DataFolder::isLeftOver).toList()) {
                Optional<FileChannel> locked = lock(leftOver);
                if (locked.isPresent()) {
                    RunningServer.in(leftOver.resolve(EmbeddedServer.CLUSTER)).ifPresent(RunningServer::end);
                    remove(leftOver);
                    locked.get().close();
                }
            }
        } catch (IOException | UncheckedIOException inTheWay) {
            // Somebody else's temporary folder, or one that goes away at this moment: the next start tries again.
            System.getLogger(DataFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "a left-over temporary folder stays", inTheWay);
        }
    }

    private static boolean isLeftOver(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith(TEMPORARY_PREFIX)
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                && ServerAccount.ownsFiles(folder);
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
