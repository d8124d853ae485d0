package duenotice.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes to text whatever the label says: declared charset, else UTF-8, else windows-1252, which takes every byte. */
final class Characters {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Labels that mean a wider set in practice; the first three as browsers read them. */
    private static final Map<String, String> WIDER = Map.of(
            "iso-8859-1", "windows-1252",
            "latin1", "windows-1252",
            "gb2312", "GB18030",
            "gbk", "GB18030",
            "ks_c_5601-1987", "x-windows-949",
            "shift_jis", "windows-31j",
            "iso-2022-jp", "x-windows-iso2022jp",
            "utf8", "UTF-8");

    /** Labels met before: Java asks every provider of charsets for one that it does not know itself. */
    private static final Map<String, Charset> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 500;
    private static final int LONGEST_LABEL = 40;

    private Characters() {}

    static String decode(byte[] bytes, Optional<String> label) {
        Charset declared = label.map(Characters::charset).orElse(StandardCharsets.UTF_8);
        if (declared.equals(StandardCharsets.UTF_8) || declared.equals(StandardCharsets.US_ASCII)) {
            return utf8OrWestern(bytes);
        }
        return new String(bytes, declared);
    }

    static String utf8OrWestern(byte[] bytes) {
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, WINDOWS_1252);
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte value : bytes) {
            if (value < 0) {
                return false;
            }
        }
        return true;
    }

    private static Charset charset(String label) {
        String name = label.strip().toLowerCase(Locale.ROOT);
        Charset known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        Charset found = lookedUp(WIDER.getOrDefault(name, name));
        if (KNOWN.size() < MOST_KNOWN && name.length() <= LONGEST_LABEL) {
            KNOWN.put(name, found);
        }
        return found;
    }

    private static Charset lookedUp(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException _) {
            return StandardCharsets.UTF_8; // no name of a charset, or of none that is known here
        }
    }
}
