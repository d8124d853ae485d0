package duenotice.incident;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hours of a day, where a telephone rings, in which the program rings it by itself. They hold back nothing but its own
 * dialling: the round stays open, no clock moves, and people may phone at any time.
 */
public record CallHours(LocalTime from, LocalTime until) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

    public CallHours {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("hours begin before they end, on the same day");
        }
    }

    /** Reads {@code 08:00-20:00}; empty for anything else. */
    public static Optional<CallHours> parse(String text) {
        var written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CallHours(LocalTime.parse(written.group(1)), LocalTime.parse(written.group(2))));
        } catch (DateTimeException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** The first instant from now on that lies within them. */
    public Instant next(Instant now, ZoneId zone) {
        var local = now.atZone(zone);
        var time = local.toLocalTime();
        if (!time.isBefore(from) && time.isBefore(until)) {
            return now;
        }
        var day =
                time.isBefore(from) ? local.toLocalDate() : local.toLocalDate().plusDays(1);
        return day.atTime(from).atZone(zone).toInstant();
    }
}
