package duenotice.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/** Undoes a transfer encoding (RFC 2045 §6), as wrong as it may be spelt. */
enum TransferEncoding {
    IDENTITY,
    BASE64,
    QUOTED_PRINTABLE,
    UNKNOWN;

    /** {@code "Quoted-Printable;"} and its like are common enough to be understood. */
    static TransferEncoding of(String header) {
        String text = header.strip().toLowerCase(Locale.ROOT);
        if (text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0) {
            text = text.replaceAll("\\s", "");
        }
        int end = 0;
        while (end < text.length() && ";(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return switch (text.substring(0, end)) {
            case "base64" -> BASE64;
            case "quoted-printable", "quotedprintable" -> QUOTED_PRINTABLE;
            case "", "7bit", "8bit", "8bits", "binary", "7-bit", "8-bit", "plain", "none", "utf-8", "ascii" -> IDENTITY;
            default -> UNKNOWN;
        };
    }

    byte[] decode(InputStream encoded) throws IOException {
        return switch (this) {
            case IDENTITY, UNKNOWN -> whole(encoded);
            case BASE64 -> {
                try (InputStream decoded = new Base64InputStream(encoded, DecodeMonitor.SILENT)) {
                    yield whole(decoded);
                }
            }
            case QUOTED_PRINTABLE -> {
                try (InputStream decoded = new QuotedPrintableInputStream(encoded, DecodeMonitor.SILENT)) {
                    yield whole(decoded);
                }
            }
        };
    }

    /** Most parts are short, and {@link InputStream#readAllBytes} begins with more than they hold. */
    private static byte[] whole(InputStream stream) throws IOException {
        byte[] read = new byte[2048];
        int length = 0;
        for (int more = 0; more >= 0; more = stream.read(read, length, read.length - length)) {
            length += more;
            if (length == read.length) {
                read = Arrays.copyOf(read, 2 * length);
            }
        }
        return Arrays.copyOf(read, length);
    }
}
