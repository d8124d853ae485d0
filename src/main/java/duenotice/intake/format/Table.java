package duenotice.intake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows under headings in somebody's text: parted by {@code |}, tabs, {@code ;} or commas, or aligned with blanks. A run
 * of rows without headings is one too, if just one of its columns holds addresses.
 *
 * @param headings as written; empty texts where there are none
 * @param firstLine of the table, from 0, with its headings
 * @param lastLine the last one that belongs to it
 */
record Table(List<String> headings, List<Row> rows, int firstLine, int lastLine) {
    private static final int LONGEST_HEADING = 60;
    private static final int MOST_COLUMNS = 80;

    /** Rows of a run that nobody put headings above; fewer may be a list of something else. */
    private static final int FEWEST_WITHOUT_HEADINGS = 3;

    /** Rows that cannot be read one after the other end a table. */
    private static final int MOST_BROKEN = 3;

    /** Lines between a heading and the first row at most: empty ones, rulers, and rows that cannot be read. */
    private static final int MOST_ABOVE = 10;

    /** Lines in which a table may begin; people say what they complain of before they go on for long. */
    private static final int MOST_LINES_BEFORE = 2_000;

    private static final int MOST_TABLES = 20;

    /** Rows that are read of one; who has more to say sends a list. */
    static final int MOST_ROWS = 4_000;

    /** Lines behind which nothing is looked for. */
    static final int MOST_LINES = MOST_LINES_BEFORE + 2 * MOST_ROWS;

    /** Stands for two blanks or more. */
    private static final char ALIGNED = ' ';

    private static final char[] SEPARATORS = {'|', '\t', ';', ',', ALIGNED};

    /**
     * @param line of the text, from 0
     * @param cells as many as there are headings, stripped, without quotation marks
     */
    record Row(int line, List<String> cells) {}

    /** The tables of a text, in order. */
    static List<Table> in(List<String> lines) {
        List<Table> tables = new ArrayList<>();
        var row = -1;
        for (var i = 0; i < Math.min(lines.size(), MOST_LINES_BEFORE) && tables.size() < MOST_TABLES; i++) {
            while (row < i && ++row < lines.size() && !holdsFigure(lines.get(row))) {}
            if (row > i + MOST_ABOVE) {
                continue;
            }
            var table = at(lines, i);
            if (table.isPresent()) {
                if (!table.get().rows.isEmpty()) {
                    tables.add(table.get());
                }
                i = table.get().lastLine;
            }
        }
        return tables;
    }

    /** A cheap look before the careful one: whether something in the line may be an address or a page. */
    private static boolean holdsFigure(String line) {
        return (line.indexOf('.') >= 0 || line.indexOf(':') >= 0) && (holdsDigit(line) || isPage(line));
    }

    /** The same for its cells: whether one of them begins as an address does, or holds a page. */
    private static boolean mayBeRow(String line, char separator) {
        if (line.length() > Place.LONGEST_LINE || separator != ALIGNED && line.indexOf(separator) < 0) {
            return false;
        }
        var begins = true;
        for (var i = 0; i < line.length(); i++) {
            var character = line.charAt(i);
            if (begins && beginsAddress(line, i)) {
                return holdsFigure(line);
            }
            begins = character == separator
                    || character <= ' ' && (begins || separator == ALIGNED)
                    || begins && character == '"';
        }
        return isPage(line);
    }

    private static boolean beginsAddress(String line, int at) {
        var character = line.charAt(at);
        if (character >= '0' && character <= '9' || character == '[' || character == ':') {
            return true;
        }
        return Character.digit(character, 16) >= 0 && line.indexOf(':', at, Math.min(line.length(), at + 5)) >= 0;
    }

