package duenotice.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Keys that everybody knows, for rehearsal only: each is an API key, and the password of the account of the same person.
 *
 * @param people by key
 */
public record FixedKeys(Map<String, Person> people) {
    /** What a desk for real has. */
    public static final FixedKeys NONE = new FixedKeys(Map.of());

    /** What a rehearsal has. The reporter's name is the key's own: an inventory may match it (contracts part 4). */
    public static final FixedKeys REHEARSAL = new FixedKeys(Map.of(
            "rehearsal-agent", new Person("agent", DeskRole.AGENT),
            "rehearsal-agent-2", new Person("agent-2", DeskRole.AGENT),
            "rehearsal-lead", new Person("lead", DeskRole.LEAD),
            "rehearsal-engineer", new Person("engineer", DeskRole.ENGINEER),
            "rehearsal-auditor", new Person("auditor", DeskRole.AUDITOR),
            "rehearsal-reporter", new Person("rehearsal-reporter", DeskRole.REPORTER)));

    public FixedKeys {
        people = Map.copyOf(people);
    }

    Optional<Person> of(String key) {
        return people.entrySet().stream()
                .filter(one -> equal(one.getKey(), key))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The password of that person. */
    Optional<String> keyOf(String name) {
        return people.entrySet().stream()
                .filter(one -> one.getValue().name().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
