package duenotice.intake.format;

import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import duenotice.report.Subject;
import duenotice.report.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bare list: an address or network in each line, perhaps a reference or a number behind it, and comments. Spamhaus'
 * old DROP text, blocklist.de's lists and many others. What it lists them for only its comments or its name can say;
 * else they are on a blocklist, and nobody knows since when.
 */
final class AddressList implements ReportFormat {
    private static final Type LISTED = Type.of("reputation/blocklist");
    private static final int MOST_ROWS = 500_000;
    private static final int LONGEST_LINE = 200;

    private final Networks networks;

    AddressList(Networks networks) {
        this.networks = networks;
    }

    @Override
    public String name() {
        return "address-list";
    }

    @Override
    public Optional<Understanding.Report> read(Content content) {
        for (var document : content.documents()) {
            if (ListTable.mayBeList(document, content.mail().isPresent())) {
                var rows = rows(document);
                if (rows.isPresent()) {
                    return Optional.of(new Understanding.Report(reading(document, rows.get())));
                }
            }
        }
        return Optional.empty();
    }

    private static final class Rows {
        private final StringBuilder comments = new StringBuilder();
        private String title = "";
        private final List<Listed> ours = new ArrayList<>();
        private final List<Listed> others = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> unopened = new ArrayList<>();
        private int strangers;
    }

    private record Listed(Prefix prefix, int line, String text) {}

    /** Empty where any line is something else: then it is no bare list. */
    private Optional<Rows> rows(Document document) {
        var rows = new Rows();
        var count = 0;
        try (var reader = document.reader()) {
            var number = 0;
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (count == MOST_ROWS) {
                    rows.unopened.add("%s: only the first %d rows were read".formatted(document.where(), MOST_ROWS));
                    break;
                }
                number++;
                if (line.isBlank()) {
                    continue;
                }
                if (ListRow.isComment(line)) {
                    comment(line, rows);
                    continue;
                }
                var address = line.length() > LONGEST_LINE ? Optional.<Prefix>empty() : address(line);
                if (address.isEmpty()) {
                    return Optional.empty();
                }
                count++;
                if (ListRow.isSomebodys(address.get())) {
                    add(new Listed(address.get(), number, line), rows);
                } else if (rows.warnings.size() < 10) {
                    rows.warnings.add("line %d names nobody's address".formatted(number));
                }
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return count == 0 ? Optional.empty() : Optional.of(rows);
    }

    private void add(Listed listed, Rows rows) {
        if (networks.mayBeOurs(listed.prefix)) {
            rows.ours.add(listed);
        } else {
            rows.strangers++;
            if (rows.others.size() < 100) {
                rows.others.add(listed);
            }
        }
    }

    private static void comment(String line, Rows rows) {
        var said = ListRow.said(line);
        rows.title = rows.title.isEmpty() ? said : rows.title;
        if (rows.comments.length() < 8192) {
            rows.comments.append(said).append('\n');
        }
    }

    /** Alone, or followed by one word, number or comment. */
    private static Optional<Prefix> address(String line) {
        var text = line.strip();
        var end = 0;
        while (end < text.length() && " \t,;#|".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        var rest = text.substring(end).strip();
        var marked = rest.startsWith("#") || rest.startsWith(";");
        var single = rest.chars()
                        .filter(character -> " \t,|".indexOf(character) >= 0)
                        .count()
                <= 1;
        return marked || single ? Prefix.parse(text.substring(0, end)) : Optional.empty();
    }

    private Reading reading(Document document, Rows rows) {
        var type = ListWords.type(rows.comments.toString(), false)
                .or(() -> ListWords.ofBareList(document.name()))
                .orElse(LISTED);
        var excerpt = new Excerpt();
        var findings = (rows.ours.isEmpty() ? rows.others : rows.ours)
                .stream()
                        .map(listed -> new Finding(
                                type.category(),
                                Optional.of(type),
                                Subject.ofIp(listed.prefix),
                                Optional.empty(),
                                Optional.of(listed.line)))
                        .toList();
        rows.ours.stream().limit(20).forEach(listed -> excerpt.add(listed.text));
        if (rows.strangers > 0 && !rows.ours.isEmpty()) {
            rows.warnings.add("%d rows are about addresses of others".formatted(rows.strangers));
        }
        var title = rows.title.length() > 200 ? rows.title.substring(0, 200) : rows.title;
        return new Reading(
                name(),
                Optional.of(title).filter(text -> !text.isBlank()),
                Optional.empty(),
                findings,
                excerpt.text(),
                rows.warnings,
                rows.unopened);
    }
}
