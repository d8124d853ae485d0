package duenotice.warning;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
import duenotice.report.Type;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of letters as they lie in their files, one folder a language. */
class LetterFilesTest {
    private static final Path LETTERS = Path.of("src/main/resources/letters");
    private static final Pattern WORKINGS =
            Pattern.compile("\\{[a-z_]+}|\\?!?[a-z_]+|@[a-z]+( [a-z._-]+)?|^tone: .*|^## |^- ", Pattern.MULTILINE);

    /** Those that go to people who reported; all others go to customers. */
    private static final List<String> TO_REPORTERS =
            List.of("receipt", "outcome", "digest", "not-ours", "message-reporter");

    private static final List<String> ABOUT_ATTACKS =
            List.of("victim", "protected", "protection-extended", "protection-lifted");

    private static List<String> languages() throws IOException {
        try (var folders = Files.list(LETTERS)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(language -> !language.equals("en"))
                    .toList();
        }
    }

    private static List<String> files(String language) throws IOException {
        try (var files = Files.list(LETTERS.resolve(language))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String text(String language, String file) {
        try {
            return Files.readString(LETTERS.resolve(language).resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void every_language_has_every_letter_with_the_same_values_blocks_and_conditions_in_the_same_order()
            throws IOException {
        for (var language : languages()) {
            assertThat(files(language)).isEqualTo(files("en"));
            for (var file : files("en")) {
                if (file.endsWith(".letter")) {
                    assertThat(workings(text(language, file)))
                            .as(language + "/" + file)
                            .isEqualTo(workings(text("en", file)));
                }
            }
        }
    }

    /** By paragraph: within a sentence each language has its own order. */
    private static List<List<String>> workings(String text) {
        return Stream.of(text.strip().split("\n\\s*\n|\n(?=heading:|tone:)"))
                .map(paragraph -> WORKINGS.matcher(paragraph)
                        .results()
                        .map(found -> found.group())
                        .sorted()
                        .toList())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"words.properties", "families.properties"})
    void every_language_has_every_word_with_the_same_values(String file) throws IOException {
        var english = words("en", file);
        for (var language : languages()) {
            var words = words(language, file);
            assertThat(words.keySet()).as(language).isEqualTo(english.keySet());
            english.forEach((key, word) -> assertThat(values(words.getOrDefault(key, "")))
                    .as(language + " " + key)
                    .isEqualTo(values(word)));
            assertThat(words.values()).as(language).noneMatch(String::isBlank);
        }
    }

    private static List<String> values(String text) {
        return Pattern.compile("\\{[a-z_]+}")
                .matcher(text)
                .results()
                .map(found -> found.group())
                .sorted()
                .toList();
    }

    private static Map<String, String> words(String language, String file) throws IOException {
        var words = new Properties();
        try (Reader reader = Files.newBufferedReader(LETTERS.resolve(language).resolve(file))) {
            words.load(reader);
        }
        var sorted = new TreeMap<String, String>();
        words.forEach((key, word) -> sorted.put(key.toString(), word.toString()));
        return sorted;
    }

    // ---- who may read what

    @Test
    void reporters_letters_have_nothing_of_the_customer_and_customers_letters_nothing_of_reporters()
            throws IOException {
        for (var language : List.of("en", "de")) {
            for (var letter : TO_REPORTERS) {
                assertThat(whole(language, letter))
                        .as(language + " " + letter)
                        .doesNotContainPattern("\\{(server|address|page|console|target|what|name_of_customer)}")
                        .doesNotContainPattern(
                                "@(facts|evidence|button|deadline|remedies|nature|look|statement|servers)");
            }
            for (var file : files(language)) {
                var letter = file.replace(".letter", "");
                if (file.endsWith(".letter") && !TO_REPORTERS.contains(letter) && !letter.startsWith("_")) {
                    assertThat(whole(language, letter))
                            .as(file)
                            .doesNotContainIgnoringCase("your report ")
                            .doesNotContain("Ihre Meldung ", "{reporter}");
                }
            }
        }
    }

    @Test
    void the_attacked_are_neither_blamed_nor_asked_for_anything() {
        for (var language : List.of("en", "de")) {
            for (var letter : ABOUT_ATTACKS) {
                assertThat(whole(language, letter))
                        .as(language + " " + letter)
                        .doesNotContainPattern("@(deadline|statement|look)|@include _(next|why|answer|statement)")
                        .doesNotContainPattern("(?i)please check|bitte prüfen|switch.{0,20} off|abschalt|ausschalt");
            }
            for (var kind : List.of("ddos", "login_attack", "port_scan", "sql_injection", "infected_host")) {
                var keys = Nature.of(Category.SERVER_UNDER_ATTACK, List.of(Type.of("connection/" + kind)), List.of());
                assertThat(keys).allMatch(key -> key.startsWith("attacked."));
                assertThat(LetterWords.of(language).maybe(keys.getFirst() + ".look"))
                        .isEmpty();
            }
        }
    }

    private static String whole(String language, String letter) {
        var text = text(language, letter + ".letter");
        var included = Pattern.compile("@include (\\S+)")
                .matcher(text)
                .results()
                .map(found -> "\n" + text(language, found.group(1) + ".letter"))
                .reduce("", String::concat);
        return text + included;
    }

    // ---- kinds of trouble

    @Test
    void each_kind_of_trouble_is_told_in_its_own_words() {
        var kinds = Map.ofEntries(
                Map.entry("messaging/spam", "family.spam"),
                Map.entry("connection/login_attack", "family.login"),
                Map.entry("connection/port_scan", "family.scan"),
                Map.entry("connection/sql_injection", "family.break-in"),
                Map.entry("connection/ddos", "family.flood"),
                Map.entry("content/malware", "family.malware"),
                Map.entry("content/remote_compromise", "family.web-shell"),
                Map.entry("content/phishing", "family.phishing"),
                Map.entry("content/exposed_data", "family.content"),
                Map.entry("infrastructure/botnet", "family.bot"),
                Map.entry("vulnerability/open_service", "family.open-service"),
                Map.entry("vulnerability/cve", "family.weakness"),
                Map.entry("copyright/p2p", "family.copyright"),
                Map.entry("reputation/blocklist", "family.listing"));
        kinds.forEach((type, family) -> assertThat(natures(type)).as(type).containsExactly(family));
        assertThat(natures("messaging/spam", "stolen-mail-account")).containsExactly("family.account");
        assertThat(natures("connection/ddos", "spoofed-traffic")).containsExactly("family.spoofing");
        assertThat(natures("infrastructure/botnet", "command-server")).containsExactly("family.control");
        assertThat(natures("connection/port_scan", "stolen-mail-account")).containsExactly("family.scan");
    }

    private static List<String> natures(String type, String... articles) {
        return Nature.of(Type.of(type).category(), List.of(Type.of(type)), List.of(articles));
    }

    @Test
    void every_type_we_have_a_word_for_has_an_explanation_and_a_place_to_look_in_every_language() throws IOException {
        for (var language : List.of("en", "de")) {
            var words = LetterWords.of(language);
            words("en", "words.properties").keySet().stream()
                    .filter(key -> key.startsWith("type."))
                    .map(key -> natures(key.substring("type.".length())).getFirst())
                    .forEach(family -> assertThat(List.of(words.word(family), words.word(family + ".look")))
                            .noneMatch(String::isBlank));
        }
    }
}
