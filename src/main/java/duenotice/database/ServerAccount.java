package duenotice.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The user who runs the database server: ourselves, or `duenotice` when we are root, since PostgreSQL refuses root.
final class ServerAccount {

    private static final String NAME = "duenotice";
    private static final List<String> FOLDERS_OF_COMMANDS =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin");

    private final boolean another;

    private ServerAccount(boolean another) {
        this.another = another;
    }

    /// Makes the user `duenotice` when we are root and it is missing.
    static ServerAccount ready() {
        if (!weAreRoot()) {
            return new ServerAccount(false);
        }
        if (user().isEmpty()) {
            make();
        }
        return new ServerAccount(true);
    }

    static boolean weAreRoot() {
        return ownUserId() == 0;
    }

    /// Whether what lies there belongs to us or to the server's user, and to nobody else.
    static boolean ownsFiles(Path path) {
        try {
            String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
            Object id = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return id.equals(ownUserId()) || (weAreRoot() && owner.equals(NAME));
        } catch (IOException gone) {
            return false;
        }
    }

    private static int ownUserId() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException failure) {
            throw new UncheckedIOException("could not tell which user this program runs as", failure);
        }
    }

    private static Optional<UserPrincipal> user() {
        try {
            return Optional.of(accounts().lookupPrincipalByName(NAME));
        } catch (UserPrincipalNotFoundException missing) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("could not look up the user " + NAME, failure);
        }
    }

    private static UserPrincipalLookupService accounts() {
        return Path.of("/").getFileSystem().getUserPrincipalLookupService();
    }

    private static void make() {
        String shell = command("nologin").map(Path::toString).orElse("/bin/false");
        List<String> making = command("useradd")
                .map(useradd -> List.of(
                        useradd.toString(),
                        "--system",
                        "--user-group",
                        "--no-create-home",
                        "--home-dir",
                        "/var/lib/duenotice",
                        "--shell",
                        shell,
                        NAME))
                .or(() -> command("adduser")
                        .map(adduser -> List.of(
                                adduser.toString(), "-S", "-D", "-H", "-h", "/var/lib/duenotice", "-s", shell, NAME)))
                .orElseThrow(() -> new DatabaseNotReady("The database server cannot run as root, and the user " + NAME
                        + " could not be made, since there is no useradd: make it by hand and start again."));
        Outcome outcome = execute(making, Path.of("/"), Duration.ofSeconds(30));
        // Another program may have made it at the same moment: what counts is that it is there.
        if (user().isEmpty()) {
            throw new DatabaseNotReady("The database server cannot run as root, and the user " + NAME
                    + " could not be made: " + outcome.said() + " Make it by hand and start again.");
        }
    }

    /// Gives a file or folder, not what is in it, to the server's user.
    void own(Path path) throws IOException {
        if (another) {
            var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setOwner(user().orElseThrow());
            group().ifPresent(group -> {
                try {
                    view.setGroup(group);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }

    private static Optional<GroupPrincipal> group() throws IOException {
        try {
            return Optional.of(accounts().lookupPrincipalByGroupName(NAME));
        } catch (UserPrincipalNotFoundException none) {
            return Optional.empty();
        }
    }

    /// The first folder on the way to the path that the server's user may not enter.
    Optional<Path> closedFolder(Path path) {
        if (!another || mayEnter(path)) {
            return Optional.empty();
        }
        return Stream.iterate(path, way -> way != null, Path::getParent)
                .sorted((one, other) -> Integer.compare(one.getNameCount(), other.getNameCount()))
                .filter(Files::isDirectory)
                .filter(folder -> !mayEnter(folder))
                .findFirst();
    }

    private boolean mayEnter(Path folder) {
        return !run(List.of("test", "-x", folder.toString()), Path.of("/"), Duration.ofSeconds(10))
                .failed();
    }

    /// Runs a command as the server's user and waits for its end.
    Outcome run(List<String> command, Path folder, Duration patience) {
        if (!another) {
            return execute(command, folder, patience);
        }
        var complete = new ArrayList<String>();
        Optional<Path> setpriv = command("setpriv");
        if (setpriv.isPresent()) {
            boolean grouped;
            try {
                grouped = group().isPresent();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            complete.addAll(List.of(setpriv.get().toString(), "--reuid=" + NAME));
            complete.addAll(grouped ? List.of("--regid=" + NAME, "--init-groups") : List.of("--clear-groups"));
        } else {
            Path runuser = command("runuser")
                    .orElseThrow(() -> new DatabaseNotReady(
                            "The database server cannot run as root, and neither setpriv nor runuser is here to become "
                                    + NAME + ": install util-linux, or start Duenotice as an ordinary user."));
            complete.addAll(List.of(runuser.toString(), "-u", NAME, "--"));
        }
        complete.addAll(command);
        return execute(complete, folder, patience);
    }

    private static Optional<Path> command(String name) {
        return FOLDERS_OF_COMMANDS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// How a command ended, and what it printed.
    record Outcome(int status, String said) {
        boolean failed() {
            return status != 0;
        }
    }

    private static Outcome execute(List<String> command, Path folder, Duration patience) {
        try {
            // A file and not a pipe: a server left running in the background would hold the pipe open.
            Path output = Files.createTempFile("duenotice", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(output.toFile());
                // The operator's PGDATA, PGPORT, locale and the like are not meant for this server.
                builder.environment().clear();
                builder.environment().put("PATH", String.join(":", FOLDERS_OF_COMMANDS));
                builder.environment().put("LC_ALL", "C");
                Process process = builder.start();
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new Outcome(-1, "gave no result within " + patience.toSeconds() + " s");
                }
                return new Outcome(
                        process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException failure) {
            throw new DatabaseNotReady("Could not run " + command.getFirst() + ": " + failure.getMessage(), failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new DatabaseNotReady("Interrupted while running " + command.getFirst(), stop);
        }
    }
}
