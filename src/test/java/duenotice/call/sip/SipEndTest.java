package duenotice.call.sip;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.call.Telephone.Course;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipEndTest {
    @ParameterizedTest
    @CsvSource({
        "486, false, busy",
        "600, true, busy",
        "480, false, no-answer",
        "487, true, no-answer",
        "408, true, no-answer",
        "408, false, not-placed",
        "404, false, wrong-number",
        "410, false, wrong-number",
        "484, false, wrong-number",
        "604, true, wrong-number",
        "603, true, refused",
        "607, false, refused",
        "608, false, refused",
        "401, false, not-placed",
        "403, false, not-placed",
        "407, true, not-placed",
        "302, false, not-placed",
        "400, false, not-placed",
        "488, false, not-placed",
        "500, true, not-placed",
        "503, false, not-placed",
        "606, true, not-placed",
        "699, true, not-placed"
    })
    void each_answer_has_its_outcome(int status, boolean rang, String outcome) {
        var end = SipEnd.of(status, rang);
        assertThat(end instanceof Course.Over over ? over.outcome().word() : "not-placed")
                .isEqualTo(outcome);
        assertThat(end.toString()).contains("SIP " + status);
    }
}
