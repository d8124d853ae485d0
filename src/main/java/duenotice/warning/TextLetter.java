package duenotice.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sets a letter as plain text, no line of words longer than mail programs show without breaking it. */
final class TextLetter {
    private static final int WIDTH = 72;
    private static final Pattern POINT = Pattern.compile("(\\d{1,2}\\.|[-*]) ");

    private TextLetter() {}

    static String set(List<LetterBlock> blocks) {
        return blocks.stream().map(TextLetter::set).collect(Collectors.joining("\n\n")) + "\n";
    }

    private static String set(LetterBlock block) {
        return switch (block) {
            case LetterBlock.Heading heading ->
                heading.text() + "\n"
                        + "-".repeat(Math.min(WIDTH, heading.text().length()));
            case LetterBlock.Paragraph paragraph -> wrapped(words(paragraph.spans()), "", "");
            case LetterBlock.Items items ->
                items.items().stream()
                        .map(item -> wrapped(words(item), "- ", "  "))
                        .collect(Collectors.joining("\n"));
            case LetterBlock.Facts facts -> facts(facts.rows());
            case LetterBlock.Box box ->
                wrapped(box.label() + ":", "    ", "    ") + "\n" + wrapped(box.moment(), "    ", "    ")
                        + (box.below().isEmpty() ? "" : "\n" + wrapped(box.below(), "    ", "    "));
            case LetterBlock.Excerpts excerpts ->
                excerpts.label() + "\n\n"
                        + excerpts.excerpts().stream().map(TextLetter::quoted).collect(Collectors.joining("\n\n"))
                        + excerpts.all()
                                .map(all -> "\n\n" + all.label() + ":\n" + all.link())
                                .orElse("");
            case LetterBlock.Quote quote -> quoted(quote.lines());
            case LetterBlock.Listings many ->
                many.listings().stream()
                        .map(one -> wrapped(one.name(), "- ", "  ") + "\n"
                                + one.lines().stream()
                                        .map(line -> wrapped(line, "  ", "  ") + "\n")
                                        .collect(Collectors.joining())
                                + one.page().link())
                        .collect(Collectors.joining("\n\n"));
            case LetterBlock.Small small -> String.join("\n", small.lines());
            case LetterBlock.Button button -> button.label() + ":\n" + button.link();
            case LetterBlock.Form form -> String.join("\n", form.labels());
            case LetterBlock.Remedy remedy -> remedy(remedy);
        };
    }

    private static String words(List<LetterBlock.Span> spans) {
        return spans.stream().map(LetterBlock.Span::text).collect(Collectors.joining());
    }

    private static String facts(List<LetterBlock.Row> rows) {
        var label = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0) + 2;
        return rows.stream()
                .map(row -> wrapped(
                        row.value(),
                        "  " + (row.label() + ":" + " ".repeat(label)).substring(0, label),
                        " ".repeat(label + 2)))
                .collect(Collectors.joining("\n"));
    }

    private static String quoted(List<String> lines) {
        return lines.stream().map(line -> ("  | " + line).stripTrailing()).collect(Collectors.joining("\n"));
    }

    private static String remedy(LetterBlock.Remedy remedy) {
        var parts = new ArrayList<String>();
        parts.add(remedy.article().title() + "\n"
                + "-".repeat(remedy.article().title().length()));
        if (!remedy.onlyInEnglish().isEmpty()) {
            parts.add(remedy.onlyInEnglish());
        }
        if (!remedy.article().lead().source().isBlank()) {
            parts.add(reflowed(remedy.article().lead().plainText()));
        }
        for (var section : remedy.article().sections()) {
            parts.add(
                    "* " + section.title() + " *\n\n" + reflowed(section.text().plainText()));
        }
        if (!remedy.article().references().isEmpty()) {
            parts.add("* " + remedy.readOn() + " *");
            remedy.article()
                    .references()
                    .forEach(reference -> parts.add(wrapped(reference.title(), "", "") + ":\n" + reference.url()));
        }
        return String.join("\n\n", parts);
    }

    /** Sentences are broken anew; commands, which stand indented, and numbered or dotted points begin their own lines. */
    private static String reflowed(String text) {
        var lines = new ArrayList<String>();
        var open = false;
        for (var line : text.split("\n", -1)) {
            var command = line.startsWith("    ");
            var point = POINT.matcher(line).lookingAt();
            if (open && !command && !point && !line.isBlank()) {
                lines.set(lines.size() - 1, lines.getLast() + " " + line.strip());
            } else {
                lines.add(line);
            }
            open = !command && !line.isBlank();
        }
        return lines.stream()
                .map(line -> line.startsWith("    ") ? line : wrapped(line, "", indent(line)))
                .collect(Collectors.joining("\n"));
    }

    private static String indent(String line) {
        var point = POINT.matcher(line);
        return point.lookingAt() ? " ".repeat(point.end()) : "";
    }

    /** Breaks between words; a longer word stays whole, and a link has a line of its own. */
    private static String wrapped(String text, String first, String rest) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(first);
        var begun = false;
        var afterLink = false;
        for (var word : text.split(" ")) {
            var full = line.length() + 1 + word.length() > WIDTH || isLink(word) || afterLink;
            afterLink = isLink(word);
            if (begun && full) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(rest).append(word);
            } else {
                line.append(begun ? " " : "").append(word);
                begun = true;
            }
        }
        lines.add(line.toString().stripTrailing());
        return String.join("\n", lines);
    }

    private static boolean isLink(String word) {
        return word.startsWith("https://") || word.startsWith("http://");
    }
}
