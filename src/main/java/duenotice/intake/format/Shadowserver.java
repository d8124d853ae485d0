package duenotice.intake.format;

import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reports of The Shadowserver Foundation: tables, one kind of report each, as attachment or archive of a mail, in its
 * text, or as CSV or JSON from the API. What a report means stands in its file's name alone, see
 * {@code formats/shadowserver.txt}; where it has none the columns tell.
 */
final class Shadowserver implements ReportFormat {
    static final String NAME = "shadowserver-csv";
    private static final String REPORTER = "The Shadowserver Foundation";

    /** Columns that say whom it is about; a table without one of them is somebody else's. */
    private static final Set<String> WHOM =
            Set.of("ip", "src_ip", "dst_ip", "http_referer_ip", "url", "username", "md5hash", "email");

    /** The column that all its tables have. */
    private static final String TIME = "timestamp";

    /** Lines of a mail's text in which a heading is looked for, and of a file. */
    private static final int LINES_OF_TEXT = 400;

    private static final int LINES_OF_FILE = 5;
    private static final int BEGINNING = 8 * 1024;

    private static final int LONGEST_URL = 2000;
    private static final int LONGEST_EXCERPT = 300;

    /** What people want to see of a row beside whom and when. */
    private static final List<String> TELLING = List.of(
            "severity",
            "protocol",
            "hostname",
            "tag",
            "infection",
            "family",
            "application",
            "version",
            "http_host",
            "url",
            "banner");

    private final Networks networks;

