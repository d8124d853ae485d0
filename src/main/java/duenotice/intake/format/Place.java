package duenotice.intake.format;

import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something in a line of text that could be the subject of a complaint.
 *
 * @param text in its normal spelling: an address or prefix, a URL, a host name in lower case
 * @param start of the place in the line
 * @param end of the place in the line, with port or prefix length
 * @param port where one was attached
 */
record Place(Kind kind, String text, int start, int end, Optional<Integer> port) {
    enum Kind {
        ADDRESS,
        URL,
        NAME
    }

    /** More than any person writes into one line; what lies behind is not looked at. */
    static final int LONGEST_LINE = 4000;

    private static final int LONGEST_URL = 2000;

    /** Which of ASCII's characters addresses and names consist of. */
    private static final boolean[] OF_TOKENS = ofTokens();

    /** So much of a line as is looked at. */
    static String bounded(String line) {
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    }

    /** All places of a line that was refanged before, from left to right. One pass, no backtracking. */
    static List<Place> in(String line) {
        if (line.indexOf('.') < 0 && line.indexOf(':') < 0) {
            return List.of();
        }
        var end = Math.min(line.length(), LONGEST_LINE);
        List<Place> places = new ArrayList<>(2);
        var at = 0;
        while (at < end) {
            var character = line.charAt(at);
            if (!isTokenCharacter(character)) {
                at++;
                continue;
            }
            var url = isSchemeAt(line, at) ? url(line, at) : Optional.<Place>empty();
            if (url.isPresent()) {
                places.add(url.get());
                at = url.get().end;
                continue;
            }
            var start = at;
            var candidate = false;
            while (at < end && isTokenCharacter(line.charAt(at))) {
                if (at > start && (isSchemeAt(line, at) || changesScript(line.charAt(at - 1), line.charAt(at)))) {
                    break;
                }
                candidate |= line.charAt(at) == '.' || line.charAt(at) == ':';
                at++;
            }
            if (candidate) {
                at = token(line, start, at, places);
            }
        }
        return places;
    }

    private static boolean isTokenCharacter(char character) {
        return character < 128 ? OF_TOKENS[character] : Character.isLetterOrDigit(character);
    }

    private static boolean[] ofTokens() {
        var known = new boolean[128];
        for (var character = '\0'; character < known.length; character++) {
            known[character] = Character.isLetterOrDigit(character) || ".:-_%@+".indexOf(character) >= 0;
        }
        return known;
    }

    /** Where no blanks are written, an address ends at the next word: {@code 来自192.0.2.1的攻击}. */
    private static boolean changesScript(char before, char after) {
        return (before > 127 || after > 127)
                && Labels.isWrittenWithoutBlanks(before) != Labels.isWrittenWithoutBlanks(after)
                && ".-_@".indexOf(before) < 0
                && ".-_@".indexOf(after) < 0;
    }

    private static boolean isSchemeAt(String line, int at) {
        var first = line.charAt(at);
        return (first == 'h' || first == 'H')
                        && (line.regionMatches(true, at, "http://", 0, 7)
                                || line.regionMatches(true, at, "https://", 0, 8))
                || (first == 'f' || first == 'F') && line.regionMatches(true, at, "ftp://", 0, 6);
    }

    private static Optional<Place> url(String line, int start) {
        var end = start;
        var brackets = 0;
        var stop = Math.min(line.length(), start + LONGEST_URL);
        while (end < stop) {
            var character = line.charAt(end);
            if (character <= ' ' || "<>\"`|^{}\\".indexOf(character) >= 0 || character == '\u00a0') {
                break;
            }
            brackets += character == '(' || character == '[' ? 1 : character == ')' || character == ']' ? -1 : 0;
            if (brackets < 0) {
                break;
            }
            end++;
        }
        while (end > start && ".,;:!?'*)]".indexOf(line.charAt(end - 1)) >= 0) {
            if ((line.charAt(end - 1) == ')' || line.charAt(end - 1) == ']') && brackets == 0) {
                break;
            }
            end--;
        }
        var scheme = line.indexOf("://", start);
        var text = line.substring(start, scheme).toLowerCase(Locale.ROOT)
                + line.substring(scheme, Math.max(scheme + 3, end));
        var host = Hosts.ofUrl(text);
        var believable = host.isPresent() && (address(host.get()).isPresent() || Hosts.isName(host.get()));
        return believable ? Optional.of(new Place(Kind.URL, text, start, end, Optional.empty())) : Optional.empty();
    }

