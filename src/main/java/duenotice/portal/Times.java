package duenotice.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants and durations as a customer reads them: in the zone on file, with the zone named, and in UTC. */
record Times(Words words, ZoneId zone) {

    /** Such as {@code Sunday, 1 March 2026, 06:00 (Europe/Berlin, UTC+01:00)}. */
    String absolute(Instant instant) {
        var there = instant.atZone(zone);
        var offset = there.getOffset();
        var name = zone.getId().equals("UTC") || zone instanceof ZoneOffset
                ? "UTC" + (offset.equals(ZoneOffset.UTC) ? "" : offset.getId())
                : zone.getId() + ", UTC" + (offset.equals(ZoneOffset.UTC) ? "" : offset.getId());
        return there.format(pattern("time.absolute")) + " (" + name + ")";
    }

    /** Such as {@code 2026-03-01 05:00 UTC}. */
    String utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT));
    }

    /** For a line of the timeline. */
    String brief(Instant instant) {
        return instant.atZone(zone).format(pattern("time.brief"));
    }

    private DateTimeFormatter pattern(String key) {
        return DateTimeFormatter.ofPattern(words.say(key), words.locale());
    }

    /** Such as {@code 2 hours}; days from two days on. */
    String lasting(Duration duration) {
        if (duration.toHours() >= 48 && duration.toHours() % 24 == 0) {
            return words.say("time.days", duration.toDays());
        }
        if (duration.toMinutes() >= 60 && duration.toMinutes() % 60 == 0) {
            return words.say("time.hours", duration.toHours());
        }
        return words.say("time.minutes", duration.toMinutes());
    }

    /** Such as {@code 1 h 30 min left}, or that it has passed. */
    String left(Instant now, Instant until) {
        var left = Duration.between(now, until);
        if (left.isNegative() || left.isZero()) {
            return words.say("time.passed");
        }
        var hours = left.toHours();
        return hours > 0
                ? words.say("time.left-hours", hours, left.toMinutesPart())
                : words.say("time.left-minutes", Math.max(1, left.toMinutes()));
    }
}
