package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpPacketTest {
    @Test
    void what_is_written_is_read_again() {
        var packet = new RtpPacket(101, true, 0xfffe, 0xfedcba98L, 0x89abcdefL, new byte[] {1, 2, 3});
        var read = RtpPacket.of(packet.bytes(), packet.bytes().length).orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(packet);
        assertThat(HexFormat.of().formatHex(packet.bytes())).isEqualTo("80e5fffefedcba9889abcdef010203");
    }

    @ParameterizedTest
    @CsvSource({
        // what, bytes, payload as it should be read; empty: none
        "a source and an extension before it, 9108000100000002000000030000000a0000000100000000beef, beef",
        "padding behind it, a008000100000002000000 03beef0002, beef",
        "version 1, 4008000100000002000000 03beef, ''",
        "too short for a header, 80080001000000020000, ''",
        "an extension longer than the packet, 9008000100000002000000 030000ffff, ''",
        "an extension without its length, 9008000100000002000000 03be, ''",
        "more padding than there is, a008000100000002000000 03beefff, ''"
    })
    void odd_packets_are_read_or_not_and_nothing_breaks(String what, String hex, String payload) {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        var read = RtpPacket.of(bytes, bytes.length)
                .map(packet -> HexFormat.of().formatHex(packet.payload()))
                .orElse("");
        assertThat(read).as(what).isEqualTo(payload);
    }

    @Test
    void anything_at_all_may_come() {
        var random = new Random(7);
        for (var time = 0; time < 20_000; time++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            var read = RtpPacket.of(Arrays.copyOf(bytes, 1500), bytes.length);
            assertThat(read.map(packet -> packet.payload().length).orElse(0)).isLessThanOrEqualTo(28);
            read.ifPresent(new Keys()::pressed);
        }
    }
}
