package duenotice.enforcement;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON that commands and webhooks get and give. */
final class DriverMessage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DriverMessage() {}

    /** {@code {"event":"inspect","target":"vm-1"}}, with {@code address} for null routes. */
    static ObjectNode inspect(Target target) {
        return about("inspect", target);
    }

    /** With {@code incidentRef}, {@code action} (the kind of measure), {@code idempotencyKey} and {@code issuedAt}. */
    static ObjectNode cut(Order order) {
        return change("cut", order);
    }

    /** Like a cut, with the state to go back to as {@code back}. */
    static ObjectNode restore(Order order, ObservedState back) {
        var message = change("restore", order);
        message.set("back", JSON.readTree(back.text()));
        return message;
    }

    private static ObjectNode change(String event, Order order) {
        return about(event, order.target())
                .put("incidentRef", order.incident().toString())
                .put("action", order.kind().word())
                .put("idempotencyKey", order.key())
                .put("issuedAt", order.issuedAt().toString());
    }

    private static ObjectNode about(String event, Target target) {
        var message = JSON.createObjectNode()
                .put("event", event)
                .put("target", target.server().text());
        target.address().ifPresent(address -> message.put("address", address.text()));
        return message;
    }

    /** The {@code state} that an answer carries, or is; empty where it is no JSON object. */
    static Optional<ObservedState> state(String answer) {
        try {
            var node = JSON.readTree(answer);
            return node.isObject()
                    ? Optional.of(ObservedState.of(node.path("state").isObject() ? node.path("state") : node))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
