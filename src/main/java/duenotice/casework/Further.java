package duenotice.casework;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where else one report says that the same thing is, beyond the address, page and ports that stand for it: whoever looks
 * whether it is gone has to look there too.
 *
 * @param named some of them
 * @param more there were more than are kept
 */
public record Further(List<Named> named, boolean more) {
    private static final int MOST = 16;
    private static final int MOST_PORTS = 16;
    private static final int LONGEST_PAGE = 2000;

    public static final Further NONE = new Further(List.of(), false);

    public Further {
        named = List.copyOf(named);
    }

    /**
     * One place.
     *
     * @param address empty where the report tells none for it
     * @param url of hostile making
     * @param ports of the server's own side
     */
    public record Named(Optional<String> address, Optional<String> url, List<Integer> ports) {
        public Named {
            ports = List.copyOf(ports);
        }

        private boolean isAt(Optional<String> otherAddress, Optional<String> otherUrl) {
            return address.equals(otherAddress) && url.equals(otherUrl);
        }

        private boolean isPartOf(Optional<String> whole, Optional<String> wholeUrl) {
            return (address.isEmpty() || address.equals(whole)) && (url.isEmpty() || url.equals(wholeUrl));
        }
    }

    /** A page that nobody could ask for is told as one more. */
    public static Further of(Optional<String> address, Optional<String> url, List<Integer> ports) {
        return url.filter(text -> !isKept(text)).isPresent()
                ? new Further(List.of(new Named(address, Optional.empty(), ports)), true)
                : new Further(List.of(new Named(address, url, ports)), false);
    }

    private static boolean isKept(String url) {
        return url.length() <= LONGEST_PAGE && url.chars().allMatch(one -> one > 0x20 && one < 0x7F);
    }

    public Further and(Further other) {
        if (named.containsAll(other.named) && (more || !other.more)) {
            return this;
        }
        var all = new ArrayList<>(named);
        var left = more || other.more;
        for (var added : other.named) {
            var same = all.stream()
                    .filter(one -> one.isAt(added.address(), added.url()))
                    .findFirst();
            if (same.isPresent()) {
                var ports = new LinkedHashSet<>(same.get().ports());
                ports.addAll(added.ports());
                left |= ports.size() > MOST_PORTS;
                all.set(all.indexOf(same.get()), new Named(added.address(), added.url(), first(ports)));
            } else if (all.size() < MOST) {
                all.add(added);
            } else {
                left = true;
            }
        }
        return new Further(all, left);
    }

    /** Nothing of the other is missing here. */
    public boolean covers(Further other) {
        return (more || !other.more)
                && other.named.stream()
                        .allMatch(wanted -> named.stream()
                                .anyMatch(one -> wanted.isPartOf(one.address, one.url)
                                        && (wanted.url.isPresent() || one.ports.containsAll(wanted.ports))));
    }

    /** What is left beside the place that stands for all. */
    public Further beyond(Optional<String> address, Optional<String> url) {
        return new Further(
                named.stream().filter(one -> !one.isPartOf(address, url)).toList(), more);
    }

    /** The ports of the place that stands for all. */
    public List<Integer> portsAt(Optional<String> address, Optional<String> url) {
        var ports = new LinkedHashSet<Integer>();
        named.stream().filter(one -> one.isPartOf(address, url)).forEach(one -> ports.addAll(one.ports()));
        return first(ports);
    }

    private static List<Integer> first(Set<Integer> ports) {
        return ports.stream().limit(MOST_PORTS).toList();
    }
}
