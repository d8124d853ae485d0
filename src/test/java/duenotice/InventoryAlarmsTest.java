package duenotice;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Alarms;
import duenotice.casework.Casework;
import duenotice.database.TestDatabase;
import duenotice.incident.AlarmKind;
import duenotice.inventory.Inventory;
import duenotice.inventory.source.Rounds;
import duenotice.inventory.source.SourceSettings;
import duenotice.inventory.source.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of a source of the inventory that is not believed, or not to be had. */
class InventoryAlarmsTest {
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.fresh();
    private Instant now = START;
    private final Casework casework = Casework.create(
            database.transactions(),
            () -> now,
            new Inventory(database.transactions(), List.of()),
            (name, version) -> {
                throw new IllegalStateException(version);
            },
            tools -> new Casework.Parts(List.of(), List.of(), List.of(), List.of(), type -> false));

    @AfterEach
    void close() {
        database.close();
    }

    private Path file() {
        return folder.resolve("hall.yaml");
    }

    private void holds(int servers) throws IOException {
        Files.writeString(
                file(),
                "customers: [{id: fern, name: Fern, contacts: [{name: Ida, email: ida@fern.example}]}]\nservers:\n"
                        + IntStream.rangeClosed(1, servers)
                                .mapToObj(
                                        "  - {id: vm-%1$d, customer: fern, addresses: [{ip: 192.0.2.%1$d, from: 2026-01-01T00:00:00Z}]}\n"
                                                ::formatted)
                                .collect(Collectors.joining()));
    }

    private Rounds rounds() {
        var rounds = new Rounds(
                database.transactions(), List.of(TestSource.file("hall", SourceSettings.Kind.YAML, file())), () -> 0);
        rounds.prepare(now);
        return rounds;
    }

    private void minutes(InventoryJob job, int minutes) {
        for (var minute = 0; minute < minutes; minute += 10) {
            now = now.plus(Duration.ofMinutes(10));
            job.run(now);
        }
    }

    private List<String> rung() {
        assertThat(casework.alarms().all()).extracting(Alarms.Alarm::kind).containsOnly(AlarmKind.INVENTORY_STALE);
        return casework.alarms().all().stream().map(Alarms.Alarm::text).toList();
    }

    @Test
    void a_source_that_loses_its_rows_rings_once_and_a_day_later_as_stale() throws IOException {
        holds(10);
        var rounds = rounds();
        var job = new InventoryJob("hall", rounds, casework);
        job.run(now);
        assertThat(rounds.standings())
                .singleElement()
                .satisfies(one -> assertThat(one.servers()).as(one.toString()).isEqualTo(10));
        assertThat(casework.alarms().all()).isEmpty();

        holds(2);
        minutes(job, 60);
        assertThat(rung())
                .as(rounds.standings().toString())
                .containsExactly(
                        "The inventory source hall is stopped: it would remove 8 of 10 servers and 8 of 10 addresses;"
                                + " nothing is changed until it names them again or staff let it through.");
        minutes(job, 23 * 60);
        assertThat(rung()).as("stopped is told once").hasSize(1);
        minutes(job, 60);
        assertThat(rung())
                .hasSize(2)
                .contains("The inventory source hall has not succeeded for 24 hours: no automatic cuts until it does.");
        minutes(job, 48 * 60);
        assertThat(rung()).as("so is stale").hasSize(2);

        holds(10);
        minutes(job, 7 * 60);
        Files.delete(file());
        minutes(job, 26 * 60);
        assertThat(rung()).as("what succeeded in between is told anew").hasSize(3);
    }
}
