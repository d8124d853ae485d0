package duenotice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallHoursTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-05-04T10:00:00Z, Asia/Kolkata,  2026-05-04T10:00:00Z
            2026-05-04T16:00:00Z, Asia/Kolkata,  2026-05-05T02:30:00Z
            2026-05-04T01:00:00Z, Asia/Kolkata,  2026-05-04T02:30:00Z
            2026-05-04T02:30:00Z, Asia/Kolkata,  2026-05-04T02:30:00Z
            2026-05-04T14:30:00Z, Asia/Kolkata,  2026-05-05T02:30:00Z
            2026-10-24T19:00:00Z, Europe/Berlin, 2026-10-25T07:00:00Z
            2026-03-28T20:00:00Z, Europe/Berlin, 2026-03-29T06:00:00Z
            """)
    void the_next_time_is_told_on_the_clock_over_there(Instant now, String zone, Instant next) {
        assertThat(CallHours.parse("08:00-20:00").orElseThrow().next(now, ZoneId.of(zone)))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8-20", "20:00-08:00", "08:00-08:00", "08:00-24:00", "25:00-26:00", "08:00 to 20:00"})
    void anything_else_is_no_span_of_hours(String text) {
        assertThat(CallHours.parse(text)).isEmpty();
    }
}
