package duenotice.inventory.source;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.TestDatabase;
import duenotice.fetch.ListServer;
import duenotice.inventory.Imports;
import duenotice.inventory.Inventory;
import duenotice.inventory.source.Rounds.Came;
import duenotice.inventory.source.SourceSettings.Kind;
import duenotice.report.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sources at their times, with a file as the source: what is asked over HTTP keeps {@link SourceContract}. */
class RoundsTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    private Path folder;

    private final Imports imports = new Imports(database.transactions());
    private final Inventory inventory = new Inventory(database.transactions(), List.of());

    @BeforeEach
    void empty() {
        database.jdbc().sql("""
                        truncate customer, customer_contact, server, server_contact, server_hostname, server_owner,
                                 assignment, own_network, reporter, inventory_import, inventory_change, inventory_source
                        """).update();
    }

    private Rounds rounds(Kind kind, String... names) {
        return rounds(kind, () -> 0, names);
    }

    private Rounds rounds(Kind kind, DoubleSupplier chance, String... names) {
        var rounds = new Rounds(
                database.transactions(),
                java.util.Arrays.stream(names)
                        .map(name -> TestSource.file(
                                name, kind, folder.resolve(name + (kind == Kind.CSV ? ".csv" : ".yaml"))))
                        .toList(),
                chance);
        rounds.prepare(NOW);
        return rounds;
    }

    private void holds(String name, String network, int servers) throws IOException {
        Files.writeString(
                folder.resolve(name + ".yaml"),
                "customers: [{id: %1$s-c, name: Fern, contacts: [{name: Ida, email: ida@fern.example}]}]\nservers: [%2$s]\n"
                        .formatted(
                                name,
                                IntStream.range(0, servers)
                                        .mapToObj(number ->
                                                "{id: %1$s-%2$d, customer: %1$s-c, addresses: [{ip: %3$s.%2$d, from: 2026-01-01T00:00:00Z}]}"
                                                        .formatted(name, number, network))
                                        .collect(Collectors.joining(",\n"))));
    }

    /** It held so many servers when it was read. */
    private Rounds readHall(int servers) throws IOException {
        holds("hall", "192.0.2", servers);
        var rounds = rounds(Kind.YAML, "hall");
        rounds.readIfDue("hall", NOW);
        return rounds;
    }

    /** Staff took two of its five servers back; it still holds them. */
    private Rounds undone(Instant at) throws IOException {
        var rounds = readHall(3);
        holds("hall", "192.0.2", 5);
        rounds.readIfDue("hall", at);
        assertThat(imports.undoLast("the wrong hall", "lead", at)).isInstanceOf(Imports.Undone.Done.class);
        rounds.readSoon("hall", at);
        return rounds;
    }

    @Test
    void a_source_is_read_when_it_is_due_and_not_before() throws IOException {
        holds("hall", "192.0.2", 3);
        var rounds = rounds(Kind.YAML, "hall");
        assertThat(rounds.readIfDue("hall", NOW))
                .isInstanceOfSatisfying(
                        Came.Taken.class,
                        taken -> assertThat(taken.difference().count(duenotice.inventory.Difference.Kind.ADDED))
                                .isEqualTo(4));
        assertThat(rounds.readIfDue("hall", NOW.plus(Duration.ofMinutes(59)))).isEqualTo(new Came.NotDue());
        assertThat(rounds.readIfDue("hall", NOW.plus(Duration.ofHours(1))))
                .isInstanceOfSatisfying(
                        Came.Taken.class,
                        taken -> assertThat(taken.difference().isEmpty()).isTrue());
        assertThat(rounds.standings()).singleElement().satisfies(one -> {
            assertThat(one.lastSuccessAt()).contains(NOW.plus(Duration.ofHours(1)));
            assertThat(one.servers()).isEqualTo(3);
        });
        assertThat(rounds.readSoon("hall", NOW.plus(Duration.ofHours(1)))).isTrue();
        assertThat(rounds.readIfDue("hall", NOW.plus(Duration.ofHours(1)))).isInstanceOf(Came.Taken.class);
    }

    @Test
    void a_source_that_fails_is_left_alone_longer_each_time_and_its_rows_stay() throws IOException {
        var rounds = readHall(3);
        Files.delete(folder.resolve("hall.yaml"));
        var at = NOW.plus(Duration.ofHours(1));
        for (var pause : List.of(1, 2, 4, 8)) {
            assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Failed.class);
            assertThat(rounds.standings().getFirst().nextAt()).isEqualTo(at.plus(Duration.ofMinutes(pause)));
            at = at.plus(Duration.ofMinutes(pause));
        }
        assertThat(rounds.standings().getFirst().lastError().orElseThrow()).endsWith("hall.yaml is not there");
        assertThat(inventory.serverIds()).hasSize(3);
        holds("hall", "192.0.2", 3);
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Taken.class);
        assertThat(rounds.standings().getFirst().failures()).isZero();
    }

    @Test
    void what_loses_too_much_is_stopped_and_goes_through_once_when_staff_say_so() throws IOException {
        var rounds = readHall(10);
        holds("hall", "192.0.2", 5);
        var at = NOW.plus(Duration.ofHours(1));
        assertThat(rounds.readIfDue("hall", at)).isInstanceOfSatisfying(Came.Stopped.class, stopped -> {
            assertThat(stopped.why()).startsWith("it would remove 5 of 10 servers and 5 of 10 addresses");
            assertThat(stopped.fresh()).isTrue();
        });
        at = at.plus(Duration.ofMinutes(1));
        assertThat(rounds.readIfDue("hall", at))
                .isInstanceOfSatisfying(
                        Came.Stopped.class,
                        again -> assertThat(again.fresh()).as("it rings once").isFalse());
        assertThat(rounds.standings().getFirst().doubted()).contains(10);

        // by then it loses more than staff were told
        assertThat(rounds.letThrough("hall", "half the hall is closed", "lead", at))
                .isTrue();
        holds("hall", "192.0.2", 1);
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Stopped.class);

        holds("hall", "192.0.2", 5);
        rounds.readSoon("hall", at);
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Stopped.class);
        assertThat(rounds.letThrough("hall", "half the hall is closed", "lead", at))
                .isTrue();
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Taken.class);
        assertThat(imports.past(1).getFirst()).satisfies(past -> {
            assertThat(past.by()).isEqualTo("hall, let through by lead");
            assertThat(past.reason()).contains("half the hall is closed");
        });
        assertThat(rounds.letThrough("hall", "again", "lead", at))
                .as("nothing is doubted")
                .isFalse();

        holds("hall", "192.0.2", 1);
        rounds.readSoon("hall", at);
        assertThat(rounds.readIfDue("hall", at)).as("once means once").isInstanceOf(Came.Stopped.class);
    }

    @Test
    void what_was_undone_does_not_come_back_by_itself() throws IOException {
        var at = NOW.plus(Duration.ofHours(1));
        var rounds = undone(at);
        assertThat(rounds.readIfDue("hall", at))
                .isInstanceOfSatisfying(
                        Came.Stopped.class,
                        stopped -> assertThat(stopped.why()).startsWith("it still holds what was undone"));
        assertThat(inventory.whose(Prefix.of("192.0.2.4"), Optional.empty(), Optional.of(at), at))
                .isInstanceOf(duenotice.inventory.Whose.Foreign.class);
        // something else of it changes meanwhile
        holds("hall", "192.0.2", 4);
        rounds.readSoon("hall", at);
        assertThat(rounds.readIfDue("hall", at))
                .isInstanceOfSatisfying(
                        Came.Stopped.class,
                        stopped -> assertThat(stopped.why())
                                .startsWith("it still holds what was undone (added server hall-3)"));
        holds("hall", "192.0.2", 3);
        rounds.readSoon("hall", at);
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Taken.class);
        holds("hall", "192.0.2", 4);
        rounds.readSoon("hall", at);
        assertThat(rounds.readIfDue("hall", at))
                .as("it was mended in between: this is something new")
                .isInstanceOf(Came.Taken.class);
    }

    @Test
    void what_was_undone_goes_in_where_staff_let_it_through() throws IOException {
        var at = NOW.plus(Duration.ofHours(1));
        var rounds = undone(at);
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Stopped.class);
        assertThat(rounds.letThrough("hall", "it was right after all", "lead", at))
                .isTrue();
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Taken.class);
        assertThat(inventory.serverIds()).hasSize(5);
    }

    @Test
    void sources_beside_each_other_keep_to_their_own_rows() throws IOException {
        holds("hall", "192.0.2", 3);
        holds("attic", "198.51.100", 3);
        var rounds = rounds(Kind.YAML, "hall", "attic");
        rounds.readIfDue("hall", NOW);
        rounds.readIfDue("attic", NOW);
        holds("attic", "198.51.100", 0);
        rounds.readSoon("attic", NOW);
        assertThat(rounds.readIfDue("attic", NOW)).isInstanceOf(Came.Stopped.class);
        assertThat(inventory.serverIds()).hasSize(6);
        holds("cellar", "192.0.2", 3);
        rounds = rounds(Kind.YAML, "hall", "attic", "cellar");
        assertThat(rounds.readIfDue("cellar", NOW))
                .isInstanceOfSatisfying(
                        Came.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains(
                                        "192.0.2.0 of server cellar-0",
                                        "overlaps 192.0.2.0 of server hall-0",
                                        "stored before"));
    }

    @Test
    void a_customer_whose_servers_come_from_elsewhere_is_not_lost_by_the_source_that_forgets_him() throws IOException {
        var customer = "{id: %s, name: Fern, contacts: [{name: Ida, email: ida@fern.example}]}";
        Files.writeString(
                folder.resolve("crm.yaml"),
                "customers: [" + customer.formatted("fern") + ", " + customer.formatted("moss") + "]\n");
        Files.writeString(
                folder.resolve("hall.yaml"), "servers: [{id: web, customer: fern}, {id: db, customer: moss}]\n");
        var rounds = rounds(Kind.YAML, "crm", "hall");
        assertThat(rounds.readIfDue("crm", NOW)).isInstanceOf(Came.Taken.class);
        assertThat(rounds.readIfDue("hall", NOW)).isInstanceOf(Came.Taken.class);

        Files.writeString(folder.resolve("crm.yaml"), "customers: [" + customer.formatted("moss") + "]\n");
        for (var hours = 1; hours < 3; hours++) {
            assertThat(rounds.readIfDue("crm", NOW.plus(Duration.ofHours(hours))))
                    .isInstanceOfSatisfying(
                            Came.Taken.class,
                            taken -> assertThat(taken.difference().isEmpty()).isTrue());
        }
        assertThat(inventory.serverIds()).hasSize(2);
    }

    @Test
    void what_staff_let_through_while_it_was_read_goes_through_with_the_next_reading() throws IOException {
        holds("hall", "192.0.2", 10);
        rounds(Kind.YAML, "hall").readIfDue("hall", NOW);
        holds("hall", "192.0.2", 5);
        var at = NOW.plus(Duration.ofHours(1));
        rounds(Kind.YAML, "hall").readIfDue("hall", at);
        var later = at.plus(Duration.ofHours(1));

        // the chance is asked for when the reading is over and not yet written down
        var meanwhile = rounds(
                Kind.YAML,
                () -> rounds(Kind.YAML, "hall").letThrough("hall", "half of it is closed", "lead", later) ? 0 : 1,
                "hall");
        assertThat(meanwhile.readIfDue("hall", later)).isInstanceOf(Came.Stopped.class);

        assertThat(rounds(Kind.YAML, "hall").readIfDue("hall", later)).isInstanceOf(Came.Taken.class);
    }

    @Test
    void a_source_is_stale_after_a_day_without_success_and_told_once() throws IOException {
        holds("hall", "192.0.2", 3);
        var rounds = rounds(Kind.YAML, "hall", "attic");
        rounds.readIfDue("hall", NOW);
        assertThat(rounds.newlyStale(NOW.plus(Duration.ofHours(24)))).isEmpty();
        var later = NOW.plus(Duration.ofHours(24)).plusSeconds(1);
        assertThat(rounds.newlyStale(later)).containsExactlyInAnyOrder("attic", "hall");
        assertThat(rounds.newlyStale(later)).isEmpty();
        rounds(Kind.YAML, "hall");
        assertThat(rounds.standings()).extracting(Rounds.Standing::scheduled).containsExactly(true, false);
    }

    @Test
    void a_source_that_was_told_stale_is_told_again_only_after_it_has_succeeded_between() throws IOException {
        holds("hall", "192.0.2", 3);
        var rounds = rounds(Kind.YAML, "hall");
        var stale = NOW.plus(Duration.ofHours(24)).plusSeconds(1);
        assertThat(rounds.newlyStale(stale)).containsExactly("hall");
        assertThat(rounds.newlyStale(stale.plus(Duration.ofDays(3)))).isEmpty();
        assertThat(rounds.readIfDue("hall", stale)).isInstanceOf(Came.Taken.class);
        assertThat(rounds.newlyStale(stale.plus(Duration.ofHours(24)))).isEmpty();
        assertThat(rounds.newlyStale(stale.plus(Duration.ofHours(24)).plusSeconds(1)))
                .containsExactly("hall");
    }

    @Test
    void one_that_the_settings_name_no_more_is_neither_read_nor_let_through_nor_stale() throws IOException {
        var before = readHall(10);
        holds("hall", "192.0.2", 5);
        var at = NOW.plus(Duration.ofHours(1));
        assertThat(before.readIfDue("hall", at)).isInstanceOf(Came.Stopped.class);

        var rounds = rounds(Kind.YAML);
        assertThat(rounds.readSoon("hall", at)).isFalse();
        assertThat(rounds.letThrough("hall", "half of it is closed", "lead", at))
                .isFalse();
        assertThat(before.readIfDue("hall", at.plus(Duration.ofHours(1)))).isEqualTo(new Came.NotDue());
        assertThat(rounds.newlyStale(NOW.plus(Duration.ofDays(9)))).isEmpty();
        assertThat(inventory.serverIds()).hasSize(10);
    }

    @Test
    void one_that_comes_back_into_the_settings_has_a_day_from_then() {
        rounds(Kind.YAML, "hall");
        rounds(Kind.YAML);
        var back = NOW.plus(Duration.ofDays(9));
        var rounds = new Rounds(
                database.transactions(),
                List.of(TestSource.file("hall", Kind.YAML, folder.resolve("hall.yaml"))),
                () -> 0);
        rounds.prepare(back);
        assertThat(rounds.newlyStale(back.plus(Duration.ofHours(24)))).isEmpty();
        rounds.prepare(back.plus(Duration.ofHours(12)));
        assertThat(rounds.newlyStale(back.plus(Duration.ofHours(24)).plusSeconds(1)))
                .as("a start of the program alone gives no new day")
                .containsExactly("hall");
    }

    private Optional<Instant> leasedUntil() {
        return database.jdbc()
                .sql("select leased_until from inventory_source where name = 'hall'")
                .query((row, ignored) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    @Test
    void while_one_program_reads_a_source_no_other_does() throws IOException {
        holds("hall", "192.0.2", 3);
        var leased = new ArrayList<Optional<Instant>>();
        // the chance is asked for when the reading is over and not yet written down
        var reading = rounds(
                Kind.YAML,
                () -> {
                    leased.add(leasedUntil());
                    assertThat(rounds(Kind.YAML, "hall").readIfDue("hall", NOW)).isEqualTo(new Came.NotDue());
                    return 0;
                },
                "hall");
        assertThat(reading.readIfDue("hall", NOW)).isInstanceOf(Came.Taken.class);
        // the time limits of the reading and of one answer, and a minute to write it down
        assertThat(leased).containsExactly(Optional.of(NOW.plusSeconds(5 + 1 + 60)));
        assertThat(leasedUntil()).isEmpty();
        holds("hall", "192.0.2", 0);
        assertThat(rounds(Kind.YAML, "hall").readIfDue("hall", NOW.plus(Duration.ofHours(1))))
                .isInstanceOf(Came.Stopped.class);
        assertThat(leasedUntil()).isEmpty();
    }

    @Test
    void a_program_that_died_while_reading_keeps_a_source_from_nobody_for_long() throws IOException {
        holds("hall", "192.0.2", 3);
        var rounds = rounds(Kind.YAML, "hall");
        database.jdbc()
                .sql("update inventory_source set leased_until = :until")
                .param("until", NOW.plusSeconds(66).atOffset(ZoneOffset.UTC))
                .update();
        assertThat(rounds.readIfDue("hall", NOW.plusSeconds(65))).isEqualTo(new Came.NotDue());
        assertThat(rounds.readIfDue("hall", NOW.plusSeconds(66))).isInstanceOf(Came.Taken.class);
    }

    @Test
    void what_staff_let_through_outlives_a_reading_that_fails() throws IOException {
        var rounds = readHall(10);
        holds("hall", "192.0.2", 5);
        var at = NOW.plus(Duration.ofHours(1));
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Stopped.class);
        assertThat(rounds.letThrough("hall", "half of it is closed", "lead", at))
                .isTrue();
        Files.delete(folder.resolve("hall.yaml"));
        assertThat(rounds.readIfDue("hall", at)).isInstanceOf(Came.Failed.class);
        holds("hall", "192.0.2", 5);
        assertThat(rounds.readIfDue("hall", at.plus(Duration.ofHours(1)))).isInstanceOf(Came.Taken.class);
    }

    @Test
    void a_source_that_asks_for_patience_gets_it() throws IOException {
        try (var server = new ListServer()) {
            var secret = Files.writeString(folder.resolve("secret"), "hush");
            var rounds = new Rounds(
                    database.transactions(),
                    List.of(TestSource.program("hall", Kind.NETBOX, server.uri("/"), secret)),
                    () -> 0);
            rounds.prepare(NOW);
            server.fails(503, "Retry-After", "7200");
            assertThat(rounds.readIfDue("hall", NOW)).isInstanceOf(Came.Failed.class);
            assertThat(rounds.standings().getFirst().nextAt()).isEqualTo(NOW.plus(Duration.ofHours(2)));
            server.fails(503);
            assertThat(rounds.readIfDue("hall", NOW.plus(Duration.ofHours(2)))).isInstanceOf(Came.Failed.class);
            assertThat(rounds.standings().getFirst().nextAt())
                    .isEqualTo(NOW.plus(Duration.ofHours(2)).plus(Duration.ofMinutes(2)));
        }
    }

    @Test
    void a_preview_reads_and_changes_nothing() throws Exception {
        holds("hall", "192.0.2", 3);
        var rounds = rounds(Kind.YAML, "hall");
        assertThat(rounds.preview("hall", NOW))
                .hasValueSatisfying(seen -> assertThat(seen)
                        .isInstanceOfSatisfying(
                                Rounds.Seen.Would.class,
                                would -> assertThat(would.reading().counts())
                                        .isEqualTo("1 customers, 3 servers, 3 addresses")));
        assertThat(inventory.serverIds()).isEmpty();
        assertThat(rounds.preview("cellar", NOW)).isEmpty();
        assertThat(Set.copyOf(rounds.names())).containsExactly("hall");
    }
}
