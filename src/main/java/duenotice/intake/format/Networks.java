package duenotice.intake.format;

import duenotice.report.Prefix;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The provider's own address space, as far as it is known; where nothing is known every address may be ours. */
public final class Networks {
    /** Nothing is known of the provider's own addresses. */
    public static final Networks UNKNOWN = new Networks(Set.of());

    /** Own networks by prefix length in the IPv6 space, so that a look-up costs one step per length in use. */
    private final Map<Integer, Set<Bits>> byLength = new HashMap<>();

    private record Bits(long high, long low) {
        Bits first(int length) {
            return new Bits(
                    length >= 64 ? high : high & mask(length),
                    length >= 128 ? low : length <= 64 ? 0 : low & mask(length - 64));
        }

        private static long mask(int length) {
            return length == 0 ? 0 : -1L << (64 - length);
        }
    }

    private Networks(Collection<Prefix> own) {
        for (var prefix : own) {
            byLength.computeIfAbsent(length(prefix), _ -> new HashSet<>()).add(bits(prefix));
        }
    }

    public static Networks of(Collection<Prefix> own) {
        return own.isEmpty() ? UNKNOWN : new Networks(own);
    }

    public boolean known() {
        return !byLength.isEmpty();
    }

    /** True where the address or prefix lies in a network of ours, and always where none is known. */
    public boolean mayBeOurs(Prefix prefix) {
        return !known() || isOurs(prefix);
    }

    /** True only where a known network of ours holds the address or the whole prefix. */
    public boolean isOurs(Prefix prefix) {
        var length = length(prefix);
        var bits = bits(prefix);
        for (var networks : byLength.entrySet()) {
            if (networks.getKey() <= length && networks.getValue().contains(bits.first(networks.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static int length(Prefix prefix) {
        return prefix.isV6() ? prefix.length() : prefix.length() + 96;
    }

    private static Bits bits(Prefix prefix) {
        var slash = prefix.text().indexOf('/');
        var address = InetAddress.ofLiteral(
                        slash < 0 ? prefix.text() : prefix.text().substring(0, slash))
                .getAddress();
        var buffer = ByteBuffer.wrap(address);
        return address.length == 16
                ? new Bits(buffer.getLong(), buffer.getLong())
                : new Bits(0, 0xffff_0000_0000L | buffer.getInt() & 0xffff_ffffL);
    }
}
