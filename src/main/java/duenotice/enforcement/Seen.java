package duenotice.enforcement;

import java.util.Locale;

/** How a network port or a power supply is seen. */
public enum Seen {
    ON,
    OFF,
    UNKNOWN;

    /** The word used in saved states and by drivers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Seen ofWord(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "on" -> ON;
            case "off" -> OFF;
            default -> UNKNOWN;
        };
    }
}
