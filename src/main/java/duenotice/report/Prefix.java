package duenotice.report;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address or prefix in its normal spelling; never asks DNS. IPv4-mapped IPv6 is read as IPv4, zone ids
 * and brackets are dropped, bits behind the prefix length must be zero.
 *
 * @param text as PostgreSQL's {@code inet} prints it: {@code 203.0.113.7}, {@code 203.0.113.0/24}, {@code 2001:db8::/48}
 */
public record Prefix(String text) {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    /** Reads an address or prefix; empty where the text is neither. */
    public static Optional<Prefix> parse(String text) {
        var stripped = text.strip();
        var slash = stripped.indexOf('/');
        var addressText = slash < 0 ? stripped : stripped.substring(0, slash);
        if (addressText.startsWith("[") && addressText.endsWith("]")) {
            addressText = addressText.substring(1, addressText.length() - 1);
        }
        var percent = addressText.indexOf('%');
        if (percent > 0) {
            addressText = addressText.substring(0, percent);
        }
        var bytes = addressBytes(addressText);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        var bits = bytes.length * 8;
        var length = bits;
        if (slash >= 0) {
            try {
                length = Integer.parseInt(stripped.substring(slash + 1));
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
            if (length < 0 || length > bits || !hostBitsZero(bytes, length)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Prefix(spell(bytes) + (length == bits ? "" : "/" + length)));
    }

    public static Prefix of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an address or prefix: " + text));
    }

    public boolean isAddress() {
        return text.indexOf('/') < 0;
    }

    public boolean isV6() {
        return text.indexOf(':') >= 0;
    }

    /** Number of leading bits that are fixed: 32 or 128 for a single address. */
    public int length() {
        var slash = text.indexOf('/');
        return slash < 0 ? (isV6() ? 128 : 32) : Integer.parseInt(text.substring(slash + 1));
    }

    /** True where every address of the other lies in this one. */
    public boolean contains(Prefix other) {
        if (isV6() != other.isV6() || other.length() < length()) {
            return false;
        }
        var mine = addressBytes(addressPart());
        var theirs = addressBytes(other.addressPart());
        for (var bit = 0; bit < length(); bit++) {
            if (((mine[bit / 8] ^ theirs[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The prefix of fewer fixed bits in which this one lies. */
    public Prefix widened(int length) {
        if (length < 0 || length > length()) {
            throw new IllegalArgumentException(this + " lies in no prefix of length " + length);
        }
        var bytes = bytes();
        for (var i = 0; i < bytes.length; i++) {
            var fixed = Math.clamp(length - 8L * i, 0, 8);
            bytes[i] &= (byte) (0xff00 >> fixed);
        }
        return new Prefix(spell(bytes) + (length == bytes.length * 8 ? "" : "/" + length));
    }

    /** Of its first address: 4, or 16. */
    public byte[] bytes() {
        return addressBytes(addressPart());
    }

    private String addressPart() {
        var slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static boolean hostBitsZero(byte[] bytes, int length) {
        for (var bit = length; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a literal address; empty where it is none. Leading zeros are decimal, as senders of logs mean them. */
    private static byte[] addressBytes(String text) {
        if (V4.matcher(text).matches()) {
            var parts = text.split("\\.");
            var bytes = new byte[4];
            for (var i = 0; i < 4; i++) {
                var octet = Integer.parseInt(parts[i]);
                if (octet > 255) {
                    return new byte[0];
                }
                bytes[i] = (byte) octet;
            }
            return bytes;
        }
        if (text.indexOf(':') < 0 || !V6.matcher(text).matches()) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName("[" + text + "]").getAddress();
        } catch (UnknownHostException notAnAddress) {
            return new byte[0];
        }
    }

    /** RFC 5952 spelling: lower case, the longest run of two or more zero groups shortened. */
    private static String spell(byte[] bytes) {
        if (bytes.length == 4) {
            return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
        }
        var groups = new int[8];
        for (var i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255;
        }
        var bestStart = -1;
        var bestLength = 1;
        for (var i = 0; i < 8; i++) {
            var run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > bestLength) {
                bestStart = i;
                bestLength = run;
            }
        }
        var spelled = new StringBuilder();
        for (var i = 0; i < 8; i++) {
            if (i == bestStart) {
                spelled.append(i == 0 ? "::" : ":");
                i += bestLength - 1;
                continue;
            }
            spelled.append(Integer.toHexString(groups[i]));
            if (i < 7) {
                spelled.append(':');
            }
        }
        return spelled.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
