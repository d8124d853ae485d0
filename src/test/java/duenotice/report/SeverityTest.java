package duenotice.report;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Severity.Backing;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeverityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    vulnerability/open_service     | TRUSTED | 1   | 1 | low
                    vulnerability/open_service     | NOBODY  | 1   | 1 | low
                    vulnerability/open_service     | TRUSTED | 200 | 5 | medium
                    reputation/blocklist           | PROVEN  | 1   | 1 | low
                    copyright/p2p                  | PROVEN  | 1   | 1 | low
                    messaging/spam                 | PROVEN  | 1   | 1 | medium
                    messaging/spam                 | NOBODY  | 1   | 1 | low
                    messaging/spam                 | NOBODY  | 3   | 3 | medium
                    messaging/spam                 | TRUSTED | 19  | 2 | medium
                    messaging/spam                 | TRUSTED | 20  | 2 | high
                    connection/login_attack        | PROVEN  | 3   | 3 | high
                    connection/port_scan           | TRUSTED | 1   | 1 | medium
                    connection/ddos                | TRUSTED | 1   | 1 | high
                    connection/ddos                | NOBODY  | 1   | 1 | medium
                    infrastructure/botnet          | TRUSTED | 1   | 1 | high
                    infrastructure/botnet          | TRUSTED | 30  | 3 | critical
                    content/phishing               | PROVEN  | 4   | 4 | critical
                    content/csam                   | NOBODY  | 1   | 1 | critical
                    other/unknown                  | PROVEN  | 1   | 1 | medium
                    """)
    void type_backing_and_repetition_decide(String type, Backing backing, int reports, int reporters, String severity) {
        var named = Type.of(type);
        assertThat(Severity.of(named.category(), List.of(named), backing, reports, reporters))
                .hasToString(severity);
    }

    @Test
    void the_gravest_type_counts() {
        assertThat(Severity.of(
                        Category.SYSTEM_COMPROMISE,
                        List.of(Type.of("connection/port_scan"), Type.of("infrastructure/botnet")),
                        Backing.TRUSTED,
                        2,
                        1))
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void a_victim_of_a_flood_is_not_as_grave_as_its_source() {
        assertThat(Severity.of(
                        Category.SERVER_UNDER_ATTACK, List.of(Type.of("connection/ddos")), Backing.TRUSTED, 1, 1))
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void more_backing_never_makes_it_less() {
        for (var type : List.of("messaging/spam", "vulnerability/cve", "content/malware", "other/unknown")) {
            for (var reports : List.of(1, 19, 20, 500)) {
                var named = Type.of(type);
                var severities = Arrays.stream(Backing.values())
                        .map(backing -> Severity.of(named.category(), List.of(named), backing, reports, 1))
                        .toList();
                assertThat(severities).isSorted();
            }
        }
    }

    @Test
    void it_is_found_by_its_word() {
        for (var severity : Severity.values()) {
            assertThat(Severity.ofWord(severity.word())).contains(severity);
        }
        assertThat(Severity.ofWord("grave")).isEmpty();
    }
}
