package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.EventTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTimesTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-03T09:15:00Z");

    private static TextTimes times(String text) {
        return new TextTimes(HumanText.of(text), Optional.of(WRITTEN));
    }

    private static Optional<EventTime> timeOf(String text) {
        var human = HumanText.of(text);
        var accused = Mentions.in("", human).stream()
                .filter(mention -> mention.place().kind() == Place.Kind.ADDRESS)
                .toList();
        return new TextTimes(human, Optional.of(WRITTEN)).of(accused);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Seen on 2026-11-02 (all times UTC):~~10:01:02 203.0.113.61 ssh~10:03:11 203.0.113.61 ssh  | 2026-11-02T10:01:02Z | true
            22:01:07 203.0.113.61 joined~~2 November 2026, times are UTC+2                            | 2026-11-02T20:01:07Z | true
            At 09:41 CET today we were hit by 203.0.113.61.                                           | 2026-11-03T08:41:00Z | true
            Gestern um 23:10 Uhr hat 203.0.113.61 angegriffen.                                        | 2026-11-02T23:10:00Z | false
            We were hit by 203.0.113.61 today between 13:10 and 13:40 UTC (2026-11-02).               | 2026-11-02T13:10:00Z | true
            Since 17:00 UTC on 2026-11-01 we see 203.0.113.61.                                        | 2026-11-01T17:00:00Z | true
            On 2026-11-01 from 19:00 utc to 20:00 utc we saw 203.0.113.61.                            | 2026-11-01T19:00:00Z | true
            Source: 203.0.113.61~First seen: 1 November 2026                                          | 2026-11-01T00:00:00Z | false
            Source: 203.0.113.61~First seen: 01.11.2026                                               | 2026-11-01T00:00:00Z | false
            Source: 203.0.113.61~First seen: November 1, 2026                                         | 2026-11-01T00:00:00Z | false
            During our measurement on 2026-11-01 we found that~203.0.113.61 answers anybody.          | 2026-11-01T00:00:00Z | false
            The domain of 203.0.113.61 was registered on 2015-11-01.                                  | 2026-11-03T09:15:00Z | false
            203.0.113.61 attacks us, please answer until 2026-12-01.                                  | 2026-11-03T09:15:00Z | false
            """)
    void a_day_and_a_time_of_day_may_stand_apart(String text, Instant instant, boolean zoneKnown) {
        assertThat(timeOf(text.replace('~', '\n'))).contains(new EventTime(instant, zoneKnown));
    }

    @Test
    void the_date_of_the_mail_is_told_to_stand_in() {
        var dated = times("Attack on 2026-11-01 at 10:00 UTC.");
        assertThat(dated.of(List.of())).contains(new EventTime(Instant.parse("2026-11-01T10:00:00Z"), true));
        assertThat(dated.isStandIn()).isFalse();

        var undated = times("Attack.");
        assertThat(undated.of(List.of())).contains(new EventTime(WRITTEN, false));
        assertThat(undated.isStandIn()).isTrue();
    }
}
