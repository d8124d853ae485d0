package duenotice.intake.feed;

import duenotice.report.Prefix;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;

/**
 * URLhaus' list of an autonomous system: CSV whose heading stands in a comment. A page that is {@code offline} is still
 * a row, but no longer an entry: it is as good as gone.
 */
final class UrlhausShape implements ListShape {
    private static final String HEADING = "dateadded";
    private static final String COUNT = "# of entries:";

    private final Supplier<OwnSpace> own;

    UrlhausShape(Supplier<OwnSpace> own) {
        this.own = own;
    }

    private record Columns(int url, int status, int address) {}

    @Override
    public Rows read(List<String> lines) {
        var space = own.get();
        var head = new StringBuilder();
        var entries = new ArrayList<Entry>();
        var columns = Optional.<Columns>empty();
        var promised = Optional.<Integer>empty();
        var count = 0;
        for (var line : lines) {
            if (line.isBlank()) {
                continue;
            }
            if (line.startsWith("#")) {
                if (count == 0) {
                    head.append(line);
                }
                columns = columns.or(() -> columns(line));
                promised = promised.or(() -> promised(line));
                continue;
            }
            if (columns.isEmpty()) {
                return Rows.defective("no heading names its columns");
            }
            count++;
            entry(line, columns.get(), space).ifPresent(entries::add);
        }
        var rows = count;
        if (columns.isEmpty()) {
            return Rows.defective("no heading names its columns");
        }
        return promised.filter(number -> number != rows)
                .map(number -> Rows.defective("cut short: it promises %d entries and has %d".formatted(number, rows)))
                .orElseGet(() -> new Rows(rows, entries, head.toString(), "", Optional.empty()));
    }

    private static Optional<Columns> columns(String comment) {
        if (!comment.toLowerCase(Locale.ROOT).contains(HEADING)) {
            return Optional.empty();
        }
        var names = cells(comment.replaceFirst("^#+", "").strip()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                .toList();
        var columns = new Columns(names.indexOf("url"), names.indexOf("urlstatus"), names.indexOf("ipaddress"));
        return columns.url < 0 ? Optional.empty() : Optional.of(columns);
    }

    private static Optional<Integer> promised(String comment) {
        var start = comment.indexOf(COUNT);
        var digits = start < 0
                ? ""
                : comment.substring(start + COUNT.length()).replace("#", "").strip();
        return digits.matches("\\d{1,8}") ? Optional.of(Integer.parseInt(digits)) : Optional.empty();
    }

    private static Optional<Entry> entry(String line, Columns columns, OwnSpace space) {
        var cells = cells(line);
        var url = cell(cells, columns.url);
        var address = Prefix.parse(cell(cells, columns.address));
        var ours = address.filter(space::holds).isPresent();
        return url.isEmpty() || !ours || cell(cells, columns.status).equalsIgnoreCase("offline")
                ? Optional.empty()
                : Optional.of(new Entry(url, url, address.orElseThrow().text(), Lines.bytes(line)));
    }

    private static String cell(List<String> cells, int column) {
        return column >= 0 && column < cells.size() ? cells.get(column).strip() : "";
    }

    /** A row that is no CSV has no cells. */
    private static List<String> cells(String line) {
        try (var parser = CSVFormat.DEFAULT.parse(new StringReader(line))) {
            return parser.stream().findFirst().map(row -> row.toList()).orElse(List.of());
        } catch (IOException | RuntimeException broken) {
            return List.of();
        }
    }
}
