package duenotice.intake.format;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * XML of strangers: without document type, without entities of their making, bounded in size and depth; what is not
 * well-formed is read up to the place where it breaks.
 */
final class Xml {
    /** Characters of one document. */
    static final int LONGEST = 4 * 1024 * 1024;

    private static final int DEPTH = 40;
    private static final int MOST_ELEMENTS = 20_000;
    private static final int MOST_BLOCKS = 20;

    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // undeclared prefixes are as common as wrong ones
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    /** Reads event by event, for what is long. Names are as written, with their prefix. */
    static XMLStreamReader stream(Reader text) throws XMLStreamException {
        return FACTORY.createXMLStreamReader(text);
    }

    /** The name without its namespace prefix. */
    static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    /**
     * One element.
     *
     * @param name without prefix, as written
     * @param attributes names without prefix
     * @param text its own characters, stripped
     */
    record Element(String name, Map<String, String> attributes, List<Element> children, String text) {
        /** Children of that name, whatever its case. */
        Stream<Element> all(String child) {
            return children.stream().filter(one -> one.name.equalsIgnoreCase(child));
        }

        Optional<Element> first(String child) {
            return all(child).findFirst();
        }

        /** Text of the first child of that name that has any. */
        Optional<String> textOf(String child) {
            return all(child).map(Element::text).filter(text -> !text.isEmpty()).findFirst();
        }

        /** All elements of that name below this one, and this one itself, in order. */
        Stream<Element> anywhere(String wanted) {
            var below = children.stream().flatMap(child -> child.anywhere(wanted));
            return name.equalsIgnoreCase(wanted) ? Stream.concat(Stream.of(this), below) : below;
        }
    }

    /**
     * What could be read of a document.
     *
     * @param trouble a sentence on where it breaks off; empty where it is whole
     */
    record Tree(Element root, Optional<String> trouble) {}

    private static final class Open {
        private final String name;
        private final Map<String, String> attributes = new HashMap<>();
        private final List<Element> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        private Open(String name) {
            this.name = name;
        }

        private Element closed() {
            return new Element(name, attributes, children, text.toString().strip());
        }
    }

    /** The document; empty where not even its first element can be read. */
    static Optional<Tree> tree(String document) {
        var bounded = document.length() > LONGEST ? document.substring(0, LONGEST) : document;
        Deque<Open> open = new ArrayDeque<>();
        var elements = 0;
        try {
            var reader = stream(new StringReader(withoutStrayAmpersands(bounded)));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++elements > MOST_ELEMENTS || open.size() >= DEPTH) {
                            return broken(open, "more elements, or deeper ones, than a report has");
                        }
                        open.push(opened(reader));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(open.peek(), reader);
                    case XMLStreamConstants.END_ELEMENT -> {
                        var closed = open.pop().closed();
                        if (open.isEmpty()) {
                            return Optional.of(new Tree(closed, Optional.empty()));
                        }
                        open.element().children.add(closed);
                    }
                    default -> {}
                }
            }
            return broken(open, "the XML has no end");
        } catch (XMLStreamException | RuntimeException broken) {
            // the parser of the JDK answers some broken input with exceptions of its inside
            return broken(open, "the XML breaks off" + where(broken));
        }
    }

    private static String where(Exception broken) {
        return broken instanceof XMLStreamException known && known.getLocation() != null
                ? " at line " + known.getLocation().getLineNumber()
                : "";
    }

    private static void append(@Nullable Open element, XMLStreamReader reader) {
        if (element != null) {
            element.text.append(reader.getText());
        }
    }

    private static Open opened(XMLStreamReader reader) {
        var element = new Open(local(reader.getLocalName()));
        for (var i = 0; i < reader.getAttributeCount(); i++) {
            element.attributes.put(local(reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
        }
        return element;
    }

    private static Optional<Tree> broken(Deque<Open> open, String trouble) {
        @Nullable Element inner = null;
        while (!open.isEmpty()) {
            var outer = open.pop();
            if (inner != null) {
                outer.children.add(inner);
            }
            inner = outer.closed();
        }
        return Optional.ofNullable(inner).map(root -> new Tree(root, Optional.of(trouble)));
    }

    /**
     * The elements of that name that lie in a text, each with its markup: whatever surrounds them, be it words, a
     * signature or a prolog that nobody could parse. The last may lack its end.
     */
    static List<String> blocks(String text, String name) {
        List<String> blocks = new ArrayList<>();
        var at = 0;
        while (blocks.size() < MOST_BLOCKS) {
            var start = open(text, name, at);
            if (start < 0) {
                break;
            }
            var tag = text.substring(start + 1, endOfName(text, start + 1));
            var close = text.indexOf("</" + tag, start);
            var end = close < 0 ? -1 : text.indexOf('>', close);
            blocks.add(text.substring(start, end < 0 ? text.length() : end + 1));
            if (end < 0) {
                break;
            }
            at = end + 1;
        }
        return blocks;
    }

    private static int open(String text, String name, int from) {
        for (var at = text.indexOf(name, from); at > 0; at = text.indexOf(name, at + 1)) {
            var before = at - 1;
            while (before > 0 && at - before < 30 && isNameCharacter(text.charAt(before))) {
                before--;
            }
            var prefixed = before == at - 1 || text.charAt(at - 1) == ':';
            var end = at + name.length();
            if (text.charAt(before) == '<' && prefixed && end < text.length() && !isNameCharacter(text.charAt(end))) {
                return before;
            }
        }
        return -1;
    }

    private static int endOfName(String text, int from) {
        var end = from;
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameCharacter(char character) {
        return Character.isLetterOrDigit(character) || "_-.:".indexOf(character) >= 0;
    }

    /** Senders forget that an ampersand in a title has to be written as a reference. */
    private static String withoutStrayAmpersands(String document) {
        var stray = document.indexOf('&');
        if (stray < 0) {
            return document;
        }
        var mended = new StringBuilder(document.length() + 64);
        var from = 0;
        while (stray >= 0) {
            mended.append(document, from, stray).append(isReference(document, stray) ? "&" : "&amp;");
            from = stray + 1;
            stray = document.indexOf('&', from);
        }
        return mended.append(document, from, document.length()).toString();
    }

    private static boolean isReference(String document, int ampersand) {
        var semicolon = document.substring(ampersand + 1, Math.min(document.length(), ampersand + 12))
                .indexOf(';');
        if (semicolon <= 0) {
            return false;
        }
        var name = document.substring(ampersand + 1, ampersand + 1 + semicolon);
        return switch (name) {
            case "amp", "lt", "gt", "quot", "apos" -> true;
            default ->
                name.length() > 1
                        && name.charAt(0) == '#'
                        && (name.substring(1).chars().allMatch(Character::isDigit)
                                || (name.charAt(1) == 'x'
                                        && name.length() > 2
                                        && name.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0)));
        };
    }
}
