package duenotice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionLimitTest {
    private static Play about(Category category) {
        return Play.about(TestPolicies.networkOff(), category, Play.SPAM).until("1:00");
    }

    private static Act upTo(Play play, Duration ahead) {
        return new Act.Extend(play.now.plus(ahead), "they asked");
    }

    /** So much and not a second more, and then that much is granted. */
    private static void granted(Play play, Duration most) {
        assertThat(play.judge(Play.LEAD, upTo(play, most.plusSeconds(1)))).isInstanceOf(Verdict.Refused.class);
        play.does(Play.LEAD, upTo(play, most));
        assertThat(play.outlook().deadline()).contains(play.now.plus(most));
    }

    @ParameterizedTest
    @CsvSource({"EMAIL_COMPROMISE, PT168H", "SYSTEM_COMPROMISE, PT168H", "SERVER_UNDER_ATTACK, PT336H", "OTHER, PT336H"
    })
    void what_harms_others_is_extended_by_a_week_at_most_and_all_else_by_two(Category category, Duration most) {
        granted(about(category), most);
    }

    @Test
    void each_extension_leaves_half_for_the_next() {
        var play = about(Category.EMAIL_COMPROMISE);
        play.does(Play.LEAD, upTo(play, Duration.ofHours(20)));
        assertThat(play.judge(Play.LEAD, upTo(play, Duration.ofHours(84).plusSeconds(1))))
                .isInstanceOf(Verdict.Refused.class);
        play.does(Play.LEAD, upTo(play, Duration.ofHours(30)));
        granted(play, Duration.ofHours(42));
        assertThat(play.judge(Play.LEAD, upTo(play, Duration.ofHours(43)))).isInstanceOf(Verdict.Refused.class);
        play.until("41:00");
        granted(play, Duration.ofHours(21));
    }

    @Test
    void where_the_same_trouble_came_again_half_is_left_from_the_first() {
        var play = about(Category.OTHER);
        play.write(
                Actor.AUTOMATION, new IncidentEvent.RepeatFound(new IncidentId(3), Play.OPENED, Duration.ofHours(1)));
        granted(play, Duration.ofDays(7));
        play.until("160:00");
        granted(play, Duration.ofHours(84));
    }
}
