package duenotice.intake.format;

import duenotice.report.Prefix;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A first and a last address with a dash or a word between, {@code 203.0.113.64 - 203.0.113.95}, as places of one line. */
final class AddressRange {
    /** Ranges are named within one network of this length; a dash between strangers joins no range. */
    private static final int SAME_V4 = 16;

    private static final int SAME_V6 = 32;

    private static final int LONGEST_GAP = 12;

    private AddressRange() {}

    /**
     * The places of a line, each range that is exactly a prefix joined to one place; of any other both ends are left.
     */
    static List<Place> joined(String line, List<Place> places) {
        List<Place> joined = new ArrayList<>(places.size());
        for (var i = 0; i < places.size(); i++) {
            var whole = i + 1 < places.size() && isRange(line, places.get(i), places.get(i + 1))
                    ? prefix(places.get(i), places.get(i + 1))
                    : Optional.<Prefix>empty();
            if (whole.isPresent()) {
                var start = places.get(i).start();
                i++;
                joined.add(new Place(
                        Place.Kind.ADDRESS,
                        whole.get().text(),
                        start,
                        places.get(i).end(),
                        Optional.empty()));
            } else {
                joined.add(places.get(i));
            }
        }
        return joined;
    }

    /** Whether two neighbours in a line are the ends of one range. */
    static boolean isRange(String line, Place first, Place last) {
        var between = last.start() - first.end();
        if (between < 1 || between > LONGEST_GAP || !isBare(first) || !isBare(last)) {
            return false;
        }
        var joint = switch (line.substring(first.end(), last.start()).strip().toLowerCase(Locale.ROOT)) {
            case "-", "--", "–", "—", "~", "..", "...", "bis", "through", "thru" -> true;
            // from here to there, but for ranges
            case "to", "a", "à", "al", "do", "до" -> saysRange(line);
            default -> false;
        };
        return joint && !Context.isLog(line) && areNeighbours(first, last);
    }

    private static boolean saysRange(String line) {
        var lower = line.toLowerCase(Locale.ROOT);
        return lower.contains("range")
                || lower.contains("plage")
                || lower.contains("rango")
                || lower.contains("intervallo")
                || lower.contains("zakres")
                || lower.contains("диапазон");
    }

    private static boolean isBare(Place place) {
        return place.kind() == Place.Kind.ADDRESS
                && place.port().isEmpty()
                && place.text().indexOf('/') < 0;
    }

    private static boolean areNeighbours(Place first, Place last) {
        var one = bytes(first);
        var other = bytes(last);
        if (one.length != other.length) {
            return false;
        }
        var same = (one.length == 4 ? SAME_V4 : SAME_V6) / 8;
        return Arrays.equals(one, 0, same, other, 0, same)
                && new BigInteger(1, one).compareTo(new BigInteger(1, other)) < 0;
    }

    private static Optional<Prefix> prefix(Place first, Place last) {
        var start = new BigInteger(1, bytes(first));
        var size = new BigInteger(1, bytes(last)).subtract(start).add(BigInteger.ONE);
        var bits = size.bitLength() - 1;
        return size.bitCount() == 1 && start.mod(size).signum() == 0
                ? Prefix.parse(first.text() + "/" + (bytes(first).length * 8 - bits))
                : Optional.empty();
    }

    private static byte[] bytes(Place place) {
        return InetAddress.ofLiteral(place.text()).getAddress();
    }
}
