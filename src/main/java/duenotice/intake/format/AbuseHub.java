package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reports that the Dutch AbuseHUB hands on, a table in its own columns with Dutch local time. What it was made from may
 * lie beside it; that says the same again and is not read.
 */
final class AbuseHub implements ReportFormat {
    private static final ZoneId THERE = ZoneId.of("Europe/Amsterdam");

    /** What the words of a report's kind mean, in the order in which they are looked for. */
    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry("phish", "content/phishing"),
            Map.entry("malware url", "content/malware"),
            Map.entry("drone", "infrastructure/botnet"),
            Map.entry("botnet", "infrastructure/botnet"),
            Map.entry("sinkhole", "infrastructure/botnet"),
            Map.entry("infect", "infrastructure/botnet"),
            Map.entry("command and control", "infrastructure/botnet"),
            Map.entry("brute", "connection/login_attack"),
            Map.entry("login", "connection/login_attack"),
            Map.entry("open ", "vulnerability/open_service"),
            Map.entry("accessible", "vulnerability/open_service"),
            Map.entry("vulnerab", "vulnerability/cve"),
            Map.entry("defacement", "content/remote_compromise"),
            Map.entry("compromised", "infrastructure/compromised_server"),
            Map.entry("ddos", "connection/ddos"),
            Map.entry("scan", "connection/port_scan"),
            Map.entry("spam", "messaging/spam"),
            Map.entry("feedback", "messaging/spam"));

    private final Networks networks;

    AbuseHub(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "abusehub";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var findings = new BulkFindings(networks);
        List<String> warnings = new ArrayList<>();
        var notifier = Optional.<String>empty();
        var found = false;
        for (var document : content.documents()) {
            if (!document.head(2000).contains("reliable_notifier")) {
                continue;
            }
            var table = CsvRows.in(
                    document,
                    5,
                    "event_date",
                    heading -> heading.contains("reliable_notifier") && heading.contains("event_date"));
            if (table.isEmpty()) {
                continue;
            }
            found = true;
            var rows = table.get();
            while (rows.next()) {
                notifier = notifier.or(
                        () -> Optional.of(rows.value("reliable_notifier")).filter(name -> !name.isEmpty()));
                read(document, rows, findings);
            }
        }
        if (!found) {
            return Optional.empty();
        }
        warnings.add("times are Dutch local time, as this format has them");
        return Optional.of(new Understanding.Report(findings.reading(name(), notifier, warnings)));
    }

    private static void read(Document document, TableRows rows, BulkFindings findings) {
        if (rows.trouble().isPresent()) {
            findings.bad(document.where(), rows.line(), rows.trouble().get());
            return;
        }
        var address = rows.goesOnBehind("src_ip") ? Prefix.parse(rows.value("src_ip")) : Optional.<Prefix>empty();
        var url = Optional.of(rows.value("src_url")).filter(text -> text.contains("://") && text.length() <= 2000);
        if (address.isEmpty() && url.isEmpty()) {
            findings.bad(document.where(), rows.line(), "names no address in src_ip");
            return;
        }
        var type = type(rows);
        findings.add(new Finding(
                type.map(Type::category).orElse(Category.OTHER),
                type,
                new Subject(address, port(rows.value("src_port")), Optional.empty(), url, Optional.empty()),
                time(rows.value("event_date"), rows.value("event_time")),
                Optional.of(rows.line()),
                Optional.of(excerpt(rows))));
    }

    private static Optional<Type> type(TableRows rows) {
        var kind = rows.value("report_type").toLowerCase(Locale.ROOT);
        return KINDS.stream()
                .filter(known -> kind.contains(known.getKey()))
                .findFirst()
                .map(known -> Type.of(known.getValue()))
                .or(() -> Optional.of(rows.value("infection_type"))
                        .filter(infection -> !infection.isEmpty())
                        .map(ignored -> Type.of("infrastructure/botnet")));
    }

    private static Optional<Integer> port(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Integer.parseInt(text)).filter(port -> port > 0 && port < 65_536);
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static Optional<EventTime> time(String date, String clock) {
        try {
            return Optional.of(new EventTime(
                    LocalDate.parse(date)
                            .atTime(clock.isEmpty() ? LocalTime.MIDNIGHT : LocalTime.parse(clock))
                            .atZone(THERE)
                            .toInstant(),
                    !clock.isEmpty()));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static String excerpt(TableRows rows) {
        var text = "%s %s (Dutch time) %s, %s, %s"
                .formatted(
                        rows.value("event_date"),
                        rows.value("event_time"),
                        rows.value("src_ip"),
                        rows.value("report_type"),
                        rows.value("infection_type"));
        return text.length() > 300 ? text.substring(0, 300) : text;
    }
}
