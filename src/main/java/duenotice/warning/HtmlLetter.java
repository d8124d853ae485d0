package duenotice.warning;

import duenotice.knowledge.Markdown;
import duenotice.warning.LetterTemplate.Tone;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sets a letter as HTML that mail programs show alike: one column of tables, styles inline, nothing to fetch, no script.
 * What stands in the style element only improves it where it is obeyed: narrow screens, dark ones. Dark rules go by the
 * inline styles themselves, as mail programs that rewrite classes leave those alone.
 */
final class HtmlLetter {
    private static final String FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";
    private static final String MONO =
            "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace;";
    private static final String INK = "#1c2430";
    private static final String QUIET = "#5b6675";
    private static final String LINE = "#e3e7ec";
    private static final String BLUE = "#1d5fbf";
    private static final String TEXT = "margin:0 0 16px;font-size:16px;line-height:1.55;color:" + INK + ";";

    private HtmlLetter() {}

    /**
     * The strong colour of a tone, its pale one, and what that becomes on dark screens; text is readable on each (WCAG
     * 2.1 AA).
     */
    private record Colours(String strong, String pale, String dark) {
        static Colours of(Tone tone) {
            return switch (tone) {
                case ACT -> new Colours("#b45309", "#fff7e8", "#3a2b12");
                case STOP -> new Colours("#b42318", "#fef1f0", "#40201d");
                case GOOD -> new Colours("#1a7f4b", "#ecf8f1", "#163525");
                case INFO -> new Colours("#1d5fbf", "#eef5fe", "#1a2d48");
            };
        }
    }

    static String set(
            String language,
            ProviderIdentity provider,
            String number,
            String subject,
            String heading,
            Tone tone,
            List<LetterBlock> blocks) {
        var colours = Colours.of(tone);
        return """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>%s</title>
            <style>
            @media (max-width:560px) {
              .card { padding:24px 20px 12px !important; }
              .label { display:block !important; width:auto !important; padding:10px 0 0 !important; }
              .value { display:block !important; width:auto !important; padding:2px 0 10px !important; border:0 !important; }
            }
            @media (prefers-color-scheme:dark) {
              [style*="background:#eef1f5"] { background:#12161c !important; }
              [style*="background:#ffffff"] { background:#1b212a !important; }
              [style*="background:#f8fafc"], [style*="background:#f5f7fa"] { background:#232b36 !important; }
              [style*="background:%s"] { background:%s !important; }
              [style*="color:#1c2430"] { color:#e8ecf1 !important; }
              [style*="color:#5b6675"] { color:#aab4c1 !important; }
              [style*="#e3e7ec"], [style*="#b8c1cc"] { border-color:#3a4553 !important; }
              .link { color:#8ab8ff !important; }
            }
            </style>
            </head>
            <body style="margin:0;padding:0;background:#eef1f5;">
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="background:#eef1f5;">
            <tr><td align="center" style="padding:24px 12px 40px;">
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="max-width:620px;%s">
            <tr><td style="padding:0 4px 14px;font-size:17px;font-weight:700;color:%s;">%s</td>
            <td align="right" style="padding:0 4px 14px;font-size:14px;color:%s;">%s</td></tr>
            <tr><td colspan="2" style="height:5px;line-height:5px;font-size:0;background:%s;border-radius:8px 8px 0 0;">&nbsp;</td></tr>
            <tr><td colspan="2" class="card" style="background:#ffffff;padding:32px 36px 16px;border-radius:0 0 8px 8px;">
            <h1 style="margin:0 0 20px;font-size:24px;line-height:1.3;font-weight:700;color:%s;">%s</h1>
            %s
            </td></tr>
            </table>
            </td></tr>
            </table>
            </body>
            </html>
            """.formatted(
                        language,
                        escaped(subject),
                        colours.pale(),
                        colours.dark(),
                        FONT,
                        INK,
                        escaped(InertText.value(provider.brand())),
                        QUIET,
                        escaped(number),
                        colours.strong(),
                        INK,
                        escaped(heading),
                        blocks.stream().map(block -> set(block, colours)).collect(Collectors.joining("\n")));
    }

