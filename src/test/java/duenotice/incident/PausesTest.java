package duenotice.incident;

import static duenotice.incident.Play.at;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Pauses.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesTest {
    private static Pauses pauses(String... fromTo) {
        return new Pauses(List.of(fromTo).stream()
                .map(span -> new Span(at(span.split("-")[0]), at(span.split("-")[1])))
                .toList());
    }

    @Test
    void overlapping_and_adjoining_pauses_are_one_and_empty_ones_none() {
        assertThat(pauses("5:00-6:00", "1:00-2:00", "1:30-1:40", "1:50-3:00", "3:00-4:00", "7:00-7:00", "9:00-8:00")
                        .spans())
                .containsExactly(new Span(at("1:00"), at("4:00")), new Span(at("5:00"), at("6:00")));
    }

    @ParameterizedTest
    @CsvSource({"0:59, 0:59", "1:00, 2:00", "1:59, 2:00", "2:00, 2:00", "3:30, 4:00"})
    void a_pause_begins_with_its_first_instant_and_ends_before_its_last(String asked, String end) {
        assertThat(pauses("1:00-2:00", "3:00-4:00").endOfPauseAt(at(asked))).isEqualTo(at(end));
    }

    @ParameterizedTest
    @CsvSource({
        "0:00, 1:00, 1:00", // due as the pause begins
        "0:00, 1:01, 2:01",
        "1:30, 1:45, 2:15", // only what lies after the start
        "2:00, 2:30, 2:30",
        "0:00, 2:30, 4:30" // moved into the second one
    })
    void a_due_instant_moves_by_the_paused_time_before_it(String start, String due, String moved) {
        assertThat(pauses("1:00-2:00", "3:00-4:00").move(at(start), at(due))).isEqualTo(at(moved));
    }
}