    private static boolean holdsDigit(String line) {
        for (var i = 0; i < line.length(); i++) {
            if (line.charAt(i) >= '0' && line.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    private static Optional<Table> at(List<String> lines, int line) {
        var text = lines.get(line);
        if (text.isBlank() || text.length() > Place.LONGEST_LINE) {
            return Optional.empty();
        }
        for (var separator : SEPARATORS) {
            if (!mayPart(text, separator) || !partsBelow(lines, line, separator)) {
                continue;
            }
            var cells = headings(cells(text, separator));
            if (isHeadings(cells)) {
                var below = below(lines, line, cells, separator);
                if (below.isPresent()) {
                    return below;
                }
            } else if (separator != ALIGNED && cells.stream().anyMatch(Table::isAddress)) {
                var run = run(lines, line, separator);
                if (run.isPresent()) {
                    return run;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean partsBelow(List<String> lines, int line, char separator) {
        for (var i = line + 1; i < Math.min(lines.size(), line + 1 + MOST_ABOVE); i++) {
            if (mayBeRow(lines.get(i), separator)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayPart(String line, char separator) {
        return separator == ALIGNED ? line.strip().contains("  ") : line.indexOf(separator) >= 0;
    }

    /** A word before the first heading announces the table: {@code Format: ASN | IP | Timestamp (UTC)}. */
    private static List<String> headings(List<String> cells) {
        var first = cells.getFirst();
        var colon = first.indexOf(": ");
        if (colon <= 0 || cells.size() < 2) {
            return cells;
        }
        List<String> named = new ArrayList<>(cells);
        named.set(0, first.substring(colon + 2).strip());
        return named;
    }

    private static boolean isHeadings(List<String> cells) {
        return cells.size() >= 2
                && cells.stream()
                        .allMatch(cell -> cell.length() <= LONGEST_HEADING
                                && !isAddress(cell)
                                && cell.chars().filter(Character::isDigit).count() < 4)
                && cells.stream().anyMatch(Column::mayHoldAddress)
                && cells.stream().filter(cell -> !cell.isEmpty()).distinct().count() >= 2;
    }

    private static Optional<Table> below(List<String> lines, int heading, List<String> headings, char separator) {
        List<Row> rows = new ArrayList<>();
        var last = heading;
        var broken = 0;
        for (var i = heading + 1; i < lines.size() && broken < MOST_BROKEN && rows.size() < MOST_ROWS; i++) {
            var line = lines.get(i);
            if (line.isBlank() && rows.isEmpty() && i <= heading + 2 || isRuler(line)) {
                continue;
            }
            if (line.isBlank()) {
                break;
            }
            var row = row(line, separator, headings.size());
            if (row.isPresent()
                    && IntStream.range(0, headings.size())
                            .anyMatch(at -> isAddress(row.get().get(at))
                                    || isPage(row.get().get(at)))) {
                rows.add(new Row(i, row.get()));
                last = i;
                broken = 0;
            } else {
                broken++;
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Table(headings, rows, heading, last));
    }

    private static Optional<Table> run(List<String> lines, int first, char separator) {
        var width = cells(lines.get(first), separator).size();
        List<Row> rows = new ArrayList<>();
        var last = first;
        for (var i = first; i < lines.size() && rows.size() < MOST_ROWS; i++) {
            if (lines.get(i).length() > Place.LONGEST_LINE) {
                break;
            }
            var cells = cells(lines.get(i), separator);
            if (width < 2 || cells.size() != width || cells.stream().noneMatch(Table::isAddress)) {
                break;
            }
            rows.add(new Row(i, cells));
            last = i;
        }
        if (rows.size() < FEWEST_WITHOUT_HEADINGS) {
            return Optional.empty();
        }
        var holding = IntStream.range(0, width)
                .filter(column -> rows.stream().anyMatch(row -> isAddress(row.cells.get(column))))
                .toArray();
        if (holding.length != 1 || !rows.stream().allMatch(row -> isAddress(row.cells.get(holding[0])))) {
            // nobody can tell which column is meant; without rows, so that its lines are not looked at again
            return Optional.of(new Table(List.of(), List.of(), first, last));
        }
        List<String> headings = new ArrayList<>();
        for (var column = 0; column < width; column++) {
            headings.add(column == holding[0] ? "ip" : "");
        }
        return Optional.of(new Table(headings, rows, first, last));
    }

    /** The cells of a row, filled up or joined to the width of the headings; empty where they cannot fit. */
    private static Optional<List<String>> row(String line, char separator, int width) {
        if (line.length() > Place.LONGEST_LINE || separator != ALIGNED && line.indexOf(separator) < 0) {
            return Optional.empty();
        }
        var cells = cells(line, separator);
        if (separator == ALIGNED && cells.size() != width) {
            cells = List.of(line.strip().split("\\s{1,100}", MOST_COLUMNS));
            if (cells.size() != width) {
                return Optional.empty();
            }
        }
        if (cells.size() < 2) {
            return Optional.empty();
        }
        List<String> fitting = new ArrayList<>(cells.subList(0, Math.min(width, cells.size())));
        while (fitting.size() < width) {
            fitting.add("");
        }
        return Optional.of(fitting);
    }

    static List<String> cells(String line, char separator) {
        var text = line.strip();
        if (separator == '|' && text.startsWith("|")) {
            text = text.substring(1);
        }
        if (separator == '|' && text.endsWith("|") && !text.isEmpty()) {
            text = text.substring(0, text.length() - 1);
        }
        List<String> cells = new ArrayList<>();
        var start = 0;
        var quoted = false;
        var blank = true; // so far only blanks in this cell
        for (var i = 0; i <= text.length() && cells.size() < MOST_COLUMNS; i++) {
            if (i < text.length() && text.charAt(i) == '"' && (quoted || blank)) {
                quoted = !quoted;
            }
            blank &= i < text.length() && Character.isWhitespace(text.charAt(i));
            if (i == text.length() || !quoted && parts(text, i, separator)) {
                cells.add(bare(text.substring(start, i)));
                while (separator == ALIGNED && i + 1 < text.length() && text.charAt(i + 1) == ' ') {
                    i++;
                }
                start = i + 1;
                blank = true;
            }
        }
        return cells;
    }

    private static boolean parts(String text, int at, char separator) {
        return text.charAt(at) == separator
                && (separator != ALIGNED || at + 1 < text.length() && text.charAt(at + 1) == ' ');
    }

    private static String bare(String cell) {
        var text = cell.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    private static boolean isRuler(String line) {
        var text = line.strip();
        return text.length() > 1 && text.chars().allMatch(character -> "-=+|_:*~ \t".indexOf(character) >= 0);
    }

    static boolean isAddress(String cell) {
        return address(cell).isPresent();
    }

    /** The address of a cell that holds nothing else. */
    static Optional<Place> address(String cell) {
        if (cell.length() < 3
                || cell.length() > 60
                || (Character.digit(cell.charAt(0), 16) < 0 && cell.charAt(0) != '[')
                || (cell.indexOf('.') < 0 && cell.indexOf(':') < 0)
                || cell.indexOf(' ') >= 0) {
            return Optional.empty();
        }
        var places = Place.in(Refang.line(cell));
        return places.size() == 1
                        && places.getFirst().kind() == Place.Kind.ADDRESS
                        && places.getFirst().start() <= 1
                ? Optional.of(places.getFirst())
                : Optional.empty();
    }

    private static boolean isPage(String cell) {
        return cell.contains("://") || cell.contains("hxxp") || cell.contains("HXXP");
    }
}
