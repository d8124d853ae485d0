package duenotice.mail;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/**
 * Reduces HTML to the text a reader would see: one line per block, quotations with {@code > }, the address of a link
 * behind its text (a complaint often has the URL only there). Nothing is loaded or executed.
 *
 * <p>Read with the parser for XML: that for HTML repairs tables and unclosed elements as a browser would, in time that
 * grows with the square of their depth, and a sender chooses the depth.
 */
final class HtmlText implements NodeVisitor {
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "blockquote",
            "body",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tr",
            "ul");

    private static final Set<String> UNSEEN = Set.of("head", "script", "style", "title", "template", "noscript");

    private final StringBuilder text = new StringBuilder();
    private int quoted;
    private int unseen;
    private int preformatted;
    private boolean lineIsEmpty = true;

    private HtmlText() {}

    static String reduce(String html) {
        String bounded = html.length() > MailLimits.HTML ? html.substring(0, MailLimits.HTML) : html;
        HtmlText visitor = new HtmlText();
        Jsoup.parse(bounded, Parser.xmlParser().settings(ParseSettings.htmlDefault))
                .traverse(visitor);
        return visitor.text.toString().strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            if (unseen == 0) {
                write(preformatted > 0 ? words.getWholeText() : words.text());
            }
            return;
        }
        if (!(node instanceof Element element)) {
            return;
        }
        String name = element.normalName();
        if (name.equals("body")) {
            unseen = 0; // a head that was never closed ends here
        }
        if (UNSEEN.contains(name)) {
            unseen++;
        } else if (name.equals("br")) {
            newLine();
        } else if (BLOCKS.contains(name)) {
            freshLine();
            quoted += name.equals("blockquote") ? 1 : 0;
            preformatted += name.equals("pre") ? 1 : 0;
        } else if (name.equals("td") || name.equals("th")) {
            write("\t"); // a table's columns stay apart
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return;
        }
        String name = element.normalName();
        if (UNSEEN.contains(name)) {
            unseen = Math.max(0, unseen - 1);
        } else if (BLOCKS.contains(name)) {
            freshLine();
            quoted -= name.equals("blockquote") ? 1 : 0;
            preformatted -= name.equals("pre") ? 1 : 0;
            if (name.equals("p")) {
                newLine();
            }
        } else if (name.equals("a") && unseen == 0) {
            writeTarget(element);
        }
    }

    private void writeTarget(Element link) {
        String target = link.attr("href").strip();
        boolean web = target.regionMatches(true, 0, "http", 0, 4);
        String tail = text.substring(Math.max(0, text.length() - target.length() - 2));
        if (web && !tail.contains(target)) {
            write(" <" + target + ">");
        }
    }

    private void write(String words) {
        int start = 0;
        for (int i = 0; i <= words.length(); i++) {
            if (i < words.length() && words.charAt(i) != '\n') {
                continue;
            }
            append(words.substring(start, i));
            if (i < words.length()) {
                newLine();
            }
            start = i + 1;
        }
    }

    private void append(String words) {
        if (words.isEmpty() || (lineIsEmpty && preformatted == 0 && words.isBlank())) {
            return;
        }
        if (lineIsEmpty) {
            text.repeat("> ", Math.min(quoted, 10));
            lineIsEmpty = false;
        }
        text.append(words);
    }

    private void freshLine() {
        if (!lineIsEmpty) {
            newLine();
        }
    }

    private void newLine() {
        if (unseen > 0) {
            return;
        }
        text.append('\n');
        lineIsEmpty = true;
    }
}
