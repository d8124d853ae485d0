package duenotice.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuardedClockTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private Instant wall = START;
    private long nanos = 5_000;
    private final GuardedClock clock = new GuardedClock(() -> wall, () -> nanos);

    private void pass(Duration real, Duration shown) {
        nanos += real.toNanos();
        wall = wall.plus(shown);
    }

    @Test
    void time_that_passes_and_small_corrections_are_followed() {
        pass(Duration.ofHours(3), Duration.ofHours(3));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(3)));
        pass(Duration.ofSeconds(3), Duration.ofSeconds(90));
        assertThat(clock.instant()).isEqualTo(wall);
        assertThat(clock.jump()).isEmpty();
    }

    @Test
    void a_jump_forward_is_not_followed_before_it_is_written_down() {
        pass(Duration.ofSeconds(3), Duration.ofHours(6));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
        pass(Duration.ofSeconds(2), Duration.ofSeconds(2));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));

        var jump = clock.jump().orElseThrow();
        assertThat(jump).isEqualTo(new GuardedClock.Jump(START.plusSeconds(5), wall, nanos));
        assertThat(clock.jump()).as("still there, should writing it down fail").contains(jump);
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        clock.follow(jump);
        assertThat(clock.instant()).isEqualTo(wall);
        assertThat(clock.jump()).isEmpty();
    }

    @Test
    void a_jump_back_is_noticed_too() {
        pass(Duration.ofSeconds(3), Duration.ofHours(-1));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
        assertThat(clock.jump()).isPresent();
    }

    @Test
    void a_jump_that_is_mended_before_anybody_asked_was_none() {
        pass(Duration.ofSeconds(3), Duration.ofHours(6));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
        pass(Duration.ofSeconds(3), Duration.ofHours(-6).plusSeconds(6));
        assertThat(clock.jump()).isEmpty();
        assertThat(clock.instant()).isEqualTo(wall);
    }

    @Test
    void a_second_jump_while_the_first_is_written_down_is_noticed_as_well() {
        pass(Duration.ofSeconds(3), Duration.ofHours(6));
        var first = clock.jump().orElseThrow();
        pass(Duration.ofSeconds(1), Duration.ofHours(1));
        clock.follow(first);
        assertThat(clock.jump()).isPresent();
    }
}
