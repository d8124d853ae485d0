package duenotice.intake.format;

import duenotice.report.Finding;
import duenotice.report.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Any list of rows whose heading names its columns: separated by commas, tabs, pipes or semicolons, the heading in its
 * first row or in a comment above. URLhaus, Feodo, Spamhaus CERT, DataPlane and many others are such; the columns say
 * what is meant, not the sender. Lists that somebody looked up or subscribed to, files and attachments; not the words of
 * a mail.
 */
final class ListTable implements ReportFormat {
    private static final char[] SEPARATORS = {',', '\t', '|', ';'};

    /** The heading stands within so many lines. */
    private static final int DEEPEST_HEADING = 100;

    private static final int MOST_ROWS = 200_000;

    /** Rows after which nobody expects that the next one names somebody. */
    private static final int FRUITLESS = 20_000;

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_NAME = 60;

    private final Networks networks;

    ListTable(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "list";
    }

    /**
     * @param line of the heading, from 1; 0 where it stands in a comment, so that every row counts
     * @param about what the list says of itself
     */
    private record Heading(Columns columns, char separator, int line, String title, String about) {}

    @Override
    public Optional<Understanding.Report> read(Content content) {
        var found = new Found();
        Optional<Heading> first = Optional.empty();
        for (var document : content.documents()) {
            if (!mayBeList(document, content.mail().isPresent())) {
                continue;
            }
            var heading = heading(document);
            if (heading.isPresent() && rows(document, heading.get(), found)) {
                first = first.or(() -> heading);
            }
        }
        return first.map(heading -> new Understanding.Report(reading(heading, found)));
    }

    /** In a mail only files that lie in it. */
    static boolean mayBeList(Document document, boolean inMail) {
        var name = document.name().toLowerCase(Locale.ROOT);
        var named = name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt") || name.endsWith(".psv");
        if (inMail && (document.body() || !named && !document.contentType().contains("csv"))) {
            return false;
        }
        var beginning = document.head(4096);
        var first = beginning.stripLeading();
        return beginning.indexOf('\0') < 0
                && !first.startsWith("{")
                && !first.startsWith("[{")
                && !first.startsWith("<");
    }

    // ---- the heading

