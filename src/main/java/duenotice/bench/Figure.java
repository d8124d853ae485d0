package duenotice.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// One measured value.
///
/// @param name scenario and what was measured, without blanks
/// @param limit what the floor of the same run reached, in the same unit; empty where there is none
/// @param mark what we want to reach; empty where nothing was promised
record Figure(String name, double value, String unit, OptionalDouble limit, Optional<Mark> mark) {

    static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, OptionalDouble.empty(), Optional.empty());
    }

    Figure beside(double floor) {
        return new Figure(name, value, unit, OptionalDouble.of(floor), mark);
    }

    Figure wanted(Mark wanted) {
        return new Figure(name, value, unit, limit, Optional.of(wanted));
    }

    OptionalDouble ratio() {
        return limit.isPresent() && limit.getAsDouble() > 0
                ? OptionalDouble.of(value / limit.getAsDouble())
                : OptionalDouble.empty();
    }

    /// `name value unit limit ratio`, a dash where there is none.
    String line() {
        return "%s %s %s %s %s"
                .formatted(
                        name,
                        number(value),
                        unit,
                        limit.isPresent() ? number(limit.getAsDouble()) : "-",
                        ratio().isPresent() ? String.format(Locale.ROOT, "%.2f", ratio().getAsDouble()) : "-");
    }

    private static String number(double value) {
        var digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
