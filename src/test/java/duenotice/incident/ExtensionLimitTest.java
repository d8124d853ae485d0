package duenotice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExtensionLimitTest {
    private final Play play = Play.underPolicy(TestPolicies.networkOff()).until("1:00");

    private Verdict extend(Duration ahead) {
        return play.judge(Play.LEAD, new Act.Extend(play.now.plus(ahead), "they asked"));
    }

    private void extended(Duration ahead) {
        play.does(Play.LEAD, new Act.Extend(play.now.plus(ahead), "they asked"));
    }

    @Test
    void what_harms_others_is_extended_by_a_week_at_most_and_by_half_of_that_the_next_time() {
        assertThat(extend(Duration.ofDays(7).plusSeconds(1))).isInstanceOf(Verdict.Refused.class);
        extended(Duration.ofDays(2));
        assertThat(extend(Duration.ofHours(84).plusSeconds(1))).isInstanceOf(Verdict.Refused.class);
        extended(Duration.ofHours(84));
        assertThat(play.outlook().deadline()).contains(play.now.plus(Duration.ofHours(84)));
        assertThat(extend(Duration.ofHours(85))).isInstanceOf(Verdict.Refused.class);
    }
}
