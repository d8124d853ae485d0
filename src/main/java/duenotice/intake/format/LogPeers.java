package duenotice.intake.format;

import duenotice.report.Prefix;
import duenotice.report.WordTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The machines that a log line names, and which of them stood at the other end. The word before an address tells its
 * side, by the table {@code log-roles.txt}; what a program writes at the head of a message is believed before what may
 * come from the client.
 */
final class LogPeers {
    /**
     * @param text an address in its normal spelling, or a host name in lower case
     * @param weight how surely it is the other end; not above 0 for our own side
     */
    record Peer(String text, boolean name, Optional<Integer> port, int weight, int start, int end) {}

    private static final Map<String, Integer> ROLES = roles();

    /** What no table names. */
    private static final int PLAIN = 1;

    private static final int OWN_SIDE = -10;

    /** The weight of {@code ip} and {@code address}, which name no side, as {@code host} below them. */
    private static final int GENERIC = 3;

    /** {@code name[address]} is how programs write whom they talk to. */
    private static final int BRACKETED = 2;

    private static final int WITH_PORT = 1;

    private static final int HEADING = 5;

    private static final int POINTING = 3;

    /** Less is not enough to accuse a host name. */
    private static final int NAMED = 5;

    private static final List<String> TRANSPORTS = List.of("/UDP/", "/TCP/", "/TLS/", "/WS/", "/WSS/");

    private static final int MOST = 40;

    private static final int LONGEST_TOKEN = 255;

    private LogPeers() {}

    /** All addresses of the message, and the host names that a word puts on one side, from left to right. */
    static List<Peer> in(LogLine line) {
        var text = line.text();
        List<Peer> peers = new ArrayList<>();
        var at = line.message();
        while (at < text.length() && peers.size() < MOST) {
            if (!isToken(text.charAt(at))) {
                at++;
                continue;
            }
            var start = at;
            var interesting = false;
            while (at < text.length() && isToken(text.charAt(at))) {
                interesting |= text.charAt(at) == '.' || text.charAt(at) == ':';
                at++;
            }
            if (interesting && at - start <= LONGEST_TOKEN) {
                token(line, start, at, peers);
            }
        }
        return peers;
    }

    /**
     * Who stood at the other end; empty where the line does not say.
     *
     * @param peers all that the text names, see {@link #in}
     */
    static Optional<Peer> of(String text, List<Peer> peers) {
        var best = best(text, peers.stream().filter(peer -> !peer.name()).toList());
        if (best.isPresent() && best.get().weight() > PLAIN) {
            return best;
        }
        return best(
                        text,
                        peers.stream()
                                .filter(peer -> peer.name() && peer.weight() >= NAMED)
                                .toList())
                .or(() -> best);
    }

    private static Optional<Peer> best(String text, List<Peer> peers) {
        Optional<Peer> best = Optional.empty();
        for (var peer : peers) {
            if (peer.weight() <= 0) {
                continue;
            }
            var equal = best.isPresent() && best.get().weight() == peer.weight();
            // a client chooses its user name, which may look like an address; the program's own word comes behind it,
            // in the same clause
            var later = equal
                    && peer.weight() > PLAIN
                    && !clauseEnds(text, best.get().end(), peer.start());
            if (best.isEmpty() || later || peer.weight() > best.get().weight()) {
                best = Optional.of(peer);
            }
        }
        return best;
    }

