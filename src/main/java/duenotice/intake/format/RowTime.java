package duenotice.intake.format;

import duenotice.report.EventTime;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The spelling that nearly all lists have, {@code 2026-05-03 22:14:09}, read without searching: lists are long. */
final class RowTime {
    private static final int LENGTH = "2026-05-03 22:14:09".length();

    private RowTime() {}

    /** Empty for any other spelling, and for other zones than UTC. */
    static Optional<EventTime> parse(String text) {
        if (text.length() < LENGTH
                || text.length() > LENGTH + 4
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != ' ' && text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return Optional.empty();
        }
        var zone = text.substring(LENGTH);
        var utc = zone.equals("Z") || zone.equals(" UTC");
        var numbers = new int[6];
        var starts = new int[] {0, 5, 8, 11, 14, 17};
        var ends = new int[] {4, 7, 10, 13, 16, 19};
        for (var i = 0; i < numbers.length; i++) {
            for (var at = starts[i]; at < ends[i]; at++) {
                var digit = text.charAt(at) - '0';
                if (digit < 0 || digit > 9) {
                    return Optional.empty();
                }
                numbers[i] = numbers[i] * 10 + digit;
            }
        }
        if (!utc && !zone.isEmpty()) {
            return Optional.empty();
        }
        try {
            var at = LocalDateTime.of(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
            return Optional.of(new EventTime(at.toInstant(ZoneOffset.UTC), utc));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
