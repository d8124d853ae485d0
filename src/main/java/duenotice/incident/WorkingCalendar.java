package duenotice.incident;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * Working hours of one place (R51): the same hours on each working day, none on a holiday.
 *
 * @param from start of the working day, local time
 * @param until end of the working day, local time, after {@code from}
 */
public record WorkingCalendar(
        ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime until, Set<LocalDate> holidays) {
    public WorkingCalendar {
        if (days.isEmpty() || !from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "a working calendar needs at least one day and hours that end after they begin");
        }
        days = Set.copyOf(days);
        holidays = Set.copyOf(holidays);
    }

    /**
     * The instant at which that much working time has passed. Hours are elapsed seconds: a day on which the clocks
     * change has an hour more or less.
     */
    public Instant after(Instant start, Duration working) {
        var left = working;
        var day = start.atZone(zone).toLocalDate();
        while (true) {
            if (days.contains(day.getDayOfWeek()) && !holidays.contains(day)) {
                var opens = day.atTime(from).atZone(zone).toInstant();
                var closes = day.atTime(until).atZone(zone).toInstant();
                var begin = start.isAfter(opens) ? start : opens;
                if (begin.isBefore(closes)) {
                    var open = Duration.between(begin, closes);
                    if (left.compareTo(open) <= 0) {
                        return begin.plus(left);
                    }
                    left = left.minus(open);
                }
            }
            day = day.plusDays(1);
        }
    }
}
