package duenotice.intake.feed;

import duenotice.intake.format.Networks;
import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Our own networks, as far as a list may name them. */
final class OwnSpace {
    private final List<Prefix> prefixes;
    private final Networks networks;

    OwnSpace(Collection<Prefix> prefixes) {
        this.prefixes = List.copyOf(prefixes);
        networks = Networks.of(prefixes);
    }

    /** True for an address or prefix within a network of ours. */
    boolean holds(Prefix prefix) {
        return networks.known() && networks.isOurs(prefix);
    }

    /** True also for a prefix that a network of ours is part of. */
    boolean touches(Prefix prefix) {
        return holds(prefix) || !prefix.isAddress() && prefixes.stream().anyMatch(prefix::contains);
    }

    /** True where a network of ours has an address from {@code first} to {@code last}; false where these are no range. */
    boolean meets(Prefix first, Prefix last) {
        if (first.isV6() != last.isV6()) {
            return false;
        }
        return touches(first)
                || touches(last)
                || prefixes.stream()
                        .filter(prefix -> prefix.isV6() == first.isV6())
                        .map(prefix -> bytes(Prefix.of(addressPart(prefix))))
                        .anyMatch(one -> Arrays.compareUnsigned(bytes(first), one) <= 0
                                && Arrays.compareUnsigned(one, bytes(last)) <= 0);
    }

    /**
     * Every address that a DNSBL is asked about, in a fixed order: IPv4 networks up to a size address by address; of
     * IPv6 what stands on servers, and of a network of a server (/64 or longer) its first address.
     *
     * @param after goes on behind this address, as {@link #cursor} spells it; empty from the beginning
     */
    List<Prefix> addresses(String after, int most, int mostOfOneNetwork) {
        var ranges = new TreeMap<Long, Long>();
        var six = new TreeMap<String, Prefix>();
        for (var prefix : prefixes) {
            if (prefix.isV6()) {
                if (prefix.length() >= 64) {
                    var first = Prefix.of(addressPart(prefix));
                    six.put(sortable(first), first);
                }
            } else if (prefix.length() >= 32 || 1L << (32 - prefix.length()) <= mostOfOneNetwork) {
                var first = number(addressPart(prefix));
                ranges.merge(first, first + (1L << (32 - prefix.length())) - 1, Math::max);
            }
        }
        var addresses = new ArrayList<Prefix>();
        var startsInSix = after.startsWith("6");
        var next = after.startsWith("4") ? Long.parseLong(after.substring(1)) + 1 : 0L;
        if (!startsInSix) {
            for (var range : ranges.entrySet()) {
                for (var one = Math.max(next, range.getKey());
                        one <= range.getValue() && addresses.size() < most;
                        one++) {
                    addresses.add(dotted(one));
                    next = one + 1;
                }
            }
        }
        for (var one : (startsInSix ? six.tailMap(after.substring(1), false) : six).values()) {
            if (addresses.size() >= most) {
                break;
            }
            addresses.add(one);
        }
        return addresses;
    }

    /** Where to go on behind this address. */
    static String cursor(Prefix address) {
        return address.isV6() ? "6" + sortable(address) : "4" + number(address.text());
    }

    static byte[] bytes(Prefix address) {
        return java.net.InetAddress.ofLiteral(address.text()).getAddress();
    }

    private static String sortable(Prefix address) {
        return HexFormat.of().formatHex(bytes(address));
    }

    private static String addressPart(Prefix prefix) {
        var slash = prefix.text().indexOf('/');
        return slash < 0 ? prefix.text() : prefix.text().substring(0, slash);
    }

    private static long number(String dotted) {
        var bytes = bytes(Prefix.of(dotted));
        return (bytes[0] & 255L) << 24 | (bytes[1] & 255L) << 16 | (bytes[2] & 255L) << 8 | bytes[3] & 255L;
    }

    private static Prefix dotted(long number) {
        return Prefix.of(
                "%d.%d.%d.%d".formatted(number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255));
    }
}
