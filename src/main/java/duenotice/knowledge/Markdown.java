package duenotice.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentNodeRendererContext;
import org.commonmark.renderer.text.TextContentRenderer;

/** Text in CommonMark, for mails and pages. */
public record Markdown(String source) {
    private static final Parser PARSER = Parser.builder().build();

    private static final HtmlRenderer HTML =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    private static final TextContentRenderer TEXT = TextContentRenderer.builder()
            .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS)
            .nodeRendererFactory(IndentedCode::new)
            .build();

    /** For a page or the HTML part of a mail: tags in the source are shown, not obeyed; links are web or mail links. */
    public String html() {
        return HTML.render(PARSER.parse(source));
    }

    /** For the plain part of a mail; commands stand indented on lines of their own. */
    public String plainText() {
        return TEXT.render(PARSER.parse(source)).strip();
    }

    /** Every block of commands, as to be typed. */
    public List<String> commands() {
        return commands(PARSER.parse(source));
    }

    private static List<String> commands(Node document) {
        var commands = new ArrayList<String>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                commands.add(block.getLiteral().strip());
            }
        });
        return commands;
    }

    /** Sets commands off from the sentences around them, which plain text would otherwise run together. */
    private record IndentedCode(TextContentNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class, IndentedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            var literal = node instanceof FencedCodeBlock fenced
                    ? fenced.getLiteral()
                    : ((IndentedCodeBlock) node).getLiteral();
            var writer = context.getWriter();
            var first = true;
            for (var line : literal.stripTrailing().lines().toList()) {
                if (!first) {
                    writer.line();
                }
                writer.write("    " + line);
                first = false;
            }
            writer.block();
        }
    }
}
