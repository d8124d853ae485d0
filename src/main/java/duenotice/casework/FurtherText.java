package duenotice.casework;

import duenotice.casework.Further.Named;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a report names besides as it is kept with it: JSON; null for nothing. */
final class FurtherText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FurtherText() {}

    static @Nullable String write(Further further) {
        if (further.equals(Further.NONE)) {
            return null;
        }
        var node = JSON.createObjectNode().put("more", further.more());
        var places = node.putArray("named");
        for (var named : further.named()) {
            var place = places.addObject();
            named.address().ifPresent(address -> place.put("address", address));
            named.url().ifPresent(url -> place.put("url", url));
            var ports = place.putArray("ports");
            named.ports().forEach(ports::add);
        }
        return node.toString();
    }

    static Further read(@Nullable String text) {
        if (text == null) {
            return Further.NONE;
        }
        var node = JSON.readTree(text);
        var named = new ArrayList<Named>();
        for (var place : node.path("named")) {
            var ports = new ArrayList<Integer>();
            place.path("ports").forEach(port -> ports.add(port.asInt()));
            named.add(new Named(
                    Optional.ofNullable(place.get("address")).map(address -> address.asString()),
                    Optional.ofNullable(place.get("url")).map(url -> url.asString()),
                    ports));
        }
        return new Further(named, node.path("more").asBoolean());
    }
}