    Shadowserver(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<? extends Understanding> read(Content content) {
        var findings = new BulkFindings(networks);
        List<String> warnings = new ArrayList<>();
        var found = false;
        for (var document : content.documents()) {
            if (!mayBeTable(document)) {
                continue;
            }
            var named = report(document, content);
            var table = table(document, named.isPresent());
            if (table.isPresent()) {
                found = true;
                read(document, table.get(), named, findings, warnings);
            }
        }
        if (!found) {
            return Optional.empty();
        }
        var reading = findings.reading(NAME, Optional.of(REPORTER), warnings);
        return Optional.of(
                findings.rows() == 0 && reading.unopened().isEmpty()
                        ? new Understanding.FiledAway(NAME, String.join("; ", warnings))
                        : new Understanding.Report(reading));
    }

    private static boolean mayBeTable(Document document) {
        return document.content().length > 10 && mentionsTime(document.head(BEGINNING));
    }

    /** A cheap look before the careful one: the name of a column ends at a separator, a label at a colon. */
    private static boolean mentionsTime(String beginning) {
        for (var spelling : List.of("imestamp", "imeStamp", "IMESTAMP")) {
            for (var at = beginning.indexOf(spelling); at >= 0; at = beginning.indexOf(spelling, at + 1)) {
                var end = at + spelling.length();
                if (end < beginning.length() && ",;\t\"\r\n ".indexOf(beginning.charAt(end)) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** By the name of its file, of the archive around it, or in the mail's subject, in this order. */
    private static Optional<ShadowserverReport> report(Document document, Content content) {
        return ShadowserverReports.ofFile(document.name())
                .or(() -> ShadowserverReports.ofFile(
                        document.within().substring(document.within().lastIndexOf('/') + 1)))
                .or(() -> content.mail()
                        .flatMap(mail -> mail.subject())
                        .filter(subject -> subject.toLowerCase(Locale.ROOT).contains("shadowserver"))
                        .flatMap(Shadowserver::inSubject));
    }

    private static Optional<ShadowserverReport> inSubject(String subject) {
        for (var word : subject.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+")) {
            if (word.indexOf('_') > 0) {
                var report = ShadowserverReports.named(word);
                if (report.isPresent()) {
                    return report;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<? extends TableRows> table(Document document, boolean named) {
        var json = JsonRows.in(document, rows -> isOurs(rows::has, named));
        return json.isPresent()
                ? json
                : CsvRows.in(
                        document,
                        document.body() ? LINES_OF_TEXT : LINES_OF_FILE,
                        TIME,
                        heading -> isOurs(heading::contains, named));
    }

    private interface Columns {
        boolean have(String column);
    }

    /** All its tables have a time; nearly all say in which network and country an address lies. */
    private static boolean isOurs(Columns columns, boolean named) {
        return columns.have(TIME)
                && WHOM.stream().anyMatch(columns::have)
                && (named
                        || columns.have("asn") && columns.have("geo")
                        || columns.have("src_asn") && columns.have("src_geo")
                        || columns.have("http_referer_asn"));
    }

    private void read(
            Document document,
            TableRows rows,
            Optional<ShadowserverReport> named,
            BulkFindings findings,
            List<String> warnings) {
        var report = named.or(() -> ShadowserverReports.like(rows));
        if (named.isEmpty()) {
            warnings.add(document.where() + ": no file name says which report this is; its columns were gone by");
        }
        if (report.filter(known -> known.meaning() == ShadowserverMeaning.NOBODY)
                .isPresent()) {
            warnings.add(document.where() + ": a " + report.get().name() + " report names no address of anybody");
            return;
        }
        var type = report.flatMap(known -> known.meaning().type());
        var read = 0;
        while (rows.next()) {
            read++;
            if (rows.trouble().isPresent()) {
                findings.bad(document.where(), rows.line(), rows.trouble().get());
                continue;
            }
            var one = report.orElseGet(() -> ofFlood(rows));
            var subject = subject(one, rows);
            if (subject.isPresent()) {
                findings.add(finding(one, type.or(() -> one.meaning().type()), subject.get(), rows));
            } else {
                findings.bad(
                        document.where(),
                        rows.line(),
                        "names no address in " + one.subject().address());
            }
        }
        rows.brokenOff().ifPresent(reason -> findings.brokenOff(document.where(), reason));
        if (read == 0 && rows.brokenOff().isEmpty()) {
            warnings.add(document.where() + ": no rows, nothing is reported");
        }
    }

    /** Attacker and victim stand side by side and no name says who is meant: the one at our place is. */
    private ShadowserverReport ofFlood(TableRows rows) {
        var victim = networks.known()
                && Prefix.parse(rows.value("dst_ip")).filter(networks::isOurs).isPresent()
                && Prefix.parse(rows.value("src_ip")).filter(networks::isOurs).isEmpty();
        return ShadowserverReports.named(victim ? "event4_honeypot_ddos_target" : "event4_ddos_participant")
                .orElseThrow();
    }

    private static Finding finding(ShadowserverReport report, Optional<Type> type, Subject subject, TableRows rows) {
        return new Finding(
                report.meaning().category(type),
                type,
                subject,
                time(rows.value(TIME)),
                Optional.of(rows.line()),
                Optional.of(excerpt(report, subject, rows)));
    }

    // ---- whom

    private static Optional<Subject> subject(ShadowserverReport report, TableRows rows) {
        return switch (report.subject()) {
            case ACCOUNT -> account(rows);
            case PAGE -> page(rows);
            case IP, SOURCE, DESTINATION, REFERRER ->
                address(report.subject(), rows)
                        .map(Subject::ofIp)
                        .map(subject -> port(report.subject(), rows)
                                .map(subject::withPort)
                                .orElse(subject));
            case NONE -> Optional.empty();
        };
    }

    private static Optional<Prefix> address(ShadowserverReport.Subject subject, TableRows rows) {
        var column = column(subject.address(), rows);
        // a row that ends within an address names another one
        return rows.goesOnBehind(column) ? Prefix.parse(known(rows.value(column))) : Optional.empty();
    }

    /** Older reports call it differently; only a victim's column is never another's. */
    private static String column(String wanted, TableRows rows) {
        if (rows.has(wanted) || wanted.equals("dst_ip")) {
            return wanted;
        }
        return wanted.equals("ip") && rows.has("src_ip") ? "src_ip" : "ip";
    }

    private static Optional<Integer> port(ShadowserverReport.Subject subject, TableRows rows) {
        var column = rows.has(subject.port()) ? subject.port() : subject.port().equals("port") ? "src_port" : "port";
        return number(rows.value(column)).filter(port -> port > 0 && port < 65_536);
    }

    private static Optional<Integer> number(String text) {
        try {
            return text.isEmpty() || text.length() > 5 ? Optional.empty() : Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static Optional<Subject> page(TableRows rows) {
        var address = address(ShadowserverReport.Subject.PAGE, rows);
        var port = port(ShadowserverReport.Subject.PAGE, rows);
        var host = List.of("http_host", "host", "hostname").stream()
                .map(column -> known(rows.value(column)).toLowerCase(Locale.ROOT))
                .filter(Hosts::isName)
                .findFirst();
        var url = url(known(rows.value("url")), host, port);
        return address.isEmpty() && url.isEmpty() && host.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Subject(address, port, url.isPresent() ? Optional.empty() : host, url, Optional.empty()));
    }

    /** Some name the page by its path alone. */
    private static Optional<String> url(String text, Optional<String> host, Optional<Integer> port) {
        if (text.isEmpty() || text.length() > LONGEST_URL) {
            return Optional.empty();
        }
        if (text.startsWith("/")) {
            var scheme = port.filter(Integer.valueOf(443)::equals).isPresent() ? "https://" : "http://";
            return host.map(name -> scheme + name + text);
        }
        return text.contains("://") ? Optional.of(text) : Optional.of("http://" + text);
    }

    private static Optional<Subject> account(TableRows rows) {
        var account = known(rows.value("email")).isEmpty() ? known(rows.value("username")) : known(rows.value("email"));
        return account.isEmpty() || account.length() > 320
                ? Optional.empty()
                : Optional.of(new Subject(
                        Prefix.parse(known(rows.value("ip"))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(account)));
    }

    private static String known(String value) {
        return value.equals("-") || value.equals("0") ? "" : value;
    }

    // ---- when

    /** {@code 2026-05-04 00:12:34}: Coordinated Universal Time by definition, which no row says. */
    static Optional<EventTime> time(String text) {
        if (text.length() == 19 && text.charAt(4) == '-' && text.charAt(13) == ':' && text.charAt(16) == ':') {
            try {
                return Optional.of(new EventTime(
                        LocalDateTime.of(
                                        digits(text, 0, 4),
                                        digits(text, 5, 7),
                                        digits(text, 8, 10),
                                        digits(text, 11, 13),
                                        digits(text, 14, 16),
                                        digits(text, 17, 19))
                                .toInstant(ZoneOffset.UTC),
                        true));
            } catch (DateTimeException | NumberFormatException noTime) {
                return Optional.empty();
            }
        }
        return EventTimes.parse(text).map(time -> new EventTime(time.at(), true));
    }

    private static int digits(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    // ---- evidence

    private static String excerpt(ShadowserverReport report, Subject subject, TableRows rows) {
        var text = new StringBuilder(160)
                .append(rows.value(TIME))
                .append(" UTC ")
                .append(report.name())
                .append(' ')
                .append(subject.named());
        subject.port().ifPresent(port -> text.append(" port ").append(port));
        if (!rows.has("severity")) {
            text.append(", severity ").append(report.severity());
        }
        for (var column : TELLING) {
            var value = known(rows.value(column));
            if (!value.isEmpty() && text.length() < LONGEST_EXCERPT) {
                text.append(", ").append(column).append(' ').append(value, 0, Math.min(value.length(), 100));
            }
        }
        return text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) : text.toString();
    }
}
