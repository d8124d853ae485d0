package duenotice.casework;

import duenotice.casework.StoredMessage.Hint;
import duenotice.report.Category;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A hint as it is kept with its message: JSON. */
final class HintText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private HintText() {}

    static String write(Hint hint) {
        var node = JSON.createObjectNode()
                .put("server", hint.server().text())
                .put("category", hint.category().word())
                .put("type", hint.type().toString())
                .put("reason", hint.reason())
                .put("agent", hint.agent());
        hint.observedAt().ifPresent(at -> node.put("observedAt", at.toString()));
        return node.toString();
    }

    static Hint read(String text) {
        var node = JSON.readTree(text);
        return new Hint(
                new ServerId(node.get("server").asString()),
                Category.ofWord(node.get("category").asString()).orElseThrow(),
                Type.of(node.get("type").asString()),
                Optional.ofNullable(node.get("observedAt")).map(at -> Instant.parse(at.asString())),
                node.get("reason").asString(),
                node.get("agent").asString());
    }
}
