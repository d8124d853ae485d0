package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * Lists of clean-mx as XML: an {@code entry} for each page, with its URL, the address it was seen at ({@code ip}), when
 * ({@code first}, seconds since 1970, 0 for never) and what was found ({@code virusname}; {@code phishtank} in the list of
 * phishing). The address of a second look ({@code review}), name servers and links to scanners accuse nobody. A broken entry
 * costs itself only.
 */
final class CleanMxFeed implements ReportFormat {
    private static final String LIST = "<entries>";
    private static final String OPEN = "<entry>";
    private static final String CLOSE = "</entry>";

    /** Bytes before the first entry: a prolog, at most a letter. */
    private static final int BEFORE = 4096;

    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{8,9}");
    private static final int LONGEST_ENTRY = 64 * 1024;
    private static final int LONGEST_FIELD = 8 * 1024;
    private static final int MOST_FIELDS = 100;
    private static final int MOST_STARTS = 500;
    private static final int DEEPEST = 10;

    /** List, entry, field. */
    private static final int FIELD = 3;

    /** Characters that are held at once; an entry that is longer is broken. */
    private static final int PIECE = 128 * 1024;

    private static final int PORTION = 16 * 1024;

    private final Networks networks;

    CleanMxFeed(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "cleanmx";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var draft = new Draft(name());
        for (var document : content.documents()) {
            var head = document.head(BEFORE);
            if (head.contains(LIST) && head.contains(OPEN)) {
                new Entries(document, draft).read();
            }
        }
        return draft.report();
    }

    /** One document on its way, piece by piece; each read in one go, and past an entry that breaks it with a new start. */
    private final class Entries {
        private final Document document;
        private final Draft draft;
        private String text = "";
        private int position;
        private int number;
        private int starts;
        private int strangers;

        private Entries(Document document, Draft draft) {
            this.document = document;
            this.draft = draft;
        }

        private void read() {
            try (var reader = document.reader()) {
                var rest = new StringBuilder();
                for (var more = true; more && starts <= MOST_STARTS; ) {
                    more = fill(reader, rest);
                    var last = rest.lastIndexOf(CLOSE);
                    var end = more && last >= 0 ? last + CLOSE.length() : rest.length();
                    piece(rest.substring(0, end));
                    rest.delete(0, end);
                }
            } catch (IOException fromMemory) {
                throw new UncheckedIOException(fromMemory);
            }
            if (strangers > 0) {
                draft.warn("%d entries are about addresses of others".formatted(strangers));
            }
        }

        /** False at the end. */
        private static boolean fill(Reader reader, StringBuilder rest) throws IOException {
            var portion = new char[PORTION];
            var read = reader.read(portion);
            while (read >= 0 && rest.length() + read < PIECE) {
                rest.append(portion, 0, read);
                read = reader.read(portion);
            }
            rest.append(portion, 0, Math.max(0, read));
            return read >= 0;
        }

        private void piece(String entries) {
            text = entries;
            position = text.indexOf(OPEN);
            while (position >= 0) {
                var whole = readOn();
                if (position >= 0 && ++starts > MOST_STARTS) {
                    draft.unopened("%s: broken in more than %d places, the rest was left out"
                            .formatted(document.where(), MOST_STARTS));
                    return;
                }
                if (position >= 0 && !whole) {
                    readAlone();
                }
            }
        }

