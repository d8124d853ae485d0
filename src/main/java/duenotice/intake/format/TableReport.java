package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.mail.MailKind;
import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Letters with a table of machines, in their text or attached, as CERTs write them. Columns are known by their headings;
 * what happened stands in a column or in the words around, and so does the zone of the times.
 */
final class TableReport implements ReportFormat {
    /** Characters; a longer list comes as a feed. */
    private static final int LONGEST = 4 * 1024 * 1024;

    /** Characters of an unknown kind that are shown. */
    private static final int LONGEST_KIND = 40;

    /** Of one table; 100,000 rows. */
    private static final int MOST_PIECES = 25;

    private static final Type INFECTED = Type.of("connection/infected_host");
    private static final Type OPEN = Type.of("vulnerability/open_service");
    private static final Type LOGIN = Type.of("connection/login_attack");
    private static final Type CVE = Type.of("vulnerability/cve");

    private final Networks networks;

    TableReport(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "table";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        return content.mail().filter(mail -> !MailKind.bringsBack(mail)).flatMap(mail -> read(content, mail));
    }

    private Optional<Understanding.Report> read(Content content, Mail mail) {
        var lines = lines(content.text());
        var tables = Table.in(lines);
        List<Table> attached = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        if (lines.size() == Table.MOST_LINES) {
            unread.add("tables were looked for in the first %d lines only".formatted(Table.MOST_LINES));
        }
        for (var document : content.documents()) {
            if (!document.body() && isText(document)) {
                var all = document.text(LONGEST)
                        .lines()
                        .map(TableReport::unquoted)
                        .toList();
                var whole = readOn(all, attached);
                if (!whole || document.content().length > LONGEST) {
                    unread.add(document.where() + ": too long a table, the rest was not read");
                }
            }
        }
        if (tables.isEmpty() && attached.isEmpty() || content.isNewsletter()) {
            return Optional.empty();
        }
        var prose = HumanText.of(String.join("\n", without(tables, lines)));
        var words = ComplaintWords.in(mail.subject().orElse(""), prose.lines());
        var reader = new Rows(words.type(), prose, mail.date());
        tables.forEach(reader::read);
        attached.forEach(reader::read);
        if (reader.findings.isEmpty() || !words.complains() && !reader.kindsTold) {
            return Optional.empty();
        }
        if (tables.stream().anyMatch(TableReport::isCut)) {
            unread.add("a table with more than " + Table.MOST_ROWS + " rows: the rest was not read");
        }
        var excerpt = new Excerpt();
        var childAbuse = reader.findings.stream()
                .anyMatch(finding -> finding.typeOrUnknown().isChildAbuse());
        if (!childAbuse) {
            for (var table : tables.isEmpty() ? attached : tables) {
                excerpt.add(String.join(" | ", table.headings()));
                table.rows().stream().limit(10).forEach(row -> excerpt.add(String.join(" | ", row.cells())));
            }
        }
        return Optional.of(new Understanding.Report(new Reading(
                name(),
                Optional.empty(),
                Optional.empty(),
                reader.ours(),
                excerpt.text(),
                List.copyOf(reader.warnings),
                unread)));
    }

    /** Adds the tables of a document, a long one in pieces under the same headings; false where it is too long for that. */
    private static boolean readOn(List<String> lines, List<Table> tables) {
        var found = Table.in(lines.subList(0, Math.min(lines.size(), Table.MOST_LINES)));
        tables.addAll(found);
        if (found.isEmpty()) {
            return true;
        }
        var table = found.getLast();
        var headed = table.rows().getFirst().line() > table.firstLine();
        var heading = headed ? List.of(lines.get(table.firstLine())) : List.<String>of();
        var next = table.lastLine() + 1;
        for (var pieces = 1; isCut(table) && next < lines.size(); pieces++) {
            List<String> piece = new ArrayList<>(heading);
            piece.addAll(lines.subList(next, Math.min(lines.size(), next + Table.MOST_ROWS)));
            var more = Table.in(piece);
            if (more.isEmpty() || pieces == MOST_PIECES) {
                return more.isEmpty();
            }
            table = more.getFirst();
            tables.add(table);
            next += table.lastLine() + 1 - heading.size();
        }
        return true;
    }

    private static boolean isCut(Table table) {
        return table.rows().size() == Table.MOST_ROWS;
    }

    private static List<String> lines(String text) {
        var bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return bounded.lines()
                .limit(Table.MOST_LINES)
                .map(TableReport::unquoted)
                .toList();
    }

