package duenotice.intake.format;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A complaint's text as the complainant wrote it: pasted mails, WHOIS answers, traceroutes and the signature taken
 * out, defanging undone, quotation marks at the beginning of lines dropped.
 */
final class HumanText {
    /** Characters looked at: an accusation stands at the beginning, evidence may go on for megabytes. */
    static final int LONGEST = 64 * 1024;

    private static final int MOST_LINES = 1500;

    private static final Pattern HEADER = Pattern.compile(
            "(?i)(?:x-|arc-|dkim-|return-path|delivered-to|envelope-to|received-spf|authentication-results|message-id)"
                    + "[a-z0-9-]{0,40}+: ?.{0,2000}+");

    /** Fields of WHOIS answers (RPSL, ARIN): addresses in them are networks and other people. */
    private static final Set<String> WHOIS = Set.of(
            "inetnum",
            "inet6num",
            "netrange",
            "cidr",
            "route",
            "route6",
            "netname",
            "nethandle",
            "nettype",
            "originas",
            "descr",
            "mnt-by",
            "mnt-lower",
            "mnt-routes",
            "admin-c",
            "tech-c",
            "nserver",
            "remarks",
            "abuse-mailbox",
            "orgname",
            "orgid",
            "org-name",
            "orgabuseemail",
            "orgabusehandle",
            "nic-hdl",
            "aut-num",
            "as-name",
            "changed",
            "last-modified",
            "created",
            "parent");

    private final List<String> original;
    private final List<String> lines;
    private final Optional<String> pastedHeaders;

    private HumanText(List<String> original, List<String> lines, Optional<String> pastedHeaders) {
        this.original = original;
        this.lines = lines;
        this.pastedHeaders = pastedHeaders;
    }

    static HumanText of(String text) {
        var bounded = text.substring(0, Math.min(text.length(), LONGEST));
        List<String> original = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Optional<String> pasted = Optional.empty();
        var all = joined(
                bounded.lines().limit(MOST_LINES).map(HumanText::unquoted).toList());
        for (var i = 0; i < all.size(); i++) {
            var line = all.get(i);
            if (isSignature(line) && all.size() - i < 30) {
                break;
            }
            if (isPastedHeader(all, i)) {
                var from = i;
                while (!lines.isEmpty() && !lines.getLast().isBlank() && isMailHeader(lines.getLast())) {
                    lines.removeLast();
                    original.removeLast();
                    from--;
                }
                pasted = Optional.of(String.join("\n", all.subList(Math.max(0, from), all.size())));
                break;
            }
            if (isWhois(line) || isHop(line)) {
                continue;
            }
            original.add(line);
            lines.add(labelled(Refang.line(line)));
        }
        return new HumanText(original, lines, pasted);
    }

    /** A row of two cells whose first is a label, {@code Source IP | 192.0.2.1}, says the same as with a colon. */
    private static String labelled(String line) {
        for (var separator : new char[] {'\t', '|', ' '}) {
            if (separator == ' ' ? line.strip().contains("   ") : line.indexOf(separator) >= 0) {
                var cells = Table.cells(line, separator).stream()
                        .filter(cell -> !cell.isEmpty())
                        .toList();
                if (cells.size() == 2 && isLabel(cells.getFirst())) {
                    return cells.getFirst() + ": " + cells.getLast();
                }
            }
        }
        return line;
    }

    private static boolean isLabel(String cell) {
        return cell.length() <= 40
                && cell.chars().noneMatch(Character::isDigit)
                && ":=|".indexOf(cell.charAt(cell.length() - 1)) < 0
                && (Labels.of(cell, Place.Kind.ADDRESS).isPresent()
                        || Labels.of(cell, Place.Kind.URL).isPresent()
                        || TextTimes.isTimeLabel(Labels.words(cell)));
    }

    /** Refanged. */
    List<String> lines() {
        return lines;
    }

    /** As written; the same number of lines. */
    List<String> original() {
        return original;
    }

    /** The offending mail's header where the complainant pasted it into the text, with what follows. */
    Optional<String> pastedHeaders() {
        return pastedHeaders;
    }

    /** What the text says of the zone of its times. */
    Optional<ZoneId> zone() {
        for (var line : lines) {
            var zone = EventTimes.zoneInProse(line);
            if (zone.isPresent()) {
                return zone;
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String line) {
        var start = quotation(line);
        return start == 0 ? line : line.substring(start);
    }

    /** Where a quoted line begins behind its marks; 0 where it is not quoted. */
    static int quotation(String line) {
        var start = 0;
        while (start < line.length()
                && start < 20
                && (line.charAt(start) == '>' || line.charAt(start) == ' ' && start > 0)) {
            start++;
        }
        return start;
    }

    /** A URL in angle brackets that mail software broke in two is one again (RFC 3986, appendix C). */
    private static List<String> joined(List<String> lines) {
        List<String> joined = new ArrayList<>(lines.size());
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var open = line.lastIndexOf("<http");
            if (open >= 0
                    && line.indexOf('>', open) < 0
                    && line.indexOf(' ', open) < 0
                    && i + 1 < lines.size()
                    && lines.get(i + 1).indexOf('>') > 0
                    && lines.get(i + 1)
                                    .substring(0, lines.get(i + 1).indexOf('>'))
                                    .indexOf(' ')
                            < 0) {
                joined.add(line + lines.get(++i));
            } else {
                joined.add(line);
            }
        }
        return joined;
    }

    private static boolean isSignature(String line) {
        return line.equals("-- ") || line.equals("--");
    }

    /** {@code Received:} with what only a mail server writes; people do not. */
    private static boolean isPastedHeader(List<String> lines, int at) {
        var line = lines.get(at).stripLeading();
        if (line.regionMatches(true, 0, "Received:", 0, 9)) {
            var rest = line.substring(9).stripLeading().toLowerCase(Locale.ROOT);
            var next = at + 1 < lines.size() ? lines.get(at + 1).toLowerCase(Locale.ROOT) : "";
            return (rest.startsWith("from ") || rest.startsWith("by ") || rest.startsWith("("))
                    && (rest + " " + next).contains("by ");
        }
        var telling = line.regionMatches(true, 0, "Return-Path:", 0, 12)
                || line.regionMatches(true, 0, "Delivered-To:", 0, 13)
                || line.regionMatches(true, 0, "X-Originating-IP:", 0, 17)
                || line.regionMatches(true, 0, "X-Received:", 0, 11);
        for (var i = at + 1;
                telling && i < Math.min(lines.size(), at + 30) && !lines.get(i).isBlank();
                i++) {
            if (lines.get(i).stripLeading().regionMatches(true, 0, "Received:", 0, 9)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMailHeader(String line) {
        return HEADER.matcher(line).matches();
    }

    private static boolean isWhois(String line) {
        if (line.startsWith("% ") || line.startsWith("# ARIN")) {
            return true;
        }
        var colon = line.indexOf(':');
        return colon > 3
                && colon < 24
                && WHOIS.contains(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
    }

    /** A hop of a traceroute: {@code  3  gateway (192.0.2.1)  1.234 ms}. */
    private static boolean isHop(String line) {
        var text = line.stripLeading();
        var digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        return digits > 0
                && digits < 3
                && text.startsWith("  ", digits)
                && text.stripTrailing().endsWith(" ms");
    }
}
