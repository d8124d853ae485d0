package duenotice.intake;

/**
 * A media type with the name of the file that it is the type of (RFC 2045 §5.1, parameter {@code name}): lists that are
 * published daily often say what they list in their name only.
 */
final class NamedType {
    private static final String PARAMETER = "; name=\"";
    private static final int LONGEST = 200;

    private NamedType() {}

    static String of(String type, String name) {
        var plain = name.replaceAll("[\\p{Cntrl}\"\\\\]", "_");
        return type + PARAMETER + (plain.length() > LONGEST ? plain.substring(plain.length() - LONGEST) : plain) + '"';
    }

    /** Empty where there is none. */
    static String nameIn(String contentType) {
        var begin = contentType.indexOf(PARAMETER);
        var end = contentType.indexOf('"', begin + PARAMETER.length());
        return begin < 0 || end < 0 ? "" : contentType.substring(begin + PARAMETER.length(), end);
    }
}
