package duenotice.intake.feed;

import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * SNDS' list of addresses with a special standing: CSV without heading, first and last address of a range, blocked or not,
 * why. What is not blocked is a row, but no entry; a range is ours where any address of ours lies in it.
 */
final class SndsStatusShape implements ListShape {
    private static final int COLUMNS = 3;

    private final Supplier<OwnSpace> own;

    SndsStatusShape(Supplier<OwnSpace> own) {
        this.own = own;
    }

    @Override
    public Rows read(List<String> lines) {
        var space = own.get();
        var entries = new ArrayList<Entry>();
        var count = 0;
        for (var line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var cells = line.strip().split(",", COLUMNS + 1);
            var first = Prefix.parse(cells[0].strip()).filter(Prefix::isAddress);
            var last = Optional.of(cells)
                    .filter(row -> row.length >= COLUMNS)
                    .flatMap(row -> Prefix.parse(row[1].strip()))
                    .filter(Prefix::isAddress);
            if (first.isEmpty() || last.isEmpty()) {
                return Rows.defective("row %d is no range of addresses".formatted(count + 1));
            }
            count++;
            if (cells[2].strip().equalsIgnoreCase("yes") && space.meets(first.get(), last.get())) {
                entries.add(entry(first.get(), last.get(), line));
            }
        }
        return new Rows(count, entries, "", "", Optional.empty());
    }

    private static Entry entry(Prefix first, Prefix last, String line) {
        var range = first.equals(last) ? first.text() : first.text() + "-" + last.text();
        return new Entry(range, range, range, Lines.bytes(line));
    }
}
