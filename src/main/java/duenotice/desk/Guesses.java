package duenotice.desk;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts tries to log in that may be guesses. Who guesses from one place is made to wait there, so that nobody locks
 * somebody else out; a looser brake on the name alone slows those who guess from many places, and does not hold up a
 * place from which that person came in before. Each try counts from its beginning: many at once are not let through.
 */
final class Guesses {
    private static final int FROM_ONE_PLACE = 10;
    private static final int OF_ONE_NAME = 200;
    private static final int BY_ONE_PLACE = 100;
    private static final long WAIT = 300_000_000_000L;
    private static final int KEPT = 10_000;

    private final LongSupplier nanoTime;
    private final Map<List<String>, Tries> tries = lastUsed();
    private final Map<List<String>, Boolean> cameIn = lastUsed();

    private record Tries(long since, int count) {}

    /** @param nanoTime real time: guessing is not slowed by a clock that stands still */
    Guesses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static <K, V> Map<K, V> lastUsed() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KEPT;
            }
        };
    }

    /** Counts one try; false where this one has to wait, which does not count. */
    synchronized boolean mayTry(String name, String address) {
        var place = place(address);
        var known = cameIn.containsKey(List.of(name, place));
        if (count(List.of(name, place)) >= FROM_ONE_PLACE
                || count(List.of("", place)) >= BY_ONE_PLACE
                || !known && count(List.of(name)) >= OF_ONE_NAME) {
            return false;
        }
        add(List.of(name, place));
        add(List.of("", place));
        add(List.of(name));
        return true;
    }

    /** That try was no guess. */
    synchronized void right(String name, String address) {
        var place = place(address);
        tries.remove(List.of(name, place));
        takeBack(List.of("", place));
        takeBack(List.of(name));
        cameIn.put(List.of(name, place), true);
    }

    private int count(List<String> key) {
        var found = tries.get(key);
        return found == null || nanoTime.getAsLong() - found.since() >= WAIT ? 0 : found.count();
    }

    private void add(List<String> key) {
        var count = count(key);
        var found = tries.get(key);
        tries.put(
                key,
                count == 0 || found == null ? new Tries(nanoTime.getAsLong(), 1) : new Tries(found.since(), count + 1));
    }

    private void takeBack(List<String> key) {
        tries.computeIfPresent(key, (ignored, found) -> new Tries(found.since(), Math.max(0, found.count() - 1)));
    }

    /** Whoever has one IPv6 address has the /64 around it. */
    private static String place(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        var bytes = InetAddress.ofLiteral(address.replaceFirst("%.*", "")).getAddress();
        return bytes.length == 16 ? Arrays.toString(Arrays.copyOf(bytes, 8)) : Arrays.toString(bytes);
    }
}
