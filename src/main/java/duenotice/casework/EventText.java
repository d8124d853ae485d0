package duenotice.casework;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import duenotice.incident.IncidentEvent;
import duenotice.incident.Personal;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * How an event is written on the timeline: its name and its parts as JSON, the bytes that are hashed. In place of what is
 * {@link Personal} it holds a reference.
 */
final class EventText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .annotationIntrospector(
                    AnnotationIntrospector.pair(new PersonalParts(), new JacksonAnnotationIntrospector()))
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

    static String write(IncidentEvent event, PersonalValues personal) {
        return JSON.writer().withAttribute(PersonalValues.class, personal).writeValueAsString(event);
    }

    static IncidentEvent read(String kind, String body, PersonalValues personal) {
        var type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalStateException("no such event: " + kind);
        }
        return JSON.readerFor(type)
                .withAttribute(PersonalValues.class, personal)
                .readValue(body);
    }

    private static PersonalValues personal(@Nullable Object attribute) {
        return (PersonalValues) Objects.requireNonNull(attribute);
    }

    private static final class PersonalParts extends NopAnnotationIntrospector {
        @Override
        public @Nullable Object findSerializer(MapperConfig<?> config, Annotated part) {
            return part.hasAnnotation(Personal.class) ? ToReference.class : null;
        }

        @Override
        public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated part) {
            return part.hasAnnotation(Personal.class) ? FromReference.class : null;
        }
    }

    static final class ToReference extends ValueSerializer<String> {
        @Override
        public void serialize(String value, JsonGenerator json, SerializationContext context) {
            json.writeString(
                    personal(context.getAttribute(PersonalValues.class)).reference(value));
        }
    }

    static final class FromReference extends ValueDeserializer<String> {
        @Override
        public String deserialize(JsonParser json, DeserializationContext context) {
            return personal(context.getAttribute(PersonalValues.class)).value(json.getString());
        }
    }
}
