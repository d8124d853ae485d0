package duenotice.casework;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import duenotice.incident.IncidentEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** How an event is written on the timeline: its name and its parts as JSON, the bytes that are hashed. */
final class EventText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultVisibility(checker -> checker.withVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
            .build();

    private static final Map<String, Class<?>> KINDS = Arrays.stream(IncidentEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, kind -> kind));

    private EventText() {}

    static String kind(IncidentEvent event) {
        return event.getClass().getSimpleName();
    }

    static String write(IncidentEvent event) {
        return JSON.writeValueAsString(event);
    }

    static IncidentEvent read(String kind, String body) {
        var type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalStateException("no such event: " + kind);
        }
        return (IncidentEvent) JSON.readValue(body, type);
    }
}
