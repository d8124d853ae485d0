package duenotice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PolicyStoreTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void an_incident_finds_the_version_it_started_with_after_the_file_has_changed() throws IOException {
        var before = PolicyBook.shipped();
        new PolicyStore(database.jdbc()).keep(before, NOW);
        Files.writeString(folder.resolve("network-off.yaml"), """
                policy: network-off
                types: [messaging/*, connection/*, infrastructure/*, content/malware, content/remote_compromise]
                ladder:
                  - warn: { answer-within: 3h }
                  - call: { answer-within: 3h }
                  - cut:  { measure: network-off }
                """);
        var after = PolicyBook.with(folder);
        var restarted = new PolicyStore(database.jdbc());
        restarted.keep(after, NOW.plusSeconds(60));

        var old = before.byName("network-off");
        assertThat(restarted.byVersion("network-off", old.version())).isEqualTo(old);
        assertThat(restarted.byVersion(
                        "network-off", after.byName("network-off").version()))
                .isSameAs(after.byName("network-off"))
                .isNotEqualTo(old);
    }

    @Test
    void keeping_the_same_book_again_changes_nothing() {
        var book = PolicyBook.shipped();
        new PolicyStore(database.jdbc()).keep(book, NOW);
        new PolicyStore(database.jdbc()).keep(book, NOW.plusSeconds(3600));

        var loaded = database.jdbc()
                .sql("select loaded_at from policy_version where name = 'victim'")
                .query((row, index) -> row.getTimestamp(1).toInstant())
                .list();

        assertThat(loaded).containsExactly(NOW);
    }

    @Test
    void a_version_that_was_never_in_force_is_not_made_up() {
        var store = new PolicyStore(database.jdbc());

        assertThatThrownBy(() -> store.byVersion("network-off", "0000"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("never in force");
    }

    @Test
    void what_was_once_accepted_is_read_again_without_the_checks() {
        database.jdbc()
                .sql("insert into policy_version values ('old', 'v', :source, :at)")
                .param("source", """
                        policy: old
                        types: [messaging/retired]
                        ladder:
                          - warn: { answer-within: 2h }
                          - call: { answer-within: 2h }
                        quiet: 1h
                        """)
                .param("at", NOW.atOffset(java.time.ZoneOffset.UTC))
                .update();

        assertThat(new PolicyStore(database.jdbc()).byVersion("old", "v").call())
                .isPresent();
    }
}
