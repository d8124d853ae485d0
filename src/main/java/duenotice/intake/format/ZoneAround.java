package duenotice.intake.format;

import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** The zone of a time that does not stand right behind it: behind the end of its span, or before it. */
final class ZoneAround {
    private static final int LONGEST_BEFORE = 40;

    private static final String NAME = "((?:UTC|GMT)[+-]\\d{1,2}+(?::?\\d{2})?+|[+-]\\d{2}:?\\d{2}\\b"
            + "|(?:UTC|GMT|CET|CEST|MEZ|MESZ|EET|EEST|MSK|МСК|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|WEST|JST|KST|TRT|AEST|AEDT)\\b)";

    private static final String DATE =
            "(?:(?:\\d{1,4}([-./])\\d{1,2}\\1\\d{2,4}|\\d{1,2}[. /-]{1,2}+\\p{L}{3,12}+[. /-]{1,2}+\\d{4})(?:,? (?:at|um|à|alle|om|às|o|v|в|kl) |[ ,T]{1,3}+))?+";

    /** {@code 14:00 - 15:30 CET}, {@code 2026-03-05 14:00 until 2026-03-06 02:00 UTC}. */
    private static final Pattern BEHIND_SPAN = Pattern.compile(
            "(?: Uhr)?+\\s{0,3}+(?:[-–—~]|(?:to|until|till|and|bis|und|à|au|et|hasta|al?|y|e|fino alle|tot|en|do|i|a|до|и)\\b)\\s{0,3}+"
                    + DATE
                    + "\\d{1,2}[:h]\\d{2}(?::\\d{2}(?:[.,]\\d{1,9}+)?+)?+(?: ?[AaPp]\\.?[Mm]\\b\\.?)?+(?: Uhr)?+ ?[(\\[]?"
                    + NAME);

    /** {@code Time (UTC): 2026-03-05 14:00}, {@code UTC time = 2026-03-05 14:00}. */
    private static final Pattern BEFORE = Pattern.compile(
            "(?<![\\p{L}\\d])" + NAME + "[)\\]]?(?: (?:time|Zeit|heure|hora|ora|tijd))?+\\s{0,3}+[:=|]?\\s{0,10}+$");

    /** {@code 2026-03-05 14:00 (all times UTC)}. */
    private static final Pattern IN_BRACKETS_BEHIND =
            Pattern.compile("\\s{0,3}+[(\\[](?:[a-z]{2,8} ){0,4}" + NAME + "[)\\]]", Pattern.CASE_INSENSITIVE);

    private ZoneAround() {}

    /**
     * @param start of the time in the line
     * @param end of the time, and of no zone
     */
    static Optional<ZoneId> of(String line, int start, int end) {
        var behind = BEHIND_SPAN.matcher(line).region(end, line.length());
        if (behind.lookingAt()) {
            return EventTimes.zone(behind.group(2));
        }
        var bracketed = IN_BRACKETS_BEHIND.matcher(line).region(end, line.length());
        if (bracketed.lookingAt()) {
            return EventTimes.zone(bracketed.group(1));
        }
        var before = BEFORE.matcher(line.substring(Math.max(0, start - LONGEST_BEFORE), start));
        return before.find() ? EventTimes.zone(before.group(1)) : Optional.empty();
    }
}
