package duenotice.policy;

import duenotice.policy.PolicyRefused.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One policy file as a tree, with the line of everything in it, so that a refusal can point at the place. Places are
 * named by JSON Pointers (RFC 6901).
 */
final class PolicyDocument {
    private static final int LARGEST = 64 * 1024;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String file;
    private final String source;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final JsonNode root;

    private PolicyDocument(String file, String source, Node root) {
        this.file = file;
        this.source = source;
        this.root = tree(root, "");
    }

    /** @throws PolicyRefused where the text is no single YAML document without anchors and doubled keys */
    static PolicyDocument parse(String file, String source) {
        if (source.length() > LARGEST) {
            throw new PolicyRefused(file, 0, "the file is larger than 64 KiB; a policy is a page of text");
        }
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(source);
        } catch (MarkedYamlEngineException notYaml) {
            var line = notYaml.getProblemMark().map(PolicyDocument::lineOf).orElse(0);
            var begun = notYaml.getContextMark()
                    .map(mark -> " (%s that begins in line %d)".formatted(notYaml.getContext(), lineOf(mark)))
                    .orElse("");
            throw new PolicyRefused(file, line, "this is not YAML: " + notYaml.getProblem() + begun);
        } catch (YamlEngineException notYaml) {
            throw new PolicyRefused(file, 0, "this is not YAML: " + notYaml.getMessage());
        }
        if (root.isEmpty()) {
            throw new PolicyRefused(file, 0, "the file is empty; it should begin with a line 'policy: name'");
        }
        var document = new PolicyDocument(file, source, root.get());
        if (!document.problems.isEmpty()) {
            throw new PolicyRefused(document.problems);
        }
        return document;
    }

    String file() {
        return file;
    }

    String source() {
        return source;
    }

    JsonNode root() {
        return root;
    }

    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    /** The line of a place, or of the nearest place around it; from 1. */
    int line(String pointer) {
        var place = pointer;
        while (!lines.containsKey(place) && !place.isEmpty()) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return lines.getOrDefault(place, 1);
    }

    Problem problem(String pointer, String sentence) {
        return new Problem(file, line(pointer), sentence);
    }

    private JsonNode tree(Node node, String pointer) {
        lines.putIfAbsent(pointer, lineOf(node));
        if (node.getAnchor().isPresent()) {
            problems.add(problem(pointer, "anchors and aliases are not read here; write the value out"));
            return JSON.nullNode();
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, pointer);
            case SequenceNode sequence -> list(sequence, pointer);
            case ScalarNode scalar -> value(scalar);
            default -> JSON.nullNode();
        };
    }

    private JsonNode object(MappingNode mapping, String pointer) {
        var object = JSON.objectNode();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(problem(pointer, "a key must be a word"));
                continue;
            }
            var key = keyNode.getValue();
            var place = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            if (object.has(key)) {
                problems.add(new Problem(
                        file,
                        lineOf(keyNode),
                        "the key '%s' stands here a second time; it is in line %d already"
                                .formatted(key, line(place))));
                continue;
            }
            lines.put(place, lineOf(keyNode));
            object.set(key, tree(tuple.getValueNode(), place));
        }
        return object;
    }

    private JsonNode list(SequenceNode sequence, String pointer) {
        var list = JSON.arrayNode();
        for (var item : sequence.getValue()) {
            list.add(tree(item, pointer + "/" + list.size()));
        }
        return list;
    }

    private static JsonNode value(ScalarNode scalar) {
        var text = scalar.getValue();
        if (scalar.getTag().equals(Tag.INT) && text.matches("-?[0-9]{1,9}")) {
            return JSON.numberNode(Integer.parseInt(text));
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        return JSON.stringNode(text);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(PolicyDocument::lineOf).orElse(1);
    }

    private static int lineOf(Mark mark) {
        return mark.getLine() + 1;
    }
}
