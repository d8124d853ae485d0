package duenotice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class OpenApiTest {
    @Test
    void the_description_names_every_call_and_no_other() {
        try (var api = new ApiUnderTest()) {
            var described = new TreeSet<String>();
            var paths = api.get("", "/openapi.json").is(200).json().get("paths");
            paths.properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(call ->
                                    described.add(call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
            var served = new TreeSet<String>();
            api.context()
                    .getBean(RequestMappingHandlerMapping.class)
                    .getHandlerMethods()
                    .forEach((mapping, method) -> mapping.getMethodsCondition()
                            .getMethods()
                            .forEach(verb ->
                                    mapping.getPatternValues().forEach(pattern -> served.add(verb + " " + pattern))));

            assertThat(described).isEqualTo(served).hasSizeGreaterThan(40);
        }
    }
}
