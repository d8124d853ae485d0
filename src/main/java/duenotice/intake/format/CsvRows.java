package duenotice.intake.format;

import duenotice.intake.format.BoundedLines.Line;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180) as strangers write them. A library's parser cannot go on behind a quote that nobody
 * closed, and would take all that follows for one value; here such a row costs itself alone.
 */
final class CsvRows implements TableRows {
    /** A value may hold line breaks; a row of more lines than this is a quote that nobody closed. */
    private static final int LINES_OF_A_ROW = 10;

    private static final int MOST_COLUMNS = 500;

    /** Of a row that stands for itself; nothing is read from it, and one for each row would cost a buffer each. */
    private static final BoundedLines NO_LINES = new BoundedLines(Reader.nullReader());

    private final BoundedLines lines;
    private final char separator;
    private final boolean withinText;
    private final Map<String, Integer> columns = new HashMap<>();
    private final int width;

    private String row = "";
    private int line;
    private @Nullable String trouble;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int fields;
    private boolean open;

    private CsvRows(BoundedLines lines, char separator, List<String> heading, boolean withinText) {
        this.lines = lines;
        this.separator = separator;
        this.withinText = withinText;
        width = heading.size();
        for (var i = 0; i < width; i++) {
            columns.putIfAbsent(heading.get(i), i);
        }
    }

    /**
     * Finds a table in a document: its first line is the heading, or a later one where it lies in a mail's text, and
     * then it ends at the first empty line.
     *
     * @param column one that its heading surely has, in lower case
     * @param heading told the names of the columns in lower case
     * @param within how many lines are looked at
     */
    static Optional<CsvRows> in(Document document, int within, String column, Predicate<List<String>> heading) {
        var lines = new BoundedLines(document.reader());
        for (var i = 0; i < within; i++) {
            var line = lines.next();
            if (line == null) {
                return Optional.empty();
            }
            if (!mentions(line.text(), column)) {
                continue;
            }
            for (var separator : new char[] {',', ';', '\t'}) {
                if (line.text().indexOf(separator) < 0) {
                    continue;
                }
                var names = names(line.text(), separator);
                if (names.size() > 1 && heading.test(names)) {
                    return Optional.of(new CsvRows(lines, separator, names, document.body()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mentions(String line, String column) {
        for (var at = 0; at + column.length() <= line.length(); at++) {
            if ((line.charAt(at) | 0x20) == column.charAt(0)
                    && line.regionMatches(true, at, column, 0, column.length())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> names(String text, char separator) {
        var single = new CsvRows(NO_LINES, separator, List.of(), false);
        single.row = text;
        single.scan(0, false);
        List<String> names = new ArrayList<>();
        for (var i = 0; i < single.fields; i++) {
            names.add(single.field(i).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    @Override
    public boolean next() {
        var first = lines.next();
        while (first != null && first.text().isBlank() && !withinText) {
            first = lines.next();
        }
        if (first == null || first.text().isBlank()) {
            return false;
        }
        take(first);
        if (open) {
            goOn(first);
        }
        if (trouble == null && fields > width && !emptyBehind()) {
            trouble = "%d values in %d columns".formatted(fields, width);
        }
        return true;
    }

    private void take(Line first) {
        row = first.text();
        line = first.number();
        trouble = first.cut() ? "longer than " + BoundedLines.LONGEST + " characters" : null;
        fields = 0;
        scan(0, false);
    }

    /** A value is not over at the end of the line: the next lines belong to it, or its quote was never closed. */
    private void goOn(Line first) {
        Deque<Line> more = new ArrayDeque<>();
        while (open && more.size() < LINES_OF_A_ROW && row.length() < BoundedLines.LONGEST) {
            var next = lines.next();
            if (next == null) {
                break;
            }
            more.push(next);
            if (next.cut() || isWhole(next.text())) {
                break;
            }
            var from = row.length() + 1;
            row = row + "\n" + next.text();
            scan(from, true);
        }
        if (open || fields > width) {
            more.forEach(lines::giveBack);
            take(first);
            trouble = "a quote is not closed";
        }
    }

    /** A line that is a row by itself does not belong to the one before. */
    private boolean isWhole(String text) {
        var single = new CsvRows(NO_LINES, separator, List.of(), false);
        single.row = text;
        single.scan(0, false);
        return !single.open && single.fields == width && width > 2;
    }

    private boolean emptyBehind() {
        for (var i = width; i < fields; i++) {
            if (!field(i).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Finds the fields from there on; within a quoted one where the row goes on. Quotes stay, see {@link #field}. */
    private void scan(int from, boolean goesOn) {
        var at = from;
        open = goesOn;
        if (!goesOn) {
            begin(at);
            open = at < row.length() && row.charAt(at) == '"';
            at += open ? 1 : 0;
        }
        while (at < row.length()) {
            var character = row.charAt(at);
            if (open) {
                if (character == '"') {
                    if (at + 1 < row.length() && row.charAt(at + 1) == '"') {
                        at++;
                    } else {
                        open = false;
                    }
                }
            } else if (character == separator && fields <= MOST_COLUMNS) {
                ends[fields - 1] = at;
                begin(at + 1);
                open = at + 1 < row.length() && row.charAt(at + 1) == '"';
                at += open ? 1 : 0;
            }
            at++;
        }
        ends[fields - 1] = row.length();
    }

    private void begin(int at) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, fields * 2);
            ends = Arrays.copyOf(ends, fields * 2);
        }
        starts[fields++] = at;
    }

    private String field(int number) {
        var start = starts[number];
        var end = ends[number];
        while (end > start && row.charAt(end - 1) <= ' ') {
            end--;
        }
        while (start < end && row.charAt(start) <= ' ') {
            start++;
        }
        if (end - start < 2 || row.charAt(start) != '"') {
            return row.substring(start, end);
        }
        // what stands behind a closing quote is kept as it is
        var value = row.charAt(end - 1) == '"' ? row.substring(start + 1, end - 1) : row.substring(start + 1, end);
        return (value.indexOf('"') < 0 ? value : value.replace("\"\"", "\"")).strip();
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public boolean has(String column) {
        return columns.containsKey(column);
    }

    @Override
    public String value(String column) {
        var number = columns.get(column);
        return number == null || number >= fields ? "" : field(number);
    }

    @Override
    public boolean goesOnBehind(String column) {
        var number = columns.get(column);
        return number != null && (number < fields - 1 || fields == width);
    }

    @Override
    public Optional<String> brokenOff() {
        return Optional.empty();
    }
}
