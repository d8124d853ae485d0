package duenotice.desk;

import duenotice.incident.IncidentId;
import java.util.List;

/**
 * One field of a form.
 *
 * @param kind {@code text}, {@code area}, {@code select}, {@code instant}, {@code check}, {@code buttons} or {@code hidden}
 * @param value shown before anybody types
 * @param options of a select
 */
record Field(
        String name, String label, String kind, String value, List<Option> options, String hint, boolean required) {
    Field {
        options = List.copyOf(options);
    }

    record Option(String value, String label) {}

    static Field text(String name, String label) {
        return new Field(name, label, "text", "", List.of(), "", true);
    }

    static Field area(String name, String label) {
        return new Field(name, label, "area", "", List.of(), "", true);
    }

    static Field reason() {
        return text("reason", "Reason");
    }

    static Field instant(String name, String label, String value) {
        return new Field(name, label, "instant", value, List.of(), "UTC", true);
    }

    static Field select(String name, String label, List<Option> options) {
        return new Field(name, label, "select", "", options, "", true);
    }

    /** Each word is its own label, hyphens apart. */
    static Field words(String name, String label, Object... words) {
        return select(
                name,
                label,
                java.util.Arrays.stream(words)
                        .map(Object::toString)
                        .map(word -> new Option(word, word.replace('-', ' ')))
                        .toList());
    }

    /** The same, as a button each that sends the form. */
    static Field buttons(String name, String label, Object... words) {
        var select = words(name, label, words);
        return new Field(name, label, "buttons", "", select.options(), "", true);
    }

    static Field check(String name, String label) {
        return new Field(name, label, "check", "", List.of(), "", false);
    }

    static Field hidden(String name, Object value) {
        return new Field(name, "", "hidden", value.toString(), List.of(), "", false);
    }

    Field of(String standing) {
        return new Field(name, label, kind, standing, options, hint, required);
    }

    Field hint(String words) {
        return new Field(name, label, kind, value, options, words, required);
    }

    Field optional() {
        return new Field(name, label, kind, value, options, hint, false);
    }

    static String path(IncidentId id, String act) {
        return "/desk/incidents/" + id + "/" + act;
    }
}
