package duenotice.intake.format;

import duenotice.mail.Mail;
import duenotice.report.Category;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Mails of clean-mx: a table between pipes with a date, an address, a domain and a URL to a row, in a letter on viruses,
 * phishing or hacked portals. Only the last cell may hold anything, and its URL may have a blank behind the colon.
 */
final class CleanMx implements ReportFormat {
    private static final Type PHISHING = Type.of("content/phishing");
    private static final Type BROKEN_INTO = Type.of("content/remote_compromise");
    private static final Type MALWARE = Type.of("content/malware");
    private static final int MOST_LINES = 5_000;

    @Override
    public String name() {
        return "cleanmx";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var mail = content.mail();
        if (mail.isEmpty() || content.text().indexOf('|') < 0) {
            return Optional.empty();
        }
        var draft = new Draft(name());
        List<String> columns = List.of();
        for (var line : (Iterable<String>) draft.lines(content.text(), MOST_LINES)::iterator) {
            if (!line.startsWith("|")) {
                continue;
            }
            var cells = cells(Place.bounded(line), columns.isEmpty() ? Integer.MAX_VALUE : columns.size());
            if (isHead(cells)) {
                columns = cells.stream()
                        .map(cell -> cell.toLowerCase(Locale.ROOT))
                        .toList();
                draft.begin();
            } else if (!columns.isEmpty()) {
                row(columns, cells, mail.get(), draft);
                draft.excerpt().add(line);
            }
        }
        return draft.namesNothing() ? Optional.empty() : draft.report();
    }

    private static boolean isHead(List<String> cells) {
        var names = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
        return names.contains("date") && names.contains("ip") && (names.contains("url") || names.contains("domain"));
    }

    private static List<String> cells(String line, int most) {
        List<String> cells = new ArrayList<>();
        var start = 1;
        for (var bar = line.indexOf('|', start); bar >= 0 && cells.size() < most - 1; bar = line.indexOf('|', start)) {
            cells.add(line.substring(start, bar).strip());
            start = bar + 1;
            if (cells.size() > 20) {
                return cells;
            }
        }
        var rest = line.substring(start).strip();
        cells.add(rest.endsWith("|") ? rest.substring(0, rest.length() - 1).strip() : rest);
        return cells;
    }

    private static void row(List<String> columns, List<String> cells, Mail mail, Draft draft) {
        var ip = cell("ip", columns, cells).flatMap(Prefix::parse);
        var url = cell("url", columns, cells)
                .map(Refang::line)
                .flatMap(text -> Place.in(text).stream()
                        .filter(place -> place.kind() == Place.Kind.URL)
                        .map(Place::text)
                        .findFirst());
        var domain = cell("domain", columns, cells)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(Hosts::isName);
        if (ip.isEmpty() && url.isEmpty() && domain.isEmpty()) {
            return;
        }
        var at = cell("date", columns, cells).flatMap(EventTimes::parse).or(() -> draft.standIn(mail.date()));
        at.filter(time -> !time.zoneKnown()).ifPresent(_ -> draft.warn("a time in the table has no zone"));
        var type = type(
                mail.subject().orElse(""), cell("virusname", columns, cells).orElse(""));
        draft.found(new Finding(
                type.map(Type::category).orElse(Category.OTHER),
                type,
                new Subject(ip, Optional.empty(), url.isPresent() ? Optional.empty() : domain, url, Optional.empty()),
                at));
    }

    private static Optional<String> cell(String column, List<String> columns, List<String> cells) {
        var at = columns.indexOf(column);
        return at < 0 || at >= cells.size() || cells.get(at).isEmpty() ? Optional.empty() : Optional.of(cells.get(at));
    }

    /** What the scanner found says it, where it is a name of ours; else what kind of list it is. */
    static Optional<Type> type(String title, String found) {
        var name = found.toLowerCase(Locale.ROOT).replace("cleanmx_", "");
        var list = title.toLowerCase(Locale.ROOT);
        if (name.contains("phish") || list.contains("phishing")) {
            return Optional.of(PHISHING);
        }
        if (name.startsWith("spamvert")) {
            return Optional.empty();
        }
        if (name.startsWith("defaced") || name.contains("_rfi")) {
            return Optional.of(BROKEN_INTO);
        }
        var portal = list.contains("portal") && (name.isEmpty() || name.equals("generic"));
        return Optional.of(portal ? BROKEN_INTO : MALWARE);
    }
}
