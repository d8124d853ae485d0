package duenotice.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A database that stands has run the migrations of its version and refuses to start with others of the same number,
/// and
/// with a new one below the last. So each migration is written down with its sum when it is added, and stays as it is.
class MigrationsTest {
    private static final Path FOLDER = Path.of("src/main/resources/db/migration");
    private static final Path RELEASED = Path.of("src/test/resources/db/migrations.txt");
    private static final Pattern NAME = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");

    @Test
    void no_migration_was_changed_renamed_or_taken_away_since_it_was_released() throws IOException {
        var now = migrations();
        released()
                .forEach((name, sum) -> assertThat(now.get(name))
                        .as(
                                "%s was released and databases that stand have run it: put it back as it was, and make the"
                                        + " change a new migration with a higher number",
                                name)
                        .isEqualTo(sum));
    }

    @Test
    void each_migration_is_written_down_when_it_is_added() throws IOException {
        var missing = new LinkedHashMap<>(migrations());
        missing.keySet().removeAll(released().keySet());
        var lines = new StringBuilder();
        missing.forEach(
                (name, sum) -> lines.append(name).append(' ').append(sum).append('\n'));
        assertThat(missing)
                .as("a new migration: append to the end of %s these lines, and change no other%n%s", RELEASED, lines)
                .isEmpty();
    }

    @Test
    void each_migration_has_a_higher_number_than_those_before() throws IOException {
        var numbers = released().keySet().stream().map(MigrationsTest::number).toList();
        assertThat(numbers)
                .as(
                        "a database that stands refuses a migration whose number is not above its last one: take a higher one")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /// In the order in which they were released.
    private static Map<String, String> released() throws IOException {
        var released = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(RELEASED)) {
            if (!line.startsWith("#")) {
                var parts = List.of(line.split(" "));
                assertThat(parts).as(line).hasSize(2);
                assertThat(released.put(parts.getFirst(), parts.getLast()))
                        .as(line)
                        .isNull();
            }
        }
        assertThat(released).hasSizeGreaterThan(30);
        return released;
    }

    private static SortedMap<String, String> migrations() throws IOException {
        var migrations = new TreeMap<String, String>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                migrations.put(file.getFileName().toString(), sum(Files.readString(file)));
            }
        }
        return migrations;
    }

    private static int number(String name) {
        var parts = NAME.matcher(name);
        assertThat(parts.matches()).as(name).isTrue();
        return Integer.parseInt(parts.group(1));
    }

    private static String sum(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
