package duenotice.call.twilio;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parameters of a request, in the order in which they were given. */
final class Form {
    private final List<String> fields = new ArrayList<>();

    Form with(String name, String value) {
        fields.add(encoded(name) + "=" + encoded(value));
        return this;
    }

    /** {@code application/x-www-form-urlencoded}. */
    String text() {
        return String.join("&", fields);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
