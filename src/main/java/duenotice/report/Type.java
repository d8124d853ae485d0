package duenotice.report;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** XARF v4's pair of category and type, such as {@code messaging/spam}; {@link #UNKNOWN} where nobody can tell. */
public record Type(String group, String name) {
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,40}");

    /** What happened could not be told; served by the policy that takes the rest. */
    public static final Type UNKNOWN = new Type("other", "unknown");

    private static final Set<String> SYSTEM_GROUPS = Set.of("connection", "infrastructure", "vulnerability");

    public Type {
        if (!WORD.matcher(group).matches() || !WORD.matcher(name).matches()) {
            throw new IllegalArgumentException("not a type: " + group + "/" + name);
        }
    }

    /** Reads {@code group/name}; empty where the text is no such pair. */
    public static Optional<Type> parse(String text) {
        var parts = text.strip().toLowerCase(Locale.ROOT).split("/", -1);
        return parts.length == 2
                        && WORD.matcher(parts[0]).matches()
                        && WORD.matcher(parts[1]).matches()
                ? Optional.of(new Type(parts[0], parts[1]))
                : Optional.empty();
    }

    public static Type of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a type: " + text));
    }

    /** The category this type has when our server is the source of it. */
    public Category category() {
        if (group.equals("messaging")) {
            return Category.EMAIL_COMPROMISE;
        }
        if (SYSTEM_GROUPS.contains(group)
                || (group.equals("content") && (name.equals("malware") || name.equals("remote_compromise")))) {
            return Category.SYSTEM_COMPROMISE;
        }
        return Category.OTHER;
    }

    /** True for child-abuse material (R59): no excerpt, no copy, no automatic notice or call. */
    public boolean isChildAbuse() {
        return group.equals("content") && (name.equals("csam") || name.equals("csem"));
    }

    @Override
    public String toString() {
        return group + "/" + name;
    }
}
