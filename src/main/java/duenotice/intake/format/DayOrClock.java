package duenotice.intake.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Days that stand without a time of day, and times of day without a date. */
final class DayOrClock {
    private static final int LONGEST_LINE = 500;

    private static final Pattern CLOCK_FIRST =
            Pattern.compile("[\\s\\[(*>-]{0,8}+(\\d{1,2}:\\d{2}(?::\\d{2})?+[^\\d:].*)");

    private static final Pattern YEAR_FIRST =
            Pattern.compile("(?<![\\d.-])(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?![\\d-])");

    private static final Pattern DOTTED = Pattern.compile("(?<![\\d.])(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})(?![\\d.])");

    private static final Pattern DAY_MONTH = Pattern.compile(
            "(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|\\.|er|º)?+[ -](?:de )?(\\p{L}{3,12}+)\\.?[ -](?:de )?(\\d{4})(?!\\d)");

    private static final Pattern MONTH_DAY =
            Pattern.compile("(\\p{L}{3,9}+)\\.? (\\d{1,2})(?:st|nd|rd|th)?+,? (\\d{4})(?!\\d)");

    private static final Pattern CLOCK = Pattern.compile("(?<![\\d:.])\\d{1,2}:\\d{2}(?!\\d)");

    /** Days before the one on which it was written. */
    private static final Map<String, Integer> AGO = Map.ofEntries(
            Map.entry("today", 0),
            Map.entry("heute", 0),
            Map.entry("hoy", 0),
            Map.entry("oggi", 0),
            Map.entry("hoje", 0),
            Map.entry("vandaag", 0),
            Map.entry("dzisiaj", 0),
            Map.entry("dnes", 0),
            Map.entry("сегодня", 0),
            Map.entry("bugün", 0),
            Map.entry("yesterday", 1),
            Map.entry("gestern", 1),
            Map.entry("ayer", 1),
            Map.entry("ieri", 1),
            Map.entry("ontem", 1),
            Map.entry("gisteren", 1),
            Map.entry("wczoraj", 1),
            Map.entry("včera", 1),
            Map.entry("вчера", 1),
            Map.entry("dün", 1));

    private DayOrClock() {}

    static boolean beginsWithClock(String line) {
        return !line.isEmpty() && CLOCK_FIRST.matcher(bounded(line)).matches();
    }

    /** From its time of day on. */
    static String clock(String row) {
        var clock = CLOCK_FIRST.matcher(bounded(row));
        return clock.matches() ? clock.group(1) : "";
    }

    /** Day and time of day that stand apart in one line, {@code since 17:00 UTC on 2026-03-05}, from the day on. */
    static Optional<String> joined(String line) {
        var text = bounded(line);
        var clock = CLOCK.matcher(text);
        return clock.find() ? day(text).map(day -> day + " " + text.substring(clock.start())) : Optional.empty();
    }

    /** A time of day that is said to be of today or yesterday, from the date on. */
    static Optional<String> relative(String line, Instant written) {
        var text = bounded(line);
        var clock = CLOCK.matcher(text);
        if (!clock.find()) {
            return Optional.empty();
        }
        var words = Labels.words(text);
        var today = LocalDate.ofInstant(written, ZoneOffset.UTC);
        return words.stream()
                .filter(AGO::containsKey)
                .findFirst()
                .map(word -> today.minusDays(AGO.getOrDefault(word, 0)) + " " + text.substring(clock.start()));
    }

    /** The first day of the calendar in the line. */
    static Optional<LocalDate> day(String line) {
        var text = bounded(line);
        var yearFirst = YEAR_FIRST.matcher(text);
        if (yearFirst.find()) {
            return day(yearFirst.group(1), Integer.parseInt(yearFirst.group(3)), yearFirst.group(4));
        }
        var dotted = DOTTED.matcher(text);
        if (dotted.find()) {
            return day(dotted.group(3), Integer.parseInt(dotted.group(2)), dotted.group(1));
        }
        var dayMonth = DAY_MONTH.matcher(text);
        if (dayMonth.find()) {
            return named(dayMonth.group(3), dayMonth.group(2), dayMonth.group(1));
        }
        var monthDay = MONTH_DAY.matcher(text);
        return monthDay.find() ? named(monthDay.group(3), monthDay.group(1), monthDay.group(2)) : Optional.empty();
    }

    private static Optional<LocalDate> named(String year, String month, String day) {
        return EventTimes.monthNamed(month.toLowerCase(Locale.ROOT)).flatMap(number -> day(year, number, day));
    }

    private static Optional<LocalDate> day(String year, int month, String day) {
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), month, Integer.parseInt(day)))
                    .filter(date -> date.getYear() >= 1980);
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    private static String bounded(String line) {
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    }
}
