package duenotice.casework;

import duenotice.incident.IncidentEvent.CallReason;
import duenotice.incident.MeasureKind;
import duenotice.incident.Policy;
import duenotice.incident.Waits;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is said on the telephone about one incident (R17), in the contact's language where we speak it, else in English.
 *
 * @param language the one it is in, such as {@code de}
 * @param contact what a caller says to the contact, a paragraph each
 * @param stranger all that anybody else may hear (R47)
 * @param spoken what the program says
 */
public record CallScript(String language, List<String> contact, String stranger, Spoken spoken) {
    private static final String FALLBACK = "en";
    private static final List<String> LANGUAGES = List.of(FALLBACK, "de");
    private static final Map<String, Properties> WORDS = new ConcurrentHashMap<>();
    private static final Duration USUAL_WAIT = Duration.ofHours(2);

    public CallScript {
        contact = List.copyOf(contact);
    }

    /**
     * Words of a call that the program places itself.
     *
     * @param open to whoever answers, before a key is pressed
     * @param told to who has pressed it
     * @param stranger to who has not, and to an answering machine
     */
    public record Spoken(String open, String told, String stranger) {}

    /** True where we do not speak that language. */
    public static boolean isFallbackFor(String language) {
        return !LANGUAGES.contains(Locale.forLanguageTag(language).getLanguage());
    }

    /**
     * @param language BCP 47 tag of the contact
     * @param contact the contact's name
     * @param provider who calls
     */
    public static CallScript of(Snapshot snapshot, String language, String contact, String provider) {
        var spoken = isFallbackFor(language)
                ? FALLBACK
                : Locale.forLanguageTag(language).getLanguage();
        var words = WORDS.computeIfAbsent(spoken, CallScript::words);
        var incident = snapshot.incident();
        var reason = incident.round().map(round -> round.reason()).orElse(CallReason.SILENCE);
        var facts = new HashMap<String, String>();
        facts.put("provider", provider);
        facts.put("contact", contact);
        facts.put("server", incident.server().text());
        facts.put("reference", incident.id().toString());
        facts.put("category", word(words, "category." + incident.category().word()));
        facts.put(
                "within",
                span(words, Waits.of(incident, snapshot.policy()).call().orElse(USUAL_WAIT)));
        facts.put("next", next(words, snapshot.policy(), reason));
        facts.put("why", filled(word(words, "why." + reason.name()), facts));
        return new CallScript(
                spoken,
                Stream.of("who", "what", "ask", "note")
                        .map(part -> filled(word(words, "contact." + part), facts))
                        .toList(),
                filled(word(words, "stranger"), facts),
                new Spoken(
                        filled(word(words, "spoken.open"), facts),
                        filled(word(words, "spoken.told"), facts),
                        filled(word(words, "spoken.stranger"), facts)));
    }

    /** The measure came first on the emergency ladder, and nothing more is announced then. */
    private static String next(Properties words, Policy policy, CallReason reason) {
        var measure = policy.cut().map(Policy.Cut::measure).filter(kind -> reason != CallReason.EMERGENCY);
        return word(
                words,
                "next."
                        + measure.filter(kind -> kind == MeasureKind.NETWORK_OFF || kind == MeasureKind.POWER_OFF)
                                .map(MeasureKind::word)
                                .orElse("other"));
    }

    private static String span(Properties words, Duration time) {
        if (time.toMinutes() % 60 != 0) {
            return word(words, "minutes").replace("{0}", Long.toString(time.toMinutes()));
        }
        return time.toHours() == 1
                ? word(words, "hour")
                : word(words, "hours").replace("{0}", Long.toString(time.toHours()));
    }

    private static String filled(String text, Map<String, String> facts) {
        var filled = text;
        for (var fact : facts.entrySet()) {
            filled = filled.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return filled.strip();
    }

    private static String word(Properties words, String key) {
        var word = words.getProperty(key);
        if (word == null) {
            throw new IllegalStateException("the calls have no word " + key);
        }
        return word;
    }

    private static Properties words(String language) {
        var words = new Properties();
        try (var stream = CallScript.class.getResourceAsStream("/calls/" + language + ".properties")) {
            if (stream == null) {
                throw new IllegalStateException("no words for calls in " + language);
            }
            words.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return words;
    }
}
