package duenotice.bench;

import java.util.Locale;

/// What a figure should reach, and whether the gate insists on it: on ratios and processor time, never on wall time.
sealed interface Mark {
    /// Where the gate still lets pass what misses its mark by less.
    double SLACK = 0.30;

    /// At least this share of the limit of the same run.
    record ShareOfLimit(double atLeast) implements Mark {}

    /// At most so many times the limit of the same run.
    record TimesLimit(double atMost) implements Mark {}

    /// At most so much processor time.
    record ProcessorTime(double atMost) implements Mark {}

    /// At most so much wall time or memory: told, never insisted on.
    record Told(double atMost) implements Mark {}

    /// At least so many a second: told, never insisted on.
    record Rate(double atLeast) implements Mark {}

    /// Whether the figure reaches the mark when it is lowered by the slack; a ratio that could not be taken does not.
    default boolean reached(Figure figure, double slack) {
        return switch (this) {
            case ShareOfLimit(double atLeast) -> figure.ratio().orElse(0) >= atLeast * (1 - slack);
            case TimesLimit(double atMost) -> figure.ratio().orElse(Double.MAX_VALUE) <= atMost * (1 + slack);
            case ProcessorTime(double atMost) -> figure.value() <= atMost * (1 + slack);
            case Told(double atMost) -> figure.value() <= atMost * (1 + slack);
            case Rate(double atLeast) -> figure.value() >= atLeast * (1 - slack);
        };
    }

    default boolean gates() {
        return switch (this) {
            case ShareOfLimit ignored -> true;
            case TimesLimit ignored -> true;
            case ProcessorTime ignored -> true;
            case Told ignored -> false;
            case Rate ignored -> false;
        };
    }

    default String sentence(String unit) {
        return switch (this) {
            case ShareOfLimit(double atLeast) ->
                String.format(Locale.ROOT, "at least %.0f %% of the limit", atLeast * 100);
            case TimesLimit(double atMost) -> String.format(Locale.ROOT, "at most %.1f times the limit", atMost);
            case ProcessorTime(double atMost) -> "at most %s %s".formatted(atMost, unit);
            case Told(double atMost) -> "at most %s %s".formatted(atMost, unit);
            case Rate(double atLeast) -> "at least %s %s".formatted(atLeast, unit);
        };
    }
}
