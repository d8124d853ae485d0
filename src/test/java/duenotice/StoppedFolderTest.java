package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.access.SealingKeys;
import duenotice.access.Secrets;
import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.incident.IncidentId;
import duenotice.incident.SecretKind;
import duenotice.inventory.Inventory;
import duenotice.report.ServerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** Commands on a data folder whose program does not run: they start the database themselves. */
class StoppedFolderTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private Path folder = Path.of("");

    private final StringWriter said = new StringWriter();

    /** The database's own user goes in there too. */
    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("stopped");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeFolder() {
        FileSystemUtils.deleteRecursively(folder.toFile());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + data());
        said.getBuffer().setLength(0);
        return Duenotice.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(all.toArray(String[]::new));
    }

    private <T> T inside(Function<Database, T> deed) {
        try (var opened = DataFolder.open(data());
                var database = Database.embedded(opened)) {
            return deed.apply(database);
        }
    }

    private SealingKeys keys() {
        return SealingKeys.in(data().resolve(Wiring.SEALING_KEYS));
    }

    @Test
    void keys_are_changed_and_what_was_sealed_opens_with_the_new_one_alone() throws IOException {
        inside(database -> {
            database.jdbc().sql("""
                    insert into incident (id, server, customer, category, types, policy, policy_version, state, persisting,
                                          opened_at, closed_at, entries, head)
                    overriding system value
                    values (1001, 's', 'c', 'other', '{}', 'p', 'v', 'closed', 'unknown', now(), now(), 0, '')
                    """).update();
            new Secrets(database.transactions(), keys(), Secrets.USUAL)
                    .keep(new IncidentId(1001), 1, SecretKind.DROP, "swordfish".getBytes(StandardCharsets.UTF_8), NOW);
            return true;
        });
        var before = Files.readString(data().resolve(Wiring.SEALING_KEYS));

        assertThat(run("rotate-keys")).as(said.toString()).isZero();

        assertThat(said.toString()).startsWith("1 sealed anew with a fresh key in ");
        assertThat(Files.readString(data().resolve(Wiring.SEALING_KEYS))).isNotEqualTo(before);
        assertThat(this.<Integer>inside(database -> new Secrets(database.transactions(), keys(), Secrets.USUAL).shut()))
                .isZero();
        Files.writeString(data().resolve(Wiring.SEALING_KEYS), before);
        assertThat(this.<Integer>inside(database -> new Secrets(database.transactions(), keys(), Secrets.USUAL).shut()))
                .as("with the keys of before")
                .isOne();
        assertThat(run("rotate-keys")).isEqualTo(1);
        assertThat(said.toString()).contains("1 could not be opened by any key of that file and stay as they are");
    }

    @Test
    void an_inventory_is_looked_at_taken_in_and_taken_back() throws IOException {
        var file = Files.writeString(folder.resolve("hall.yaml"), """
                customers: [{id: fern, name: Fern, contacts: [{name: Ida, email: ida@fern.example}]}]
                servers: [{id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01T00:00:00Z}]}]
                """);
        assertThat(run("inventory", "preview", file.toString()))
                .as(said.toString())
                .isZero();
        assertThat(said.toString()).contains("added    server    vm-1");
        assertThat(servers()).isEmpty();

        assertThat(run("inventory", "import", file.toString()))
                .as(said.toString())
                .isZero();
        assertThat(servers()).containsExactly(new ServerId("vm-1"));
        assertThat(run("inventory", "imports")).isZero();
        assertThat(said.toString()).contains("file");

        assertThat(run("inventory", "undo", "--reason", "the wrong hall"))
                .as(said.toString())
                .isZero();
        assertThat(run("inventory", "undo", "--reason", "once more")).isEqualTo(1);
        assertThat(said.toString()).contains("there is no import to undo", "nothing was changed");

        Files.writeString(file, Files.readString(file).replace("customer: fern", "customer: moss"));
        assertThat(run("inventory", "import", file.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("hall.yaml", "moss", "nothing was changed");
    }

    private List<ServerId> servers() {
        return this.<List<ServerId>>inside(
                database -> List.copyOf(new Inventory(database.transactions(), List.of()).serverIds()));
    }
}
