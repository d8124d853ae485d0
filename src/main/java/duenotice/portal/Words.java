package duenotice.portal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sentences of the customers' pages in one language; English stands in where a language is not kept (R39). */
final class Words {
    private static final Map<String, Words> KEPT =
            Stream.of("en", "de").collect(Collectors.toUnmodifiableMap(one -> one, Words::read));

    private final Locale locale;
    private final Properties sentences;
    private final Optional<Locale> wanted;

    private Words(Locale locale, Properties sentences, Optional<Locale> wanted) {
        this.locale = locale;
        this.sentences = sentences;
        this.wanted = wanted;
    }

    private static Words read(String language) {
        var sentences = new Properties();
        var file = "/duenotice/portal/words_" + language + ".properties";
        try (var stream = Objects.requireNonNull(Words.class.getResourceAsStream(file), file);
                var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            sentences.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Words(Locale.forLanguageTag(language), sentences, Optional.empty());
    }

    /** @param tag BCP 47; only its language counts */
    static Words in(String tag) {
        return in(tag, "en");
    }

    /** @param otherwise the language that stands in, where we write it */
    static Words in(String tag, String otherwise) {
        var locale = Locale.forLanguageTag(tag);
        var words = KEPT.get(locale.getLanguage());
        if (words != null) {
            return words;
        }
        var stand = KEPT.getOrDefault(
                Locale.forLanguageTag(otherwise).getLanguage(), Objects.requireNonNull(KEPT.get("en")));
        return locale.getLanguage().isEmpty() ? stand : new Words(stand.locale, stand.sentences, Optional.of(locale));
    }

    /** The language that was asked for and is not kept, by its name in this one; empty where there is none such (R39). */
    public Optional<String> standsIn() {
        return wanted.map(language -> language.getDisplayLanguage(locale));
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
