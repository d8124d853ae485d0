package duenotice.call.sip;

import java.util.Locale;
import java.util.Optional;

/**
 * Keys that are pressed at the other end. In RTP a key is told many times while it is held and three times at its end, all
 * with the time at which it began (RFC 4733 §2.5.1.3): it counts once.
 */
final class Keys {
    private static final String EVENTS = "0123456789*#ABCD";
    private static final int MOST_INFO = 200;

    private long source = -1;
    private long began = -1;

    /** The key that this packet is the first word of. */
    Optional<Character> pressed(RtpPacket packet) {
        if (packet.payload().length < 4) {
            return Optional.empty();
        }
        var event = packet.payload()[0] & 0xff;
        if (event >= EVENTS.length() || packet.source() == source && packet.timestamp() == began) {
            return Optional.empty();
        }
        source = packet.source();
        began = packet.timestamp();
        return Optional.of(EVENTS.charAt(event));
    }

    /** The event of a key that we press; -1 for none. */
    static int event(char key) {
        return EVENTS.indexOf(key);
    }

    /** A key by SIP INFO: {@code application/dtmf-relay} has lines such as {@code Signal=1}, {@code application/dtmf} the key. */
    static Optional<Character> inInfo(String type, String body) {
        if (body.length() > MOST_INFO) {
            return Optional.empty();
        }
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "application/dtmf-relay" ->
                body.lines()
                        .map(line -> line.replace(" ", "").toLowerCase(Locale.ROOT))
                        .filter(line -> line.startsWith("signal="))
                        .findFirst()
                        .flatMap(line -> key(line.substring("signal=".length())));
            case "application/dtmf" -> key(body.strip());
            default -> Optional.empty();
        };
    }

    /** Some write a key by its event, such as 10 for the star. */
    private static Optional<Character> key(String word) {
        if (word.length() == 1 && EVENTS.indexOf(word.toUpperCase(Locale.ROOT)) >= 0) {
            return Optional.of(word.toUpperCase(Locale.ROOT).charAt(0));
        }
        return word.matches("1[0-5]") ? Optional.of(EVENTS.charAt(Integer.parseInt(word))) : Optional.empty();
    }
}
