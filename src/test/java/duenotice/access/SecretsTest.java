package duenotice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.database.TestDatabase;
import duenotice.incident.IncidentId;
import duenotice.incident.SecretKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
    private static final IncidentId INCIDENT = new IncidentId(1001);

    @TempDir
    private Path folder;

    @BeforeEach
    void an_incident() {
        database.jdbc().sql("delete from sealed_item").update();
        database.jdbc().sql("""
                insert into incident (id, server, customer, category, types, policy, policy_version, state, persisting,
                                      opened_at, closed_at, entries, head)
                overriding system value
                values (1001, 's', 'c', 'other', '{}', 'p', 'v', 'closed', 'unknown', now(), now(), 0, '')
                on conflict do nothing
                """).update();
    }

    private Path file() {
        return folder.resolve("keys.json");
    }

    private Secrets secrets() {
        return new Secrets(database.transactions(), SealingKeys.in(file()), Secrets.USUAL);
    }

    private static void keep(Secrets secrets, int number, String text) {
        secrets.keep(INCIDENT, number, SecretKind.DROP, text.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static String opened(Secrets secrets, int number) {
        return switch (secrets.open(INCIDENT, number)) {
            case Secrets.Opened.Plain(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case Secrets.Opened.Shut(String sentence) -> "shut: " + sentence;
            case Secrets.Opened.Gone ignored -> "gone";
        };
    }

    private static String inTheDatabase() {
        return database.jdbc()
                .sql("select string_agg(encode(sealed, 'escape'), ' ') from sealed_item")
                .query(String.class)
                .single();
    }

    @Test
    void what_is_kept_opens_with_the_file_of_keys_and_lies_in_the_database_unreadable() throws IOException {
        keep(secrets(), 1, "swordfish");
        assertThat(inTheDatabase()).doesNotContain("swordfish");
        assertThat(opened(secrets(), 1)).isEqualTo("swordfish");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void what_is_wiped_is_gone() {
        keep(secrets(), 1, "swordfish");
        secrets().wipe(INCIDENT, 1);
        assertThat(opened(secrets(), 1)).isEqualTo("gone");
    }

    @Test
    void it_opens_for_nothing_else_than_what_it_was_sealed_for() {
        keep(secrets(), 1, "swordfish");
        database.jdbc().sql("update sealed_item set number = 2").update();
        assertThat(opened(secrets(), 2)).startsWith("shut: it was changed in the database");
    }

    @Test
    void a_lost_key_says_so_plainly() throws IOException {
        keep(secrets(), 1, "swordfish");
        Files.delete(file());
        var later = secrets();
        assertThat(opened(later, 1))
                .startsWith("shut: it was sealed with key ")
                .contains("which is not in " + file())
                .contains("put the file with that key back, or ask the customer again");
        assertThat(later.shut()).isEqualTo(1);
        keep(later, 2, "another");
        assertThat(opened(later, 2)).isEqualTo("another");
    }

    @Test
    void a_rotation_seals_everything_anew_and_forgets_the_older_key() throws IOException {
        keep(secrets(), 1, "swordfish");
        var before = inTheDatabase();
        var old = Files.readString(file());
        var another = secrets();
        assertThat(secrets().rotate()).isEqualTo(new Secrets.Rotated(1, 0));
        assertThat(inTheDatabase()).isNotEqualTo(before);
        assertThat(opened(secrets(), 1)).isEqualTo("swordfish");
        assertThat(opened(another, 1))
                .as("a program that runs on the same file")
                .isEqualTo("swordfish");
        Files.writeString(file(), old);
        assertThat(opened(secrets(), 1)).startsWith("shut: it was sealed with key ");
    }

    @Test
    void a_file_that_others_may_read_or_that_is_none_stops_the_start_with_a_sentence() throws IOException {
        Files.writeString(file(), "{}");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(this::secrets).hasMessageContaining("is no file of keys that seal passwords");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::secrets).hasMessageContaining("chmod 600");
    }
}
