package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A moved clock stops for a job where a run would change something, and asks it once. */
class WaitingJobTest {
    private static final Instant DUE = Instant.parse("2026-03-10T12:00:00Z");

    /** Counts how often it is asked. */
    private record Job(Optional<Instant> first, List<Optional<Instant>> asked) implements WaitingJob {
        @Override
        public Optional<Instant> nextDue() {
            asked.add(first);
            return first;
        }

        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public Duration every() {
            return Duration.ofMinutes(1);
        }

        @Override
        public void run(Instant now) {
            throw new AssertionError("nothing runs here");
        }
    }

    private static Optional<Instant> worthwhile(Optional<Instant> first) {
        var job = new Job(first, new ArrayList<>());
        var answer = job.worthwhile(DUE);
        assertThat(job.asked()).hasSize(1);
        return answer;
    }

    @Test
    void it_is_worth_a_stop_when_its_first_work_is_due_and_never_before_its_own_turn() {
        assertThat(worthwhile(Optional.of(DUE.plusSeconds(90)))).contains(DUE.plusSeconds(90));
        assertThat(worthwhile(Optional.of(DUE.minusSeconds(90)))).contains(DUE);
        assertThat(worthwhile(Optional.empty())).isEmpty();
    }

    @Test
    void a_job_with_work_at_any_time_is_worth_a_stop_at_each_of_its_turns() {
        var busy = Recurring.job("busy", Duration.ofMinutes(1), () -> true, now -> {});
        var idle = Recurring.job("idle", Duration.ofMinutes(1), () -> false, now -> {});
        assertThat(busy.worthwhile(DUE)).contains(DUE);
        assertThat(idle.worthwhile(DUE)).isEmpty();
    }
}
