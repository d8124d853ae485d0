package duenotice.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReporterScoreTest {
    @ParameterizedTest
    @CsvSource({
        "0,0,100,false",
        "30,0,100,false",
        "0,1,71,false",
        "0,2,56,false",
        "0,3,45,true",
        "0,30,8,true",
        "1,3,50,false",
        "5,5,50,false",
        "5,6,45,true",
        "25,5,75,false",
        "10,20,27,true"
    })
    void false_reports_weigh_more_than_confirmed_ones(int confirmed, int falseReports, int score, boolean low) {
        assertThat(ReporterScore.of(confirmed, falseReports)).isEqualTo(score);
        assertThat(ReporterScore.isLow(score)).isEqualTo(low);
    }
}
