package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.EventTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-03-05T20:01:02Z                     | 2026-03-05T20:01:02Z
            2026-03-05 17:03:11-07:00                | 2026-03-06T00:03:11Z
            2026/03/05 17:03:11 +0530                | 2026-03-05T11:33:11Z
            2026-03-05T17:03:11.123456+01:00         | 2026-03-05T16:03:11Z
            2026-03-05, 17:03 UTC                    | 2026-03-05T17:03:00Z
            w dniu 22.03.2026 o godzinie 09:15 CEST  | 2026-03-22T07:15:00Z
            22.03.2026 o godz. 09:15 CET             | 2026-03-22T08:15:00Z
            le 22/03/2026 à 09h15 UTC                | 2026-03-22T09:15:00Z
            il 22/03/2026 alle ore 09:15 CET         | 2026-03-22T08:15:00Z
            el 22/03/2026 a las 09:15 CET            | 2026-03-22T08:15:00Z
            2026-03-05 at 17:03:11 GMT+2             | 2026-03-05T15:03:11Z
            Thu, 29 Apr 2026 00:00:00 -0000 (EST)    | 2026-04-29T00:00:00Z
            29 Apr 2026 23:45:50 PST                 | 2026-04-30T07:45:50Z
            Tue, 10 Jul 2012 18:50:18 UT             | 2012-07-10T18:50:18Z
            Tue, 10 Jul 2012 18:50:18 UTz            | 2012-07-10T18:50:18Z
            07/Jun/2015:21:09:11 +0200               | 2015-06-07T19:09:11Z
            07.06.2015 21:09:11 MESZ                 | 2015-06-07T19:09:11Z
            07.06.2015 um 21:09 Uhr CEST             | 2015-06-07T19:09:00Z
            Tue Jul 10 18:50:15 PDT 2012             | 2012-07-11T01:50:15Z
            July 10th, 2012 at 6:50 PM UTC           | 2012-07-10T18:50:00Z
            06/25/2015 09:11 PM UTC                  | 2015-06-25T21:11:00Z
            1772740862                               | 2026-03-05T20:01:02Z
            1772740862123                            | 2026-03-05T20:01:02Z
            """)
    void a_date_with_a_zone_is_an_instant(String text, Instant instant) {
        assertThat(EventTimes.parse(text)).contains(new EventTime(instant, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-03-05 20:01:02             | 2026-03-05T20:01:02Z
            2026-03-05 20:01:02 IST         | 2026-03-05T20:01:02Z
            5 Mar 2026 20:01                | 2026-03-05T20:01:00Z
            05.03.2026 20:01 from us        | 2026-03-05T20:01:00Z
            all the BEST: 2026-03-05 20:01  | 2026-03-05T20:01:00Z
            """)
    void a_missing_or_ambiguous_zone_is_marked(String text, Instant instant) {
        assertThat(EventTimes.parse(text)).contains(new EventTime(instant, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-13-05 20:01:02",
                "2026-02-30 20:01:02",
                "05/06/2026 10:00",
                "2026-03-05",
                "0001-01-01 00:00:00",
                "12:13:14",
                "99 Mar 2026 10:00",
                "2026-03-05 25:00:00"
            })
    void what_is_no_date_or_could_be_two_is_none(String text) {
        assertThat(EventTimes.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-02 14:00:12 - 14:25:40 CET                       | 2026-11-02T13:00:12Z
            between 2026-11-02 14:00 and 2026-11-02 15:30 UTC        | 2026-11-02T14:00:00Z
            von 02.11.2026 14:00 Uhr bis 15:30 Uhr MEZ               | 2026-11-02T13:00:00Z
            02.11.2026 14:00 - 02.11.2026 15:30 (UTC+2)              | 2026-11-02T12:00:00Z
            from 2 Nov 2026 14:00 to 3 Nov 2026 02:00 +0200          | 2026-11-02T12:00:00Z
            Time (UTC): 2026-11-02 14:00:12                          | 2026-11-02T14:00:12Z
            Data/Hora (GMT-3) : 2026-11-02 14:00:12                  | 2026-11-02T17:00:12Z
            Zeit [MEZ]: 02.11.2026 14:00                             | 2026-11-02T13:00:00Z
            UTC time = 2026-11-02 14:00:12                           | 2026-11-02T14:00:12Z
            2026-11-02 14:00:12 (all times UTC)                      | 2026-11-02T14:00:12Z
            02/11/2026 alle 15:30 CET                                | 2026-11-02T14:30:00Z
            11/02/2026 3:30 PM EST                                   | 2026-11-02T20:30:00Z
            02.11.26 14:12:44 MEZ                                    | 2026-11-02T13:12:44Z
            začátek 2. 11. 2026 10:05 SEČ                            | 2026-11-02T09:05:00Z
            Aika: 2.11.2026 klo 12.30 (UTC+2)                        | 2026-11-02T10:30:00Z
            Senast 2026-11-02 kl. 08:15 (CET)                        | 2026-11-02T07:15:00Z
            am 2026-11-02 um 08:15 Uhr MEZ                           | 2026-11-02T07:15:00Z
            03 Nov 2026 08:00-09:00 +0100                            | 2026-11-03T07:00:00Z
            2026-11-03T08:00-09:00                                   | 2026-11-03T17:00:00Z
            03 Nov 2026 08:00+01:00                                  | 2026-11-03T07:00:00Z
            03 Nov 2026 08:00 -0500                                  | 2026-11-03T13:00:00Z
            02 Nov 2026 2:00 PM - 3:30 PM UTC                        | 2026-11-02T14:00:00Z
            11/02-04:05:06.123456 UTC                                | 2026-11-02T04:05:06Z
            11/02/26-04:05:06.123456 UTC                             | 2026-11-02T04:05:06Z
            """)
    void a_zone_may_stand_around_a_time_and_an_open_date_is_the_one_just_before_the_report(
            String text, Instant instant) {
        var reported = Optional.of(Instant.parse("2026-11-03T09:15:00Z"));
        assertThat(EventTimes.find(text, Optional.empty(), reported)).contains(new EventTime(instant, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "05/06/2026 10:00 UTC",
                "01/02/2026 10:00 UTC",
                "10/11/2026 10:00 UTC",
                "11/12/2026 10:00 UTC",
                "01/12/2027 10:00 UTC",
            })
    void a_date_that_could_still_be_two_is_none(String text) {
        assertThat(EventTimes.find(text, Optional.empty(), Optional.of(Instant.parse("2026-12-14T09:15:00Z"))))
                .isEmpty();
    }

    @Test
    void the_other_reading_of_an_open_date_may_lie_in_the_future() {
        assertThat(EventTimes.find(
                        "02/11/2026 10:00 UTC", Optional.empty(), Optional.of(Instant.parse("2026-02-12T09:15:00Z"))))
                .contains(new EventTime(Instant.parse("2026-02-11T10:00:00Z"), true));
    }

    @Test
    void a_log_line_without_a_year_is_the_last_such_day_before_the_report() {
        var reported = Optional.of(Instant.parse("2026-01-02T10:00:00Z"));

        assertThat(EventTimes.find("Dec 31 23:59:59 host sshd[1]: x", Optional.of(ZoneOffset.UTC), reported))
                .contains(new EventTime(Instant.parse("2025-12-31T23:59:59Z"), true));
        assertThat(EventTimes.find("Jan  2 09:00:00 host sshd[1]: x", Optional.empty(), reported))
                .contains(new EventTime(Instant.parse("2026-01-02T09:00:00Z"), false));
    }

    @ParameterizedTest
    @CsvSource({
        "Note: Local timezone is +0100 (CET), +01:00",
        "All times are in UTC, Z",
        "alle Zeitangaben in GMT+2, +02:00",
        "Timestamps: Europe/Berlin, Europe/Berlin",
        "Time zone: UTC-3, -03:00",
        "Die Zeiten sind MESZ, +02:00",
        "in den Logs vom 02.11.2026 (MEZ) sehen wir, +01:00",
        "(times in Europe/Berlin), Europe/Berlin",
        "Zeiten in MEZ angegeben, +01:00",
        "le 21/05/2026 à 09h15 (heure de Paris), Europe/Paris"
    })
    void prose_tells_the_zone_of_a_log(String line, String zone) {
        assertThat(EventTimes.zoneInProse(line).map(Object::toString)).contains(zone);
    }
}
