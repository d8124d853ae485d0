package duenotice.desk;

import java.util.List;

/**
 * What an operator has not set yet, for a line on every page of the console.
 *
 * @param parts such as "no mail relay, so warnings wait"; empty where everything is set
 * @param how how to set them
 */
public record StillUnset(List<String> parts, String how) {
    public static final StillUnset NOTHING = new StillUnset(List.of(), "");

    public StillUnset {
        parts = List.copyOf(parts);
    }

    String sentence() {
        return parts.isEmpty() ? "" : "Not set yet: " + String.join("; ", parts) + ". " + how;
    }
}