    private static Optional<Heading> heading(Document document) {
        var about = new StringBuilder(document.name()).append('\n');
        var title = "";
        var best = Optional.<Heading>empty();
        try (var reader = document.reader()) {
            var number = 0;
            for (var line = next(reader); line.isPresent() && number < DEEPEST_HEADING; line = next(reader)) {
                number++;
                var text = line.get();
                if (text.isBlank()) {
                    continue;
                }
                if (ListRow.isComment(text)) {
                    var said = ListRow.said(text);
                    about.append(said).append('\n');
                    title = title.isEmpty() && said.chars().anyMatch(Character::isLetter) ? said : title;
                    best = better(best, heading(afterLabel(said), 0, title, about.toString()));
                    continue;
                }
                var inRow = best.isEmpty() ? heading(text, number, title, about.toString()) : Optional.<Heading>empty();
                return inRow.isPresent() ? inRow : whole(best, title, about.toString());
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Optional.empty();
    }

    /** With all that the comments said, not only those above it. */
    private static Optional<Heading> whole(Optional<Heading> best, String title, String about) {
        return best.map(one -> new Heading(one.columns, one.separator, one.line, title, about));
    }

    private static Optional<Heading> better(Optional<Heading> before, Optional<Heading> now) {
        return before.isEmpty()
                        || now.isPresent()
                                && now.get().columns.understood()
                                        > before.get().columns.understood()
                ? now.or(() -> before)
                : before;
    }

    /** {@code Format: report|ip|asn}. */
    private static String afterLabel(String said) {
        var colon = said.indexOf(": ");
        return colon > 0 && colon < 20 && said.substring(0, colon).chars().allMatch(Character::isLetter)
                ? said.substring(colon + 2)
                : said;
    }

    private static Optional<Heading> heading(String line, int number, String title, String about) {
        if (line.length() > 4000) {
            return Optional.empty();
        }
        Optional<Heading> best = Optional.empty();
        for (var separator : SEPARATORS) {
            if (line.indexOf(separator) < 0) {
                continue;
            }
            var names = ListRow.cells(line, separator);
            var columns = Columns.of(names);
            var plausible = names.stream()
                            .noneMatch(name -> name.length() > LONGEST_NAME
                                    || ListRow.address(name).isPresent()
                                    || name.contains("://"))
                    && columns.namesSubjects()
                    && columns.understood() >= 2;
            if (plausible) {
                best = better(best, Optional.of(new Heading(columns, separator, number, title, about)));
            }
        }
        return best;
    }

    // ---- the rows

    /** What all lists of a message say together. */
    private static final class Found {
        private final List<Finding> ours = new ArrayList<>();
        private final List<Finding> others = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> unopened = new ArrayList<>();
        private final Excerpt excerpt = new Excerpt();
        private int rows;
        private int unread;
        private int strangers;
    }

    /** Whether there were any. */
    private boolean rows(Document document, Heading heading, Found found) {
        var before = found.rows;
        var unreadBefore = found.unread;
        var utc = heading.about.contains("UTC") || heading.about.contains("GMT");
        var reading = new RowReading(heading.columns, networks, heading.about, utc);
        try (var reader = document.reader()) {
            var number = 0;
            for (var line = next(reader); line.isPresent(); line = next(reader)) {
                number++;
                var text = line.get();
                if (number <= heading.line || text.isBlank() || ListRow.isComment(text)) {
                    continue;
                }
                if (found.rows == MOST_ROWS) {
                    found.unopened.add("%s: only the first %d rows were read".formatted(document.where(), MOST_ROWS));
                    break;
                }
                if (found.rows - before == FRUITLESS && found.unread - unreadBefore == FRUITLESS) {
                    found.unopened.add("%s: none of the first %d rows names anything, the rest was not read"
                            .formatted(document.where(), FRUITLESS));
                    break;
                }
                found.rows++;
                row(text, number, heading, reading, found);
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return found.rows > before;
    }

    private void row(String text, int number, Heading heading, RowReading reading, Found found) {
        var cells = text.length() > LONGEST_LINE
                ? List.<String>of()
                : fitted(ListRow.cells(text, heading.separator), heading.columns);
        var findings = reading.findings(cells, Optional.of(number));
        if (findings.isEmpty()) {
            found.unread++;
            if (found.unread <= 10) {
                found.warnings.add("line %d names nothing that can be read".formatted(number));
            }
            return;
        }
        for (var finding : findings) {
            var foreign =
                    finding.subject().ip().filter(ip -> !networks.mayBeOurs(ip)).isPresent();
            if (!foreign) {
                found.ours.add(finding);
                if (finding.typeOrUnknown().isChildAbuse()) {
                    continue;
                }
                found.excerpt.add(text);
            } else {
                found.strangers++;
                if (found.others.size() < 100) {
                    found.others.add(finding);
                }
            }
        }
    }

    /** A free text without quotes may hold the separator: what is too much belongs to it, and the rest counts from the right. */
    private static List<String> fitted(List<String> cells, Columns columns) {
        var more = cells.size() - columns.names().size();
        var free = columns.of(Columns.Meaning.FREE);
        if (more <= 0 || free.isEmpty()) {
            return cells;
        }
        var at = free.getFirst();
        var fitted = new ArrayList<>(cells.subList(0, at));
        fitted.add(String.join(" ", cells.subList(at, at + more + 1)));
        fitted.addAll(cells.subList(at + more + 1, cells.size()));
        return fitted;
    }

    private Reading reading(Heading heading, Found found) {
        if (found.unread > 10) {
            found.warnings.add("%d rows name nothing that can be read".formatted(found.unread));
        }
        if (!found.ours.isEmpty() && found.strangers > 0) {
            found.warnings.add("%d rows are about addresses of others".formatted(found.strangers));
        }
        var title = heading.title.length() > 200 ? heading.title.substring(0, 200) : heading.title;
        return new Reading(
                name(),
                Optional.of(title).filter(text -> !text.isBlank()),
                Optional.empty(),
                found.ours.isEmpty() ? found.others : found.ours,
                found.excerpt.text(),
                found.warnings,
                found.unopened);
    }

    private static Optional<String> next(BufferedReader reader) throws IOException {
        return Optional.ofNullable(reader.readLine());
    }
}
