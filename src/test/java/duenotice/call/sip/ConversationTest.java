package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Codec CODEC = Codec.PCMA;

    private static Conversation conversation(String extension) {
        return new Conversation(CODEC, samples(1), samples(2), samples(3), extension);
    }

    /** A frame and a half of that byte. */
    private static byte[] samples(int value) {
        var samples = new byte[Codec.FRAME * 3 / 2];
        Arrays.fill(samples, (byte) value);
        return samples;
    }

    /** What is heard from here on: pieces by the byte they are made of, keys, and pauses by their frames. */
    private static List<String> heard(Conversation conversation, int most) {
        var heard = new ArrayList<String>();
        var quiet = 0;
        for (var frame = conversation.next(); frame.isPresent() && heard.size() < most; frame = conversation.next()) {
            var first = switch (frame.get()) {
                case Conversation.Frame.Speech speech -> speech.samples()[0];
                case Conversation.Frame.Key key -> {
                    heard.add("key " + key.event() + (key.released() ? " up" : " down"));
                    yield 0;
                }
            };
            if (first > 0) {
                if (quiet > 0) {
                    heard.add("pause of " + quiet);
                }
                heard.add("piece " + first);
            }
            quiet = first == CODEC.silence(1)[0] ? quiet + 1 : 0;
        }
        return heard.stream().distinct().count() == heard.size() ? heard : collapsed(heard);
    }

    private static List<String> collapsed(List<String> heard) {
        var once = new ArrayList<String>();
        heard.forEach(one -> {
            if (once.isEmpty() || !once.getLast().equals(one)) {
                once.add(one);
            }
        });
        return once;
    }

    @Test
    void the_question_is_asked_twice_and_then_a_stranger_is_told() {
        assertThat(heard(conversation(""), 100))
                .containsExactly("pause of 25", "piece 1", "pause of 400", "piece 1", "pause of 400", "piece 3");
    }

    @Test
    void the_right_key_opens_the_rest_at_once() {
        var conversation = conversation("");
        assertThat(heard(conversation, 2)).contains("piece 1");
        assertThat(conversation.isAcknowledged()).isFalse();
        conversation.pressed('1');
        assertThat(conversation.isAcknowledged()).isTrue();
        conversation.pressed('7');
        assertThat(heard(conversation, 100)).containsExactly("piece 2");
    }

    @Test
    void another_key_asks_anew() {
        var conversation = conversation("");
        assertThat(heard(conversation, 2)).contains("piece 1");
        conversation.pressed('7');
        assertThat(conversation.isAcknowledged()).isFalse();
        assertThat(heard(conversation, 100))
                .startsWith("piece 1", "pause of 400")
                .endsWith("piece 3");
    }

    @Test
    void an_extension_is_pressed_first() {
        assertThat(heard(conversation("1*"), 100))
                .startsWith("key 1 down", "key 1 up", "key 10 down", "key 10 up", "pause of 5", "piece 1");
    }

    @Test
    void whoever_presses_wrong_keys_for_ever_is_hung_up() {
        var conversation = conversation("");
        var frames = 0;
        while (conversation.next().isPresent()) {
            conversation.pressed('9');
            frames++;
        }
        assertThat(frames).isEqualTo(180 * 50);
    }
}
