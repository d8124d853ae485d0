package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdpTest {
    private static final String SESSION = "v=0|o=x 1 1 IN IP4 198.51.100.9|s=-|";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "c=IN IP4 198.51.100.9|t=0 0|m=audio 4000 RTP/AVP 8 0 101|a=rtpmap:101 telephone-event/8000; 198.51.100.9:4000 PCMA 101",
                "c=IN IP4 198.51.100.9|m=audio 4000 RTP/AVP 0 8|a=rtpmap:0 PCMU/8000; 198.51.100.9:4000 PCMU -",
                "m=audio 4000 RTP/AVP 96 8|c=IN IP4 198.51.100.7|a=rtpmap:96 TELEPHONE-EVENT/8000; 198.51.100.7:4000 PCMA 96",
                "c=IN IP4 198.51.100.9|m=audio 4000 RTP/AVP 8|c=IN IP4 198.51.100.7; 198.51.100.7:4000 PCMA -",
                "c=IN IP4 198.51.100.9|m=audio 4000 RTP/AVP 8|m=video 4002 RTP/AVP 31|c=IN IP4 198.51.100.7; 198.51.100.9:4000 PCMA -",
                "c=IN IP4 198.51.100.9|m=video 4002 RTP/AVP 31|m=audio 4000 RTP/AVP 8; 198.51.100.9:4000 PCMA -",
                "c=IN IP6 2001:db8::9|m=audio 4000 RTP/AVP 8; [2001:db8:0:0:0:0:0:9]:4000 PCMA -",
                "c=IN IP4 198.51.100.9|m=audio 4000 RTP/AVP 8|a=rtpmap:101 telephone-event/8000; 198.51.100.9:4000 PCMA -",
                "c=IN IP4 198.51.100.9|m=audio 0 RTP/AVP 8; none",
                "c=IN IP4 198.51.100.9|m=audio 99999 RTP/AVP 8; none",
                "c=IN IP4 198.51.100.9|m=audio 4000 RTP/SAVP 8; none",
                "c=IN IP4 198.51.100.9|m=audio 4000 RTP/AVP 9 18; none",
                "c=IN IP4 pbx.example|m=audio 4000 RTP/AVP 8; none",
                "c=IN IP4 0.0.0.0|m=audio 4000 RTP/AVP 8; none",
                "c=IN IP4 224.0.0.9|m=audio 4000 RTP/AVP 8; none",
                "m=audio 4000 RTP/AVP 8; none",
                "m=audio; none",
                "''; none"
            })
    void an_answer_says_where_and_how_the_other_end_hears(String lines, String heard) {
        var answer = Sdp.answer((SESSION + lines).replace("|", "\r\n"));
        assertThat(answer.map(SdpTest::text).orElse("none")).isEqualTo(heard);
    }

    private static String text(Sdp.Answer answer) {
        return answer.to().toString().replaceFirst("^/", "") + " " + answer.codec() + " "
                + answer.keys().map(String::valueOf).orElse("-");
    }

    @Test
    void our_own_offer_can_be_read_as_an_answer() {
        assertThat(Sdp.answer(Sdp.offer("198.51.100.1", 16_384, 7)))
                .contains(new Sdp.Answer(
                        new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 16_384),
                        Codec.PCMA,
                        Optional.of(Sdp.KEYS)));
        assertThat(Sdp.offer("2001:db8::1", 16_384, 7)).contains("c=IN IP6 2001:db8::1\r\n");
    }

    @Test
    void too_long_an_answer_is_none() {
        assertThat(Sdp.answer("a=x\r\n".repeat(5000) + Sdp.offer("198.51.100.1", 16_384, 7)))
                .isEmpty();
    }
}
