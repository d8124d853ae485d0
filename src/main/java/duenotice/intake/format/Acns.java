package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Notices of the Automated Copyright Notice System (ACNS 1.x and 2.0), as XML between words, quoted, behind the dashes
 * of a PGP signature, attached, or all of that in one mail. The customer behind a shared address is told by its port
 * and the time.
 */
final class Acns implements ReportFormat {
    private static final String ROOT = "Infringement";

    private static final Type COPYRIGHT = Type.of("copyright/copyright");

    private static final Set<String> PEER_TO_PEER = Set.of(
            "p2p",
            "peer",
            "bittorrent",
            "torrent",
            "utorrent",
            "edonkey",
            "emule",
            "ed2k",
            "gnutella",
            "gnutella2",
            "g2",
            "ares",
            "kazaa",
            "fasttrack",
            "limewire",
            "directconnect",
            "dc",
            "kad",
            "dht",
            "warez",
            "piolet",
            "overnet",
            "soulseek");

    private final PlainText words;

    /** @param words reads what the XML does not tell */
    Acns(PlainText words) {
        this.words = words;
    }

    @Override
    public String name() {
        return "acns";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var blocks = blocks(content);
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        Set<Finding> findings = new LinkedHashSet<>();
        Set<String> cases = new LinkedHashSet<>();
        Set<String> warnings = new LinkedHashSet<>();
        var excerpt = new Excerpt();
        for (var block : blocks) {
            Xml.tree(block).ifPresent(tree -> {
                var before = findings.size();
                tree.root()
                        .anywhere("Source")
                        .map(source -> finding(source, tree.root()))
                        .flatMap(Optional::stream)
                        .forEach(findings::add);
                tree.trouble().filter(_ -> findings.size() == before).ifPresent(warnings::add);
                tree.root()
                        .anywhere("Case")
                        .flatMap(one -> one.textOf("ID").stream())
                        .forEach(cases::add);
                if (findings.size() > before) {
                    describe(tree.root(), excerpt);
                }
            });
        }
        if (findings.isEmpty()) {
            // the words around it often say the same
            words.read(content).ifPresent(said -> findings.addAll(said.reading().findings()));
            warnings.add(findings.isEmpty() ? "the notice names no address" : "read from the words around the XML");
        }
        if (cases.size() > 1) {
            warnings.add("several cases in one: " + String.join(", ", cases));
        }
        return Optional.of(new Understanding.Report(new Reading(
                name(),
                Optional.empty(),
                cases.stream().findFirst(),
                List.copyOf(findings),
                excerpt.text(),
                List.copyOf(warnings))));
    }

    private static List<String> blocks(Content content) {
        List<String> blocks = new ArrayList<>();
        for (var document : content.documents()) {
            if (!document.contentType().equals("text/html")
                    && document.content().length <= Xml.LONGEST
                    && document.mentions(ROOT)) {
                blocks.addAll(blocksIn(document.text(Xml.LONGEST)));
            }
        }
        return !blocks.isEmpty() ? blocks : blocksIn(content.text());
    }

    private static List<String> blocksIn(String text) {
        if (!text.contains(ROOT) || !text.toLowerCase(Locale.ROOT).contains("acns")) {
            return List.of();
        }
        var plain = text.contains(">") && (text.contains("\n>") || text.contains("\n- ")) ? unquoted(text) : text;
        return Xml.blocks(plain, ROOT);
    }

    /** Without marks of quotation and the dashes that PGP puts before lines (RFC 9580 §7.2). */
    private static String unquoted(String text) {
        var plain = new StringBuilder(text.length());
        for (var line : (Iterable<String>) text.lines()::iterator) {
            var start = HumanText.quotation(line);
            if (line.startsWith("- ", start)) {
                start += 2;
            }
            plain.append(line, start, line.length()).append('\n');
        }
        return plain.toString();
    }

    private static Optional<Finding> finding(Xml.Element source, Xml.Element notice) {
        var type = type(source);
        var url = type.equals(COPYRIGHT) ? url(source, notice) : Optional.<String>empty();
        var ip = source.textOf("IP_Address")
                .or(() -> source.textOf("IPAddress"))
                .or(() -> source.textOf("IP"))
                .map(String::strip)
                .flatMap(Prefix::parse)
                .or(() -> url.flatMap(Hosts::ofUrl).flatMap(Prefix::parse));
        var domain = ip.isPresent() || url.isPresent()
                ? Optional.<String>empty()
                : source.textOf("DNS_Name")
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(Hosts::isName);
        if (ip.isEmpty() && url.isEmpty() && domain.isEmpty()) {
            return Optional.empty();
        }
        var port = source.textOf("Port").flatMap(Place::port);
        var subject =
                new Subject(ip, port, domain, url, source.textOf("UserName").filter(name -> name.length() < 200));
        return Optional.of(new Finding(Category.OTHER, Optional.of(type), subject, time(source, notice)));
    }

    /** The source's own time; an item's only where that is missing. */
    private static Optional<EventTime> time(Xml.Element source, Xml.Element notice) {
        return source.textOf("TimeStamp")
                .flatMap(EventTimes::parse)
                .or(() -> notice.anywhere("Item")
                        .flatMap(item -> item.textOf("TimeStamp").stream())
                        .map(EventTimes::parse)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<String> url(Xml.Element source, Xml.Element notice) {
        return source.textOf("URL")
                .or(() -> source.textOf("URL_Base"))
                .or(() -> notice.anywhere("Item")
                        .flatMap(item -> item.textOf("URL").stream())
                        .findFirst())
                .map(String::strip)
                .filter(url -> url.contains("://")
                        && url.length() < 2000
                        && Hosts.ofUrl(url).isPresent());
    }

    private static Type type(Xml.Element source) {
        var told = new StringBuilder(source.textOf("Type").orElse(""));
        source.all("SubType").forEach(subtype -> {
            told.append(' ').append(subtype.text());
            subtype.attributes().values().forEach(value -> told.append(' ').append(value));
        });
        var words = Labels.words(told.toString());
        if (words.stream().anyMatch(PEER_TO_PEER::contains)) {
            return Type.of("copyright/p2p");
        }
        if (words.contains("usenet") || words.contains("nntp") || words.contains("newsgroup")) {
            return Type.of("copyright/usenet");
        }
        if (words.contains("cyberlocker") || words.contains("onlinestorage")) {
            return Type.of("copyright/cyberlocker");
        }
        return COPYRIGHT;
    }

    private static void describe(Xml.Element notice, Excerpt excerpt) {
        for (var field : List.of("TimeStamp", "IP_Address", "Port", "Type", "DNS_Name")) {
            notice.anywhere("Source")
                    .findFirst()
                    .flatMap(source -> source.textOf(field))
                    .ifPresent(value -> excerpt.add(field + ": " + value));
        }
        for (var field : List.of("Title", "FileName", "FileSize", "URL")) {
            notice.anywhere("Item")
                    .findFirst()
                    .flatMap(item -> item.textOf(field))
                    .ifPresent(value -> excerpt.add(field + ": " + value));
        }
    }
}
