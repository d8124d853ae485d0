package duenotice.desk;

import java.util.List;
import java.util.Map;

/**
 * A form of the console.
 *
 * @param name unique on its page; found by {@code <form name=...>}
 * @param tone {@code plain}, {@code quiet} or {@code danger}
 * @param entered what was typed before it was refused, by field; empty otherwise
 * @param refusal why it was refused; empty where it was not
 */
record Form(
        String name,
        String action,
        String title,
        List<Field> fields,
        String button,
        String tone,
        Map<String, String> entered,
        String refusal) {
    Form {
        fields = List.copyOf(fields);
        entered = Map.copyOf(entered);
    }

    static Form of(String name, String action, String title, String button, Field... fields) {
        return new Form(name, action, title, List.of(fields), button, "plain", Map.of(), "");
    }

    Form quiet() {
        return new Form(name, action, title, fields, button, "quiet", entered, refusal);
    }

    Form danger() {
        return new Form(name, action, title, fields, button, "danger", entered, refusal);
    }

    /** Where it is this form that was refused, with what was typed and why. */
    Form after(Refused refused) {
        return refused.action().equals(action)
                        && (refused.form().isEmpty() || refused.form().equals(name))
                ? new Form(name, action, title, fields, button, tone, refused.entered(), refused.why())
                : this;
    }

    public boolean isRefused() {
        return !refusal.isEmpty();
    }

    /** What stands in a field now. */
    public String value(Field field) {
        return entered.isEmpty() ? field.value() : entered.getOrDefault(field.name(), "");
    }

    public String id(Field field) {
        return name + "-" + field.name();
    }

    public boolean checked(Field field) {
        return !value(field).isEmpty();
    }

    /**
     * A post that was not taken.
     *
     * @param action path that was posted to
     * @param form name of the form, empty where only one has that action
     */
    record Refused(String action, String form, Map<String, String> entered, String why) {
        static final Refused NOTHING = new Refused("", "", Map.of(), "");
    }
}
