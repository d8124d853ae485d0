package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTextTest {
    @Test
    void a_reply_above_its_quotation_keeps_only_its_own_words() {
        assertThat(QuotedText.strip("""
                        We closed the port.

                        On Sat, Mar 7, 2026 at 10:12 AM Abuse Desk <reply+t0k3n@provider.example>
                        wrote:

                        > -- reply above this line --
                        > Server 198.51.100.7 sends spam.
                        """)).isEqualTo("We closed the port.");
    }

    @Test
    void words_between_and_below_quoted_lines_stay() {
        assertThat(QuotedText.strip("""
                        On 7 March Abuse wrote:
                        > What was the cause?
                        An old plugin.
                        > What was done?
                        Removed it.
                        """)).isEqualTo("An old plugin.\nRemoved it.");
    }

    @Test
    void a_quotation_without_marks_ends_at_our_line() {
        assertThat(QuotedText.strip("Done.\r\n\r\n" + QuotedText.REPLY_ABOVE + "\r\nServer 198.51.100.7\r\n"))
                .isEqualTo("Done.");
        assertThat(QuotedText.strip("Erledigt.\n" + QuotedText.REPLY_ABOVE_GERMAN + "\nServer 198.51.100.7"))
                .isEqualTo("Erledigt.");
    }

    @Test
    void outlook_blocks_are_cut() {
        assertThat(QuotedText.strip("""
                        Fixed.

                        ________________________________
                        From: Abuse Desk <abuse@provider.example>
                        Sent: Saturday, March 7, 2026 10:12
                        To: Nila
                        Subject: Abuse

                        198.51.100.7
                        """)).isEqualTo("Fixed.");
        assertThat(QuotedText.strip("""
                        Behoben.

                        Von: Abuse
                        Gesendet: Samstag
                        An: Nila
                        Betreff: Missbrauch
                        198.51.100.7
                        """)).isEqualTo("Behoben.");
        assertThat(QuotedText.strip("ok\n\n-----Ursprüngliche Nachricht-----\n198.51.100.7"))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Am Sa., 7. März 2026 um 10:12 Uhr schrieb Abuse <a@provider.example>:",
                "Le sam. 7 mars 2026 à 10:12, Abuse <a@provider.example> a écrit :",
                "El sáb, 7 mar 2026 a las 10:12, Abuse (<a@provider.example>) escribió:",
                "Il giorno sab 7 mar 2026 alle ore 10:12 Abuse <a@provider.example> ha scritto:",
                "Op za 7 mrt 2026 om 10:12 schreef Abuse <a@provider.example>:",
                "W dniu 7.03.2026 o 10:12, Abuse pisze i napisał(a):",
                "2026-03-07 10:12 GMT+01:00 Abuse <a@provider.example>:",
                "Dne 7. 3. 2026 v 10:12 Abuse <a@provider.example> napsal(a):",
                "7 Mar 2026 Cmt 10:12 tarihinde Abuse <a@provider.example> şunları yazdı:",
                "于2026年3月7日 10:12写道：",
                "2026年3月7日(土) 10:12 Abuse <a@provider.example>:",
                "07.03.2026 10:12 пользователь \"Abuse\" <\na@provider.example> написал:"
            })
    void the_line_before_the_quotation_goes_in_many_languages(String attribution) {
        assertThat(QuotedText.strip("Done, thanks.\n\n" + attribution + "\n\n> 198.51.100.7"))
                .isEqualTo("Done, thanks.");
        assertThat(QuotedText.strip("Done, thanks.\n\n" + attribution + "\n\n198.51.100.7"))
                .isEqualTo("Done, thanks.");
    }

    @Test
    void an_empty_answer_is_empty() {
        assertThat(QuotedText.strip("> 198.51.100.7\n> spam")).isEmpty();
        assertThat(QuotedText.strip("\nSent from my iPhone\n\nOn Sat, Abuse wrote:\n> x"))
                .isEmpty();
        assertThat(QuotedText.strip("-- \nNila Rao\nMandor Ltd.\n")).isEmpty();
    }

    @Test
    void sentences_that_only_look_like_quotation_stay() {
        String text = """
                On your host you can run:

                     ss -tlnp

                From: this address no spam should come any more.
                Sent from my desk, where I fixed it.
                The customer wrote: all is fine.""";
        assertThat(QuotedText.strip(text)).isEqualTo(text);
    }

    @Test
    void long_nonsense_is_read_in_no_time() {
        assertThat(QuotedText.strip("On " + "<a@b> ".repeat(60_000) + ":")).isNotNull();
        assertThat(QuotedText.strip("From: x\n".repeat(50_000))).isNotNull();
        assertThat(QuotedText.strip("a\n--\n".repeat(50_000))).isNotNull();
    }
}
