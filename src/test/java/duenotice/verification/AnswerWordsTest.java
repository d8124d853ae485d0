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
        assertThat(AnswerWords.kind(text)).isEqualTo(AnswerKind.ofWord(kind).orElseThrow());
    }

    @org.junit.jupiter.api.Test
    void labelled_lines_are_a_statement_and_claim_a_fix() {
        assertThat(AnswerWords.kind("Cause: a stolen key\nDone: -\nPrevention: -"))
                .isEqualTo(AnswerKind.CORRECTIVE);
    }
}
