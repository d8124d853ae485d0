package duenotice.incident;

import java.util.Optional;

/** The n-th measure of an incident, spelled {@code 4711-m1}. */
public record MeasureId(IncidentId incident, int ordinal) {
    public static Optional<MeasureId> parse(String text) {
        var dash = text.indexOf("-m");
        if (dash < 1 || !text.substring(dash + 2).matches("[1-9][0-9]{0,5}")) {
            return Optional.empty();
        }
        return IncidentId.parse(text.substring(0, dash))
                .map(incident -> new MeasureId(incident, Integer.parseInt(text.substring(dash + 2))));
    }

    @Override
    public String toString() {
        return incident + "-m" + ordinal;
    }
}
