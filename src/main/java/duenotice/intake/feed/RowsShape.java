package duenotice.intake.feed;

import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Any list with addresses in its lines, however they are separated. Lines before the first address explain the rest; a
 * line is ours where an address or network of ours stands in it, or a range of which we have an end.
 */
final class RowsShape implements ListShape {
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;|\"']+");
    private static final int MOST_CELLS = 100;
    private static final Pattern END = Pattern.compile("(?i)#\\s*END\\b[^0-9]*(\\d{1,8})\\b.*");

    /** A list without a row may still have a heading. */
    private static final int MOST_HEADINGS = 1;

    private final Supplier<OwnSpace> own;

    RowsShape(Supplier<OwnSpace> own) {
        this.own = own;
    }

    @Override
    public Rows read(List<String> lines) {
        var space = own.get();
        var head = new StringBuilder();
        var entries = new ArrayList<Entry>();
        var promised = Optional.<Integer>empty();
        var count = 0;
        var words = 0;
        for (var line : lines) {
            var comment = line.startsWith("#") || line.startsWith(";") || line.startsWith("//");
            if (comment && count > 0) {
                promised = promised.or(() -> promised(line));
            }
            var addresses = comment ? List.<Prefix>of() : addresses(line);
            if (addresses.isEmpty()) {
                words += comment || line.isBlank() ? 0 : 1;
                if (count == 0) {
                    head.append(line.endsWith("\n") ? line : line + "\n");
                }
                continue;
            }
            count++;
            addresses.stream()
                    .filter(space::touches)
                    .findFirst()
                    .ifPresent(address -> entries.add(entry(address, line)));
        }
        var rows = count;
        if (rows == 0 && words > MOST_HEADINGS) {
            return Rows.defective("none of its %d lines names an address".formatted(words));
        }
        return promised.filter(number -> number != rows)
                .map(number -> Rows.defective("cut short: it promises %d entries and has %d".formatted(number, rows)))
                .orElseGet(() -> new Rows(rows, entries, head.toString(), "", Optional.empty()));
    }

    /** Counters and times in a row change from day to day; what is listed stays. */
    private static Entry entry(Prefix address, String line) {
        var page = BETWEEN.splitAsStream(line)
                .limit(MOST_CELLS)
                .filter(cell -> cell.contains("://"))
                .findFirst();
        var key = page.map(url -> address.text() + " " + url).orElse(address.text());
        return new Entry(key, page.orElse(address.text()), address.text(), Lines.bytes(line));
    }

    static boolean namesAnAddress(String line) {
        return !addresses(line).isEmpty();
    }

    private static List<Prefix> addresses(String line) {
        return BETWEEN.splitAsStream(line)
                .limit(MOST_CELLS)
                .filter(cell -> cell.length() >= 3 && cell.length() <= 50)
                .map(Prefix::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Integer> promised(String comment) {
        var matcher = END.matcher(comment.strip());
        return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    @Override
    public boolean mayBeEmpty() {
        return false;
    }
}
