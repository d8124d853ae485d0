package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworksTest {
    private final Networks networks =
            Networks.of(List.of(Prefix.of("203.0.113.0/24"), Prefix.of("198.51.100.7"), Prefix.of("2001:db8:5::/48")));

    @Test
    void an_address_in_one_of_the_networks_is_ours() {
        assertThat(networks.isOurs(Prefix.of("203.0.113.0"))).isTrue();
        assertThat(networks.isOurs(Prefix.of("203.0.113.255"))).isTrue();
        assertThat(networks.isOurs(Prefix.of("198.51.100.7"))).isTrue();
        assertThat(networks.isOurs(Prefix.of("2001:db8:5:ffff::1"))).isTrue();
        assertThat(networks.isOurs(Prefix.of("203.0.113.128/25"))).isTrue();
    }

    @Test
    void a_neighbour_or_a_wider_prefix_is_not_ours() {
        assertThat(networks.isOurs(Prefix.of("203.0.112.255"))).isFalse();
        assertThat(networks.isOurs(Prefix.of("203.0.114.0"))).isFalse();
        assertThat(networks.isOurs(Prefix.of("198.51.100.8"))).isFalse();
        assertThat(networks.isOurs(Prefix.of("2001:db8:6::"))).isFalse();
        assertThat(networks.isOurs(Prefix.of("203.0.112.0/23"))).isFalse();
    }

    @Test
    void where_nothing_is_known_every_address_may_be_ours_and_none_surely_is() {
        assertThat(Networks.UNKNOWN.mayBeOurs(Prefix.of("192.0.2.1"))).isTrue();
        assertThat(Networks.UNKNOWN.isOurs(Prefix.of("192.0.2.1"))).isFalse();
        assertThat(networks.mayBeOurs(Prefix.of("192.0.2.1"))).isFalse();
    }

    @Test
    void the_whole_internet_can_be_ours() {
        var all = Networks.of(List.of(Prefix.of("0.0.0.0/0")));

        assertThat(all.isOurs(Prefix.of("192.0.2.1"))).isTrue();
        assertThat(all.isOurs(Prefix.of("2001:db8::1"))).isFalse();
    }
}