    private static String set(LetterBlock block, Colours colours) {
        return switch (block) {
            case LetterBlock.Heading heading ->
                "<h2 style=\"margin:28px 0 10px;font-size:18px;line-height:1.35;color:" + INK + ";\">"
                        + escaped(heading.text()) + "</h2>";
            case LetterBlock.Paragraph paragraph -> "<p style=\"" + TEXT + "\">" + words(paragraph.spans()) + "</p>";
            case LetterBlock.Items items ->
                "<ul style=\"margin:0 0 16px;padding:0 0 0 22px;\">"
                        + items.items().stream()
                                .map(item -> "<li style=\"margin:0 0 8px;font-size:16px;line-height:1.5;color:" + INK
                                        + ";\">" + words(item) + "</li>")
                                .collect(Collectors.joining())
                        + "</ul>";
            case LetterBlock.Facts facts -> facts(facts.rows());
            case LetterBlock.Box box -> box(box, colours);
            case LetterBlock.Excerpts excerpts ->
                "<p style=\"margin:0 0 8px;font-size:14px;color:" + QUIET + ";\">" + escaped(excerpts.label()) + "</p>"
                        + excerpts.excerpts().stream().map(HtmlLetter::pre).collect(Collectors.joining())
                        + excerpts.all().map(HtmlLetter::link).orElse("");
            case LetterBlock.Quote quote ->
                "<blockquote style=\"margin:0 0 18px;padding:4px 0 4px 16px;border-left:4px solid " + colours.strong()
                        + ";font-size:16px;line-height:1.55;color:" + INK + ";\">"
                        + quote.lines().stream().map(HtmlLetter::escaped).collect(Collectors.joining("<br>"))
                        + "</blockquote>";
            case LetterBlock.Listings many ->
                many.listings().stream().map(HtmlLetter::listing).collect(Collectors.joining())
                        + "<div style=\"margin:0 0 20px;border-top:1px solid " + LINE + ";\"></div>";
            case LetterBlock.Small small ->
                "<p style=\"margin:0 0 16px;font-size:13px;line-height:1.5;color:" + QUIET + ";\">"
                        + small.lines().stream().map(HtmlLetter::escaped).collect(Collectors.joining("<br>")) + "</p>";
            case LetterBlock.Button button -> button(button, colours);
            case LetterBlock.Form form ->
                "<pre style=\"margin:0 0 18px;padding:14px 16px;background:#f5f7fa;border:1px dashed #b8c1cc;"
                        + "border-radius:6px;font-size:15px;line-height:1.9;color:" + INK + ";white-space:pre-wrap;"
                        + MONO
                        + "\">" + escaped(String.join("\n", form.labels())) + "</pre>";
            case LetterBlock.Remedy remedy -> remedy(remedy);
        };
    }

    private static String words(List<LetterBlock.Span> spans) {
        return spans.stream()
                .map(span -> {
                    var text = span.link() ? anchor(span.text(), span.text()) : escaped(span.text());
                    return span.strong() ? "<strong>" + text + "</strong>" : text;
                })
                .collect(Collectors.joining());
    }

    private static String facts(List<LetterBlock.Row> rows) {
        var cell =
                "padding:9px 0;font-size:15px;line-height:1.45;border-top:1px solid " + LINE + ";vertical-align:top;";
        return "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:4px 0 20px;"
                + "border-bottom:1px solid " + LINE + ";\">"
                + rows.stream()
                        .map(row -> "<tr><td class=\"label\" width=\"32%\" style=\"" + cell
                                + "padding-right:14px;color:"
                                + QUIET + ";\">" + escaped(row.label()) + "</td><td class=\"value\" style=\"" + cell
                                + "color:" + INK + ";word-break:break-word;\">" + escaped(row.value()) + "</td></tr>")
                        .collect(Collectors.joining())
                + "</table>";
    }

    private static String box(LetterBlock.Box box, Colours colours) {
        return "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:4px 0 22px;\">"
                + "<tr><td style=\"padding:16px 18px;background:" + colours.pale() + ";border-left:5px solid "
                + colours.strong() + ";border-radius:6px;\"><div style=\"font-size:14px;color:" + QUIET
                + ";\">" + escaped(box.label()) + "</div><div style=\"font-weight:700;margin:4px 0 0;font-size:18px;"
                + "line-height:1.4;color:" + INK + ";\">" + moment(box.moment()) + "</div>"
                + (box.below().isEmpty()
                        ? ""
                        : "<div style=\"margin:4px 0 0;font-size:14px;line-height:1.45;color:" + QUIET + ";\">"
                                + escaped(box.below()) + "</div>")
                + "</td></tr></table>";
    }

    /** The reader's own time on a line of its own. */
    private static String moment(String text) {
        var local = text.indexOf(" (");
        return local < 0 || !text.endsWith(")")
                ? escaped(text)
                : escaped(text.substring(0, local)) + "<br>" + escaped(text.substring(local + 2, text.length() - 1));
    }