    private static String unquoted(String line) {
        var start = 0;
        while (start < line.length()
                && start < 20
                && (line.charAt(start) == '>'
                        || line.charAt(start) == ' ' && start > 0 && line.charAt(start - 1) == '>')) {
            start++;
        }
        return line.substring(start);
    }

    private static boolean isText(Document document) {
        return document.contentType().equals("text/csv")
                || document.contentType().equals("text/plain")
                || document.contentType().equals("text/tab-separated-values")
                || document.contentType().equals("application/csv")
                || document.name().matches("(?i).{1,200}\\.(csv|tsv|txt)");
    }

    private static List<String> without(List<Table> tables, List<String> lines) {
        List<String> prose = new ArrayList<>();
        var at = 0;
        for (var table : tables) {
            prose.addAll(lines.subList(at, table.firstLine()));
            at = table.lastLine() + 1;
        }
        prose.addAll(lines.subList(at, lines.size()));
        return prose;
    }

    private final class Rows {
        private final Optional<Type> prose;
        private final Optional<ZoneId> zone;
        private final Optional<Instant> written;

        /** Times in the words around the table. */
        private final TextTimes told;

        private final Set<Finding> findings = new LinkedHashSet<>();
        private final Set<String> warnings = new LinkedHashSet<>();
        private boolean kindsTold;

        /** Zones by the headings that state them. */
        private final Map<String, Optional<ZoneId>> headed = new HashMap<>();

        private Rows(Optional<Type> prose, HumanText around, Optional<Instant> written) {
            this.prose = prose;
            this.zone = around.zone();
            this.written = written;
            this.told = new TextTimes(around, written);
        }

        /** Where some of the machines are ours, the others are somebody else's business. */
        private List<Finding> ours() {
            var own = findings.stream()
                    .filter(finding ->
                            finding.subject().ip().filter(networks::isOurs).isPresent())
                    .toList();
            return own.isEmpty() ? List.copyOf(findings) : own;
        }

        private void read(Table table) {
            var columns = table.headings().stream().map(Column::of).toList();
            var source = sourceColumn(table, columns);
            for (var row : table.rows()) {
                var finding = finding(table, columns, source, row);
                if (finding.isPresent()) {
                    findings.add(finding.get());
                } else {
                    warnings.add("row in line " + (row.line() + 1) + " names no address");
                }
            }
        }

        private int sourceColumn(Table table, List<Column> columns) {
            var best = -1;
            for (var i = 0; i < columns.size(); i++) {
                var column = i;
                var holds = table.rows().stream()
                        .limit(20)
                        .anyMatch(row -> Table.isAddress(row.cells().get(column)));
                if (columns.get(i) == Column.SOURCE
                        && holds
                        && (best < 0
                                || isPlainer(
                                        table.headings().get(i),
                                        table.headings().get(best)))) {
                    best = i;
                }
            }
            return best;
        }

        /** {@code Source IP} is believed before {@code Host}. */
        private static boolean isPlainer(String one, String other) {
            return Labels.of(one, Place.Kind.ADDRESS).equals(Optional.of(Standing.LABELLED_SOURCE))
                    && !Labels.of(other, Place.Kind.ADDRESS).equals(Optional.of(Standing.LABELLED_SOURCE));
        }

        private Optional<Finding> finding(Table table, List<Column> columns, int source, Table.Row row) {
            var place = source < 0
                    ? Optional.<Place>empty()
                    : Table.address(row.cells().get(source));
            var url = cell(columns, row, Column.PAGE)
                    .map(Refang::line)
                    .filter(cell -> Hosts.ofUrl(cell).isPresent());
            var name = cell(columns, row, Column.NAME)
                    .map(cell -> Refang.line(cell).toLowerCase(java.util.Locale.ROOT))
                    .filter(Hosts::isName);
            if (place.isEmpty() && url.isEmpty()) {
                return Optional.empty();
            }
            var ip = place.map(found -> Prefix.of(found.text()));
            var type = type(columns, table, row);
            var at = time(table, columns, row);
            var port = place.flatMap(Place::port).or(() -> port(columns, row, Column.SOURCE_PORT));
            var lying = type.filter(known ->
                            known.group().equals("content") || known.group().equals("copyright"))
                    .isPresent();
            var subject = new Subject(
                    ip,
                    port,
                    url.isEmpty() && lying ? name : Optional.empty(),
                    lying || ip.isEmpty() ? url : Optional.empty(),
                    Optional.empty());
            var victim = cellOfAddress(columns, row).map(found -> Prefix.of(found.text()));
            return new AttackedServer(victim, port(columns, row, Column.VICTIM_PORT))
                    .finding(networks, type, subject, at)
                    .or(() -> Optional.of(
                            new Finding(type.map(Type::category).orElse(Category.OTHER), type, subject, at)));
        }

