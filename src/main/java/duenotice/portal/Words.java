package duenotice.portal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** The sentences of the customers' pages in one language; English stands in where a language is not kept (R39). */
final class Words {
    private static final Map<String, Words> KEPT =
            java.util.stream.Stream.of("en", "de").collect(Collectors.toUnmodifiableMap(one -> one, Words::new));

    private final Locale locale;
    private final Properties sentences = new Properties();

    private Words(String language) {
        locale = Locale.forLanguageTag(language);
        var file = "/duenotice/portal/words_" + language + ".properties";
        try (var stream = Objects.requireNonNull(Words.class.getResourceAsStream(file), file);
                var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            sentences.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param tag BCP 47; only its language counts */
    static Words in(String tag) {
        var words = KEPT.get(Locale.forLanguageTag(tag).getLanguage());
        return words == null ? Objects.requireNonNull(KEPT.get("en")) : words;
    }

    public Locale locale() {
        return locale;
    }

    public String language() {
        return locale.getLanguage();
    }

    /** @throws IllegalArgumentException where there is no such sentence */
    public String say(String key, Object... values) {
        var sentence = sentences.getProperty(key);
        if (sentence == null) {
            throw new IllegalArgumentException("no sentence " + key + " in " + locale);
        }
        return values.length == 0 ? sentence : new MessageFormat(sentence, locale).format(values);
    }

    boolean has(String key) {
        return sentences.containsKey(key);
    }

    java.util.Set<String> keys() {
        return sentences.stringPropertyNames();
    }
}
