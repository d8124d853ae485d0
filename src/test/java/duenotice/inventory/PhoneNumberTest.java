package duenotice.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.inventory.PhoneNumber.Use;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +49 30 23125-111          | +493023125111        | ANYBODY |
            +49 (0) 30 23125-111      | +493023125111        | ANYBODY |
            +49 151 23456789          | +4915123456789       | ANYBODY |
            +49 30 23125 ext. 12      | +493023125;ext=12    | ANYBODY |
            +49 30 23125;ext=12       | +493023125;ext=12    | ANYBODY |
            +1 202 555 0123 x7        | +12025550123;ext=7   | ANYBODY |
            +44 7700 900123           | +447700900123        | PEOPLE  | is of a range that is not assigned
            +1 800 234 5678           | +18002345678         | PEOPLE  | is of an unusual kind
            +44 7010 020249           | +447010020249        | PEOPLE  | is of an unusual kind
            +1 900 555 0123           | +19005550123         | NOBODY  | is a premium number
            +49 900 1 123456          | +499001123456        | NOBODY  | is a premium number
            +49 1803 123456           | +491803123456        | NOBODY  | is a shared-cost number
            +49 112                   | +49112               | NOBODY  | is an emergency number
            +1 911                    | +1911                | NOBODY  | is an emergency number
            +49 115                   | +49115               | NOBODY  | is a short number
            +1 202 555                | +1202555             | NOBODY  | is a short number
            +49 30 23125111 000000    | +493023125111000000  | NOBODY  | is too short or too long
            """)
    void a_number_is_spelled_one_way_and_who_may_dial_it_is_said(String given, String text, Use use, String why) {
        var number = PhoneNumber.given(given);
        assertThat(number.text()).isEqualTo(text);
        assertThat(number.use()).isEqualTo(use);
        assertThat(number.why()).contains(why == null ? "" : why);
        assertThat(PhoneNumber.of(text))
                .as("on file it is judged the same")
                .extracting(PhoneNumber::use, PhoneNumber::e164)
                .containsExactly(use, number.e164());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "030 23125111",
                "112",
                "call me",
                "",
                "+",
                "+999 12345678",
                "+49 30 1 ext. 123456789",
                "0049 30 1"
            })
    void what_cannot_be_read_as_a_number_is_refused(String given) {
        assertThatThrownBy(() -> PhoneNumber.given(given)).isInstanceOf(Implausible.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            030 23125-111,          DE, +493023125111
            (030) 23125 ext. 12,    de, +493023125;ext=12
            00 44 20 7946 0102,     DE, +442079460102
            +44 20 7946 0102,       DE, +44 20 7946 0102
            112,                    DE, +49112
            030 23125-111,          ZZ, 030 23125-111
            call me,                DE, call me
            """)
    void a_number_of_within_a_country_is_spelled_as_from_abroad(String given, String country, String text) {
        assertThat(PhoneNumber.international(given, country)).isEqualTo(text);
    }

    @Test
    void what_becomes_an_emergency_number_is_never_dialled() {
        assertThat(PhoneNumber.of(PhoneNumber.international("112", "DE")).isForbidden())
                .isTrue();
    }

    @Test
    void a_number_tells_its_region_and_its_zone_where_there_is_only_one() {
        assertThat(PhoneNumber.of("+493023125111").region()).contains("DE");
        assertThat(PhoneNumber.of("+493023125111").zone()).contains(ZoneId.of("Europe/Berlin"));
        assertThat(PhoneNumber.of("+911140000001").zone()).contains(ZoneId.of("Asia/Calcutta"));
        assertThat(PhoneNumber.of("+18002345678").zone())
                .as("anywhere in America")
                .isEmpty();
    }
}
