package duenotice.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.database.TestDatabase;
import duenotice.report.ServerId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnomaliesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final Inventory inventory = new Inventory(database.transactions(), List.of());

    @AfterEach
    void close() {
        database.close();
    }

    private void importing(String phones) {
        inventory.importFile(
                InventoryFile.of("inventory.yaml", """
                        customers:
                          - id: fern
                            name: Fern
                            contacts: [{name: Ida, email: ida@fern.example, phones: [%s]}]
                        servers:
                          - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01T00:00:00Z}]}
                        """.formatted(phones).getBytes(StandardCharsets.UTF_8)),
                "test",
                NOW);
    }

    private List<String> numbers() {
        return inventory.facts(new ServerId("vm-1"), NOW).orElseThrow().numbers().stream()
                .map(NumberOnFile::number)
                .toList();
    }

    @Test
    void a_number_nobody_may_dial_is_told_of_and_never_rung_and_the_contact_stays() {
        importing("\"+19005550123\", \"+49 112\", \"+49 30 23125-111\", \"+44 7700 900123\"");
        assertThat(numbers()).containsExactly("+493023125111", "+447700900123");
        assertThat(inventory
                        .facts(new ServerId("vm-1"), NOW)
                        .orElseThrow()
                        .warned()
                        .getFirst()
                        .email())
                .isEqualTo("ida@fern.example");
        assertThat(inventory.anomalies().open())
                .extracting(one -> one.kind().word() + " " + one.value() + " " + one.contact())
                .containsExactlyInAnyOrder(
                        "number-not-dialled +19005550123 ida@fern.example",
                        "number-not-dialled +49112 ida@fern.example",
                        "number-doubtful +447700900123 ida@fern.example");
        assertThat(inventory.anomalies().open())
                .anySatisfy(one -> assertThat(one.detail()).contains("is a premium number"));
    }

    @Test
    void of_somebody_on_two_lists_each_list_is_told_its_own_numbers_and_servers() {
        inventory.importFile(InventoryFile.of("inventory.yaml", """
                customers:
                  - id: fern
                    name: Fern
                    contacts: [{name: Ida, email: ida@both.example, phones: ["+493023125111"]}]
                  - id: moss
                    name: Moss
                    contacts: [{name: Ida, email: ida@both.example, phones: ["+493023125222"]}]
                servers:
                  - {id: vm-1, customer: fern, addresses: [{ip: 192.0.2.1, from: 2026-01-01T00:00:00Z}]}
                """.getBytes(StandardCharsets.UTF_8)), "test", NOW);
        inventory.anomalies().wrongNumber("+493023125111", "ida@both.example", 1, NOW);
        inventory
                .anomalies()
                .open(Anomalies.Kind.MAILBOX_ON_SERVER, "vm-1", "ida@both.example", "It lives there.", 1, NOW);
        inventory.anomalies().open(Anomalies.Kind.BOUNCED, "", "ida@both.example", "550", 1, NOW);

        assertThat(inventory.anomalies().open(ContactOwner.customer("fern")))
                .extracting(one -> one.kind().word())
                .containsExactlyInAnyOrder("wrong-number", "mailbox-on-server", "bounced");
        assertThat(inventory.anomalies().open(ContactOwner.customer("moss")))
                .extracting(one -> one.kind().word())
                .containsExactly("bounced");
    }

    @Test
    void it_is_put_right_once_the_number_is_no_longer_on_file() {
        importing("\"+19005550123\", \"+493023125111\"");
        inventory.anomalies().wrongNumber("+493023125111", "ida@fern.example", 1, NOW);
        inventory.anomalies().wrongNumber("+493023125111", "ida@fern.example", 1, NOW);
        assertThat(inventory.anomalies().open()).hasSize(2);
        importing("\"+493023125111\"");
        assertThat(inventory.anomalies().open()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Anomalies.Kind.WRONG_NUMBER);
            assertThat(one.incident()).hasValue(1);
        });
        importing("");
        assertThat(inventory.anomalies().open()).isEmpty();
    }

    @Test
    void a_number_is_kept_as_it_was_given() {
        importing("\"+49 (0)30 23125 ext. 12\"");
        assertThat(numbers()).containsExactly("+493023125;ext=12");
        assertThat(database.jdbc()
                        .sql("select given || ' ' || e164 || ' ' || extension || ' ' || region from phone_number")
                        .query(String.class)
                        .list())
                .containsExactly("+49 (0)30 23125 ext. 12 +493023125 12 DE");
    }
}
