package duenotice.verification;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.AnswerKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            We are working on it.                                          | ack
            Thank you for the notice, we will check.                       | ack
            We will fix it tonight                                         | ack
            It is not fixed yet, we are investigating.                     | ack
            Wir kümmern uns darum.                                         | ack
            We removed the script and changed the password.                | corrective
            This is fixed.                                                 | corrective
            We did not know. The account has been disabled.                | corrective
            Das Problem ist behoben.                                       | corrective
            Das Problem ist noch nicht behoben, wir arbeiten daran         | ack
            We need more time, please.                                     | extension
            Wir brauchen bis Freitag.                                      | extension
            This is a false positive.                                      | dispute
            Das ist nicht unser Server!                                    | dispute
            Who are you?                                                   | other
            """)
    void words_tell_what_an_answer_is(String text, String kind) {
        assertThat(AnswerWords.read(text).kind())
                .isEqualTo(AnswerKind.ofWord(kind).orElseThrow());
    }

    @org.junit.jupiter.api.Test
    void labelled_lines_are_a_statement_and_claim_a_fix() {
        assertThat(AnswerWords.read("Cause: a stolen key\nDone: -\nPrevention: -")
                        .kind())
                .isEqualTo(AnswerKind.CORRECTIVE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            We removed the script and changed the password. | “removed”
            Wir brauchen bis Freitag.                       | “brauchen bis”
            Not fixed yet, but we dispute this.             | “we dispute”
            Who are you?                                    | none of the words we know
            Cause: a stolen key                             | lines of a written confirmation
            """)
    void the_words_that_decided_are_told(String text, String why) {
        assertThat(AnswerWords.read(text).why()).isEqualTo(why);
    }

    @org.junit.jupiter.api.Test
    void every_language_has_words_for_every_kind() {
        for (var language : AnswerWords.LANGUAGES) {
            assertThat(getClass().getResourceAsStream("answer-words_" + language + ".txt"))
                    .asString(java.nio.charset.StandardCharsets.UTF_8)
                    .contains("[dispute]", "[extension]", "[corrective]", "[not]", "[ack]");
        }
    }
}
