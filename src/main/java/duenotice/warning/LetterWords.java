package duenotice.warning;

import duenotice.report.Category;
import duenotice.report.Type;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** Words, times and durations in one language in which we write. */
final class LetterWords {
    private static final List<String> FILES = List.of("words", "families");

    private final Locale locale;
    private final Properties words;

    private LetterWords(Locale locale, Properties words) {
        this.locale = locale;
        this.words = words;
    }

    /** @param language one that {@link LetterWriter} writes, such as {@code de} */
    static LetterWords of(String language) {
        var words = new Properties();
        FILES.forEach(file -> load(words, "/letters/" + language + "/" + file + ".properties"));
        return new LetterWords(Locale.forLanguageTag(language), words);
    }

    private static void load(Properties words, String file) {
        try (var stream = LetterWords.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalArgumentException(file + " does not exist");
            }
            words.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Locale locale() {
        return locale;
    }

    String word(String key) {
        return maybe(key).orElseThrow(() -> new IllegalStateException("letters/" + locale + " has no word " + key));
    }

    Optional<String> maybe(String key) {
        return Optional.ofNullable(words.getProperty(key));
    }

    /** The absolute instant, first in UTC, then in the reader's zone with its name; the day again where it differs. */
    String moment(Instant at, ZoneId zone) {
        var utc = at.atZone(ZoneOffset.UTC);
        var text = format("format.day", utc.toLocalDate()) + ", " + time(utc) + " UTC";
        var local = at.atZone(zone);
        if (zone.normalized().equals(ZoneOffset.UTC)) {
            return text;
        }
        var day = local.toLocalDate().equals(utc.toLocalDate()) ? "" : format("format.day", local.toLocalDate()) + ", ";
        var name = DateTimeFormatter.ofPattern("zzzz", locale).format(local);
        var named = name.equals(zone.getId()) ? name : name + ", " + zone.getId();
        return text + " (" + day + time(local) + " " + named + ")";
    }

    private String time(java.time.ZonedDateTime at) {
        return DateTimeFormatter.ofPattern(word("format.time"), locale).format(at);
    }

    String day(LocalDate day) {
        return format("format.date", day);
    }

    private String format(String pattern, LocalDate day) {
        return DateTimeFormatter.ofPattern(word(pattern), locale).format(day);
    }

    String duration(Duration duration) {
        var minutes = duration.toMinutes();
        if (minutes > 0 && minutes % (48 * 60) == 0 || minutes >= 72 * 60 && minutes % (24 * 60) == 0) {
            return counted(minutes / (24 * 60), "day");
        }
        return minutes >= 60 && minutes % 60 == 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
    }

    private String counted(long count, String unit) {
        return count + " " + word("duration." + unit + (count == 1 ? "" : "s"));
    }

    String category(Category category) {
        return word("category." + category.word());
    }

    /** What happened, in words for somebody who never heard of types. */
    String types(Category category, List<Type> types) {
        var named = types.stream().map(type -> type(category, type)).distinct().toList();
        return named.size() < 2
                ? String.join("", named)
                : named.stream().limit(named.size() - 1L).collect(Collectors.joining(", ")) + " " + word("and") + " "
                        + named.getLast();
    }

    private String type(Category category, Type type) {
        return (category == Category.SERVER_UNDER_ATTACK ? maybe("victim." + type) : Optional.<String>empty())
                .or(() -> maybe("type." + type))
                .or(() -> maybe("group." + type.group()))
                .orElseGet(() -> word("type.other/unknown"));
    }
}
