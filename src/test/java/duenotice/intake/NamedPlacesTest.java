package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.casework.Further.Named;
import duenotice.database.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One report often names many pages of one server: whoever looks whether it is over has to know all of them. */
class NamedPlacesTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private IntakeDesk desk;

    @BeforeEach
    void open() {
        desk = new IntakeDesk(DATABASE);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private void phishing(String... urls) {
        desk.mail()
                .from("team@watchers.example")
                .signedBy("watchers.example")
                .subject("Phishing on your network")
                .saying("a phishing site is hosted in your network.\n\n%s\nTime: %s\n\nPlease take it down.\n"
                        .formatted("URL: " + String.join("\nURL: ", urls), desk.now()))
                .arrives();
    }

    @Test
    void every_page_of_a_report_is_kept_in_its_one_row() {
        phishing("http://192.0.2.7/bank/a", "http://192.0.2.7/bank/b", "http://192.0.2.7/bank/a");
        assertThat(desk.evidence(desk.onlyIncident())).singleElement().satisfies(report -> {
            assertThat(report.url()).contains("http://192.0.2.7/bank/a");
            assertThat(report.further().more()).isFalse();
            assertThat(report.further().named())
                    .extracting(Named::url)
                    .containsExactly(Optional.of("http://192.0.2.7/bank/b"));
        });
    }

    @Test
    void a_report_that_names_very_many_says_that_there_were_more() {
        phishing(java.util.stream.IntStream.range(0, 40)
                .mapToObj(number -> "http://192.0.2.7/bank/" + number)
                .toArray(String[]::new));
        assertThat(desk.evidence(desk.onlyIncident())).singleElement().satisfies(report -> {
            assertThat(report.further().more()).isTrue();
            assertThat(report.further().named()).hasSizeBetween(10, 16);
        });
    }

    @Test
    void a_page_whose_name_was_looked_up_later_is_kept_too() {
        desk.names.point("one.example", "192.0.2.7");
        desk.names.point("two.example", "192.0.2.7");
        desk.names.away.add("two.example");
        phishing("http://one.example/a", "http://two.example/b");
        desk.names.away.clear();
        desk.after(java.time.Duration.ofHours(1));
        assertThat(desk.evidence(desk.onlyIncident()))
                .flatExtracting(report -> java.util.stream.Stream.concat(
                                report.url().stream(),
                                report.further().named().stream().flatMap(named -> named.url().stream()))
                        .toList())
                .contains("http://one.example/a", "http://two.example/b");
    }

    @Test
    void each_line_of_a_log_is_no_place_of_its_own() {
        desk.xarf("partner-key", "192.0.2.7", "messaging/spam", "r-1", desk.now());
        assertThat(desk.evidence(desk.onlyIncident())).singleElement().satisfies(report -> {
            assertThat(report.ports()).isEqualTo(List.of(25));
            assertThat(report.further().named()).isEmpty();
        });
    }
}
