package duenotice.intake.format;

import duenotice.report.Prefix;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Ranges from a first to a last address as prefixes. */
final class Ranges {
    /** Of a range that needs more, nothing is said. */
    private static final int MOST = 64;

    private Ranges() {}

    /** @return empty where the last lies before the first, or both are of different families */
    static List<Prefix> prefixes(Prefix first, Prefix last) {
        if (first.isV6() != last.isV6() || !first.isAddress() || !last.isAddress()) {
            return List.of();
        }
        var bits = first.isV6() ? 128 : 32;
        var start = number(first);
        var end = number(last);
        var prefixes = new ArrayList<Prefix>();
        while (start.compareTo(end) <= 0) {
            if (prefixes.size() == MOST) {
                return List.of();
            }
            var size = start.signum() == 0 ? bits : Math.min(bits, start.getLowestSetBit());
            while (start.add(BigInteger.ONE.shiftLeft(size))
                            .subtract(BigInteger.ONE)
                            .compareTo(end)
                    > 0) {
                size--;
            }
            prefixes.add(Prefix.of(text(start, bits) + "/" + (bits - size)));
            start = start.add(BigInteger.ONE.shiftLeft(size));
        }
        return prefixes;
    }

    private static BigInteger number(Prefix address) {
        return new BigInteger(1, InetAddress.ofLiteral(address.text()).getAddress());
    }

    private static String text(BigInteger number, int bits) {
        var bytes = new byte[bits / 8];
        var digits = number.toByteArray();
        var length = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
