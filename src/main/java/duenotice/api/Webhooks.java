package duenotice.api;

import java.util.List;
import java.util.Optional;

/**
 * The webhooks that other programs may post to.
 *
 * @param doors by name, each name once
 */
public record Webhooks(List<Door> doors) {
    public static final Webhooks NONE = new Webhooks(List.of());

    /**
     * Who may post, and how it is proven.
     *
     * @param name stands in the path, and is the reporter's name
     * @param secrets any of them counts, so that they can be changed without a gap; at least one
     * @param header where the secret stands; empty means {@code Authorization: Bearer}
     * @param signature header with the hexadecimal HMAC-SHA256 of the body, keyed with the secret, which then is sent
     *     nowhere; {@code sha256=} may stand before it
     */
    public record Door(String name, List<String> secrets, Optional<String> header, Optional<String> signature) {
        public Door {
            secrets = List.copyOf(secrets);
            if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                throw new IllegalArgumentException(
                        "a webhook's name is made of small letters, digits and dashes, not " + name);
            }
            if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length() < 16)) {
                throw new IllegalArgumentException("the token of webhook " + name + " needs 16 characters or more");
            }
        }
    }

    public Webhooks {
        doors = List.copyOf(doors);
        if (doors.stream().map(Door::name).distinct().count() < doors.size()) {
            throw new IllegalArgumentException("two webhooks have the same name");
        }
    }

    Optional<Door> door(String name) {
        return doors.stream().filter(door -> door.name().equals(name)).findFirst();
    }
}
