package duenotice.intake.format;

import duenotice.mail.Once;
import duenotice.report.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** When it happened, as far as a text says: in the accused place's own line, else in the first line labelled so. */
final class TextTimes {
    private static final Set<String> TIME_WORDS = Set.of(
            "date",
            "time",
            "timestamp",
            "datetime",
            "datum",
            "zeit",
            "zeitpunkt",
            "uhrzeit",
            "zeitstempel",
            "heure",
            "fecha",
            "hora",
            "data",
            "observed",
            "seen",
            "when",
            "detected",
            "occurred",
            "event",
            "start",
            "started",
            "begin",
            "tijd",
            "tijdstip",
            "moment",
            "quand",
            "horodatage",
            "horario",
            "ora",
            "orario",
            "momento",
            "czas",
            "godzina",
            "čas",
            "datu",
            "дата",
            "время",
            "tarih",
            "tarihi",
            "saat",
            "zaman",
            "zamanı",
            "tid",
            "tidspunkt",
            "日時",
            "時刻",
            "発生日時",
            "検知日時",
            "日付",
            "时间",
            "時間",
            "日期",
            "시간",
            "일시",
            "날짜");

    /** Labels of times at which somebody did something about it. */
    private static final Set<String> OTHER_TIMES = Set.of(
            "sent",
            "report",
            "reported",
            "submitted",
            "notice",
            "created",
            "generated",
            "expires",
            "deadline",
            "until",
            "gesendet",
            "envoyé",
            "enviado",
            "inviato",
            "verzonden",
            "wysłano",
            "odesláno",
            "отправлено",
            "送信日時",
            "发送时间");

    /** Complaints speak of events of the last weeks. */
    private static final Duration LONGEST_AGO = Duration.ofDays(90);

    private final HumanText text;
    private final Optional<Instant> written;
    /** Searching a long text for dates costs more than all else. */
    private final Once<Optional<ZoneId>> zone;

    private final Once<Optional<EventTime>> labelled = new Once<>(this::firstLabelled);
    private final Once<Optional<EventTime>> today = new Once<>(this::todayAt);
    private final Once<Optional<EventTime>> labelledDay = new Once<>(this::firstLabelledDay);
    private final Once<Optional<EventTime>> anywhere = new Once<>(this::firstAnywhere);
    private final Supplier<Optional<EventTime>> handedOver;
    private boolean standIn;

    /** @param written when the complainant wrote, if known */
    TextTimes(HumanText text, Optional<Instant> written) {
        this(text, written, Optional::empty);
    }

    /**
     * @param written when the complainant wrote, if known
     * @param handedOver when the offending mail was taken, where it is pasted or attached
     */
    TextTimes(HumanText text, Optional<Instant> written, Supplier<Optional<EventTime>> handedOver) {
        this.text = text;
        this.handedOver = handedOver;
        this.written = written;
        this.zone = new Once<>(text::zone);
    }

    /** The time that goes with these mentions; the mail's own date, without a zone to be sure of, where none is told. */
    Optional<EventTime> of(List<Mention> mentions) {
        for (var mention : mentions) {
            var own = mention.line() < 0
                    ? Optional.<EventTime>empty()
                    : at(mention.line()).or(() -> clockAt(mention.line()));
            if (own.isPresent() && mention.standing() == Standing.LOGGED) {
                return own;
            }
            var named = labelled.get()
                    .or(() -> own)
                    .or(() -> inLinesNaming(mention.place().text()));
            if (named.isPresent()) {
                return named;
            }
        }
        var general = anywhere.get();
        if (general.isPresent()) {
            return general;
        }
        var taken = handedOver.get().or(today).or(labelledDay).or(() -> dayBeside(mentions));
        if (taken.isPresent()) {
            return taken;
        }
        standIn = written.isPresent();
        // the complaint says only that it happened before it was written
        return written.map(date -> new EventTime(date, false));
    }

    /** The first one that is labelled as the time of what happened. */
    Optional<EventTime> stated() {
        return labelled.get();
    }

    /** Whether the mail's date had to stand in. */
    boolean isStandIn() {
        return standIn;
    }

    private Optional<EventTime> at(int line) {
        return in(text.lines().get(line));
    }

