package duenotice.intake.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** Lines of a document with their line ends, so that any of them can be handed on byte for byte. */
final class Lines {
    /** What some programs write before UTF-8; it belongs to no line. */
    static final String MARK = "\u00ef\u00bb\u00bf";

    private Lines() {}

    /** One character for each byte. */
    static List<String> of(byte[] content) {
        var text = new String(content, ISO_8859_1);
        text = text.startsWith(MARK) ? text.substring(MARK.length()) : text;
        var lines = new ArrayList<String>();
        var start = 0;
        while (start < text.length()) {
            var end = text.indexOf('\n', start);
            var next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, next));
            start = next;
        }
        return lines;
    }

    static byte[] bytes(String line) {
        return (line.endsWith("\n") ? line : line + "\n").getBytes(ISO_8859_1);
    }
}
