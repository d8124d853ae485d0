package duenotice.intake;

import duenotice.casework.Rereading.Changed;
import duenotice.casework.StoredMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What two readings of one message tell differently; both as they are kept with it. */
record ReadingDifference(List<Line> lines) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST = 50;

    record Line(String change, String what, String before, String after) {}

    ReadingDifference {
        lines = List.copyOf(lines);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** @param before empty where nothing was kept, because nobody understood it */
    static ReadingDifference between(Optional<String> before, String after) {
        var old = json(before.orElse("{}"));
        var fresh = json(after);
        var lines = new ArrayList<Line>();
        var oldKind = kind(old);
        var newKind = kind(fresh);
        if (!oldKind.equals(newKind)) {
            lines.add(new Line(newKind.startsWith("report") ? "read" : "unread", "", oldKind, newKind));
        }
        var was = findings(old);
        var is = findings(fresh);
        is.forEach((subject, finding) -> {
            var earlier = was.get(subject);
            if (earlier == null) {
                lines.add(new Line("added", subject, "", described(finding)));
            } else if (!type(earlier).equals(type(finding))) {
                lines.add(new Line("type", subject, type(earlier), type(finding)));
            } else if (!text(earlier, "observedAt").equals(text(finding, "observedAt"))) {
                lines.add(new Line("time", subject, text(earlier, "observedAt"), text(finding, "observedAt")));
            }
        });
        was.forEach((subject, finding) -> {
            if (!is.containsKey(subject)) {
                lines.add(new Line("removed", subject, described(finding), ""));
            }
        });
        return new ReadingDifference(lines);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException broken) {
            return JSON.createObjectNode();
        }
    }

    private static String kind(JsonNode read) {
        var kind = read.path("kind").asString("unread");
        return kind
                + (read.path("format").isString() ? " (" + read.get("format").asString() + ")" : "");
    }

    /** By what it is about; where one thing is named more than once, in the order of naming. */
    private static Map<String, JsonNode> findings(JsonNode read) {
        var findings = new LinkedHashMap<String, JsonNode>();
        for (var finding : read.path("findings")) {
            var subject = Stream.of("ip", "url", "domain", "account")
                    .map(part -> text(finding, part))
                    .filter(part -> !part.isEmpty())
                    .findFirst()
                    .orElse("nothing");
            var key = subject;
            for (var again = 2; findings.containsKey(key); again++) {
                key = subject + " (" + again + ")";
            }
            findings.put(key, finding);
        }
        return findings;
    }

    private static String type(JsonNode finding) {
        var type = text(finding, "type");
        return text(finding, "category") + (type.isEmpty() ? "" : " " + type);
    }

    private static String described(JsonNode finding) {
        return (type(finding) + " " + text(finding, "observedAt")).strip();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isString() ? node.get(field).asString() : "";
    }

    /** For lists; a message with very many differences shows the first of them. */
    List<Changed> told(StoredMessage message, String format, String effect) {
        return lines.stream()
                .limit(MOST)
                .map(line -> new Changed(
                        message.id(),
                        message.receivedAt(),
                        format,
                        line.change(),
                        line.what(),
                        line.before(),
                        line.after(),
                        effect))
                .toList();
    }

    /** In one sentence, for the timeline. */
    String summary() {
        var told = lines.stream()
                .limit(5)
                .map(line -> (line.change() + " " + line.what() + " " + line.before()
                                + (line.before().isEmpty() || line.after().isEmpty() ? "" : " -> ") + line.after())
                        .replaceAll("\\s+", " ")
                        .strip())
                .map(line -> line.length() > 160 ? line.substring(0, 160) + "…" : line)
                .toList();
        return String.join("; ", told) + (lines.size() > 5 ? "; and %d more".formatted(lines.size() - 5) : "");
    }
}