    private static boolean clauseEnds(String text, int from, int to) {
        for (var i = from; i + 1 < to; i++) {
            var character = text.charAt(i);
            if (text.startsWith(" user=", i)) {
                return true;
            }
            if (text.charAt(i + 1) == ' '
                    && (character == ':'
                            || character == ';'
                            || character == '.' && i + 2 < to && Character.isUpperCase(text.charAt(i + 2)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isToken(char character) {
        return character >= '0' && character <= '9'
                || character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character == '.'
                || character == ':'
                || character == '-'
                || character == '_';
    }

    private static void token(LogLine line, int from, int to, List<Peer> peers) {
        var text = line.text();
        var start = from;
        var end = to;
        while (start < end
                && (".-_".indexOf(text.charAt(start)) >= 0
                        || text.charAt(start) == ':' && !text.startsWith("::", start))) {
            start++;
        }
        while (end > start && ".-_:".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        var token = text.substring(start, end);
        var address = address(token);
        Optional<Integer> port = Optional.empty();
        if (address.isEmpty()) {
            var colon = token.indexOf(':');
            if (colon > 0
                    && colon < 20
                    && !isHex(token, colon)
                    && Place.port(token.substring(colon + 1)).isEmpty()) {
                // a label that sticks to its value: IPv6:2001:db8::1, outside:192.0.2.1
                token(line, start + colon + 1, end, peers);
                return;
            }
            var separator = Math.max(token.lastIndexOf(':'), token.lastIndexOf('-'));
            if (separator < 0 || address(token.substring(0, separator)).isEmpty()) {
                separator = fourthDot(token);
            }
            if (separator < 0 || separator < token.lastIndexOf(':')) {
                // tcpdump writes ports behind a dot
                separator = Math.max(separator, colon < 0 ? -1 : token.lastIndexOf('.'));
            }
            if (separator > 0) {
                port = Place.port(token.substring(separator + 1));
                address = port.isEmpty() && !token.substring(separator + 1).equals("0")
                        ? Optional.empty()
                        : address(token.substring(0, separator));
            }
        }
        if (address.isPresent()) {
            add(line, start, end, address.get(), port, peers);
        } else if (isHostName(text, start, end, token, line)) {
            var weight = weight(line, start, end, true);
            peers.add(new Peer(token.toLowerCase(Locale.ROOT), true, Optional.empty(), weight, start, end));
        }
    }

    private static void add(
            LogLine line, int start, int end, String address, Optional<Integer> attached, List<Peer> peers) {
        var text = line.text();
        var after = end;
        var port = attached;
        var bonus = 0;
        if (start > 1
                && text.charAt(start - 1) == '/'
                && text.charAt(start - 2) != ' '
                && transport(text, start) == start) {
            // part of a path, a URL or a version
            return;
        }
        if (end < text.length()
                && text.charAt(end) == '/'
                && end + 1 < text.length()
                && Character.isDigit(text.charAt(end + 1))) {
            // a network is nobody's machine, a port behind a slash is Cisco's way
            var digits = end + 1;
            while (digits < text.length() && digits < end + 7 && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            if (digits - end <= 3
                    && Prefix.parse(address + text.substring(end, digits)).isPresent()) {
                return;
            }
            port = port.or(() -> Place.port(
                    text.substring(end + 1, Math.min(text.length(), end + 6)).replaceFirst("\\D.*", "")));
        }
        while (after < text.length() && after < end + 3 && "])>\"'".indexOf(text.charAt(after)) >= 0) {
            after++;
        }
        for (var mark : List.of(" port ", " port=", ":", "#", " port: ", " src_port=", " spt=", " SPT=")) {
            if (port.isEmpty() && text.startsWith(mark, after)) {
                var digits = after + mark.length();
                var stop = digits;
                while (stop < text.length() && stop < digits + 6 && Character.isDigit(text.charAt(stop))) {
                    stop++;
                }
                port = Place.port(text.substring(digits, stop));
                bonus = port.isPresent() && mark.equals(" port ") ? WITH_PORT : 0;
            }
        }
        if (text.startsWith("->", after)
                || text.startsWith(" ->", after)
                || text.startsWith(" > ", after)
                || attached.isPresent() && text.startsWith("->", after - 1)) {
            bonus += POINTING;
        }
        var weight = weight(line, start, after, false);
        peers.add(new Peer(address, false, port, weight <= 0 ? weight : weight + bonus, start, after));
    }

    private static Optional<String> address(String token) {
        if (token.isEmpty() || Character.digit(token.charAt(0), 16) < 0 && token.charAt(0) != ':') {
            return Optional.empty();
        }
        var colon = token.indexOf(':');
        if (colon >= 0 && !token.contains("::")) {
            var seven = token.chars().filter(character -> character == ':').count() == 7;
            // hardware addresses and fingerprints have groups of two
            if (!seven || token.length() < 20) {
                return Optional.empty();
            }
        }
        return Prefix.parse(token).map(Prefix::text);
    }

    private static boolean isHex(String token, int end) {
        for (var i = 0; i < end; i++) {
            if (Character.digit(token.charAt(i), 16) < 0) {
                return token.charAt(i) == '.' || token.charAt(i) == '-' && i > 0 && isHex(token, i);
            }
        }
        return true;
    }

    private static int fourthDot(String token) {
        var dots = 0;
        for (var i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '.' && ++dots == 4) {
                return i;
            }
            if (!Character.isDigit(token.charAt(i)) && token.charAt(i) != '.') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isHostName(String text, int start, int end, String token, LogLine line) {
        return token.indexOf(':') < 0
                && Hosts.isName(token)
                && Hosts.isPlausibleAlone(token)
                && (start == 0
                        || "@/\\=".indexOf(text.charAt(start - 1)) < 0
                        || text.charAt(start - 1) == '=' && !isMailField(text, start))
                && (end == text.length() || "@/\\[".indexOf(text.charAt(end)) < 0)
                && !token.equalsIgnoreCase(line.machine());
    }

    /** {@code from=example.com} in a mail server's log is an envelope. */
    private static boolean isMailField(String text, int start) {
        return text.startsWith("from=", Math.max(0, start - 5));
    }

    /** Where {@code IPV4/UDP/} before an address begins, as Asterisk writes it; the address itself without. */
    private static int transport(String text, int start) {
        for (var name : TRANSPORTS) {
            if (text.startsWith(name, start - name.length())) {
                var at = start - name.length();
                return text.startsWith("IPV", at - 5) ? at - 5 : at;
            }
        }
        return start;
    }

    private static int weight(LogLine line, int start, int end, boolean name) {
        var text = line.text();
        var at = transport(text, start) - 1;
        var bonus = 0;
        var adjacent = at >= 0 && (text.charAt(at) == '[' || text.charAt(at) == '(');
        var separated = false;
        for (var hops = 0; hops < 4; hops++) {
            while (at >= line.message() && " \t\"'`([{<\\*".indexOf(text.charAt(at)) >= 0) {
                adjacent |= text.charAt(at) == '[' || text.charAt(at) == '(';
                at--;
            }
            if (at >= line.message() && (text.charAt(at) == '=' || text.charAt(at) == ':')) {
                separated = true;
                at--;
                while (at >= line.message() && " \"'".indexOf(text.charAt(at)) >= 0) {
                    at--;
                }
            }
            if (at < line.message()) {
                return PLAIN + bonus + (!name && isHeading(text, end) ? HEADING : 0);
            }
            if (text.charAt(at) == '>') {
                var arrow = at > 0
                        && (text.charAt(at - 1) == '-' || text.charAt(at - 1) == '=' || text.charAt(at - 1) == ' ');
                return arrow ? OWN_SIDE : PLAIN;
            }
            if (text.charAt(at) == '@') {
                return PLAIN;
            }
            if (text.charAt(at) == ')' && adjacent) {
                // a greeting in between: name (helo) [address]
                var open = text.lastIndexOf('(', at);
                if (open < Math.max(line.message(), at - 255)) {
                    return PLAIN + bonus;
                }
                at = open - 1;
                bonus = BRACKETED;
                continue;
            }
            var wordEnd = at + 1;
            while (at >= line.message()
                    && (isToken(text.charAt(at))
                            && (text.charAt(at) != ':' || at + 1 < wordEnd && text.charAt(at + 1) != ' '))) {
                at--;
            }
            var word = text.substring(at + 1, wordEnd).toLowerCase(Locale.ROOT).replace('-', '_');
            var role = ROLES.get(word);
            if (role == null && word.indexOf('.') >= 0) {
                role = ROLES.get(word.substring(word.lastIndexOf('.') + 1));
            }
            if (role != null && hops == 0) {
                role = knownBetter(text, line.message(), at, role);
            }
            if (role != null
                    && !(role <= 2 && !separated && adjacent && hops == 0 && !text.startsWith("[", start - 1))) {
                return role < 0 ? OWN_SIDE : role + bonus;
            }
            var host = word.indexOf('.') > 0
                    || word.indexOf(':') >= 0
                    || word.startsWith("localhost")
                    || word.equals("unknown");
            if (!(host || adjacent || separated) || word.isEmpty()) {
                return PLAIN + bonus;
            }
            if (adjacent && !separated) {
                bonus = BRACKETED;
            } else if (!host && separated && hops > 0) {
                return PLAIN + bonus;
            }
            if (at < line.message()) {
                return PLAIN + bonus + (!name && isHeading(text, end) ? HEADING : 0);
            }
        }
        return PLAIN + bonus;
    }

    /** {@code from IP}, {@code local host [ipv4:}: where a word names no side, the one before it may. */
    private static int knownBetter(String text, int from, int at, int role) {
        var known = role;
        var end = at + 1;
        for (var words = 0; words < 2 && known > PLAIN && known <= GENERIC; words++) {
            while (end > from && " [(".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            var start = end;
            while (start > from && Character.isLetter(text.charAt(start - 1))) {
                start--;
            }
            var left = ROLES.get(text.substring(start, end).toLowerCase(Locale.ROOT));
            if (left == null) {
                return known;
            }
            known = left;
            end = start;
        }
        return known;
    }

    /** Nothing stood before it, and a colon or dash follows: the message is about this machine. */
    private static boolean isHeading(String text, int end) {
        var at = end;
        while (at < text.length() && "])}".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.startsWith(": ", at) || text.startsWith(" - ", at);
    }

    private static Map<String, Integer> roles() {
        Map<String, Integer> roles = new HashMap<>();
        var weight = 0;
        for (var line : WordTable.lines(LogPeers.class, "log-roles.txt")) {
            if (line.startsWith("[")) {
                var heading = line.substring(1, line.length() - 1);
                weight = heading.equals("own side") ? OWN_SIDE : Integer.parseInt(heading);
            } else {
                roles.put(line, weight);
            }
        }
        return Map.copyOf(roles);
    }
}