    private Optional<EventTime> in(String line) {
        return EventTimes.find(line, zone.get(), written)
                .or(() -> DayOrClock.joined(line).flatMap(joined -> EventTimes.find(joined, zone.get(), written)));
    }

    /** Of a row that begins with a time of day, on the day that stands above it, else on the first below. */
    private Optional<EventTime> clockAt(int line) {
        var row = text.lines().get(line);
        if (!DayOrClock.beginsWithClock(row)) {
            return Optional.empty();
        }
        var above = IntStream.iterate(line - 1, other -> other >= 0, other -> other - 1);
        var below = IntStream.range(line + 1, text.lines().size());
        return IntStream.concat(above, below)
                .mapToObj(other -> DayOrClock.day(text.lines().get(other)))
                .flatMap(Optional::stream)
                .findFirst()
                .flatMap(day -> EventTimes.find(day + " " + DayOrClock.clock(row), zone.get(), written));
    }

    private Optional<EventTime> firstLabelled() {
        return firstLabelled(
                value -> EventTimes.parse(value).filter(EventTime::zoneKnown).or(() -> in(value)));
    }

    private Optional<EventTime> firstLabelledDay() {
        return firstLabelled(value -> DayOrClock.day(value).flatMap(this::wholeDay));
    }

    /** {@code At 09:41 CET today}: on the day on which it was written. */
    private Optional<EventTime> todayAt() {
        return written.flatMap(date -> text.lines().stream()
                .flatMap(line -> DayOrClock.relative(line, date).stream())
                .flatMap(found -> EventTimes.find(found, zone.get(), written).stream())
                .findFirst());
    }

    /** Told in the lines of the accused, or where a sentence begins that goes on there. */
    private Optional<EventTime> dayBeside(List<Mention> mentions) {
        return mentions.stream()
                .flatMapToInt(mention -> IntStream.range(0, text.lines().size())
                        .filter(line -> line == mention.line()
                                || text.lines()
                                        .get(line)
                                        .contains(mention.place().text())))
                .flatMap(line -> IntStream.of(line, line - 1).filter(near -> near >= 0))
                .mapToObj(line -> DayOrClock.day(text.lines().get(line)).flatMap(this::wholeDay))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * A day whose hour nobody tells counts from its beginning, in a zone that nobody tells either. What lies long before
     * the complaint is the day of something else.
     */
    private Optional<EventTime> wholeDay(LocalDate day) {
        var begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return written.filter(date ->
                                begin.isAfter(date.plus(Duration.ofDays(1))) || begin.isBefore(date.minus(LONGEST_AGO)))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(new EventTime(begin, false));
    }

    private Optional<EventTime> firstLabelled(Function<String, Optional<EventTime>> reading) {
        for (var line : text.lines()) {
            var separator = separator(line);
            if (separator > 0 && separator <= 50 && isTimeLabel(Labels.words(line.substring(0, separator)))) {
                var found = reading.apply(line.substring(separator + 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether words announce the time at which something happened. */
    static boolean isTimeLabel(List<String> words) {
        return words.size() <= 6
                && words.stream().anyMatch(TextTimes::isTimeWord)
                && words.stream().noneMatch(OTHER_TIMES::contains);
    }

    private static boolean isTimeWord(String word) {
        return TIME_WORDS.contains(word)
                || Labels.isWrittenWithoutBlanks(word.charAt(0))
                        && (word.endsWith("日時")
                                || word.endsWith("時刻")
                                || word.endsWith("时间")
                                || word.endsWith("時間")
                                || word.endsWith("日期"));
    }

    private static int separator(String line) {
        for (var i = 0; i < Math.min(line.length(), 60); i++) {
            if (line.charAt(i) == ':'
                    || line.charAt(i) == '='
                    || line.charAt(i) == '：'
                    || line.charAt(i) == '|' && i > 2) {
                return i;
            }
        }
        return -1;
    }

    private Optional<EventTime> inLinesNaming(String place) {
        for (var i = 0; i < text.lines().size(); i++) {
            if (text.lines().get(i).contains(place)) {
                var found = at(i);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<EventTime> firstAnywhere() {
        for (var i = 0; i < text.lines().size(); i++) {
            var line = text.lines().get(i);
            var words = Labels.words(line.substring(0, Math.min(line.length(), 40)));
            if (words.stream().limit(4).noneMatch(OTHER_TIMES::contains)) {
                var found = at(i);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
