package duenotice.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the date of a mail header (RFC 5322 §3.3, obsolete forms of §4.3), weekday ignored because it is so often
 * wrong. Without a zone there is no instant: guessing one would move deadlines.
 */
public final class MailDate {
    private static final Pattern DATE = Pattern.compile(
            "(\\d{1,2})[ -]+([A-Za-z]{3})[a-z]*[ -]+(\\d{2,4})[ ,]+(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?"
                    + "\\s*([+-]\\d{4}|[A-Za-z]{1,5})?");

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static final Map<String, ZoneOffset> ZONES = Map.ofEntries(
            Map.entry("ut", ZoneOffset.UTC),
            Map.entry("utc", ZoneOffset.UTC),
            Map.entry("gmt", ZoneOffset.UTC),
            Map.entry("z", ZoneOffset.UTC),
            Map.entry("est", ZoneOffset.ofHours(-5)),
            Map.entry("edt", ZoneOffset.ofHours(-4)),
            Map.entry("cst", ZoneOffset.ofHours(-6)),
            Map.entry("cdt", ZoneOffset.ofHours(-5)),
            Map.entry("mst", ZoneOffset.ofHours(-7)),
            Map.entry("mdt", ZoneOffset.ofHours(-6)),
            Map.entry("pst", ZoneOffset.ofHours(-8)),
            Map.entry("pdt", ZoneOffset.ofHours(-7)),
            Map.entry("cet", ZoneOffset.ofHours(1)),
            Map.entry("cest", ZoneOffset.ofHours(2)),
            Map.entry("jst", ZoneOffset.ofHours(9)));

    private MailDate() {}

    /** The instant, or empty when the text is no date or names no zone. Never throws. */
    public static Optional<Instant> parse(String text) {
        Matcher date = DATE.matcher(text.length() > 200 ? text.substring(0, 200) : text);
        if (!date.find() || date.group(7) == null) {
            return Optional.empty();
        }
        Optional<ZoneOffset> zone = zone(date.group(7));
        int month = MONTHS.indexOf(date.group(2).toLowerCase(Locale.ROOT));
        if (zone.isEmpty() || month < 0 || month % 3 != 0) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    year(date.group(3)),
                    month / 3 + 1,
                    Integer.parseInt(date.group(1)),
                    Integer.parseInt(date.group(4)),
                    Integer.parseInt(date.group(5)),
                    date.group(6) == null ? 0 : Math.min(59, Integer.parseInt(date.group(6))));
            return Optional.of(local.toInstant(zone.get()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Two- and three-digit years as RFC 5322 §4.3 reads them. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 2) {
            return year < 50 ? 2000 + year : 1900 + year;
        }
        return digits.length() == 3 ? 1900 + year : year;
    }

    private static Optional<ZoneOffset> zone(String text) {
        if (text.charAt(0) != '+' && text.charAt(0) != '-') {
            return Optional.ofNullable(ZONES.get(text.toLowerCase(Locale.ROOT)));
        }
        int hours = Integer.parseInt(text.substring(1, 3));
        int minutes = Integer.parseInt(text.substring(3, 5));
        if (hours > 18 || minutes > 59) {
            return Optional.empty();
        }
        int seconds = (hours * 60 + minutes) * 60;
        if (seconds > 18 * 3600) {
            return Optional.empty();
        }
        return Optional.of(ZoneOffset.ofTotalSeconds(text.charAt(0) == '-' ? -seconds : seconds));
    }
}
