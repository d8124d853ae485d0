package duenotice.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A short mail about contacts, the same as text and as HTML. Values from outside are shown, never live.
 *
 * @param sender the brand it comes from
 */
record ContactLetter(ContactIdentity sender, String subject, String text, String html) {
    private static final int WIDTH = 76;
    private static final int LONGEST_VALUE = 300;

    /** Bidirectional controls can make a line read as another; zero-width ones hide. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]");

    /** What it consists of, in order. */
    sealed interface Block {
        record Paragraph(String text) implements Block {}

        record Points(List<String> texts) implements Block {}

        record Fact(String label, String value) implements Block {}

        record Button(String label, String url) implements Block {}

        record Fine(String text) implements Block {}

        record Small(String text) implements Block {}
    }

    static ContactLetter of(
            String language, ContactIdentity sender, String subject, String heading, List<Block> blocks) {
        return new ContactLetter(
                sender,
                inert(subject),
                text(blocks),
                html(language, sender.name(), inert(subject), inert(heading), blocks));
    }

    // ---- text

    /** Facts stand close together, as do the lines of a signature. */
    private static String text(List<Block> blocks) {
        var text = new StringBuilder();
        for (var number = 0; number < blocks.size(); number++) {
            var block = blocks.get(number);
            var close = block instanceof Block.Small
                    || block instanceof Block.Fact && number > 0 && blocks.get(number - 1) instanceof Block.Fact;
            text.append(number == 0 ? "" : close ? "\n" : "\n\n").append(text(block));
        }
        return text.append('\n').toString();
    }

    private static String text(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph -> wrapped(inert(paragraph.text()), "", "");
            case Block.Points points ->
                points.texts().stream()
                        .map(point -> wrapped(inert(point), "- ", "  "))
                        .collect(Collectors.joining("\n"));
            case Block.Fact fact -> wrapped(inert(fact.label()) + ": " + inert(fact.value()), "  ", "      ");
            case Block.Button button -> "  " + button.label() + ":\n  " + button.url();
            case Block.Fine fine -> "--\n" + wrapped(inert(fine.text()), "", "");
            case Block.Small small -> wrapped(inert(small.text()), "", "");
        };
    }

    private static String wrapped(String text, String first, String rest) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(first);
        var begun = false;
        for (var word : text.split(" ")) {
            if (begun && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(rest).append(word);
            } else {
                line.append(begun ? " " : "").append(word);
                begun = true;
            }
        }
        lines.add(line.toString());
        return String.join("\n", lines);
    }

    // ---- HTML

    private static final String FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;";

    private static String html(String language, String provider, String subject, String heading, List<Block> blocks) {
        return """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light">
            <title>%s</title>
            </head>
            <body style="margin:0;padding:0;background:#eef1f5;">
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="background:#eef1f5;">
            <tr><td align="center" style="padding:24px 12px 40px;">
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" style="max-width:620px;%s">
            <tr><td style="padding:0 4px 14px;font-size:17px;font-weight:700;color:#16202e;">%s</td></tr>
            <tr><td style="height:5px;line-height:5px;font-size:0;background:#1f5fae;border-radius:8px 8px 0 0;">&nbsp;</td></tr>
            <tr><td style="background:#ffffff;padding:32px 28px 16px;border-radius:0 0 8px 8px;">
            <h1 style="margin:0 0 20px;font-size:24px;line-height:1.3;font-weight:700;color:#16202e;">%s</h1>
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
                        FONT,
                        escaped(inert(provider)),
                        escaped(heading),
                        blocks.stream().map(ContactLetter::html).collect(Collectors.joining("\n")));
    }

    private static String html(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph ->
                "<p style=\"margin:0 0 18px;font-size:16px;line-height:1.55;color:#16202e;\">"
                        + escaped(inert(paragraph.text())) + "</p>";
            case Block.Points points ->
                "<ul style=\"margin:0 0 18px;padding:0 0 0 22px;font-size:16px;line-height:1.55;color:#16202e;\">"
                        + points.texts().stream()
                                .map(point -> "<li>" + escaped(inert(point)) + "</li>")
                                .collect(Collectors.joining())
                        + "</ul>";
            case Block.Fact fact ->
                "<p style=\"margin:0 0 10px;padding:8px 14px;background:#f4f6f9;border-radius:6px;font-size:15px;"
                        + "line-height:1.5;color:#16202e;\"><span style=\"color:#55617a;\">"
                        + escaped(inert(fact.label())) + "</span><br>" + escaped(inert(fact.value())) + "</p>";
            case Block.Button button ->
                "<p style=\"margin:22px 0 24px;\"><a href=\"" + escaped(button.url())
                        + "\" style=\"display:inline-block;background:#1f5fae;color:#ffffff;text-decoration:none;"
                        + "font-size:16px;font-weight:600;padding:13px 22px;border-radius:6px;\">"
                        + escaped(button.label()) + "</a></p>";
            case Block.Fine fine ->
                "<p style=\"margin:24px 0 8px;font-size:13px;line-height:1.5;color:#55617a;\">"
                        + escaped(inert(fine.text())) + "</p>";
            case Block.Small small ->
                "<p style=\"margin:0;font-size:13px;line-height:1.5;color:#55617a;\">" + escaped(inert(small.text()))
                        + "</p>";
        };
    }

    private static String inert(String text) {
        var seen = UNSEEN.matcher(text).replaceAll(" ");
        return seen.length() > 4 * LONGEST_VALUE ? seen.substring(0, 4 * LONGEST_VALUE) + "…" : seen;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
