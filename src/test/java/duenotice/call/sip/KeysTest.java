package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    private static RtpPacket event(int event, long timestamp, int sequence, long source) {
        return new RtpPacket(
                101, false, sequence, timestamp, source, new byte[] {(byte) event, (byte) 0x8a, 3, (byte) 0x20});
    }

    @Test
    void a_key_that_is_told_many_times_was_pressed_once() {
        var keys = new Keys();
        assertThat(keys.pressed(event(1, 800, 10, 5))).contains('1');
        assertThat(keys.pressed(event(1, 800, 11, 5))).isEmpty();
        assertThat(keys.pressed(event(1, 800, 12, 5))).isEmpty();
        assertThat(keys.pressed(event(1, 2400, 13, 5))).as("pressed again").contains('1');
        assertThat(keys.pressed(event(11, 4000, 14, 5))).contains('#');
        assertThat(keys.pressed(event(1, 4000, 14, 6))).as("another source").contains('1');
    }

    @Test
    void what_is_no_key_is_none() {
        var keys = new Keys();
        assertThat(keys.pressed(event(16, 800, 10, 5)))
                .as("a flash of the hook")
                .isEmpty();
        assertThat(keys.pressed(event(255, 800, 10, 5))).isEmpty();
        assertThat(keys.pressed(new RtpPacket(101, false, 1, 800, 5, new byte[] {1})))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, 'Signal=1|Duration=160', 1",
        "application/dtmf-relay, 'Duration=160|signal = 1', 1",
        "application/dtmf-relay, 'Signal=10', *",
        "application/dtmf-relay, 'Signal=*', *",
        "Application/DTMF-Relay, 'Signal=1', 1",
        "application/dtmf, 1, 1",
        "application/dtmf, ' 7 ', 7",
        "application/dtmf, 111, ",
        "application/dtmf-relay, 'Signal=', ",
        "application/dtmf-relay, '', ",
        "application/sdp, 1, ",
        "text/plain, 'Signal=1', "
    })
    void keys_come_by_info_in_two_ways(String type, String body, Character key) {
        assertThat(Keys.inInfo(type, body.replace("|", "\r\n"))).isEqualTo(Optional.ofNullable(key));
    }

    @Test
    void a_long_body_is_not_looked_through() {
        assertThat(Keys.inInfo("application/dtmf-relay", "x\r\n".repeat(1000) + "Signal=1"))
                .isEmpty();
    }
}
