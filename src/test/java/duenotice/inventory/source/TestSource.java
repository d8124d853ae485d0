package duenotice.inventory.source;

import duenotice.inventory.source.SourceSettings.Kind;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings of sources that tests begin with. */
public final class TestSource {
    private TestSource() {}

    public static SourceSettings file(String name, Kind kind, Path path) {
        return source(name, kind, Optional.of(path), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static SourceSettings program(String name, Kind kind, URI url, Path secret) {
        return source(name, kind, Optional.empty(), Optional.of(url), Optional.of("desk"), Optional.of(secret));
    }

    private static SourceSettings source(
            String name,
            Kind kind,
            Optional<Path> path,
            Optional<URI> url,
            Optional<String> user,
            Optional<Path> secret) {
        return new SourceSettings(
                name,
                kind,
                Duration.ofHours(1),
                path,
                url,
                user,
                secret,
                Optional.empty(),
                "Default",
                Optional.empty(),
                "public",
                Set.of("customers", "servers"),
                "",
                "number",
                "",
                Set.of(),
                false,
                0.2,
                1_000_000,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                10);
    }

    /** @param others values by the names of the settings that are not as usual */
    static SourceSettings with(SourceSettings usual, Map<String, Object> others) {
        var parts = SourceSettings.class.getRecordComponents();
        if (!Arrays.stream(parts).map(RecordComponent::getName).toList().containsAll(others.keySet())) {
            throw new IllegalArgumentException("no such setting among " + others.keySet());
        }
        try {
            var values = new Object[parts.length];
            for (var at = 0; at < parts.length; at++) {
                values[at] = others.containsKey(parts[at].getName())
                        ? others.get(parts[at].getName())
                        : parts[at].getAccessor().invoke(usual);
            }
            return SourceSettings.class
                    .getDeclaredConstructor(
                            Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