        private static Optional<Place> cellOfAddress(List<Column> columns, Table.Row row) {
            return cell(columns, row, Column.VICTIM).flatMap(Table::address);
        }

        private static Optional<String> cell(List<Column> columns, Table.Row row, Column wanted) {
            for (var i = 0; i < columns.size(); i++) {
                if (columns.get(i) == wanted && !row.cells().get(i).isEmpty()) {
                    return Optional.of(row.cells().get(i));
                }
            }
            return Optional.empty();
        }

        private static Optional<Integer> port(List<Column> columns, Table.Row row, Column wanted) {
            return cell(columns, row, wanted).flatMap(Place::port);
        }

        private Optional<Type> type(List<Column> columns, Table table, Table.Row row) {
            var unknown = false;
            for (var i = 0; i < columns.size(); i++) {
                var cell = row.cells().get(i);
                if (columns.get(i) == Column.KIND && !cell.isEmpty()) {
                    var named = named(cell);
                    kindsTold |= named.isPresent();
                    if (named.isPresent()) {
                        return named;
                    }
                    if (Column.namesTypes(table.headings().get(i)) && !isVoid(cell)) {
                        unknown = true;
                        warnings.add("rows of a kind that is not known, and without a type: "
                                + cell.substring(0, Math.min(cell.length(), LONGEST_KIND)));
                    }
                }
            }
            // what the letter speaks of at large is not what this row is called
            if (prose.isPresent() && !unknown) {
                return prose;
            }
            if (cell(columns, row, Column.MALWARE).isPresent()) {
                kindsTold = true;
                return Optional.of(INFECTED);
            }
            if (table.headings().stream()
                    .anyMatch(heading -> Labels.words(heading).contains("cve"))) {
                kindsTold = true;
                return Optional.of(CVE);
            }
            if (table.headings().stream().anyMatch(heading -> heading.equalsIgnoreCase("password"))) {
                kindsTold = true;
                return Optional.of(LOGIN);
            }
            return cell(columns, row, Column.SERVICE).isPresent()
                            && Labels.words(String.join(" ", table.headings())).contains("open")
                    ? Optional.of(OPEN)
                    : Optional.empty();
        }

        private static boolean isVoid(String cell) {
            return cell.chars().noneMatch(Character::isLetter) || cell.equalsIgnoreCase("n/a");
        }

        private static Optional<Type> named(String cell) {
            return Type.parse(cell)
                    .filter(type -> XarfTypes.all().contains(type.toString()))
                    .or(() -> AbuseNames.type(cell))
                    .or(() -> ComplaintWords.in(cell, List.of()).type());
        }

        private Optional<EventTime> time(Table table, List<Column> columns, Table.Row row) {
            for (var i = 0; i < columns.size(); i++) {
                var column = columns.get(i);
                if (column != Column.DATE && column != Column.CLOCK) {
                    continue;
                }
                var stated = headed.computeIfAbsent(
                                table.headings().get(i), heading -> EventTimes.zoneInProse("time zone " + heading))
                        .or(() -> zone);
                var cell = row.cells().get(i);
                var found = EventTimes.parse(cell)
                        .filter(EventTime::zoneKnown)
                        .or(() -> EventTimes.find(cell, stated, written));
                if (found.isPresent()) {
                    return found;
                }
                var clock = cell(columns, row, Column.CLOCK);
                if (column == Column.DATE && clock.isPresent()) {
                    var joined = EventTimes.find(cell + " " + clock.get(), stated, written);
                    if (joined.isPresent()) {
                        return joined;
                    }
                }
            }
            if (columns.stream().allMatch(column -> column == Column.OTHER || column == Column.SOURCE)) {
                var found = row.cells().stream()
                        .map(cell -> EventTimes.find(cell, zone, written))
                        .flatMap(Optional::stream)
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
            var around = told.of(List.of());
            if (told.isStandIn()) {
                warnings.add("no event time in the table or the text, the date of the mail stands in for it");
            }
            return around;
        }
    }
}
