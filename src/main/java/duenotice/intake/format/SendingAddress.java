package duenotice.intake.format;

import duenotice.report.EventTime;
import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells from the headers of an offending mail which machine handed it to the reporter.
 *
 * <p>Everything below the reporter's own header fields was written by the offender, and may name an innocent. So a
 * field counts by who added it, not by what it says.
 *
 * @param at when the reporter's side took the mail
 * @param basis the header field it was read from
 */
record SendingAddress(Prefix ip, Optional<EventTime> at, String basis) {
    private static final int MOST_FIELDS = 200;
    private static final int LONGEST_FIELD = 2000;

    private record Field(String name, String value) {}

    private record Hop(Optional<Prefix> from, boolean byReporter, boolean internal, Optional<EventTime> at) {}

    /**
     * @param headers the header of the offending mail; what follows its first empty line is not looked at
     * @param reporterSide domains that belong to the reporter
     */
    static Optional<SendingAddress> in(String headers, Set<String> reporterSide) {
        var fields = fields(headers);
        List<Hop> hops = new ArrayList<>();
        for (var field : fields) {
            if (field.name.equals("received")) {
                hops.add(hop(field.value, reporterSide));
            }
        }
        return byReporter(hops).or(() -> aboveReceived(fields)).or(() -> firstOf(hops));
    }

    /** Addresses that no mail from outside comes from are the reporter's own, unless there is nothing else. */
    private static Optional<SendingAddress> byReporter(List<Hop> hops) {
        Optional<SendingAddress> inner = Optional.empty();
        for (var hop : hops) {
            if (!hop.byReporter || hop.from.isEmpty() || hop.internal) {
                continue;
            }
            var found = Optional.of(new SendingAddress(hop.from.get(), hop.at, "Received"));
            if (!isPrivate(hop.from.get())) {
                return found;
            }
            inner = inner.or(() -> found);
        }
        return inner;
    }

    /** What the receiver noted above the topmost {@code Received}: there the sender could not write. */
    private static Optional<SendingAddress> aboveReceived(List<Field> fields) {
        Optional<SendingAddress> originating = Optional.empty();
        for (var field : fields) {
            if (field.name.equals("received")) {
                break;
            }
            if (field.name.equals("received-spf")) {
                var checked = addresses(field.value).stream().findFirst();
                if (checked.isPresent()) {
                    return Optional.of(new SendingAddress(checked.get(), Optional.empty(), "Received-SPF"));
                }
            }
            if (field.name.equals("x-originating-ip")) {
                originating = originating.or(() -> addresses(field.value).stream()
                        .findFirst()
                        .map(ip -> new SendingAddress(ip, Optional.empty(), "X-Originating-IP")));
            }
        }
        return originating;
    }

    private static Optional<SendingAddress> firstOf(List<Hop> hops) {
        return hops.stream()
                .filter(hop -> hop.from.isPresent() && !hop.internal)
                .findFirst()
                .map(hop -> new SendingAddress(hop.from.orElseThrow(), hop.at, "Received"));
    }

    /**
     * Reads {@code from HELO (name [address]) by host …; date} (RFC 5321 §4.4). The address stands last before
     * {@code by}; the HELO name is the sender's own claim and proves nothing.
     */
    private static Hop hop(String value, Set<String> reporterSide) {
        var semicolon = value.lastIndexOf(';');
        var at = semicolon < 0 ? Optional.<EventTime>empty() : EventTimes.parse(value.substring(semicolon + 1));
        var by = value.indexOf(" by ", 5);
        if (!value.regionMatches(true, 0, "from ", 0, 5) || by < 0) {
            return new Hop(Optional.empty(), false, false, at);
        }
        var from = value.substring(5, by);
        var host = value.substring(by + 4).stripLeading();
        var end = 0;
        while (end < host.length() && " ;(\t".indexOf(host.charAt(end)) < 0) {
            end++;
        }
        var taker = host.substring(0, end);
        var byReporter = isOf(taker, reporterSide);
        var addresses = addresses(from);
        var giver = resolvedName(from);
        var internal = byReporter && isOf(giver, reporterSide)
                || giver.indexOf('.') > 0 && Hosts.sameOrganisation(taker, giver);
        return new Hop(
                addresses.isEmpty() ? Optional.empty() : Optional.of(addresses.getLast()), byReporter, internal, at);
    }

    /** The name the receiving server found for the address itself: {@code (name [address])}. */
    private static String resolvedName(String from) {
        var open = from.indexOf('(');
        var bracket = from.indexOf(" [", open + 1);
        return open < 0 || bracket < 0 ? "" : from.substring(open + 1, bracket).strip();
    }

    private static boolean isOf(String host, Set<String> domains) {
        var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.indexOf('.') > 0
                && domains.stream().anyMatch(domain -> Hosts.sameOrganisation(domain, name.toLowerCase(Locale.ROOT)));
    }

    private static List<Prefix> addresses(String text) {
        return Place.in(text).stream()
                .filter(place -> place.kind() == Place.Kind.ADDRESS)
                .map(place -> Prefix.of(place.text()))
                .filter(Prefix::isAddress)
                .toList();
    }

    private static boolean isPrivate(Prefix ip) {
        var text = ip.text();
        if (ip.isV6()) {
            return text.startsWith("fc") || text.startsWith("fd");
        }
        return text.startsWith("10.")
                || text.startsWith("192.168.")
                || (text.startsWith("172.") && secondOctet(text) >= 16 && secondOctet(text) <= 31);
    }

    private static int secondOctet(String address) {
        var dot = address.indexOf('.');
        return Integer.parseInt(address.substring(dot + 1, address.indexOf('.', dot + 1)));
    }

    private static List<Field> fields(String headers) {
        List<Field> fields = new ArrayList<>();
        var name = "";
        var value = new StringBuilder();
        for (var line : (Iterable<String>) headers.lines()::iterator) {
            if (line.isBlank() && !name.isEmpty() || fields.size() >= MOST_FIELDS) {
                break;
            }
            if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                if (value.length() + line.length() < LONGEST_FIELD) {
                    value.append(' ').append(line.strip());
                }
                continue;
            }
            if (!name.isEmpty()) {
                fields.add(new Field(name, value.toString()));
            }
            var colon = line.indexOf(':');
            name = colon <= 0 || colon > 60 || line.substring(0, colon).indexOf(' ') >= 0
                    ? ""
                    : line.substring(0, colon).toLowerCase(Locale.ROOT);
            value.setLength(0);
            value.append(line, colon + 1, Math.min(line.length(), colon + 1 + LONGEST_FIELD));
            var text = value.toString().strip();
            value.setLength(0);
            value.append(text);
        }
        if (!name.isEmpty()) {
            fields.add(new Field(name, value.toString()));
        }
        return fields;
    }
}
