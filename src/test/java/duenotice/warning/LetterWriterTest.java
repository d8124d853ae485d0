package duenotice.warning;

import static duenotice.warning.LetterSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.MeasureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every letter in both languages against a kept file: who changes a wording sees what the customer will see. Run with
 * {@code -Dletters.keep=true} to write the files anew, then read them.
 */
class LetterWriterTest {
    private static final Path KEPT = Path.of("src/test/resources/letters");

    static Stream<Arguments> letters() {
        return LetterSamples.letters().stream()
                .flatMap(letter -> Stream.of("en", "de").map(language -> Arguments.of(letter, language)));
    }

    @ParameterizedTest
    @MethodSource("letters")
    void a_letter_reads_as_it_was_kept(String letter, String language) throws IOException {
        var written = LetterWriter.write(sample(letter, language));
        var text = "Subject: " + written.subject() + "\n\n" + written.text();
        var file = KEPT.resolve(language + "-" + letter + ".txt");
        if (Boolean.getBoolean("letters.keep")) {
            Files.createDirectories(KEPT);
            Files.writeString(file, text);
        }

        assertThat(text).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("letters")
    void the_html_says_what_the_text_says_and_fetches_nothing(String letter, String language) {
        var written = LetterWriter.write(sample(letter, language));
        var page = Jsoup.parse(written.html());

        assertThat(page.selectFirst("html").attr("lang")).isEqualTo(language);
        assertThat(page.select("script, img, link, iframe, form, object, base")).isEmpty();
        var readOn = sample(letter, language).remedies().stream()
                .flatMap(article -> article.references().stream())
                .map(reference -> reference.url())
                .toList();
        assertThat(page.select("a[href]").eachAttr("href"))
                .allMatch(link -> link.startsWith("https://desk.provider.example/c/")
                        || link.equals("https://console.example/srv-a")
                        || readOn.contains(link));
        assertThat(words(page.body().text() + page.select("a[href]").eachAttr("href")))
                .containsAll(words(written.text()));
        assertThat(written.text()).doesNotContainPattern("\\{[a-z_]+}|\\?!");
    }

    private static List<String> words(String text) {
        return Pattern.compile("\\p{L}{5,}")
                .matcher(text)
                .results()
                .map(found -> found.group())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("letters")
    void a_letter_bears_its_number_and_nobody_else_s_address(String letter, String language) {
        var content = sample(letter, language);
        var written = LetterWriter.write(content);

        assertThat(written.subject().startsWith("[#1001] "))
                .isEqualTo(content.incident().isPresent());
        assertThat(written.text() + written.html()).doesNotContain("trap-7f3a").doesNotContain("http://bad.example");
    }

    @Test
    void the_deadline_stands_in_utc_and_in_the_reader_s_own_time() {
        assertThat(LetterWriter.write(sample("warning", "en")).text())
                .containsPattern("Thursday 6 August 2026, 16:30 UTC \\(22:00 India Standard Time,\\s+Asia/Kolkata\\)");
        assertThat(LetterWriter.write(sample("warning", "de")).text())
                .contains("Donnerstag, 6. August 2026, 16:30 Uhr UTC (18:30 Uhr")
                .contains("Mitteleuropäische Sommerzeit");
    }

    @Test
    void another_day_over_there_is_named() {
        var tokyo = LetterWords.of("en").moment(LetterSamples.NOW.plusSeconds(7200), ZoneId.of("Asia/Tokyo"));

        assertThat(tokyo)
                .isEqualTo(
                        "Thursday 6 August 2026, 16:30 UTC (Friday 7 August 2026, 01:30 Japan Standard Time, Asia/Tokyo)");
    }

    @Test
    void a_language_that_we_do_not_write_gets_english_and_is_told_so() {
        var written = LetterWriter.write(sample("warning", "hi"));

        assertThat(written.text())
                .contains("We have received reports")
                .contains("We do not write in Hindi yet, so this letter is in English.");
    }

    @Test
    void the_two_cuts_are_never_mixed_up() {
        for (var language : List.of("en", "de")) {
            assertThat(LetterWriter.write(sample("cut-network-off", language)).text())
                    .doesNotContain("switched off")
                    .doesNotContain("ausgeschaltet")
                    .contains("https://console.example/srv-a");
            assertThat(LetterWriter.write(sample("cut-power-off", language)).text())
                    .doesNotContain("network of ")
                    .doesNotContain("Netz getrennt");
        }
    }

    @Test
    void the_last_resort_is_named_as_the_policy_has_it() {
        var off = sample("warning", "en");
        var power = with(
                off,
                new LetterContent.NextMeasures(
                        off.next().orElseThrow().callAnswerWithin(), Optional.of(MeasureKind.POWER_OFF), true));

        assertThat(oneLine(LetterWriter.write(off).text())).contains("turn the network of this server off");
        assertThat(oneLine(LetterWriter.write(power).text()))
                .contains("one of our people decides whether to switch this server off")
                .doesNotContain("turn the network");
    }

    @Test
    void an_open_memcached_comes_with_its_remedy_and_an_unknown_trouble_pretends_none() {
        assertThat(LetterWriter.write(sample("information", "en")).text())
                .contains("Memcached")
                .contains("-U 0");
        var none = sample("warning", "en");
        var bare = new LetterContent(
                none.letter(),
                none.language(),
                none.zone(),
                none.name(),
                none.provider(),
                none.incident(),
                none.about(),
                none.deadline(),
                none.next(),
                none.deed(),
                none.until(),
                List.of(),
                none.missing(),
                none.reason(),
                none.message(),
                none.page(),
                none.forward(),
                List.of());
        assertThat(LetterWriter.write(bare).text()).doesNotContain("Mend it now");
    }

    @Test
    void a_reseller_is_asked_to_pass_it_on_in_time() {
        var plain = sample("warning", "en");
        var reseller = new LetterContent(
                plain.letter(),
                plain.language(),
                plain.zone(),
                plain.name(),
                plain.provider(),
                plain.incident(),
                plain.about(),
                plain.deadline(),
                plain.next(),
                plain.deed(),
                plain.until(),
                plain.remedies(),
                plain.missing(),
                plain.reason(),
                plain.message(),
                plain.page(),
                Optional.of(new LetterContent.Forward(Optional.of(LetterSamples.NOW.plusSeconds(1800)))),
                List.of());

        assertThat(oneLine(LetterWriter.write(reseller).text()))
                .contains("as the reseller in charge")
                .contains("pass it on to your customer by Thursday 6 August 2026, 15:00 UTC");
    }

    @Test
    void the_statement_s_lines_are_those_that_are_read() {
        for (var language : List.of("en", "de")) {
            var form = LetterWriter.write(sample("cut-network-off", language)).text();
            var filled = form.lines()
                    .map(line -> line.matches("(Cause|Done|Prevention|Ursache|Getan|Vorbeugung):")
                            ? line + " an old plugin was misused"
                            : "")
                    .reduce("", (all, line) -> all + "\n" + line);
            assertThat(duenotice.incident.Statement.read(filled))
                    .hasValueSatisfying(
                            statement -> assertThat(statement.missing()).isEmpty());
        }
    }

    // ---- hostile content

    @Test
    void markup_from_outside_stays_text() {
        var evil =
                "<script>alert(1)</script><img src=x onerror=alert(1)> {page} **loud** ?deadline @button\n@include _sign";
        var written = LetterWriter.write(sample("warning", "en", evil, "<b>Eve</b> & {page}", "srv-<i>a"));
        var page = Jsoup.parse(written.html());

        assertThat(page.select("script, img, i, b")).isEmpty();
        assertThat(page.text()).contains("<script>alert(1)</script>").contains("<b>Eve</b> & {page}");
        assertThat(written.text()).contains("{page} **loud** ?deadline @button").contains("| @include _sign");
    }

    @Test
    void control_characters_and_unseen_ones_are_taken_out() {
        var evil = "a\u0000b\u001b[31mc\u202egpj.exe\u200b\u0007 one\rTwo\u2028three";
        var written =
                LetterWriter.write(sample("warning", "en", evil, "Eve\r\nBcc: all@example.net\u202e", "srv\u0000-a"));

        assertThat(written.text() + written.html() + written.subject())
                .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]")
                .doesNotContainPattern("[\\p{Cf}\\u2028]");
        assertThat(written.subject()).doesNotContain("\n");
        assertThat(written.text()).contains("Hello Eve Bcc: all@example.net,");
    }

    @Test
    void evidence_without_end_is_cut_short() {
        var written = LetterWriter.write(
                sample("warning", "en", ("x".repeat(100_000) + "\n").repeat(50), "Nila ".repeat(10_000), "srv-a"));

        assertThat(written.text()).hasSizeLessThan(20_000).contains("[…]");
        assertThat(written.html()).hasSizeLessThan(60_000);
    }

    @Test
    void links_and_addresses_in_evidence_lead_nowhere() {
        assertThat(InertText.excerpt("see HTTPS://bad.example/a?b=c#d, www.bad.example or victim+tag@example.org\n"
                        + "Feedback-ID: 77:example\njavascript:alert(1)"))
                .containsExactly(
                        "see hxxpS://bad.example/a?[...] www[.]bad.example or ***@example.org",
                        "Feedback-ID: [...]",
                        "javascript[:]alert(1)");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static LetterContent with(LetterContent content, LetterContent.NextMeasures next) {
        return new LetterContent(
                content.letter(),
                content.language(),
                content.zone(),
                content.name(),
                content.provider(),
                content.incident(),
                content.about(),
                content.deadline(),
                Optional.of(next),
                content.deed(),
                content.until(),
                content.remedies(),
                content.missing(),
                content.reason(),
                content.message(),
                content.page(),
                content.forward(),
                List.of());
    }
}
