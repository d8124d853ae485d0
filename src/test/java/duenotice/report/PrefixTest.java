package duenotice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 24, 198.51.100.0/24",
        "198.51.100.255, 27, 198.51.100.224/27",
        "198.51.100.255, 32, 198.51.100.255",
        "198.51.100.0/24, 15, 198.50.0.0/15",
        "198.51.100.0/24, 0, 0.0.0.0/0",
        "2001:db8:1::abcd, 120, 2001:db8:1::ab00/120",
        "2001:db8:1::abcd, 48, 2001:db8:1::/48",
        "2001:db8:1::/64, 33, 2001:db8::/33",
    })
    void a_prefix_lies_in_its_wider_ones(String text, int length, String wider) {
        assertThat(Prefix.of(text).widened(length)).isEqualTo(Prefix.of(wider));
        assertThat(Prefix.of(wider).contains(Prefix.of(text))).isTrue();
    }

    @Test
    void a_prefix_does_not_lie_in_narrower_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prefix.of("198.51.100.0/24").widened(25));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prefix.of("198.51.100.0/24").widened(-1));
    }
}
