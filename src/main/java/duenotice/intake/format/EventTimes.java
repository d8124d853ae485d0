package duenotice.intake.format;

import duenotice.report.EventTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds dates in the spellings that reports and logs use. Weekdays are ignored, for they are so often wrong; a date
 * that could be read two ways (day and month) is the one shortly before the report, or not read at all; a time of day
 * is required.
 */
final class EventTimes {
    private static final int LONGEST_LINE = 500;

    private static final String MONTH = "((?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))(?i:[a-z]{0,6}+)";
    private static final String CLOCK = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9}+)?+)?+";
    private static final String HALF = "(?: ?([AaPp])\\.?[Mm]\\b\\.?)?+";
    private static final String ZONE =
            "(?: ?\\(?(Z\\b|[+-]\\d{2}:?\\d{2}\\b|(?:UTC|GMT)[+-]\\d{1,2}+(?::?\\d{2})?+\\b|SEL?Č|[A-Z]{2,5}+(?:z\\b)?+|МСК|utc\\b|gmt\\b))?+";

    /** The word between a date of figures and its time, in the languages complaints come in. */
    private static final String AT =
            "(?:,? (?:at|um|à|a las|alle(?: ore)?|ore|om|às|o|(?:o )?godz(?:inie|\\.)|v|в|kl\\.?|klo|saat) "
                    + "|[ ,T]{1,3}+)";

    /** The same as {@link #CLOCK}, and {@code 09h15}. */
    private static final String HOURS =
            "(\\d{1,2})(?:[:h]|(?<=kl\\. \\d{1,2}|klo \\d{1,2})\\.)(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9}+)?+)?+";

    /** {@code 2015-05-15 17:03:11-07:00}, {@code 2015/05/15T17:03:11Z} (RFC 3339 and its relatives). */
    private static final Pattern YEAR_FIRST = Pattern.compile(
            "(?<!\\d)(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?:,? (?:at|um|à|om|às|kl\\.?|klo) |, | - |\\s{2,4}|[T_, ]){1,2}+"
                    + CLOCK + "(?: Uhr)?+" + ZONE);

    /** {@code 29 Apr 2009 00:00:00 -0000}, {@code 07/Jun/2015:21:09:11 +0200}, {@code 3-Mar-2010 02:13}. */
    private static final Pattern DAY_MONTH_NAME = Pattern.compile("(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?+[ /-]" + MONTH
            + "[ /,-]{1,2}+(\\d{4})(?:,? at |[ ,:]{1,3}+)" + CLOCK + HALF + ZONE);

    /** {@code April 29th, 2009 at 10:22 PM UTC}. */
    private static final Pattern MONTH_NAME_DAY = Pattern.compile(
            MONTH + "\\.? {1,2}+(\\d{1,2})(?:st|nd|rd|th)?+,? (\\d{4})(?:,? at |[ ,]{1,3}+)" + CLOCK + HALF + ZONE);

    /** {@code Tue Jul 10 18:50:15 PDT 2012} (asctime and date(1)). */
    private static final Pattern ASCTIME = Pattern.compile(
            MONTH + " {1,2}+(\\d{1,2}) " + CLOCK + "(?: ([A-Z]{2,5}+|[+-]\\d{4}))? (\\d{4})(?!\\d)" + ZONE);

    /** {@code 07.06.2015 21:09:11 CEST}, {@code 07.06.2015 um 21:09 Uhr}. */
    private static final Pattern DOTTED = Pattern.compile(
            "(?<![\\d.])(\\d{1,2})\\. ?(\\d{1,2})\\. ?(\\d{4}|\\d{2})" + AT + HOURS + "(?: Uhr)?+" + ZONE);

    /** {@code 06/25/2015 09:11 PM}; a number above 12 tells day from month, or the report's date does. */
    private static final Pattern SLASHED =
            Pattern.compile("(?<![\\d/-])(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4})" + AT + HOURS + HALF + ZONE);

    /** {@code Jun  7 21:09:11}: syslog (RFC 3164 §4.1.2), which knows neither year nor zone. */
    private static final Pattern SYSLOG =
            Pattern.compile("(?<![A-Za-z])" + MONTH + " {1,2}+(\\d{1,2}) (\\d{2}):(\\d{2}):(\\d{2})(?![\\d:])");

    /** {@code 06/07-21:09:11.123456}: Snort's alerts and dumps, with or without the year. */
    private static final Pattern SNORT = Pattern.compile(
            "(?<![\\d/])(\\d{2})/(\\d{2})(?:/(\\d{2}|\\d{4}))?-(\\d{2}):(\\d{2}):(\\d{2})\\.\\d{6}(?!\\d)" + ZONE);

    /** A date that two months claim was this near to its report, or it stays open. */
    private static final Duration NEAR = Duration.ofDays(14);

    /** And its other reading this far from it. */
    private static final Duration FAR = Duration.ofDays(42);

    /** {@code 15 janvier 2025 à 10h30}, {@code 15. Januar 2025, 10:30 Uhr}, {@code 15 de enero de 2025 10:30}. */
    private static final Pattern FOREIGN_MONTH = Pattern.compile(
            "(?<!\\d)(\\d{1,2})(?:\\.|er|º)?+ (?:de )?(\\p{L}{3,12}+)\\.? (?:de |del )?(\\d{4})(?: г\\.| r\\.)?+"
                    + "(?:,? (?:à|um|a las|a les|alle(?: ore)?|ore|om|às|as|o(?: godz(?:inie|\\.))?|v|в|kl\\.?|saat) |[ ,]{1,3}+)"
                    + "(\\d{1,2})[:h.](\\d{2})(?::(\\d{2}))?+(?: Uhr)?+" + ZONE);

    /** {@code 2025年1月15日 10時30分05秒}, {@code 2025년 1월 15일 10:30}. */
    private static final Pattern EAST = Pattern.compile("(?<!\\d)(\\d{4}) ?[年년] ?(\\d{1,2}) ?[月월] ?(\\d{1,2}) ?[日일号]"
            + "(?:\\([^)]{1,3}\\))?+[ ,]{0,3}+(\\d{1,2}) ?[:時时点시] ?(\\d{2})(?: ?[:分분] ?(\\d{2})?+[秒초]?+)?+" + ZONE);

    private static final Pattern UNIX = Pattern.compile("(1\\d{9})(?:\\.\\d{1,9}+|\\d{3})?+");

    /** Offsets in the prose around a log: {@code Local timezone is +0100 (CET)}, {@code all times are GMT+2}. */
    private static final Pattern PROSE = Pattern.compile(
            "(?:time ?zones?|zeitzone|zeitangaben|zeitstempel|(?<!\\p{L})zeiten|all times?|times (?:are|in)|timestamps?|uhrzeiten|fuseau horaire|zona horaria|huso horario|fuso orario|fuso hor[aá]rio|tijdzone|strefa czasowa|časové pásmo"
                    + "|часовой пояс|время указано|saat dilimi|heures? (?:en|sont)|horas? (?:en|em|están)|orari (?:in|sono)|tijden|czasy|časy|saatler)(?!\\p{L})"
                    + "[^\\n]{0,60}?((?:UTC|GMT)[+-]\\d{1,2}+(?::?\\d{2})?+|[+-]\\d{2}:?\\d{2}\\b"
                    + "|\\b(?:UTC|GMT|CET|CEST|MEZ|MESZ|EST|EDT|PST|PDT|MSK|JST|KST)\\b|\\b[A-Z][a-z]{3,9}/[A-Z][A-Za-z_]{2,20}\\b)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern IN_BRACKETS = Pattern.compile(
            "\\(((?:UTC|GMT)(?:[+-]\\d{1,2}+(?::?\\d{2})?+)?+|CES?T|MES?Z|EES?T|E[SD]T|P[SD]T|C[SD]T|MSK|МСК|BST|WEST|JST|KST)\\)");

    /** Months that English does not share, in the languages complaints come in, some shortened. */
    private static final Map<String, Integer> FOREIGN_MONTHS = foreignMonths();

    private static Map<String, Integer> foreignMonths() {
        Map<String, Integer> months = new HashMap<>();
        var names = List.of(
                "january januar jänner janvier janv enero ene gennaio gen januari janeiro janúar stycznia styczeń ledna leden января ocak",
                "february februar feber février févr febrero febbraio februari fevereiro fev lutego luty února únor февраля şubat",
                "march märz mär mars marzo maart março mar marca marzec března březen марта mart",
                "april avril avr abril abr aprile apr kwietnia kwiecień dubna duben апреля nisan",
                "may mai mayo maggio mag mei maio maja května květen мая mayıs",
                "june juni juin junio giugno giu junho czerwca czerwiec června červen июня haziran",
                "july juli juillet juil julio luglio lug julho lipca lipiec července červenec июля temmuz",
                "august août agosto ago augustus augusti sierpnia sierpień srpna srpen августа ağustos",
                "september septembre septiembre settembre set setembro września wrzesień září сентября eylül",
                "october oktober octobre octubre ottobre ott outubro out października październik října říjen октября ekim",
                "november novembre noviembre novembro listopada listopad listopadu ноября kasım",
                "december dezember décembre diciembre dicembre dic dezembro dez grudnia grudzień prosince prosinec декабря aralık");
        for (var month = 1; month <= 12; month++) {
            for (var name : names.get(month - 1).split(" ")) {
                months.put(name, month);
            }
        }
        return months;
    }

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    /** Names with one meaning in reports; others ({@code IST}, {@code AST}) leave the zone unknown. RFC 5322 §4.3. */
    private static final Map<String, Integer> ZONE_MINUTES = Map.ofEntries(
            Map.entry("Z", 0),
            Map.entry("UT", 0),
            Map.entry("UTC", 0),
            Map.entry("GMT", 0),
            Map.entry("WET", 0),
            Map.entry("WEST", 60),
            Map.entry("BST", 60),
            Map.entry("CET", 60),
            Map.entry("MET", 60),
            Map.entry("MEZ", 60),
            Map.entry("CEST", 120),
            Map.entry("MEST", 120),
            Map.entry("MESZ", 120),
            Map.entry("EET", 120),
            Map.entry("EEST", 180),
            Map.entry("MSK", 180),
            Map.entry("МСК", 180),
            Map.entry("SEČ", 60),
            Map.entry("SELČ", 120),
            Map.entry("TRT", 180),
            Map.entry("SAST", 120),
            Map.entry("HKT", 480),
            Map.entry("SGT", 480),
            Map.entry("JST", 540),
            Map.entry("KST", 540),
            Map.entry("AEST", 600),
            Map.entry("AEDT", 660),
            Map.entry("EST", -300),
            Map.entry("EDT", -240),
            Map.entry("CST", -360),
            Map.entry("CDT", -300),
            Map.entry("MST", -420),
            Map.entry("MDT", -360),
            Map.entry("PST", -480),
            Map.entry("PDT", -420));

    private EventTimes() {}

    /** Reads a value that is a date: a header field, a labelled line, seconds since 1970. */
    static Optional<EventTime> parse(String value) {
        var text = value.strip();
        var unix = UNIX.matcher(text);
        if (text.startsWith("1") && unix.matches()) {
            return Optional.of(new EventTime(Instant.ofEpochSecond(Long.parseLong(unix.group(1))), true));
        }
        return find(text, Optional.empty(), Optional.empty());
    }

    /**
     * The first date in a line.
     *
     * @param zone what the text around says of times without a zone
     * @param reference when the report was written: a date without a year is the last such date before the day after
     */
    static Optional<EventTime> find(String line, Optional<ZoneId> zone, Optional<Instant> reference) {
        var text = bounded(line);
        if (!hasClock(text) && !text.contains("kl")) {
            return Optional.empty();
        }
        @Nullable Found first = null;
        for (var spelling : SPELLINGS) {
            var candidate = spelling.apply(text);
            if (candidate.isPresent() && (first == null || candidate.get().start < first.start)) {
                first = candidate.get();
            }
            if (first != null && first.start == 0) {
                break; // none stands before it
            }
        }
        if (first == null && reference.isPresent()) {
            first = withHelpOf(text, latest(reference.get())).orElse(null);
        }
        if (first == null) {
            return Optional.empty();
        }
        var local = first.local;
        var found = first;
        var stated =
                first.zone.or(() -> ZoneAround.of(text, found.start, found.end)).or(() -> zone);
        return Optional.of(stated.map(known -> new EventTime(local.atZone(known).toInstant(), true))
                .orElseGet(() -> new EventTime(local.toInstant(ZoneOffset.UTC), false)));
    }

    /** Nearly all lines have no {@code 12:34}, and this is cheaper than to search them for dates. */
    private static boolean hasClock(String text) {
        for (var at = 1; at + 2 < text.length(); at++) {
            if (isDigit(text.charAt(at - 1)) && isClockSign(text.charAt(at))) {
                var minutes = text.charAt(at + 1) == ' ' ? at + 2 : at + 1;
                if (minutes + 1 < text.length() && isDigit(text.charAt(minutes)) && isDigit(text.charAt(minutes + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isClockSign(char character) {
        return switch (character) {
            case ':', 'h', '時', '时', '点', '시' -> true;
            default -> false;
        };
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static String bounded(String line) {
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    }

    private static boolean speaksOfTime(String line) {
        return line.contains("JST")
                || line.contains("T)")
                || line.contains("Z)")
                || line.contains("(UTC")
                || line.contains("(GMT")
                || line.contains("MSK)")
                || line.contains("МСК")
                || line.contains("北京时间")
                || line.contains("日本時間")
                || line.contains("eur")
                || line.contains("ijd")
                || line.contains("ora")
                || line.contains("aso")
                || line.contains("ремя")
                || line.contains("пояс")
                || line.contains("zas")
                || line.contains("čas")
                || line.contains("aat")
                || line.contains("ime")
                || line.contains("zone")
                || line.contains("eit")
                || line.contains("IME")
                || line.contains("hor");
    }

    /** What the text says of all its times, such as {@code Note: Local timezone is +0100 (CET)}. */
    static Optional<ZoneId> zoneInProse(String line) {
        if (!speaksOfTime(line)) {
            return Optional.empty();
        }
        var eastern = namedInWords(line);
        if (eastern.isPresent()) {
            return eastern;
        }
        if (!hasClock(line)) {
            var bracketed = IN_BRACKETS.matcher(bounded(line));
            if (bracketed.find()) {
                return zone(bracketed.group(1)).map(offset -> offset);
            }
        }
        var prose = PROSE.matcher(bounded(line));
        if (!prose.find()) {
            return Optional.empty();
        }
        var named = prose.group(1);
        if (named.indexOf('/') > 0) {
            try {
                return Optional.of(ZoneId.of(named));
            } catch (DateTimeException noSuchPlace) {
                return Optional.empty();
            }
        }
        return zone(named).map(offset -> offset);
    }

    private static final Map<String, ZoneId> LOCAL_TIMES = Map.of(
            "heure de Paris", ZoneId.of("Europe/Paris"),
            "heure française", ZoneId.of("Europe/Paris"),
            "hora peninsular", ZoneId.of("Europe/Madrid"),
            "ora italiana", ZoneId.of("Europe/Rome"),
            "deutscher Zeit", ZoneId.of("Europe/Berlin"),
            "deutsche Zeit", ZoneId.of("Europe/Berlin"),
            "Nederlandse tijd", ZoneId.of("Europe/Amsterdam"),
            "czasu polskiego", ZoneId.of("Europe/Warsaw"));

    private static Optional<ZoneId> namedInWords(String line) {
        if (line.contains("北京时间") || line.contains("北京時間")) {
            return Optional.of(ZoneOffset.ofHours(8));
        }
        if (line.contains("日本時間") || line.contains("日本标准时间") || line.contains("JST") && hasEastern(line)) {
            return Optional.of(ZoneOffset.ofHours(9));
        }
        for (var told : LOCAL_TIMES.entrySet()) {
            if (line.contains(told.getKey())) {
                return Optional.of(told.getValue());
            }
        }
        return line.contains("МСК") || line.contains("московск")
                ? Optional.of(ZoneOffset.ofHours(3))
                : Optional.empty();
    }

    private static boolean hasEastern(String line) {
        return line.chars().anyMatch(character -> Labels.isWrittenWithoutBlanks((char) character));
    }

    private record Found(int start, int end, LocalDateTime local, Optional<ZoneId> zone) {
        Found in(int year) {
            return new Found(start, end, local.withYear(year), zone);
        }
    }

    /** The usual ones first. */
    private static final List<Function<String, Optional<Found>>> SPELLINGS = List.of(
            EventTimes::yearFirst,
            EventTimes::dayMonthName,
            EventTimes::monthNameDay,
            EventTimes::asctime,
            EventTimes::dotted,
            EventTimes::slashed,
            EventTimes::foreignMonth,
            EventTimes::east);

    private static Optional<Found> yearFirst(String text) {
        return first(
                YEAR_FIRST.matcher(text),
                m -> found(m, m.group(1), number(m.group(3)), m.group(4), 5, null, m.group(8)));
    }

    private static Optional<Found> dayMonthName(String text) {
        return first(
                DAY_MONTH_NAME.matcher(text),
                m -> found(m, m.group(3), month(m.group(2)), m.group(1), 4, m.group(7), m.group(8)));
    }

    private static Optional<Found> monthNameDay(String text) {
        return first(
                MONTH_NAME_DAY.matcher(text),
                m -> found(m, m.group(3), month(m.group(1)), m.group(2), 4, m.group(7), m.group(8)));
    }

    private static Optional<Found> asctime(String text) {
        return first(
                ASCTIME.matcher(text),
                m -> found(
                        m,
                        m.group(7),
                        month(m.group(1)),
                        m.group(2),
                        3,
                        null,
                        m.group(6) != null ? m.group(6) : m.group(8)));
    }

    private static Optional<Found> dotted(String text) {
        return first(
                DOTTED.matcher(text),
                m -> found(m, century(m.group(3)), number(m.group(2)), m.group(1), 4, null, m.group(7)));
    }

    private static String century(String year) {
        return year.length() == 2 ? "20" + year : year;
    }

    private static Optional<Found> slashed(String text) {
        return first(SLASHED.matcher(text), m -> {
            var one = number(m.group(1));
            var other = number(m.group(3));
            return one != other && one <= 12 && other <= 12 ? Optional.empty() : slashed(m, other > 12);
        });
    }

    private static Optional<Found> slashed(Matcher m, boolean monthFirst) {
        return found(
                m,
                m.group(4),
                number(m.group(monthFirst ? 1 : 3)),
                m.group(monthFirst ? 3 : 1),
                5,
                m.group(8),
                m.group(9));
    }

    private static Optional<Found> foreignMonth(String text) {
        return first(FOREIGN_MONTH.matcher(text), m -> {
            var month = FOREIGN_MONTHS.get(m.group(2).toLowerCase(Locale.ROOT));
            return month == null ? Optional.empty() : found(m, m.group(3), month, m.group(1), 4, null, m.group(7));
        });
    }

    private static Optional<Found> east(String text) {
        return text.indexOf('年') < 0 && text.indexOf('년') < 0
                ? Optional.empty()
                : first(
                        EAST.matcher(text),
                        m -> found(m, m.group(1), number(m.group(2)), m.group(3), 4, null, m.group(7)));
    }

    /** What cannot be told without knowing when the report was written. */
    private static Optional<Found> withHelpOf(String text, LocalDateTime latest) {
        return slashedBefore(text, latest)
                .or(() -> snort(text, latest))
                .or(() -> first(
                        SYSLOG.matcher(text),
                        m -> found(m, Integer.toString(latest.getYear()), month(m.group(1)), m.group(2), 3, null, null)
                                .map(found -> lastBefore(found, latest))));
    }

    private static Optional<Found> snort(String text, LocalDateTime latest) {
        return first(SNORT.matcher(text), m -> {
            var year = m.group(3);
            var stated = year == null ? Integer.toString(latest.getYear()) : century(year);
            return found(m, stated, number(m.group(1)), m.group(2), 4, null, m.group(7))
                    .map(found -> year == null ? lastBefore(found, latest) : found);
        });
    }

    /** Of two readings the one shortly before the report, where the other is far from it. */
    private static Optional<Found> slashedBefore(String text, LocalDateTime latest) {
        return first(SLASHED.matcher(text), m -> {
            var readings = Stream.of(slashed(m, true), slashed(m, false))
                    .flatMap(Optional::stream)
                    .toList();
            var near = readings.stream()
                    .filter(reading -> !reading.local.isAfter(latest) && reading.local.isAfter(latest.minus(NEAR)))
                    .toList();
            var far = readings.stream()
                    .filter(reading ->
                            reading.local.isAfter(latest.plus(FAR)) || reading.local.isBefore(latest.minus(FAR)))
                    .toList();
            return near.size() == 1 && far.size() == 1 ? Optional.of(near.getFirst()) : Optional.empty();
        });
    }

    /** A date without a year is the last such date. */
    private static Found lastBefore(Found found, LocalDateTime latest) {
        return found.local.isAfter(latest) ? found.in(found.local.getYear() - 1) : found;
    }

    /** Clocks differ by zones, so the day after the report still counts. */
    private static LocalDateTime latest(Instant reference) {
        return LocalDateTime.ofInstant(reference.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    }

    private interface Building {
        Optional<Found> from(Matcher matcher);
    }

    /** The first match that is a date of the calendar. */
    private static Optional<Found> first(Matcher matcher, Building building) {
        while (matcher.find()) {
            var found = building.from(matcher);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> found(
            Matcher m, String year, int month, String day, int clock, @Nullable String half, @Nullable String zone) {
        var hour = number(m.group(clock));
        if (half != null) {
            hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
        }
        var seconds = m.group(clock + 2);
        // "08:00-09:00" is a span, "08:00:00-09:00" an offset
        var until = seconds == null && zone != null && isUntil(m, clock, zone) ? zone.length() : 0;
        try {
            var local = LocalDateTime.of(
                    number(year),
                    month,
                    number(day),
                    hour,
                    number(m.group(clock + 1)),
                    seconds == null ? 0 : Math.min(59, number(seconds)));
            return local.getYear() < 1980
                    ? Optional.empty()
                    : Optional.of(new Found(
                            m.start(),
                            m.end() - until,
                            local,
                            until > 0
                                    ? Optional.empty()
                                    : Optional.ofNullable(zone).flatMap(EventTimes::zone)));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    private static boolean isUntil(Matcher m, int clock, String zone) {
        return zone.startsWith("-") && zone.indexOf(':') > 0 && m.group().charAt(m.start(clock) - m.start() - 1) != 'T';
    }

    /** An offset, or a name that has one meaning in reports. */
    static Optional<ZoneId> zone(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        var named =
                ZONE_MINUTES.get(upper.length() > 2 && upper.startsWith("UT") && upper.endsWith("Z") ? "UTC" : upper);
        if (named != null) {
            return Optional.of(ZoneOffset.ofTotalSeconds(named * 60));
        }
        var sign = Math.max(upper.indexOf('+'), upper.indexOf('-'));
        if (sign < 0) {
            return Optional.empty();
        }
        var digits = upper.substring(sign + 1).replace(":", "");
        var hours = number(digits.length() <= 2 ? digits : digits.substring(0, digits.length() - 2));
        var minutes = digits.length() <= 2 ? 0 : number(digits.substring(digits.length() - 2));
        if (hours > 14 || minutes > 59) {
            return Optional.empty();
        }
        var seconds = (hours * 60 + minutes) * 60;
        return Optional.of(ZoneOffset.ofTotalSeconds(upper.charAt(sign) == '-' ? -seconds : seconds));
    }

    /** @param name in lower case, whole or shortened, in one of the languages complaints come in */
    static Optional<Integer> monthNamed(String name) {
        var foreign = Optional.ofNullable(FOREIGN_MONTHS.get(name));
        var english = name.length() < 3 ? -1 : MONTHS.indexOf(name.substring(0, 3));
        return foreign.or(() -> name.length() <= 4 && english >= 0 && english % 3 == 0
                ? Optional.of(english / 3 + 1)
                : Optional.empty());
    }

    private static int month(String name) {
        return MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) / 3 + 1;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
