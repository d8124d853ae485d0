package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    private static List<String> found(String line) {
        return Place.in(Refang.line(line)).stream()
                .map(place ->
                        place.text() + place.port().map(port -> " " + port).orElse(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from 203.0.113.7.                           | 203.0.113.7
            (203.0.113.7),                              | 203.0.113.7
            203.0.113.7:443                             | 203.0.113.7 443
            203.0.113.7.443 >                           | 203.0.113.7 443
            IP:203.0.113.7                              | 203.0.113.7
            203.000.113.007                             | 203.0.113.7
            203.0.113.0/24                              | 203.0.113.0/24
            203.0.113.7/24                              | 203.0.113.7
            203[.]0[.]113[.]7                           | 203.0.113.7
            203(.)0(.)113(.)7                           | 203.0.113.7
            203 . 0 . 113 . 7                           | 203.0.113.7
            203[dot]0[dot]113[dot]7                     | 203.0.113.7
            203\\.0\\.113\\.7                           | 203.0.113.7
            ::ffff:203.0.113.7                          | 203.0.113.7
            IPv6 2001:DB8:0:0:0:0:0:7                   | 2001:db8::7
            [2001:db8::7]:8080                          | 2001:db8::7 8080
            2001:db8::7%22 end                          | 2001:db8::7
            2001[:]db8[::]7                             | 2001:db8::7
            at http://a.example/x?y=(1).                | http://a.example/x?y=(1)
            <https://a.example/x>                       | https://a.example/x
            hxxp://a[.]example/x                        | http://a.example/x
            hXXps[://]a[.]example/x                     | https://a.example/x
            http: //a.example/x                         | http://a.example/x
            HTTP://A.example/X                          | http://A.example/X
            http://[2001:db8::7]/x                      | http://[2001:db8::7]/x
            www.bad.example/film.mkv                    | http://www.bad.example/film.mkv
            bad[.]example                               | bad.example
            http://a.example/x&amp;y=2                  | http://a.example/x&y=2
            """)
    void a_place_is_found_in_each_of_its_spellings(String line, String place) {
        assertThat(found(line)).containsExactly(place);
    }

    @Test
    void the_ends_of_a_range_are_places_of_which_nobody_is_accused_later() {
        assertThat(found("192.0.2.1-192.0.2.9")).containsExactly("192.0.2.1", "192.0.2.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.x and 203.0.xxx.xx",
                "Chrome/120.0.0.0",
                "version 1.2.3.4",
                "v1.2.3.4",
                "1.2.3.4.5.6",
                "1.3.6.1.4.1",
                "10:22:33",
                "de:ad:be:ef:00:01",
                "std::vector",
                "127.0.0.1 0.0.0.0 255.255.255.255 224.0.0.1 169.254.1.1",
                "::1 fe80::1 ff02::1",
                "someone@bad.example",
                "300.1.2.3",
                "a.b",
                "http://",
                "http:///x",
                "[.]",
                "1.",
                ":::::",
                "2026.03.05"
            })
    void what_only_looks_like_a_place_is_none(String line) {
        assertThat(found(line)).isEmpty();
    }

    @Test
    void a_line_made_to_hurt_costs_no_time() {
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            for (var piece :
                    List.of("1.", ":", "http://", "[.]", "a.", "1:", ". ", "::", "hxxp", "(", "h", "1 . ", "- ")) {
                var line = piece.repeat(200_000 / piece.length());
                Place.in(Refang.line(line.substring(0, Place.LONGEST_LINE)));
                EventTimes.find(line, java.util.Optional.empty(), java.util.Optional.empty());
                HumanText.of(line);
                HumanText.of((piece + "\n").repeat(50_000));
            }
        });
    }
}