    /** Reads one run of characters without blanks; answers where to go on. */
    private static int token(String line, int from, int to, List<Place> places) {
        var start = from;
        var end = to;
        while (start < end && ".-%@+_".indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        while (start < end && line.charAt(start) == ':' && !line.startsWith("::", start)) {
            start++;
        }
        while (end > start
                && (".-%@+_".indexOf(line.charAt(end - 1)) >= 0
                        || line.charAt(end - 1) == ':'
                                && !line.substring(start, end).endsWith("::"))) {
            end--;
        }
        if (end - start < 4 || isPartOfPath(line, start)) {
            return to;
        }
        var token = line.substring(start, end);
        if (token.indexOf('@') >= 0 || token.indexOf('.') < 0 && token.indexOf(':') < 0) {
            return to;
        }
        var labelled = labelLength(token);
        if (labelled > 0) {
            start += labelled;
            token = token.substring(labelled);
        }
        var address = address(token);
        if (address.isPresent()) {
            return addAddress(line, start, end, address.get(), Optional.empty(), places, to);
        }
        var separator = Math.max(token.lastIndexOf(':'), token.indexOf('.') >= 0 ? fifthNumber(token) : -1);
        if (separator > 0) {
            var port = port(token.substring(separator + 1));
            var bare = address(token.substring(0, separator));
            if (port.isPresent() && bare.isPresent()) {
                return addAddress(line, start, end, bare.get(), port, places, to);
            }
            if (port.isPresent() && token.indexOf(':') == separator) {
                token = token.substring(0, separator);
            }
        }
        var dash = token.indexOf('-');
        if (dash > 0 && token.charAt(0) >= '0' && token.charAt(0) <= '9' && token.indexOf('-', dash + 1) < 0) {
            var first = address(token.substring(0, dash));
            var last = address(token.substring(dash + 1));
            if (first.isPresent() && last.isPresent()) {
                places.add(new Place(Kind.ADDRESS, first.get(), start, start + dash, Optional.empty()));
                return addAddress(line, start + dash + 1, end, last.get(), Optional.empty(), places, to);
            }
        }
        if (Hosts.isName(token)) {
            return addName(line, start, start + token.length(), token, places, to);
        }
        return to;
    }

    private static int addAddress(
            String line, int start, int end, String address, Optional<Integer> port, List<Place> places, int to) {
        if (isVersion(line, start)) {
            return to;
        }
        if (end < line.length() && line.charAt(end) == '/' && port.isEmpty()) {
            var digits = end + 1;
            while (digits < line.length() && digits < end + 4 && Character.isDigit(line.charAt(digits))) {
                digits++;
            }
            var network = digits > end + 1
                            && (digits == line.length()
                                    || !isTokenCharacter(line.charAt(digits))
                                    || endsSentence(line, digits))
                    ? Prefix.parse(address + line.substring(end, digits))
                    : Optional.<Prefix>empty();
            if (network.isPresent()) {
                places.add(new Place(Kind.ADDRESS, network.get().text(), start, digits, port));
                return digits;
            }
        }
        var closing = end < line.length() && line.charAt(end) == ']' && start > 0 && line.charAt(start - 1) == '[';
        if (closing && port.isEmpty() && end + 1 < line.length() && line.charAt(end + 1) == ':') {
            var digits = end + 2;
            while (digits < line.length() && digits < end + 7 && Character.isDigit(line.charAt(digits))) {
                digits++;
            }
            places.add(new Place(
                    Kind.ADDRESS, address, start, Math.max(to, digits), port(line.substring(end + 2, digits))));
            return Math.max(to, digits);
        }
        places.add(new Place(Kind.ADDRESS, address, start, end, port));
        return to;
    }

    private static int addName(String line, int start, int end, String name, List<Place> places, int to) {
        if (end < line.length() && line.charAt(end) == '/' && Hosts.isPlausibleAlone(name)) {
            var url = url("http://" + line.substring(start, Math.min(line.length(), start + LONGEST_URL)), 0);
            if (url.isPresent()) {
                var stop = start + url.get().end - "http://".length();
                places.add(new Place(Kind.URL, url.get().text, start, stop, Optional.empty()));
                return Math.max(to, stop);
            }
        }
        places.add(new Place(Kind.NAME, name.toLowerCase(Locale.ROOT), start, end, Optional.empty()));
        return to;
    }

    private static boolean endsSentence(String line, int at) {
        return (line.charAt(at) == '.' || line.charAt(at) == ':')
                && (at + 1 == line.length() || line.charAt(at + 1) == ' ');
    }

    /** An address that can be somebody's server, in its normal spelling; loopback, multicast and their like cannot. */
    private static Optional<String> address(String token) {
        var first = token.isEmpty() ? ' ' : token.charAt(0);
        if (Character.digit(first, 16) < 0 && first != ':') {
            return Optional.empty();
        }
        if (token.indexOf(':') >= 0 && !looksLikeV6(token)) {
            return Optional.empty();
        }
        return token.indexOf('/') >= 0
                ? Optional.empty()
                : Prefix.parse(token).map(Prefix::text).filter(Place::isServer);
    }

    /** Times of day, hardware addresses and C++ names have colons too; a real address begins with a big group. */
    private static boolean looksLikeV6(String token) {
        if (token.toLowerCase(Locale.ROOT).startsWith("::ffff:")) {
            return true;
        }
        var colon = token.indexOf(':');
        var more = token.indexOf(':', colon + 1);
        return colon >= 3 && colon <= 4 && more > 0 && !token.contains("@");
    }

    private static boolean isServer(String address) {
        if (address.indexOf(':') >= 0) {
            return !address.startsWith("fe8") && !address.startsWith("ff") && !address.startsWith("::");
        }
        var first = Integer.parseInt(address.substring(0, address.indexOf('.')));
        return first != 0 && first != 127 && first < 224 && !address.startsWith("169.254.");
    }

    /** {@code Chrome/100.0.0.0} and {@code example.com/1.2.3.4} name no address. */
    private static boolean isPartOfPath(String line, int start) {
        return start > 1
                && line.charAt(start - 1) == '/'
                && line.charAt(start - 2) != '/'
                && isTokenCharacter(line.charAt(start - 2));
    }

    private static boolean isVersion(String line, int start) {
        var before = line.substring(Math.max(0, start - 12), start)
                .toLowerCase(Locale.ROOT)
                .stripTrailing();
        return before.endsWith("version")
                || before.endsWith("version:")
                || before.endsWith(" ver")
                || before.endsWith(" ver.")
                || before.endsWith("release")
                || before.endsWith("firmware")
                || before.endsWith(" v");
    }

    /** Length of a label that sticks to its value: {@code IP:192.0.2.1}, {@code IPv6:2001:db8::1}. */
    private static int labelLength(String token) {
        var colon = token.indexOf(':');
        if (colon <= 0 || colon > 20 || colon == token.length() - 1) {
            return 0;
        }
        for (var i = 0; i < colon; i++) {
            if (Character.digit(token.charAt(i), 16) < 0
                    && token.charAt(i) != '.'
                    && Character.isLetter(token.charAt(i))) {
                return port(token.substring(colon + 1)).isPresent() ? 0 : colon + 1;
            }
        }
        return 0;
    }

    /** Where the fifth number of {@code 192.0.2.1.443} begins, as tcpdump writes ports; the dot before it. */
    private static int fifthNumber(String token) {
        var dots = 0;
        for (var i = 0; i < token.length(); i++) {
            var character = token.charAt(i);
            if (character == '.') {
                dots++;
                if (dots == 4) {
                    return token.indexOf('.', i + 1) < 0 ? i : -1;
                }
            } else if (character < '0' || character > '9') {
                return -1;
            }
        }
        return -1;
    }

    static Optional<Integer> port(String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        var number = Integer.parseInt(digits);
        return number >= 1 && number <= 65535 ? Optional.of(number) : Optional.empty();
    }
}
