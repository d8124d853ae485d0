package duenotice.incident;

import java.util.Arrays;
import java.util.Optional;

/** What can be done to a server on the network or at its power supply (R21, R22, R60). */
public enum MeasureKind {
    NETWORK_OFF("network-off"),
    POWER_OFF("power-off"),
    NULL_ROUTE("null-route"),
    REPAIR("repair");

    private final String word;

    MeasureKind(String word) {
        this.word = word;
    }

    /** The word used in the database, the API and on pages. */
    public String word() {
        return word;
    }

    /** True for the two last resorts, which a standard ladder ends in. */
    public boolean isCut() {
        return this == NETWORK_OFF || this == POWER_OFF;
    }

    public static Optional<MeasureKind> ofWord(String word) {
        return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
