package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.mail.LookUpBudget.Party;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookUpBudgetTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final LookUpBudget budget = new LookUpBudget(4, now::get);

    private boolean taken(Party... parties) {
        return budget.take(List.of(parties));
    }

    @Test
    void each_party_has_its_share_and_all_together_theirs() {
        assertThat(taken(new Party("a", 2), new Party("x", 3))).isTrue();
        assertThat(taken(new Party("a", 2), new Party("x", 3))).isTrue();
        assertThat(taken(new Party("a", 2), new Party("y", 3))).isFalse();
        assertThat(taken(new Party("b", 2), new Party("x", 3))).isTrue();
        assertThat(taken(new Party("c", 2), new Party("x", 3))).isFalse();
        assertThat(taken(new Party("c", 2))).isTrue();
        assertThat(taken(new Party("d", 2))).as("all together").isFalse();
    }

    @Test
    void what_is_refused_is_not_spent() {
        for (var i = 0; i < 10; i++) {
            assertThat(taken(new Party("a", 0), new Party("x", 1))).isFalse();
        }
        assertThat(taken(new Party("x", 1))).isTrue();
    }

    @Test
    void a_minute_later_all_is_as_before() {
        taken(new Party("a", 1));
        assertThat(taken(new Party("a", 1))).isFalse();
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(taken(new Party("a", 1))).isTrue();
    }
}
