package duenotice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.api.InventoryJson;
import duenotice.database.DataFolder;
import duenotice.inventory.Difference;
import duenotice.inventory.Difference.Change;
import duenotice.inventory.Difference.Kind;
import duenotice.inventory.Difference.What;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/// What commands do to the inventory of a data folder that no program holds.
class InventoryDeskTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    private Path files;

    @TempDir
    private static Path data;

    @AfterEach
    void nothing_is_left_running() throws IOException {
        try (var left = Files.walk(data)) {
            assertThat(left.map(one -> String.valueOf(one.getFileName()))).doesNotContain("postmaster.pid");
        }
        DataFolder.open(data).close();
    }

    private String run(int status, String... arguments) {
        var said = new StringWriter();
        assertThat(Duenotice.commandLine().setOut(new PrintWriter(said)).execute(arguments))
                .as(said.toString())
                .isEqualTo(status);
        return said.toString();
    }

    private String hall(int servers) throws IOException {
        var text = new StringBuilder("customers: [{id: fern, name: Fern, contacts: []}]\nservers:\n");
        for (var number = 0; number < servers; number++) {
            text.append("  - {id: vm-%d, customer: fern}\n".formatted(number));
        }
        return Files.writeString(files.resolve("hall.yaml"), text).toString();
    }

    @Test
    void import_and_inventory_import_are_the_same() throws IOException {
        var hall = hall(2);
        assertThat(run(0, "import", "--data", data.toString(), hall))
                .isEqualToIgnoringNewLines("3 added, 0 changed, 0 removed");
        assertThat(run(0, "inventory", "import", "--data", data.toString(), hall))
                .isEqualToIgnoringNewLines("this file was imported last: nothing changes");
        Files.writeString(Path.of(hall), "servers:\n  - {id: vm-1, customer: moss}\n");
        assertThat(run(1, "import", "--data", data.toString(), hall))
                .contains("moss")
                .endsWith("nothing was changed\n")
                .isEqualTo(run(1, "inventory", "import", "--data", data.toString(), hall));
        assertThat(run(0, "inventory", "undo", "--data", data.toString(), "--reason", "the wrong hall"))
                .contains("undone, which was:", "customer", "fern");
    }

    @Test
    void settings_that_cannot_be_used_leave_no_server_running() {
        var source = new Settings.InventorySource(
                        "hall",
                        "yaml",
                        Duration.ofHours(1),
                        Optional.of(files.resolve("hall.yaml")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "Default",
                        Optional.empty(),
                        "public",
                        Set.of("customers"),
                        "",
                        "number",
                        "",
                        Set.of(),
                        false,
                        0.2,
                        DataSize.ofMegabytes(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1)
                .checked();
        assertThatThrownBy(() -> InventoryDesk.at(data, List.of(source, source), () -> NOW))
                .hasMessage("two inventory sources have the same name");
    }

    @Test
    void rows_that_are_counted_and_not_listed_are_said_to_be_so() {
        var difference = InventoryJson.difference(new Difference(IntStream.range(0, 1_101)
                .mapToObj(number -> new Change(What.SERVER, "vm-" + number, Kind.ADDED, List.of()))
                .toList()));
        assertThat(printed(difference, Integer.MAX_VALUE))
                .hasSize(1_002)
                .endsWith("… and 101 more, which are counted and not listed", "1101 added, 0 changed, 0 removed");
        assertThat(printed(difference, 50))
                .hasSize(52)
                .endsWith("… and more; --all shows them", "1101 added, 0 changed, 0 removed");
        assertThat(printed(
                        InventoryJson.difference(new Difference(
                                List.of(new Change(What.SERVER, "vm-1", Kind.CHANGED, List.of("owner", "address"))))),
                        50))
                .containsExactly("changed  server    vm-1: owner; address", "0 added, 1 changed, 0 removed");
    }

    private static List<String> printed(JsonNode difference, int most) {
        var said = new StringWriter();
        InventoryCommand.print(difference, new PrintWriter(said, true), most);
        return said.toString().lines().toList();
    }
}