        /** False where it breaks off, with {@code position} at the entry that does it. */
        private boolean readOn() {
            try {
                var reader = Xml.stream(new StringReader(LIST + text.substring(position)));
                var fields = new HashMap<String, String>();
                var field = new StringBuilder();
                var depth = 0;
                while (reader.hasNext()) {
                    switch (reader.next()) {
                        case XMLStreamConstants.START_ELEMENT -> {
                            if (++depth > DEEPEST) {
                                return false;
                            }
                            field.setLength(0);
                        }
                        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                            if (depth == FIELD && field.length() < LONGEST_FIELD) {
                                field.append(reader.getText());
                            }
                        }
                        case XMLStreamConstants.END_ELEMENT -> {
                            if (depth == FIELD && fields.size() < MOST_FIELDS) {
                                var name = Xml.local(reader.getLocalName()).toLowerCase(Locale.ROOT);
                                fields.putIfAbsent(name, field.toString().strip());
                            } else if (depth == FIELD - 1) {
                                ended(fields);
                                fields.clear();
                            }
                            if (--depth == 0) {
                                return true;
                            }
                        }
                        default -> {}
                    }
                }
                return true;
            } catch (XMLStreamException | RuntimeException broken) {
                // the parser of the JDK answers some broken input with exceptions of its inside
                return false;
            }
        }

        /** The entry that breaks off, with what {@link Xml#tree} mends; it costs itself only. */
        private void readAlone() {
            var end = text.indexOf(CLOSE, position);
            var whole = end >= 0 && end - position <= LONGEST_ENTRY
                    ? Xml.tree(text.substring(position, end + CLOSE.length()))
                            .filter(tree -> tree.trouble().isEmpty())
                    : Optional.<Xml.Tree>empty();
            if (whole.isPresent()) {
                var fields = new HashMap<String, String>();
                whole.get()
                        .root()
                        .children()
                        .forEach(child -> fields.putIfAbsent(child.name().toLowerCase(Locale.ROOT), child.text()));
                ended(fields);
            } else {
                number++;
                draft.warn(place() + (end < 0 ? " has no end" : " is no XML that can be read"));
                position = end < 0 ? end : text.indexOf(OPEN, end);
            }
        }

        private void ended(Map<String, String> fields) {
            number++;
            var end = text.indexOf(CLOSE, position);
            position = end < 0 ? end : text.indexOf(OPEN, end);
            if (isOne(fields)) {
                draft.begin();
                strangers += page(fields, place(), draft) ? 0 : 1;
            }
        }

        private String place() {
            return document.where() + ": entry " + number;
        }
    }

    /** Other XML has entries too. */
    private static boolean isOne(Map<String, String> entry) {
        return (entry.containsKey("virusname") || entry.containsKey("phishtank"))
                && entry.containsKey("ip")
                && entry.containsKey("url");
    }

    private static Optional<String> field(Map<String, String> entry, String name) {
        return Optional.ofNullable(entry.get(name)).filter(text -> !text.isEmpty());
    }

    /** False where it is about others. */
    private boolean page(Map<String, String> entry, String place, Draft draft) {
        var ip = field(entry, "ip").flatMap(Prefix::parse);
        if (ip.filter(address -> !networks.mayBeOurs(address)).isPresent()) {
            return false;
        }
        var url = field(entry, "url")
                .map(Place::bounded)
                .map(Refang::line)
                .filter(text -> text.contains("://") && Hosts.ofUrl(text).isPresent());
        var domain = field(entry, "domain")
                .filter(ignored -> url.isEmpty())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(Hosts::isName);
        if (ip.isEmpty() && url.isEmpty() && domain.isEmpty()) {
            draft.warn(place + " names neither a page nor an address");
            return true;
        }
        var type = type(entry);
        var at = seen(entry);
        if (at.isEmpty()) {
            draft.warn(place + " has no time");
        }
        draft.found(new Finding(
                type.map(Type::category).orElse(Category.OTHER),
                type,
                new Subject(ip, Optional.empty(), domain, url, Optional.empty()),
                at));
        url.ifPresent(draft.excerpt()::add);
        return true;
    }

    private static Optional<EventTime> seen(Map<String, String> entry) {
        return field(entry, "first")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> new EventTime(Instant.ofEpochSecond(Long.parseLong(text)), true));
    }

    private static Optional<Type> type(Map<String, String> entry) {
        var list = entry.containsKey("phishtank") ? "phishing" : "";
        return CleanMx.type(list, field(entry, "virusname").orElse(""));
    }
}
