package duenotice.policy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spans of time as people write them in files: {@code 30m}, {@code 2h}, {@code 3d}, or ISO 8601. */
final class WrittenDuration {
    static final Duration LONGEST = Duration.ofDays(366);

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,6})([mhd])");

    private WrittenDuration() {}

    /** Elapsed time, a day being 24 hours; empty where the text is no span of time. */
    static Optional<Duration> parse(String text) {
        var shortForm = SHORT.matcher(text);
        if (shortForm.matches()) {
            var amount = Long.parseLong(shortForm.group(1));
            return Optional.of(
                    switch (shortForm.group(2)) {
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException noDuration) {
            return Optional.empty();
        }
    }

    /** The shortest of our spellings that says the same. */
    static String spell(Duration duration) {
        if (duration.toSeconds() % 60 != 0) {
            return duration.toString();
        }
        var minutes = duration.toMinutes();
        if (minutes % 60 != 0) {
            return minutes + "m";
        }
        return minutes / 60 + "h";
    }
}
