package duenotice.intake.format;

import duenotice.report.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One line of a list, cut into cells. */
final class ListRow {
    private static final int MOST_CELLS = 500;

    private ListRow() {}

    /** Cells in quotes may hold the separator, and a doubled quote stands for one (RFC 4180 §2). */
    static List<String> cells(String line, char separator) {
        var cells = new ArrayList<String>();
        if (line.indexOf('"') < 0) {
            var start = 0;
            for (var end = line.indexOf(separator);
                    end >= 0 && cells.size() < MOST_CELLS;
                    end = line.indexOf(separator, start)) {
                cells.add(line.substring(start, end).strip());
                start = end + 1;
            }
            cells.add(line.substring(start).strip());
            return cells;
        }
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.length() && cells.size() < MOST_CELLS; i++) {
            var character = line.charAt(i);
            if (quoted) {
                if (character != '"') {
                    cell.append(character);
                } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (character == '"' && isBlank(cell)) {
                cell.setLength(0);
                quoted = true;
            } else if (character == separator) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(character);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private static boolean isBlank(StringBuilder cell) {
        return cell.length() < 8 && cell.toString().isBlank();
    }

    /** An address or network that a list can be about: not the loopback, and not nothing. */
    static Optional<Prefix> address(String text) {
        return text.length() < 2 || text.length() > 50
                ? Optional.empty()
                : Prefix.parse(text).filter(ListRow::isSomebodys);
    }

    static boolean isSomebodys(Prefix prefix) {
        return !prefix.text().startsWith("0.")
                && !prefix.text().startsWith("127.")
                && !prefix.text().startsWith("::")
                && prefix.length() > 0;
    }

    static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith(";") || line.startsWith("//");
    }

    /** What a comment says, without its marks. */
    static String said(String comment) {
        var start = 0;
        var end = comment.length();
        while (start < end && "#;/ \t".indexOf(comment.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "# \t".indexOf(comment.charAt(end - 1)) >= 0) {
            end--;
        }
        return comment.substring(start, end);
    }
}
