package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockGuardTest {
    private Instant wall = Instant.parse("2026-03-01T03:00:00Z");
    private long nanos = 5_000;
    private final ClockGuard guard = new ClockGuard(() -> wall, () -> nanos);

    private void pass(Duration real, Duration shown) {
        nanos += real.toNanos();
        wall = wall.plus(shown);
    }

    @Test
    void time_that_passes_and_small_corrections_are_no_jump() {
        pass(Duration.ofHours(3), Duration.ofHours(3));
        assertThat(guard.jumpedFrom()).isEmpty();
        pass(Duration.ofSeconds(3), Duration.ofSeconds(90));
        assertThat(guard.jumpedFrom()).isEmpty();
    }

    @Test
    void a_jump_forward_is_noticed_once_with_the_instant_that_could_be_trusted() {
        pass(Duration.ofSeconds(3), Duration.ofHours(6));
        assertThat(guard.jumpedFrom()).contains(Instant.parse("2026-03-01T03:00:03Z"));
        pass(Duration.ofSeconds(3), Duration.ofSeconds(3));
        assertThat(guard.jumpedFrom()).isEmpty();
    }

    @Test
    void a_jump_back_is_noticed_too() {
        pass(Duration.ofSeconds(3), Duration.ofHours(-1));
        assertThat(guard.jumpedFrom()).isPresent();
    }
}
