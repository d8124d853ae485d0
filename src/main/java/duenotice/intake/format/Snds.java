package duenotice.intake.format;

import duenotice.report.EventTime;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Microsoft's SNDS, two CSV files without heading. Data: address, first and last activity, commands, recipients, filter
 * result, complaint rate, trap times and hits, and more; figures, of which only the bad ones complain. Status: first and
 * last address of a range, blocked or not, why.
 */
final class Snds implements ReportFormat {
    private static final Type SPAM = Type.of("messaging/spam");
    private static final Type LISTED = Type.of("reputation/blocklist");

    /** Month before day, as the data has them; the zone is told nowhere. */
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4}) (\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: ([AP])M)?");

    private static final Pattern RATE = Pattern.compile("(<)? ?(\\d{1,3}(?:\\.\\d{1,4})?)%");

    /** Complaints in a hundred recipients from which on it is trouble, as mailbox providers have it. */
    private static final double BAD_RATE = 0.3;

    private static final int FILTER_RESULT = 6;
    private static final int COMPLAINT_RATE = 7;
    private static final int TRAP_HITS = 10;
    private static final int MOST_ROWS = 200_000;

    private final Networks networks;

    Snds(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "snds";
    }

    private static final class Draft {
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> unopened = new ArrayList<>();
        private final Excerpt excerpt = new Excerpt();
        private int rows;
    }

    @Override
    public Optional<? extends Understanding> read(Content content) {
        for (var document : content.documents()) {
            if (ListTable.mayBeList(document, content.mail().isPresent())) {
                var draft = new Draft();
                if (rows(document, draft)) {
                    return Optional.of(
                            draft.findings.isEmpty() && draft.warnings.isEmpty()
                                    ? new Understanding.FiledAway(
                                            name(), "figures of %d addresses, none of them bad".formatted(draft.rows))
                                    : new Understanding.Report(new Reading(
                                            name(),
                                            Optional.of("Microsoft SNDS"),
                                            Optional.empty(),
                                            draft.findings,
                                            draft.excerpt.text(),
                                            draft.warnings,
                                            draft.unopened)));
                }
            }
        }
        return Optional.empty();
    }

    /** True where the first row is one of SNDS; a later one that is none costs itself only. */
    private boolean rows(Document document, Draft draft) {
        try (var reader = document.reader()) {
            var number = 0;
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (draft.rows == MOST_ROWS) {
                    draft.unopened.add("%s: only the first %d rows were read".formatted(document.where(), MOST_ROWS));
                    break;
                }
                number++;
                if (line.isBlank()) {
                    continue;
                }
                var cells = line.length() > 4000 ? List.<String>of() : ListRow.cells(line, ',');
                if (!isData(cells) && !isStatus(cells)) {
                    if (draft.rows == 0) {
                        return false;
                    }
                    if (draft.warnings.size() < 10) {
                        draft.warnings.add("line %d is no row of SNDS".formatted(number));
                    }
                    continue;
                }
                draft.rows++;
                var before = draft.findings.size();
                if (isData(cells)) {
                    data(cells, number, draft);
                } else {
                    status(cells, number, draft);
                }
                if (draft.findings.size() > before) {
                    draft.excerpt.add(line);
                }
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return draft.rows > 0;
    }

    private static boolean isData(List<String> cells) {
        return cells.size() > COMPLAINT_RATE
                && ListRow.address(cells.getFirst()).isPresent()
                && TIME.matcher(cells.get(1)).matches()
                && TIME.matcher(cells.get(2)).matches()
                && List.of("GREEN", "YELLOW", "RED", "").contains(cells.get(FILTER_RESULT));
    }

    private static boolean isStatus(List<String> cells) {
        return cells.size() == 4
                && ListRow.address(cells.get(0)).isPresent()
                && ListRow.address(cells.get(1)).isPresent()
                && (cells.get(2).equalsIgnoreCase("yes") || cells.get(2).equalsIgnoreCase("no"));
    }

    private void data(List<String> cells, int line, Draft draft) {
        var bad =
                cells.get(FILTER_RESULT).equals("RED") || rate(cells.get(COMPLAINT_RATE)) >= BAD_RATE || trapped(cells);
        if (bad) {
            var ip = ListRow.address(cells.getFirst()).orElseThrow();
            add(ip, SPAM, time(cells.get(2)), line, draft);
        }
    }

    private static boolean trapped(List<String> cells) {
        var hits = cells.size() > TRAP_HITS ? cells.get(TRAP_HITS) : "";
        return hits.matches("\\d{1,9}") && Integer.parseInt(hits) > 0;
    }

    private static double rate(String text) {
        var matcher = RATE.matcher(text);
        return matcher.matches() && matcher.group(1) == null ? Double.parseDouble(matcher.group(2)) : 0;
    }

    private void status(List<String> cells, int line, Draft draft) {
        if (cells.get(2).equalsIgnoreCase("no")) {
            return;
        }
        var first = ListRow.address(cells.get(0)).orElseThrow();
        var prefixes = Ranges.prefixes(first, ListRow.address(cells.get(1)).orElseThrow());
        if (prefixes.isEmpty()) {
            draft.warnings.add("line %d has no range of addresses".formatted(line));
        }
        prefixes.forEach(prefix -> add(prefix, LISTED, Optional.empty(), line, draft));
    }

    private void add(Prefix prefix, Type type, Optional<EventTime> time, int line, Draft draft) {
        if (networks.mayBeOurs(prefix)) {
            draft.findings.add(
                    new Finding(type.category(), Optional.of(type), Subject.ofIp(prefix), time, Optional.of(line)));
        } else if (draft.warnings.size() < 10) {
            draft.warnings.add("line %d is about an address of others".formatted(line));
        }
    }

    private static Optional<EventTime> time(String text) {
        var matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var hour =
                    number(matcher, 4) % (matcher.group(7) == null ? 24 : 12) + ("P".equals(matcher.group(7)) ? 12 : 0);
            var at = LocalDateTime.of(
                    number(matcher, 3), number(matcher, 1), number(matcher, 2), hour, number(matcher, 5));
            return Optional.of(new EventTime(at.toInstant(ZoneOffset.UTC), false));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