    private static String pre(List<String> lines) {
        return "<pre style=\"margin:0 0 18px;padding:14px 16px;background:#f5f7fa;border:1px solid " + LINE
                + ";border-radius:6px;font-size:13px;line-height:1.5;color:" + INK
                + ";white-space:pre-wrap;word-break:break-word;" + MONO + "\">"
                + escaped(String.join("\n", lines)) + "</pre>";
    }

    private static String listing(LetterBlock.Listing one) {
        return "<div style=\"padding:10px 0;border-top:1px solid " + LINE + ";font-size:15px;line-height:1.45;color:"
                + INK
                + ";word-break:break-word;\"><strong>" + escaped(one.name()) + "</strong>"
                + one.lines().stream().map(line -> "<br>" + escaped(line)).collect(Collectors.joining()) + "<br>"
                + anchor(one.page().label(), one.page().link().toString()) + "</div>";
    }

    private static String link(LetterBlock.Link link) {
        return "<p style=\"margin:0 0 18px;font-size:15px;line-height:1.5;\">"
                + anchor(link.label(), link.link().toString()) + "</p>";
    }

    private static String anchor(String label, String link) {
        return "<a class=\"link\" href=\"" + escaped(link) + "\" style=\"color:" + BLUE
                + ";word-break:break-word;\">" + escaped(label)
                + "</a>";
    }

    private static String button(LetterBlock.Button button, Colours colours) {
        var link = escaped(button.link().toString());
        return "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:6px 0 22px;\"><tr>"
                + "<td style=\"border-radius:7px;background:" + colours.strong() + ";\"><a href=\"" + link
                + "\" style=\"display:inline-block;padding:14px 26px;font-size:16px;font-weight:700;color:#ffffff;"
                + "text-decoration:none;border-radius:7px;\">" + escaped(button.label()) + "</a></td></tr></table>";
    }

    /** The articles are our own text; only their elements get the styles that mail programs want inline. */
    private static String remedy(LetterBlock.Remedy remedy) {
        var article = new StringBuilder("<div style=\"margin:24px 0 20px;padding:20px 22px 6px;background:#f8fafc;"
                        + "border:1px solid " + LINE + ";border-radius:8px;\">")
                .append("<h2 style=\"margin:0 0 12px;font-size:18px;line-height:1.35;color:" + INK + ";\">")
                .append(escaped(remedy.article().title()))
                .append("</h2>");
        if (!remedy.onlyInEnglish().isEmpty()) {
            article.append("<p style=\"margin:0 0 12px;font-size:14px;color:" + QUIET + ";\">")
                    .append(escaped(remedy.onlyInEnglish()))
                    .append("</p>");
        }
        article.append(styled(remedy.article().lead()));
        for (var section : remedy.article().sections()) {
            article.append(subheading(section.title())).append(styled(section.text()));
        }
        if (!remedy.article().references().isEmpty()) {
            article.append(subheading(remedy.readOn()));
            remedy.article()
                    .references()
                    .forEach(reference -> article.append(
                                    "<p style=\"margin:0 0 10px;font-size:15px;line-height:1.45;\">")
                            .append(anchor(reference.title(), reference.url()))
                            .append("</p>"));
        }
        return article.append("</div>").toString();
    }

    private static String subheading(String title) {
        return "<h3 style=\"margin:16px 0 6px;font-size:15px;color:" + INK + ";\">" + escaped(title) + "</h3>";
    }

    private static String styled(Markdown text) {
        return text.html()
                .replace("<p>", "<p style=\"margin:0 0 12px;font-size:15px;line-height:1.55;color:" + INK + ";\">")
                .replace("<ul>", "<ul style=\"margin:0 0 12px;padding:0 0 0 20px;\">")
                .replace("<ol>", "<ol style=\"margin:0 0 12px;padding:0 0 0 24px;\">")
                .replace("<li>", "<li style=\"margin:0 0 6px;font-size:15px;line-height:1.5;color:" + INK + ";\">")
                .replace(
                        "<pre>",
                        "<pre style=\"margin:0 0 12px;padding:12px 14px;background:#ffffff;color:" + INK
                                + ";border:1px solid "
                                + LINE + ";border-radius:6px;font-size:13px;line-height:1.5;"
                                + "white-space:pre-wrap;word-break:break-word;\">")
                .replace("<code>", "<code style=\"font-size:13px;" + MONO + "\">");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
