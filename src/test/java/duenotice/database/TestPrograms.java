package duenotice.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where tests unpack the database server's programs: once per checkout, to save seconds.
final class TestPrograms {

    private TestPrograms() {}

    /// @param otherwise for a checkout that the server's user may not enter
    static Path folder(Path otherwise) {
        try {
            Path kept = Files.createDirectories(Path.of("target", "postgres").toAbsolutePath());
            return ServerAccount.ready().closedFolder(kept).isEmpty() ? kept : otherwise;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
